using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Testing;
using Mobility.Testing.Published;
using NodaTime;

namespace Mobility.Web.Tests.Faults;

/// <summary>
/// The program is killed in the midst of eight people's changes, again and again over one database. What was answered as saved is there
/// once, with its history and its mail; what was not answered is there whole or not at all.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class KilledProgramTests
{
    private const int Writers = 8;

    /// <summary>How often it is killed in all. Each time costs some five seconds of one core: a start, with everything new to it.</summary>
    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("MOBILITY_TEST_KILLS") ?? "50",
        CultureInfo.InvariantCulture
    );

    // Two databases, so that both cores of a small machine have something to do.
    [TestCase(1)]
    [TestCase(2)]
    public async Task Killed_under_eight_writers_it_has_every_acknowledged_change_once_and_no_half_of_another(int seed)
    {
        var random = new Random(seed);
        using var world = await ProgramWorld.CreateAsync();
        var settings = world.Settings;
        // What makes a start dear and has no part in this: most of the rules, and the counting of calls for a quicker code later.
        settings["Rules:Path"] = FewRules(world.Folder);
        settings["DOTNET_TieredPGO"] = "0";
        var changes = new ConcurrentBag<SentChange>();
        IReadOnlyList<DrawnForm> forms = [];
        var number = 0;
        var used = TimeSpan.Zero;
        for (var kill = 0; kill < Kills / 2; kill++)
        {
            await using var program = await PublishedProgram.ServeAsync(settings);
            // What the one before left behind has been mended by the start of this one.
            await CheckAsync(world, changes);
            using var consultant = world.Connect(program, world.Consultant);
            using var administrator = world.Connect(program, world.Administrator);
            if (forms.Count == 0)
            {
                // Tokens outlive the program that gave them out.
                forms =
                [
                    await consultant.FormAsync($"/cases/{world.Case.Number}/tasks/new"),
                    await administrator.FormAsync("/admin/people/invite?kind=Consultant", "/admin/people/invite"),
                    await consultant.FormAsync($"/cases/{world.Case.Number}/days", $"/cases/{world.Case.Number}/trips"),
                ];
            }
            var answersLeft = random.Next(Writers, 4 * Writers);
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var writers = Enumerable.Range(0, Writers).Select(WriteAsync).ToList();
            await Task.WhenAny(enough.Task, Task.WhenAll(writers)).WaitAsync(TimeSpan.FromMinutes(2));
            used += program.CpuTime;
            await program.KillAsync();
            await Task.WhenAll(writers);
            Assert.That(enough.Task.IsCompleted, program.Log);

            async Task WriteAsync(int writer)
            {
                while (true)
                {
                    var change = new SentChange((ChangedThing)(writer % 3), Interlocked.Increment(ref number), Guid.NewGuid());
                    changes.Add(change);
                    var client = change.Thing == ChangedThing.Person ? administrator : consultant;
                    try
                    {
                        var answer = await client.SendAsync(change.Fill(forms[(int)change.Thing]));
                        change.Answer = answer is null ? Answer.Refused : Answer.Acknowledged;
                    }
                    catch (HttpRequestException)
                    {
                        // Killed, and with it this writer's connection: nothing was promised.
                        return;
                    }
                    if (change.Answer == Answer.Acknowledged && Interlocked.Decrement(ref answersLeft) == 0)
                    {
                        enough.SetResult();
                    }
                }
            }
        }
        await using var last = await PublishedProgram.ServeAsync(settings);
        await CheckAsync(world, changes);
        TestContext.Out.WriteLine(
            $"{changes.Count} changes sent, {changes.Count(c => c.Answer == Answer.Acknowledged)} acknowledged; {used.TotalSeconds:0} s of a core."
        );
    }

    private static async Task CheckAsync(ProgramWorld world, IReadOnlyCollection<SentChange> changes)
    {
        await using (var db = world.Database.Open())
        {
            var rows = await CountAsync(db);
            Assert.Multiple(() =>
            {
                foreach (var change in changes)
                {
                    var found = change.Rows.Select(row => rows.GetValueOrDefault(row)).ToList();
                    Assert.That(
                        found,
                        Is.All.EqualTo(1).Or.All.Zero,
                        $"{change.Thing} {change.Word}: {string.Join(", ", change.Rows)} are there so many times"
                    );
                    if (change.Answer is { } answer)
                    {
                        Assert.That(
                            found,
                            Is.All.EqualTo(answer == Answer.Refused ? 0 : 1),
                            $"{change.Thing} {change.Word} was {answer}"
                        );
                    }
                }
            });
        }
        // The next to open the file after the kill must be the program.
        world.Database.CloseAll();
    }

    private static async Task<Dictionary<string, int>> CountAsync(MobilityDbContext db)
    {
        var rows = new List<string>();
        rows.AddRange(await db.Tasks.Select(t => "task " + t.What).ToListAsync());
        rows.AddRange(await db.Trips.Select(t => "trip " + t.Note).ToListAsync());
        rows.AddRange(await db.Accounts.Select(a => "account " + a.DisplayName).ToListAsync());
        rows.AddRange(await db.Invitations.Select(i => "link " + i.Account!.DisplayName).ToListAsync());
        rows.AddRange(await db.MailMessages.Select(m => "mail " + m.ToName).ToListAsync());
        rows.AddRange(
            await db
                .Changes.Where(c =>
                    c.Kind == ChangeKind.TaskCreated || c.Kind == ChangeKind.PersonInvited || c.Kind == ChangeKind.TripRecorded
                )
                .Select(c => "history " + c.Subject)
                .ToListAsync()
        );
        return rows.CountBy(r => r).ToDictionary();
    }

    private static string FewRules(string folder)
    {
        var few = Path.Combine(folder, "rules");
        foreach (var file in Directory.EnumerateFiles(RepositoryFolder.Rules, "*.yaml", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(RepositoryFolder.Rules, file);
            if (!path.Contains('/', StringComparison.Ordinal) || path.StartsWith("schengen/", StringComparison.Ordinal))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(few, path))!);
                File.Copy(file, Path.Combine(few, path));
            }
        }
        return few;
    }

    private enum Answer
    {
        Acknowledged,

        /// <summary>Others held the database for too long: nothing was changed.</summary>
        Refused,
    }

    private enum ChangedThing
    {
        Task,
        Person,
        Trip,
    }

    /// <summary>One change, and every row it makes.</summary>
    private sealed class SentChange(ChangedThing thing, int number, Guid id)
    {
        private readonly LocalDate day = new LocalDate(2010, 1, 1).PlusDays(number);

        public ChangedThing Thing => thing;

        public string Word { get; } = $"change {id:n}";

        public Answer? Answer { get; set; }

        public IReadOnlyList<string> Rows =>
            thing switch
            {
                ChangedThing.Task => [$"task {Word}", $"history {Word}"],
                ChangedThing.Person => [$"account {Word}", $"link {Word}", $"mail {Word}", $"history {Word}"],
                _ => [$"trip {Word}", $"history FR, {Iso} – {Iso}"],
            };

        private string Iso => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

        public DrawnForm Fill(DrawnForm form) =>
            thing switch
            {
                ChangedThing.Task => form.With(("What", Word)),
                ChangedThing.Person => form.With(("DisplayName", Word), ("Email", $"{id:n}@example.org")),
                _ => form.With(
                    ("Trip.Country", "FR"),
                    ("Trip.Arrive", Iso),
                    ("Trip.Depart", Iso),
                    ("Trip.MakeRoom", "false"),
                    ("Trip.Note", Word)
                ),
            };
    }
}

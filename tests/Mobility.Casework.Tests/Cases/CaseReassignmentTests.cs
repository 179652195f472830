using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Covers;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.Tasks;
using Mobility.Rules;
using Mobility.Testing;
using NUnit.Framework.Constraints;

namespace Mobility.Casework.Tests.Cases;

public sealed class CaseReassignmentTests
{
    private static readonly Lazy<RuleBook> Rules = new(() => TestRules.WithDeadlines());

    private TestCasework casework = null!;
    private Account ilse = null!;
    private Account ana = null!;
    private Account ben = null!;

    [SetUp]
    public async Task Start()
    {
        casework = new TestCasework(Rules.Value);
        ilse = casework.Consultant;
        ana = await AddAsync(PersonKind.Consultant, "Ana Ruiz");
        ben = await AddAsync(PersonKind.TeamLead, "Ben Okri");
    }

    [TearDown]
    public void Stop() => casework.Dispose();

    [Test]
    public async Task The_case_goes_with_the_open_tasks_of_whoever_carried_it_and_with_no_others()
    {
        var file = await casework.OpenCaseAsync();
        var own = await TaskAsync(file, ilse, "Own");
        var done = await TaskAsync(file, ilse, "Done");
        await casework.DoAsync<TaskService>(t => t.DoneAsync(done.Id, casework.Change(), default));
        var others = await TaskAsync(file, ben, "Ben's");

        var moved = await MoveAsync(ana, [Seen(file)]);

        Assert.Multiple(async () =>
        {
            Assert.That((moved.Moved, moved.Tasks, moved.Stayed.Count), Is.EqualTo((1, 1, 0)));
            Assert.That((await ReadAsync(file)).ConsultantId, Is.EqualTo(ana.Id));
            var whose = (await casework.AllAsync(db => db.Tasks)).ToDictionary(t => t.Id, t => t.AssignedToId);
            Assert.That((whose[own.Id], whose[done.Id], whose[others.Id]), Is.EqualTo((ana.Id, ilse.Id, ben.Id)));
            var told = await casework.ReadAsync(db => db.Changes.SingleAsync(c => c.Kind == ChangeKind.CaseReassigned));
            Assert.That((told.CaseId, told.ByName, told.Why), Is.EqualTo((file.Id, "Ben Okri", "Load")));
            Assert.That(
                told.FieldChanges(),
                Is.EqualTo([
                    new FieldChange("ConsultantId", "Ilse Vandermeulen", "Ana Ruiz"),
                    new FieldChange("OpenTasks", null, "1"),
                ])
            );
        });
    }

    [Test]
    public async Task The_new_consultant_and_each_old_one_get_one_mail()
    {
        var one = await casework.OpenCaseAsync();
        var two = await casework.OpenCaseAsync();
        var third = await casework.OpenCaseAsync();
        await GiveAsync(third, ben);

        await MoveAsync(ana, [Seen(one), Seen(two), Seen(await ReadAsync(third))]);

        Assert.That(
            casework.Renderer.Reassignments.Select(m => (m.Reader.Name, m.ToReader, m.Count, string.Join(", ", m.Others))),
            Is.EqualTo([
                ("Ana Ruiz", true, 3, "Ilse Vandermeulen, Ben Okri"),
                // Ben moved them, and knows.
                ("Ilse Vandermeulen", false, 2, "Ana Ruiz"),
            ])
        );
    }

    [Test]
    public async Task Whoever_is_away_is_told_through_who_covers_them()
    {
        var file = await casework.OpenCaseAsync();
        var eva = await AddAsync(PersonKind.Consultant, "Eva Lind");
        await casework.DoAsync<CoverService, Cover>(s =>
            s.SetAsync(new NewCover(ana.Id, eva.Id, new(2026, 11, 22), new(2026, 12, 1)), casework.Change("Leave"), default)
        );

        await MoveAsync(ana, [Seen(file)]);

        Assert.That(
            casework.Renderer.Reassignments.Select(m => (m.Reader.Name, m.InCoverFor)),
            Is.EqualTo([("Eva Lind", "Ana Ruiz"), ("Ilse Vandermeulen", (string?)null)])
        );
    }

    [Test]
    public async Task What_ended_what_is_theirs_and_what_changed_stays_and_the_rest_moves()
    {
        var fine = await casework.OpenCaseAsync();
        var ended = await casework.OpenCaseAsync();
        await casework.DoAsync<CaseService>(s =>
            s.CloseAsync(ended.Id, ended.Version, new(2026, 11, 20), casework.Change(), default)
        );
        var theirs = await casework.OpenCaseAsync();
        await GiveAsync(theirs, ana);
        var changed = await casework.OpenCaseAsync();
        await casework.DoAsync<CaseService>(s =>
            s.HoldAsync(changed.Id, changed.Version, new(2026, 11, 20), casework.Change(), default)
        );
        await TaskAsync(changed, ilse, "Stays too");

        var moved = await MoveAsync(
            ana,
            [Seen(fine), Seen(await ReadAsync(ended)), Seen(await ReadAsync(theirs)), Seen(changed)]
        );

        Assert.Multiple(async () =>
        {
            Assert.That((moved.Moved, moved.Tasks), Is.EqualTo((1, 0)));
            Assert.That(
                moved.Stayed,
                Is.EquivalentTo(
                    new Dictionary<Guid, MoveHindrance>
                    {
                        [ended.Id] = MoveHindrance.Ended,
                        [theirs.Id] = MoveHindrance.TheirsAlready,
                        [changed.Id] = MoveHindrance.Changed,
                    }
                )
            );
            Assert.That((await ReadAsync(changed)).ConsultantId, Is.EqualTo(ilse.Id));
            Assert.That((await casework.ReadAsync(db => db.Tasks.SingleAsync())).AssignedToId, Is.EqualTo(ilse.Id));
        });
    }

    [Test]
    public async Task Two_leads_at_once_move_each_case_once_and_neither_overwrites_the_other()
    {
        var files = new List<Case>();
        for (var i = 0; i < 10; i++)
        {
            files.Add(await casework.OpenCaseAsync());
        }
        using var other = new TestCasework(Rules.Value, other: casework);

        var moved = await Task.WhenAll(
            Task.Run(() => MoveAsync(ana, [.. files.Select(Seen)])),
            Task.Run(() => MoveAsync(ben, [.. files.Select(Seen)], on: other))
        );

        Assert.Multiple(async () =>
        {
            Assert.That(moved.Sum(m => m.Moved), Is.EqualTo(10));
            Assert.That(moved.SelectMany(m => m.Stayed.Values), Is.All.EqualTo(MoveHindrance.Changed).And.Exactly(10).Items);
            Assert.That(
                await casework.ReadAsync(db => db.Cases.Select(c => c.ConsultantId).Distinct().CountAsync()),
                Is.EqualTo(1)
            );
            Assert.That(
                await casework.ReadAsync(db => db.Changes.CountAsync(c => c.Kind == ChangeKind.CaseReassigned)),
                Is.EqualTo(10)
            );
        });
    }

    [Test]
    public async Task Asked_for_five_times_it_happens_once()
    {
        var file = await casework.OpenCaseAsync();
        for (var i = 0; i < 5; i++)
        {
            await MoveAsync(ana, [Seen(file)]);
        }

        Assert.Multiple(async () =>
        {
            Assert.That(casework.Renderer.Reassignments, Has.Count.EqualTo(2), "one each");
            Assert.That(
                await casework.ReadAsync(db => db.Changes.CountAsync(c => c.Kind == ChangeKind.CaseReassigned)),
                Is.EqualTo(1)
            );
        });
    }

    [Test]
    public async Task Of_somebody_who_leaves_the_tasks_on_other_peoples_cases_go_along()
    {
        var file = await casework.OpenCaseAsync();
        await TaskAsync(file, ilse, "On the own case");
        var bens = await casework.OpenCaseAsync();
        await GiveAsync(bens, ben);
        await TaskAsync(bens, ilse, "Call the school");

        var moved = await MoveAsync(ana, [Seen(file)], withTasksOf: ilse);

        Assert.Multiple(async () =>
        {
            Assert.That((moved.Moved, moved.Tasks), Is.EqualTo((1, 2)));
            Assert.That(await casework.ReadAsync(db => db.Tasks.CountAsync(t => t.AssignedToId == ana.Id)), Is.EqualTo(2));
            Assert.That((await ReadAsync(bens)).ConsultantId, Is.EqualTo(ben.Id));
            var told = await casework.ReadAsync(db => db.Changes.SingleAsync(c => c.Kind == ChangeKind.TasksReassigned));
            Assert.That((told.CaseId, told.Subject), Is.EqualTo((bens.Id, "Ana Ruiz: Call the school")));
        });
    }

    [Test]
    public async Task Without_cases_reason_or_somebody_who_works_here_nothing_moves()
    {
        var file = await casework.OpenCaseAsync();
        var gone = await AddAsync(PersonKind.Consultant, "Left Long-Ago", gone: true);
        var adviser = await AddAsync(PersonKind.TaxAdviser, "Priya Raghunathan");

        Assert.Multiple(async () =>
        {
            Assert.That(() => MoveAsync(ana, []), Refused(": NoCases"));
            Assert.That(() => MoveAsync(ana, [Seen(file)], why: " "), Refused("Why: ReasonNeeded"));
            Assert.That(() => MoveAsync(ana, [Seen(file)], why: new string('x', 501)), Refused("Why: ReasonTooLong"));
            Assert.That(() => MoveAsync(gone, [Seen(file)]), Refused("ToId: UnknownConsultant"));
            Assert.That(() => MoveAsync(adviser, [Seen(file)]), Refused("ToId: UnknownConsultant"));
            Assert.That(() => MoveAsync(ana, [Seen(file)], withTasksOf: ana), Refused("ToId: SamePerson"));
            Assert.That(
                () => MoveAsync(ana, [.. Enumerable.Range(0, 10_000).Select(_ => new PickedCase(Guid.NewGuid(), 1))]),
                Refused(": TooManyCases")
            );
            Assert.That(() => MoveAsync(ana, [Seen(file), new PickedCase(Guid.NewGuid(), 1)]), Throws.TypeOf<NotHereException>());
            Assert.That((await ReadAsync(file)).ConsultantId, Is.EqualTo(ilse.Id));
            Assert.That(casework.Renderer.Reassignments, Is.Empty);
        });
    }

    [Test]
    public async Task Five_hundred_cases_take_as_many_queries_as_five()
    {
        var file = await casework.OpenCaseAsync();
        var few = await QueriesAsync(await CopiesAsync(file, 5));
        var many = await QueriesAsync(await CopiesAsync(file, 500));

        Assert.That(many, Is.EqualTo(few).And.LessThanOrEqualTo(16));
    }

    private async Task<int> QueriesAsync(IReadOnlyList<Case> files)
    {
        casework.Commands.Clear();

        var moved = await MoveAsync(ana, [.. files.Select(Seen)]);

        Assert.That((moved.Moved, moved.Tasks), Is.EqualTo((files.Count, files.Count)));
        return casework.Commands.Texts.Count;
    }

    /// <summary>Cases like one, each with a task of Ilse's.</summary>
    private async Task<IReadOnlyList<Case>> CopiesAsync(Case file, int count)
    {
        var batch = Guid.NewGuid().ToString("n")[..6];
        var files = Enumerable
            .Range(0, count)
            .Select(i => new Case
            {
                Number = $"M-{batch}-{i}",
                ClientId = file.ClientId,
                AssigneeId = file.AssigneeId,
                ConsultantId = ilse.Id,
                HomeCountry = "GB",
                HostCountry = "DE",
                Start = file.Start,
            })
            .ToList();
        var tasks = files.ConvertAll(f => new CaseTask
        {
            CaseId = f.Id,
            What = "Call",
            AssignedToId = ilse.Id,
        });
        await casework.ReadAsync(async db =>
        {
            await db.InTransactionAsync(
                async token =>
                {
                    await db.BulkInsertAsync(files, token);
                    await db.BulkInsertAsync(tasks, token);
                },
                default
            );
            return true;
        });
        return files;
    }

    private static EqualStringConstraint Refused(string message) =>
        Throws.TypeOf<RefusedException>().With.Message.EqualTo(message);

    private static PickedCase Seen(Case file) => new(file.Id, file.Version);

    private Task<Reassigned> MoveAsync(
        Account to,
        IReadOnlyCollection<PickedCase> cases,
        Account? withTasksOf = null,
        string why = "Load",
        TestCasework? on = null
    ) =>
        (on ?? casework).DoAsync<CaseReassignment, Reassigned>(s =>
            s.MoveAsync(
                new ReassignCases
                {
                    Cases = cases,
                    ToId = to.Id,
                    WithTasksOf = withTasksOf?.Id,
                },
                ChangeContext.By(ben, casework.Now, why),
                default
            )
        );

    private Task<CaseTask> TaskAsync(Case file, Account whose, string what) =>
        casework.DoAsync<TaskService, CaseTask>(s =>
            s.CreateAsync(
                new NewTask
                {
                    CaseId = file.Id,
                    What = what,
                    AssignedToId = whose.Id,
                },
                casework.Change(),
                default
            )
        );

    private Task<int> GiveAsync(Case file, Account to) =>
        casework.ReadAsync(db =>
            db.Cases.Where(c => c.Id == file.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.ConsultantId, to.Id))
        );

    private Task<Case> ReadAsync(Case file) =>
        casework.ReadAsync(db => db.Cases.AsNoTracking().SingleAsync(c => c.Id == file.Id));

    private async Task<Account> AddAsync(PersonKind kind, string name, bool gone = false)
    {
        var account = TestCasework.AccountOf(kind, name);
        account.DeactivatedAt = gone ? casework.Now : null;
        await casework.ReadAsync(db =>
        {
            db.Accounts.Add(account);
            return db.SaveChangesAsync();
        });
        return account;
    }
}

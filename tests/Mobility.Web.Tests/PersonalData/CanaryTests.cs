using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mobility.Casework.Jobs;
using Mobility.Casework.People;
using Mobility.Casework.PersonalData;
using Mobility.Testing.Data;
using Mobility.Testing.Web;
using Mobility.Web.Tests.Access;

namespace Mobility.Web.Tests.PersonalData;

/// <summary>
/// Values nobody else has, typed into every field that is sealed: then every page of everybody, every mail, every log line however small,
/// every address, and the bytes of the database are searched for them.
/// </summary>
[NonParallelizable]
public sealed class CanaryTests
{
    private const string Passport = "CANP7351942";
    private const string Tax = "CANT8462053";
    private const string Account = "CANB9573164";
    private const string Note = "Canarynote wheelchair";

    private static readonly string[] Canaries =
    [
        Passport,
        Tax,
        Account,
        "Canarybank",
        "Canarynote",
        "1911-03-07",
        "7 Mar 1911",
        "7 March 1911",
        "March 7, 1911",
        "07.03.1911",
        "03/07/1911",
        "07/03/1911",
    ];

    private readonly LogLines log = new();
    private WebHost host = null!;
    private AccessWorld world = null!;
    private Guid spouse;
    private readonly List<string> addresses = [];

    [OneTimeSetUp]
    public async Task TypeThemAsync()
    {
        host = new WebHost(settings: new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Trace" });
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        world = await AccessWorld.CreateAsync(host);
        spouse = Guid.Parse(world.OwnCase.RouteValues["personId"]);
        using var lead = await host.BrowseAsync(world.People[PersonKind.TeamLead]);
        foreach (var person in new[] { world.OwnCase.Case.AssigneeId, spouse })
        {
            await TypeAsync(lead, PersonalAddress(person));
        }
        // What is refused was typed too.
        var own = PersonalAddress(spouse);
        await PostAsync(lead, $"{own}/edit", ("Field", "BankDetails"), ("Account", Account), ("Currency", "nonsense"));
        await PostAsync(lead, $"{own}/edit", ("Field", "TaxNumber"), ("Number", Tax), ("Country", "Ruritania"));
        await PostAsync(lead, $"{own}/edit", ("Field", "BirthDate"), ("Date", "1911-03-07"), ("Version", Tax));
        await PostAsync(lead, $"{own}/edit", ("Field", Passport), ("Of", Passport), ("Version", Passport));
        await PostAsync(lead, $"{own}/passport", ("Country", "GB"), ("Number", Passport), ("ValidTo", "someday"));
        await PostAsync(lead, "/cases/find", ("Q", Passport));
        await PostAsync(lead, "/cases/find", ("Q", Tax));
        await PostAsync(lead, "/cases/find", ("Q", Tax + "0"));
    }

    [OneTimeTearDown]
    public void Stop() => host.Dispose();

    [Test, Order(1)]
    public async Task They_are_there_for_whoever_asks_to_see_them()
    {
        using var lead = await host.BrowseAsync(world.People[PersonKind.TeamLead]);

        var shown = await lead.PostAsync(PersonalAddress(spouse), ("field", "TaxNumber"), ("of", "GB"));

        Assert.That(shown.Text, Does.Contain(Tax));
        Assert.That((await lead.PostAsync("/cases/find", ("Q", Passport))).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCaseSource(nameof(Kinds)), Order(2)]
    public async Task No_page_has_one_that_nobody_asked_to_see(PersonKind kind)
    {
        using var browser = await host.BrowseAsync(world.People[kind]);
        var seen = new List<string>();
        var pages = RouteTable
            .All.Where(r => r.Route.StartsWith("GET", StringComparison.Ordinal) && r.Kinds.Contains(kind))
            .Select(r => r.Address(world.OwnCase))
            .Concat(
                from person in new[] { world.OwnCase.Case.AssigneeId, spouse }
                from edit in new[]
                {
                    "",
                    "/edit",
                    "/edit?field=TaxNumber&of=GB",
                    "/edit?field=BankDetails",
                    "/edit?field=HealthNote",
                }
                select PersonalAddress(person) + edit
            );
        foreach (var address in pages)
        {
            var page = await browser.OpenAsync(address);
            addresses.Add(page.Address.ToString());
            var html = page.Document.DocumentElement.OuterHtml;
            seen.AddRange(Found(html).Select(c => $"{address}: {c}"));
        }

        Assert.That(seen, Is.Empty);
    }

    [Test, Order(3)]
    public async Task No_mail_log_line_or_address_has_one()
    {
        var runner = host.Services.GetRequiredService<JobRunner>();
        foreach (var job in Enum.GetValues<JobName>())
        {
            await runner.RunAsync(job, default);
        }
        using var db = host.Database.Open();
        var mails = db
            .MailMessages.AsEnumerable()
            .Select(m => $"{m.ToAddress} {m.ToName} {m.Subject} {m.Text} {m.Html}")
            .ToList();
        var files = Directory.EnumerateFiles(host.Folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(mails.SelectMany(Found), Is.Empty);
            Assert.That(files.SelectMany(Found), Is.Empty);
            Assert.That(addresses.SelectMany(Found), Is.Empty);
            Assert.That(log.Lines.Where(l => Found(l).Any()), Is.Empty);
            Assert.That(log.Lines, Has.Some.Contain("/cases/find"), "The log was listened to.");
        });
    }

    [Test, Order(4)]
    public void The_bytes_of_the_database_have_none()
    {
        var file = host.Database.Options.File;
        Assume.That(file, Is.Not.Null, "An embedded database has a file to look into.");
        Assert.That(RawFile.Contain(file!, world.Own.Canary), Is.True, "What is not sealed is found this way.");

        Assert.That(Canaries.Where(c => RawFile.Contain(file!, c)), Is.Empty);
        Assert.That(
            Canaries.Where(c => RawFile.Contain(file!, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(c))[..^3])),
            Is.Empty
        );
    }

    private static PersonKind[] Kinds() => Enum.GetValues<PersonKind>();

    private async Task TypeAsync(Browser lead, string address)
    {
        using (var db = host.Database.Open())
        {
            // The assignee was given a date of birth when the case was opened.
            var person = Guid.Parse(address.Split('/')[4]);
            var version = db
                .PersonalValues.Where(v => v.PersonId == person && v.Field == PersonalField.BirthDate)
                .Select(v => v.Version)
                .SingleOrDefault();
            await SavedAsync(
                lead,
                $"{address}/edit",
                ("Field", "BirthDate"),
                ("Date", "1911-03-07"),
                ("Version", version.ToString(CultureInfo.InvariantCulture))
            );
        }
        await SavedAsync(lead, $"{address}/passport", ("Country", "JO"), ("Number", Passport), ("ValidTo", "2030-01-01"));
        await SavedAsync(lead, $"{address}/edit", ("Field", "TaxNumber"), ("Country", "GB"), ("Number", Tax));
        await SavedAsync(
            lead,
            $"{address}/edit",
            ("Field", "BankDetails"),
            ("Account", Account),
            ("Bank", "Canarybank"),
            ("Currency", "EUR")
        );
        await SavedAsync(lead, $"{address}/edit", ("Field", "HealthNote"), ("Note", Note));
        // A second value, so that the history has one before and one after.
        await SavedAsync(lead, $"{address}/edit", ("Field", "HealthNote"), ("Note", Note + " again"), ("Version", "1"));
    }

    private async Task SavedAsync(Browser browser, string address, params (string, string)[] fields) =>
        Assert.That(
            await PostAsync(browser, address, fields),
            Does.EndWith("/personal"),
            "It was kept, and led back to the page."
        );

    private async Task<string> PostAsync(Browser browser, string address, params (string, string)[] fields)
    {
        var page = await browser.PostAsync(address, fields);
        addresses.Add(page.Address.ToString());
        return page.Path;
    }

    private string PersonalAddress(Guid person) => $"/cases/{world.OwnCase.Case.Number}/people/{person}/personal";

    private static IEnumerable<string> Found(string text) =>
        Canaries.Where(c => text.Contains(c, StringComparison.OrdinalIgnoreCase));

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = new();

        public IReadOnlyCollection<string> Lines => lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue(Convert.ToString(state, CultureInfo.InvariantCulture) ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            lines.Enqueue($"{formatter(state, exception)} {exception}");
            // What a structured log would write beside the sentence.
            foreach (var part in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
            {
                lines.Enqueue(Convert.ToString(part.Value, CultureInfo.InvariantCulture) ?? "");
            }
        }

        public void Dispose() { }
    }
}

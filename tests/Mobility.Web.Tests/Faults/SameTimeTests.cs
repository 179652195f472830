using System.Net;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Testing.Published;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Faults;

/// <summary>The same form sent several times at once, and many forms at once, over real connections.</summary>
[NonParallelizable]
public sealed class SameTimeTests
{
    private const int Times = 5;

    private WebHost host = null!;
    private TestClient client = null!;
    private Case file = null!;
    private ProgramClient consultant = null!;
    private ProgramClient administrator = null!;

    [SetUp]
    public async Task StartAsync()
    {
        (host, var address) = WebHost.OnRealPort();
        var data = new TestData(host);
        var who = await data.ConsultantAsync();
        client = await data.ClientAsync();
        file = await data.CaseAsync(client, who);
        consultant = await ConnectAsync(address, who);
        administrator = await ConnectAsync(address, await data.AccountAsync(PersonKind.Administrator));
    }

    [TearDown]
    public void Stop()
    {
        consultant.Dispose();
        administrator.Dispose();
        host.Dispose();
    }

    private static IEnumerable<TestCaseData> Forms()
    {
        yield return Form(
            "a task",
            "/cases/{0}/tasks/new",
            null,
            "/cases/{0}",
            db => db.Tasks.CountAsync(),
            ("What", "Call the landlord")
        );
        yield return Form(
            "a trip",
            "/cases/{0}/days",
            "/cases/{0}/trips",
            "/cases/{0}/days",
            db => db.Trips.CountAsync(),
            ("Trip.Country", "FR"),
            ("Trip.Arrive", "2026-11-02"),
            ("Trip.Depart", "2026-11-04")
        );
        yield return Form(
            "a passport",
            "/cases/{0}/papers/new",
            null,
            "/cases/{0}",
            db => db.Passports.CountAsync(),
            ("Country", "GB"),
            ("ValidTo", "2031-05-01")
        );
        yield return Form(
            "a trip that was checked",
            "/trip-checks/new?who={0}",
            "/trip-checks/new",
            "/trip-checks/TC-2026-0001",
            db => db.TripChecks.CountAsync(),
            ("Stops[0].Country", "FR"),
            ("Stops[0].From", "2026-12-07"),
            ("Stops[0].To", "2026-12-18"),
            ("act", "save")
        );
        yield return Form(
            "a member of the family",
            "/cases/{0}/people/new",
            null,
            "/cases/{0}",
            db => db.CaseMembers.CountAsync(),
            ("FullName", "Iona Fraser"),
            ("Relation", "Other")
        );
        yield return Form(
            "an invitation",
            "/admin/people/invite?kind=Consultant",
            "/admin/people/invite",
            "/admin/people/",
            db => db.MailMessages.CountAsync(),
            ("DisplayName", "Iona Fraser"),
            ("Email", "iona@example.org")
        );
        yield return Form(
            "a client",
            "/admin/clients",
            null,
            "/admin/clients",
            db => db.Clients.CountAsync(),
            ("Name", "Brightwater plc")
        );
        yield return Form(
            "an entity",
            "/admin/clients/{1}",
            "/admin/clients/{1}/entities",
            "/admin/clients",
            db => db.LegalEntities.CountAsync(),
            ("EntityName", "Brightwater GmbH"),
            ("Country", "DE")
        );
    }

    private static TestCaseData Form(
        string name,
        string page,
        string? action,
        string leadsTo,
        Func<MobilityDbContext, Task<int>> count,
        params (string, string)[] fields
    ) => new TestCaseData(page, action, leadsTo, count, fields).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Forms))]
    public async Task A_form_sent_five_times_at_once_counts_once_and_each_sender_is_led_to_it(
        string page,
        string? action,
        string leadsTo,
        Func<MobilityDbContext, Task<int>> count,
        (string, string)[] fields
    )
    {
        string At(string path) => string.Format(null, path, file.Number, client.Id);
        var sender = page.StartsWith("/admin", StringComparison.Ordinal) ? administrator : consultant;
        var form = (await sender.FormAsync(At(page), action is null ? null : At(action))).With(fields);
        var before = await ReadAsync(count);
        var changes = await ReadAsync(db => db.Changes.CountAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => sender.SendAsync(form)));
        var after = await ReadAsync(db => db.Changes.CountAsync());
        var late = await sender.SendAsync(form);

        Assert.Multiple(async () =>
        {
            Assert.That(answers.Append(late), Is.All.StartWith(At(leadsTo)));
            Assert.That(await ReadAsync(count), Is.EqualTo(before + 1));
            Assert.That(await ReadAsync(db => db.Changes.CountAsync(c => c.FormKey != null)), Is.EqualTo(1));
            Assert.That(after, Is.GreaterThan(changes));
            Assert.That(await ReadAsync(db => db.Changes.CountAsync()), Is.EqualTo(after), "sent once more, later");
        });
    }

    [Test]
    public async Task Another_content_from_the_same_page_is_another_change()
    {
        var form = await consultant.FormAsync($"/cases/{file.Number}/tasks/new");

        await consultant.SendAsync(form.With(("What", "Call the landlord")));
        await consultant.SendAsync(form.With(("What", "Call the school")));

        Assert.That(await ReadAsync(db => db.Tasks.CountAsync()), Is.EqualTo(2));
    }

    [Test]
    public async Task The_same_words_from_a_page_opened_anew_are_another_change()
    {
        for (var i = 0; i < 2; i++)
        {
            var form = await consultant.FormAsync($"/cases/{file.Number}/tasks/new");
            await consultant.SendAsync(form.With(("What", "Call the landlord")));
        }

        Assert.That(await ReadAsync(db => db.Tasks.CountAsync()), Is.EqualTo(2));
    }

    [Test]
    public async Task Sixteen_cases_opened_at_once_have_sixteen_numbers_and_a_refused_one_leaves_no_gap()
    {
        var forms = new List<DrawnForm>();
        for (var i = 0; i < 17; i++)
        {
            forms.Add(
                (await consultant.FormAsync("/cases/new")).With(
                    ("FullName", $"Assignee {i}"),
                    ("ClientId", client.Id.ToString()),
                    ("Axis", "External"),
                    ("HostParty", "Somebody"),
                    ("HomeCountry", "GB"),
                    ("HostCountry", "DE"),
                    ("Start", "2027-01-01"),
                    // The one in the middle ends before it starts.
                    ("End", i == 8 ? "2026-12-01" : "2027-12-31")
                )
            );
        }

        var answers = await Task.WhenAll(forms.Select(SendAsync));

        Assert.That(
            answers.Order(StringComparer.Ordinal),
            Is.EqualTo(
            // The first is the one of the set-up.
            [.. Enumerable.Range(2, 16).Select(n => $"/cases/{CaseNumbers.Format(2026, n)}"), "refused"])
        );
        Assert.That(
            await ReadAsync(db => db.Changes.CountAsync(c => c.Kind == Casework.History.ChangeKind.CaseOpened)),
            Is.EqualTo(17)
        );
    }

    private async Task<string> SendAsync(DrawnForm form)
    {
        using var request = form.ToRequest();
        using var answer = await consultant.Http.SendAsync(request);
        return answer.StatusCode == HttpStatusCode.OK ? "refused" : answer.Headers.Location!.OriginalString;
    }

    private async Task<ProgramClient> ConnectAsync(Uri address, Account account)
    {
        var cookies = new CookieContainer();
        var session = await host.SessionCookieAsync(account);
        cookies.Add(address, new Cookie(session.Name, session.Value));
        return new ProgramClient(address, cookies);
    }

    private async Task<T> ReadAsync<T>(Func<MobilityDbContext, Task<T>> read)
    {
        await using var db = host.Database.Open();
        return await read(db);
    }
}

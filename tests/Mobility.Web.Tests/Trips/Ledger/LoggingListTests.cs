using Mobility.Casework.Audit;
using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Casework.Trips;
using Mobility.Testing;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Trips.Ledger;

/// <summary>The list of who enters their days. It is 22 November 2026; the cases run since 1 November.</summary>
public sealed class LoggingListTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private TestClient client = null!;
    private Account consultant = null!;

    [SetUp]
    public async Task Start()
    {
        host = new WebHost(FakeClock.On(2026, 11, 22));
        data = new TestData(host);
        client = await data.ClientAsync();
        consultant = await data.ConsultantAsync("Ilse Vandermeulen");
    }

    [TearDown]
    public void Stop() => host.Dispose();

    [Test]
    public async Task Whoever_has_most_days_missing_comes_first()
    {
        await CaseAsync("Anna Complete", 22);
        await CaseAsync("Bela Half", 11);
        await CaseAsync("Cid None", 0);
        using var browser = await host.BrowseAsync(consultant);

        var page = await browser.OpenAsync("/days");

        var rows = page.Rows("Travellers");
        Assert.Multiple(() =>
        {
            Assert.That(rows.Select(r => r[..3]), Is.EqualTo(["Cid", "Bel", "Ann"]));
            Assert.That(rows[0], Does.Contain("0 of 22").And.Contain("0 %, 22 days missing").And.Contain("never"));
            Assert.That(rows[1], Does.Contain("11 of 22").And.Contain("50 %, 11 days missing"));
            Assert.That(rows[2], Does.Contain("22 of 22").And.Contain("complete").And.Contain("not asked"));
        });
    }

    [Test]
    public async Task The_list_can_be_narrowed_to_a_name_and_to_those_with_days_missing()
    {
        await CaseAsync("Anna Complete", 22);
        await CaseAsync("Bela Half", 11);
        using var browser = await host.BrowseAsync(consultant);

        var missing = await browser.OpenAsync("/days?missing=true");
        var named = await browser.OpenAsync("/days?q=anna");
        var nobody = await browser.OpenAsync("/days?q=anna&missing=true");

        Assert.Multiple(() =>
        {
            Assert.That(missing.Rows("Travellers").Single(), Does.StartWith("Bela"));
            Assert.That(named.Rows("Travellers").Single(), Does.StartWith("Anna"));
            Assert.That(nobody.Text, Does.Contain("Nobody here"));
        });
    }

    [Test]
    public async Task A_client_sees_its_own_travellers_only()
    {
        var other = await data.ClientAsync();
        await CaseAsync("Anna Own", 3);
        await CaseAsync("Otto Foreign", 3, other);
        using var theirs = await host.BrowseAsync(await data.AccountAsync(PersonKind.ProgrammeManager, client: client));

        var page = await theirs.OpenAsync("/days");
        var foreign = await theirs.OpenAsync($"/days?client={other.Id}");

        Assert.Multiple(() =>
        {
            Assert.That(page.Rows("Travellers").Single(), Does.StartWith("Anna"));
            Assert.That(foreign.Text, Does.Contain("Nobody here"));
        });
    }

    [Test]
    public async Task Two_people_of_one_name_are_told_apart_by_their_cases()
    {
        var first = await CaseAsync("Maria Silva", 3);
        var second = await CaseAsync("Maria Silva", 5);
        using var browser = await host.BrowseAsync(consultant);

        var rows = (await browser.OpenAsync("/days")).Rows("Travellers");

        Assert.That(rows, Has.One.Contains(first.Number).And.One.Contains(second.Number));
    }

    [Test]
    public async Task The_export_has_every_row_neutralises_formulas_and_is_in_the_audit()
    {
        await CaseAsync("=Anna", 22);
        await CaseAsync("Bela Half", 11);
        using var browser = await host.BrowseAsync(consultant);
        var page = await browser.OpenAsync("/days");

        var token = page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var answer = await browser.Client.PostAsync(
            new Uri("/days/export", UriKind.Relative),
            new FormUrlEncodedContent([new("__RequestVerificationToken", token)])
        );
        var lines = (await answer.Content.ReadAsStringAsync()).TrimEnd().Split("\r\n");

        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Length.EqualTo(3));
            Assert.That(lines[1], Does.StartWith("\"Bela Half\"").And.Contain("\"11\",\"22\",\"50\""));
            Assert.That(lines[2], Does.StartWith("\"'=Anna\""));
            using var db = host.Database.Open();
            Assert.That(db.AuditEvents.Count(e => e.Kind == AuditKind.Exported), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task The_list_takes_as_many_queries_for_many_as_for_one()
    {
        await CaseAsync("Anna", 3);
        using var browser = await host.BrowseAsync(consultant);
        var one = (await browser.OpenAsync("/days")).Commands.Count;
        for (var i = 0; i < 5; i++)
        {
            await CaseAsync($"Person {i}", i);
        }

        var page = await browser.OpenAsync("/days");

        Assert.That(page.Commands, Has.Count.EqualTo(one).And.Count.LessThanOrEqualTo(8), string.Join("\n\n", page.Commands));
    }

    private async Task<Case> CaseAsync(string name, int days, TestClient? of = null)
    {
        var file = await data.ConfirmedCaseAsync(
            of ?? client,
            consultant,
            request =>
                request with
                {
                    Assignee = request.Assignee with { FullName = name },
                    Terms = request.Terms with { Start = new LocalDate(2026, 11, 1) },
                }
        );
        if (days > 0)
        {
            await host.UseAsync<TripService>(s =>
                s.RecordAsync(
                    file.Id,
                    new NewTrip
                    {
                        PersonId = file.AssigneeId,
                        Country = "DE",
                        Arrive = new(2026, 11, 1),
                        Depart = new LocalDate(2026, 11, 1).PlusDays(days - 1),
                        Status = TripStatus.Actual,
                    },
                    data.Change(),
                    default
                )
            );
        }
        return file;
    }
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.People;
using Mobility.Casework.Tasks;
using Mobility.Casework.Trips;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Faults;

/// <summary>
/// Two people have one page open and both send. The later one is shown what the earlier one did, beside what they typed, and nothing of either
/// is lost. The terms of a case have a page of their own for it: <see cref="Cases.AmendTests"/>.
/// </summary>
public sealed class TwoPeopleTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private Case file = null!;
    private Browser ana = null!;
    private Browser ben = null!;

    private string At => $"/cases/{file.Number}";

    [SetUp]
    public async Task SetUp()
    {
        host = new WebHost();
        data = new TestData(host);
        var consultant = await data.ConsultantAsync("Ana");
        file = await data.CaseAsync(
            await data.ClientAsync(),
            consultant,
            r => r with { Terms = r.Terms with { HostCountry = "PL" } }
        );
        ana = await host.BrowseAsync(consultant);
        ben = await host.BrowseAsync(await data.ConsultantAsync("Ben"));
    }

    [TearDown]
    public void TearDown()
    {
        ana.Dispose();
        ben.Dispose();
        host.Dispose();
    }

    [Test]
    public async Task Of_a_fact_both_replace_the_later_one_sees_the_other_and_may_go_before_it()
    {
        var form = await ana.OpenAsync($"{At}/facts/new?name=centre_of_interests_country&rule=pl/residence-183");
        await Fill(form, "United Kingdom", "Questionnaire").PressAsync("Record");
        var (first, second) = (await ChangeFactAsync(ana), await ChangeFactAsync(ben));
        await Fill(first, "Poland", "The family moved").PressAsync("Record");

        var stale = await Fill(second, "Germany", "A letter").PressAsync("Record");

        Assert.Multiple(() =>
        {
            Assert.That(stale.Problems.Single(), Does.Contain("Ana declared “Poland” (The family moved)"));
            Assert.That(stale.Value(FactName), Is.EqualTo("Germany"));
            Assert.That(stale.Value("Why it is held to be so"), Is.EqualTo("A letter"));
        });
        Assert.That(await FactsAsync(), Is.EqualTo(["\"PL\""]));
        await stale.PressAsync("Record");
        Assert.That(await FactsAsync(), Is.EqualTo(["\"DE\""]));
    }

    [Test]
    public async Task Of_a_fact_that_was_replaced_nobody_withdraws_the_newer_one_unseen()
    {
        var form = await ana.OpenAsync($"{At}/facts/new?name=centre_of_interests_country&rule=pl/residence-183");
        await Fill(form, "United Kingdom", "Questionnaire").PressAsync("Record");
        var withdrawing = await (await ben.OpenAsync($"{At}/residence")).FollowAsync("Withdraw");
        await Fill(await ChangeFactAsync(ana), "Poland", "The family moved").PressAsync("Record");

        var page = await withdrawing.Fill("Why", "Misread").PressAsync("Withdraw");

        Assert.That(
            page.Text,
            Does.Contain("Somebody replaced or withdrew this fact before you.").And.Contain("The family moved")
        );
        Assert.That(await FactsAsync(), Is.EqualTo(["\"PL\""]));
    }

    [Test]
    public async Task Of_an_opinion_replaced_in_two_windows_the_later_one_sees_the_other()
    {
        var adviser = await data.AccountAsync(PersonKind.TaxAdviser, "Teresa Brandl");
        await host.UseAsync<CaseService>(s => s.EngageAsync(file.Id, adviser.Id, data.Change(), default));
        using var here = await host.BrowseAsync(adviser);
        using var there = await host.BrowseAsync(adviser);
        await Fill(await here.OpenAsync($"{At}/opinions/new?rule=pl/residence-183"), "The lease is short")
            .PressAsync("Give the opinion");
        Guid given;
        using (var db = host.Database.Open())
        {
            given = (await db.Opinions.SingleAsync()).Id;
        }
        var path = $"{At}/opinions/new?replaces={given}";
        var (first, second) = (await here.OpenAsync(path), await there.OpenAsync(path));
        await Fill(first, "The lease is long").PressAsync("Give the opinion");

        var stale = await Fill(second, "There is no lease").PressAsync("Give the opinion");

        Assert.That(stale.Problems.Single(), Does.Contain("The lease is long"));
        Assert.That(stale.Value("Reason and facts relied on"), Is.EqualTo("There is no lease"));
        await stale.PressAsync("Give the opinion");
        Assert.That(
            await ReadAsync(db => db.Opinions.Where(o => o.WithdrawnAt == null).Select(o => o.Reason).ToListAsync()),
            Is.EqualTo(["There is no lease"])
        );
    }

    [Test]
    public async Task A_task_one_dropped_is_not_done_by_the_other_without_a_word()
    {
        var task = await data.TaskAsync(file, await data.ConsultantAsync(), "Call the landlord");
        var (first, second) = (await ana.OpenAsync($"{At}/tasks/{task.Id}/drop"), await ben.OpenAsync(At));
        await first.Fill("Why it need not be done", "They moved").PressAsync("Drop");

        var page = await second.PressAsync("Done: Call the landlord");

        Assert.That(page.Text, Does.Contain("Somebody ended this task before you."));
        Assert.That(await ReadAsync(db => db.Tasks.Select(t => t.State).SingleAsync()), Is.EqualTo(CaseTaskState.Dropped));
    }

    [TestCase("done")]
    [TestCase("waive")]
    public async Task A_deadline_that_moved_while_the_page_stood_open_is_looked_at_again(string act)
    {
        var deadline = await data.DeadlineAsync(file, "File the extension", data.Today.PlusDays(3));
        var page = await ben.OpenAsync(act == "done" ? At : $"{At}/deadlines/{deadline.Id}/waive");
        await ReadAsync(db =>
            db.Deadlines.Where(d => d.Id == deadline.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(d => d.DueOn, new LocalDate(2027, 3, 1)))
        );

        var again =
            act == "done"
                ? await page.PressAsync("Done: File the extension")
                : await page.Fill("Why nothing will be done", "Leaves before").PressAsync("Waive");

        Assert.That(again.Text, Does.Contain("This deadline moved to 1 Mar 2027 while you looked at it."));
        Assert.That(await StateAsync(), Is.EqualTo(DeadlineState.Open));
        await again.PressAsync(act == "done" ? "Done: File the extension" : "Waive");
        Assert.That(await StateAsync(), Is.EqualTo(act == "done" ? DeadlineState.Done : DeadlineState.Waived));

        Task<DeadlineState> StateAsync() =>
            ReadAsync(db => db.Deadlines.Where(d => d.Id == deadline.Id).Select(d => d.State).SingleAsync());
    }

    [Test]
    public async Task A_plan_one_confirmed_is_not_taken_out_by_the_other_without_a_word()
    {
        var plan = await RecordAsync(TripStatus.Planned);
        host.Clock.Advance(Duration.FromDays(3));
        var (first, second) = (await ana.OpenAsync($"{At}/days"), await ben.OpenAsync($"{At}/days"));
        await first.PressAsync("It happened", first.Row("Trips of 2026", "24 Nov 2026"));
        var row = second.Row("Trips of 2026", "24 Nov 2026");

        var page = await second.Fill("Why?", "She stayed at home", row).PressAsync("Remove the trip", row);

        Assert.That(page.Problems.Single(), Does.StartWith("Somebody changed this trip while you looked at it."));
        Assert.That(
            await ReadAsync(db => db.Trips.SingleAsync(t => t.RemovedAt == null)),
            Has.Property("Status").EqualTo(TripStatus.Actual).And.Property("Id").Not.EqualTo(plan.Id)
        );
    }

    [Test]
    public async Task A_plan_one_took_out_is_not_confirmed_by_the_other()
    {
        var plan = await RecordAsync(TripStatus.Planned);
        host.Clock.Advance(Duration.FromDays(3));
        var second = await ben.OpenAsync($"{At}/days");
        await host.UseAsync<TripService>(s => s.RemoveAsync(file.Id, plan.Id, data.Change("Stayed"), default));

        var page = await second.PressAsync("It happened", second.Row("Trips of 2026", "24 Nov 2026"));

        Assert.That(page.Problems.Single(), Does.StartWith("Somebody took this trip out while you looked at it."));
        Assert.That(await ReadAsync(db => db.Trips.AnyAsync(t => t.RemovedAt == null)), Is.False);
    }

    [Test]
    public async Task A_name_changed_in_two_windows_is_shown_before_one_takes_the_others_place()
    {
        var (first, second) = (await ana.OpenAsync("/account"), await ana.OpenAsync("/account"));
        await first.Fill("Name", "Ana Ruiz").PressAsync("Save");

        var stale = await second.Fill("Name", "Ana R.").PressAsync("Save");

        Assert.That(stale.ProblemAt("Name"), Does.Contain("“Ana Ruiz”"));
        Assert.That(stale.Value("Name"), Is.EqualTo("Ana R."));
        Assert.That((await stale.PressAsync("Save")).Value("Name"), Is.EqualTo("Ana R."));
    }

    private static string FactName => Mobility.Web.Residence.FactWords.Name("centre_of_interests_country");

    private async Task<Page> ChangeFactAsync(Browser browser) =>
        await (await browser.OpenAsync($"{At}/residence")).FollowAsync("Change");

    private static Page Fill(Page form, string value, string reason) =>
        form.Fill(FactName, value).Fill("Why it is held to be so", reason);

    private static Page Fill(Page form, string reason) =>
        form.Fill("Your answer", "Test not met").Fill("Reason and facts relied on", reason).Fill("Valid to", "31 Dec 2027");

    private Task<Trip> RecordAsync(TripStatus status) =>
        host.UseAsync<TripService, Trip>(s =>
            s.RecordAsync(
                file.Id,
                new NewTrip
                {
                    PersonId = file.AssigneeId,
                    Country = "FR",
                    Arrive = data.Today.PlusDays(1),
                    Depart = data.Today.PlusDays(1),
                    Status = status,
                },
                data.Change(),
                default
            )
        );

    private Task<List<string>> FactsAsync() =>
        ReadAsync(db => db.DeclaredFacts.Where(f => f.WithdrawnAt == null).Select(f => f.Value).ToListAsync());

    private async Task<T> ReadAsync<T>(Func<MobilityDbContext, Task<T>> read)
    {
        await using var db = host.Database.Open();
        return await read(db);
    }
}

using System.Net;
using Mobility.Casework.People;
using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using Mobility.Testing;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Rules;

/// <summary>A rule asked without a case: what is typed, what is answered, and the address a calculation has.</summary>
public sealed class CalculatorTests
{
    private const string Schengen = "/rules/schengen/short-stay-90-180/calculator";

    private static readonly WebHost Host = new();
    private static readonly TestData Data = new(Host);

    [OneTimeTearDown]
    public void Stop() => Host.Dispose();

    /// <summary>15 August to 30 September 2014 are 17 + 30 days: example 1 of the Swiss SEM calculator.</summary>
    [Test]
    public async Task A_stay_typed_into_the_row_is_counted_and_explained()
    {
        using var browser = await AdviserAsync();
        var page = await (await browser.OpenAsync("/rules/schengen/short-stay-90-180")).FollowAsync("Work out with this rule");

        var answer = await page.Fill("Day asked about", "30 Sep 2014")
            .Fill("Country", "Switzerland")
            .Fill("First day", "15 Aug 2014")
            .Fill("Last day", "30 Sep 2014")
            .PressAsync("Work it out");

        var words = Page.Words(answer.Section("Answer"));
        Assert.That(words, Does.Contain("47 days of 90").And.Contain("Regulation (EU) 610/2013").And.Contain("within"));
        Assert.That(answer.Value("Country"), Is.EqualTo("Switzerland"), "What was asked stays to be changed.");
    }

    [Test]
    public async Task A_calculation_is_its_address_and_asks_and_stores_nothing_in_the_database()
    {
        using var browser = await AdviserAsync();
        var asked = await (await browser.OpenAsync(Schengen))
            .Fill("Day asked about", "30 Sep 2014")
            .Fill("Or paste stays, one a line", "CH 2014-08-15 2014-09-30")
            .PressAsync("Work it out");

        var link = asked.Link("Link to this calculation").Href;
        using var other = await Host.BrowseAsync(await Data.ConsultantAsync());
        await other.OpenAsync("/rules");
        var opened = await other.OpenAsync(link);

        Assert.That(Page.Words(opened.Section("Answer")), Does.Contain("47 days of 90"));
        Assert.That(opened.Commands, Has.Count.EqualTo(1), "who is there, and nothing else");
        Assert.That(asked.Commands, Has.Count.EqualTo(2), "who is there, for the post and for the page it leads to");
    }

    [Test]
    public async Task Lines_become_rows_with_plans_purposes_and_times_and_rows_come_and_go()
    {
        using var browser = await AdviserAsync();
        var page = await (await browser.OpenAsync(Schengen))
            .Fill(
                "Or paste stays, one a line",
                "DE 2026-01-03 2026-02-10\nUnited Kingdom, 1 Mar 2026, 5 Mar 2026\nFR 2026-04-01 2026-04-02 plan transit 22:00-06:30"
            )
            .PressAsync("Take the lines in");

        Assert.That(Rows(page), Has.Count.EqualTo(3));
        var last = Rows(page)[2];
        Assert.That(page.Value("First day", last), Is.EqualTo("2026-04-01"));
        Assert.That(page.Value("Purpose", last), Is.EqualTo("passing through"));
        Assert.That(page.Value("Leaves at", last), Is.EqualTo("06:30"));

        var less = await page.PressAsync("Remove: Stay 1");
        Assert.That(Rows(less), Has.Count.EqualTo(2));
        Assert.That(less.Value("Country", Rows(less)[0]), Is.EqualTo("United Kingdom"));
        Assert.That(Rows(await less.PressAsync("Add a stay")), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task What_cannot_be_read_is_named_beside_its_field_and_nothing_typed_is_lost()
    {
        using var browser = await AdviserAsync();
        var page = await (await browser.OpenAsync(Schengen))
            .Fill("Day asked about", "soon")
            .Fill("Country", "Ruritania")
            .Fill("First day", "5 Mar 2026")
            .Fill("Last day", "1 Mar 2026")
            .Fill("Or paste stays, one a line", "DE 2026-01-03 2026-02-10\nin Paris for a while")
            .Fill("Days nobody can place", "2026-05-05 2026-05-01")
            .Fill("Residence permits", "2026-01-01 open DE\n2026-01-01")
            .PressAsync("Work it out");

        Assert.That(page.ProblemAt("Day asked about"), Does.StartWith("Not a date."));
        Assert.That(page.ProblemAt("Country", Rows(page)[0]), Does.Contain("“Ruritania”"));
        Assert.That(page.ProblemAt("Last day", Rows(page)[0]), Is.EqualTo("The last day must be on or after 5 Mar 2026."));
        Assert.That(
            page.ProblemAt("Or paste stays, one a line"),
            Does.StartWith("Line 2 cannot be read: “in Paris for a while”.")
        );
        Assert.That(page.ProblemAt("Days nobody can place"), Does.StartWith("Line 1 cannot be read"));
        Assert.That(
            page.ProblemAt("Residence permits"),
            Is.EqualTo("Line 2: Give the first and the last day, or “open” for one that is not there.")
        );
        Assert.That(page.Problems, Has.Count.EqualTo(6));
        Assert.That(page.Value("Day asked about"), Is.EqualTo("soon"));
        Assert.That(page.Value("Or paste stays, one a line"), Is.EqualTo("in Paris for a while"));
        Assert.That(page.Value("Country", Rows(page)[1]), Is.EqualTo("DE"), "The line that could be read is a row now.");
        Assert.That(page.FindSection("Answer"), Is.Null);
    }

    /// <summary>Swiss SEM calculator, example 1: 47 days on 30 September 2014.</summary>
    [Test]
    public async Task An_example_opens_in_the_calculator_with_its_facts_and_comes_out_the_same()
    {
        using var browser = await AdviserAsync();
        var page = await browser.OpenAsync("/rules/schengen/short-stay-90-180");

        var opened = await page.FollowAsync("Open in the calculator: one long stay");

        Assert.That(opened.Value("Day asked about"), Does.StartWith("30 Sep").And.EndWith("2014"));
        Assert.That(Page.Words(opened.Section("Answer")), Does.Contain("47 days of 90"));
    }

    [Test]
    public async Task A_citizen_whom_the_rule_does_not_ask_about_is_told_so()
    {
        using var browser = await AdviserAsync();
        var page = await (await browser.OpenAsync(Schengen)).Fill("Citizenships", "Germany, Brazil").PressAsync("Work it out");

        Assert.That(Page.Words(page.Section("Answer")), Does.Contain("does not ask about citizens of Germany"));
    }

    /// <summary>TCA 1997, s. 819: 40 and 240 days are 280 in two years.</summary>
    [Test]
    public async Task A_rule_of_residence_shows_its_steps_and_results_by_name()
    {
        using var browser = await AdviserAsync();
        var page = await (await browser.OpenAsync("/rules/ie/residence-183-280/calculator"))
            .Fill("Day asked about", "31 Dec 2024")
            .Fill("Days by tax year", "2024 40\n2023: 240")
            .PressAsync("Work it out");

        var words = Page.Words(page.Section("Answer"));
        Assert.That(words, Does.Contain("aggregate days: 280").And.Contain("resident: yes").And.Contain("test met: ie-280"));
        Assert.That(words, Does.Contain("40 days in the year and 240 days in the year before"));
    }

    [Test]
    public async Task What_is_not_known_is_asked_for_and_leads_to_its_field()
    {
        using var browser = await AdviserAsync();
        var page = await browser.OpenAsync("/rules/jp/non-permanent-resident/calculator?on=2024-12-31");

        Assert.That(Page.Words(page.Section("Answer")), Does.Contain("What would decide"));
        var target = page.Link("Citizenships", page.Section("Answer")).Hash[1..];
        Assert.That(page.Document.GetElementById(target), Is.EqualTo(page.Field("Citizenships")));
    }

    [Test]
    public async Task Every_rule_that_counts_or_asks_has_a_calculator_and_its_first_example_opens_there()
    {
        using var browser = await AdviserAsync();
        var wrong = new List<string>();
        foreach (var rule in TestRules.Repository.Rules.Where(r => r is DayRule or ResidenceRule))
        {
            var page = await browser.OpenAsync($"/rules/{rule.Id}/calculator");
            var first = page.FindSection("No answer yet")?.QuerySelector("a[href]")?.GetAttribute("href");
            var opened = first is null ? page : await browser.OpenAsync(first);
            if (opened.FindSection("Answer") is null)
            {
                wrong.Add($"{rule.Id}: {first}: {string.Join(' ', opened.Problems)}");
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [TestCase("/rules/gb/tax-return/calculator")]
    [TestCase("/rules/ie/nothing/calculator")]
    public async Task There_is_no_calculator_for_what_is_not_counted(string address)
    {
        using var browser = await AdviserAsync();

        Assert.That((await browser.OpenAsync(address)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await browser.PostAsync(address)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task So_many_stays_that_no_link_can_hold_them_are_answered_all_the_same()
    {
        using var browser = await AdviserAsync();
        var lines = Enumerable
            .Range(0, 150)
            .Select(i => $"DE 20{i / 12 + 10}-{i % 12 + 1:00}-01 20{i / 12 + 10}-{i % 12 + 1:00}-02 planned work 09:00-18:00");
        var page = await (await browser.OpenAsync(Schengen))
            .Fill("Or paste stays, one a line", string.Join('\n', lines))
            .PressAsync("Work it out");

        Assert.That(Page.Words(page.Section("Answer")), Does.Contain("too many stays for a link"));
        var more = await (await browser.OpenAsync(Schengen))
            .Fill("Or paste stays, one a line", string.Join('\n', lines.Concat(lines)))
            .PressAsync("Work it out");
        Assert.That(more.ProblemAt("Or paste stays, one a line"), Does.StartWith("More than 200 stays"));
    }

    private static List<AngleSharp.Dom.IElement> Rows(Page page) => [.. page.Document.QuerySelectorAll("fieldset.stay")];

    private static async Task<Browser> AdviserAsync() =>
        await Host.BrowseAsync(await Data.AccountAsync(PersonKind.ImmigrationAdviser));
}

using System.Net;
using Mobility.Casework.People;
using Mobility.Testing;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Rules;

/// <summary>The rule book as an adviser reads it: the index, jurisdictions, rules.</summary>
public sealed class BookPageTests
{
    private static readonly WebHost Host = new();
    private static readonly TestData Data = new(Host);

    [OneTimeTearDown]
    public void Stop() => Host.Dispose();

    [Test]
    public async Task Every_jurisdiction_stands_in_the_index_with_what_is_answered_and_when_it_was_checked()
    {
        using var browser = await AdviserAsync();
        var page = await browser.OpenAsync("/rules");

        Assert.That(
            page.Rows("Jurisdictions"),
            Has.Count.EqualTo(TestRules.Repository.Rules.Select(r => r.Id.Split('/')[0]).Distinct().Count())
        );
        var ireland = Page.Words(page.Row("Jurisdictions", "Ireland"));
        Assert.That(ireland, Does.Contain("Tax residence and days").And.Contain("partly covered").And.Contain("22 Nov 2026"));
        Assert.That(Page.Words(page.Section("Not covered")), Does.Contain("Norway").And.Not.Contain("Ireland"));
    }

    [Test]
    public async Task No_page_of_the_book_asks_the_database()
    {
        using var browser = await AdviserAsync();
        foreach (var address in new[] { "/rules", "/rules?q=ireland", "/rules/ie", "/rules/ie/residence-183-280" })
        {
            // The first page of a session compares it with the account.
            await browser.OpenAsync(address);
            Assert.That((await browser.OpenAsync(address)).Commands, Has.Count.EqualTo(1), address);
        }
    }

    [TestCase("Ireland", "Ireland, days in one year or in two")]
    [TestCase("GB", "United Kingdom, statutory residence test")]
    [TestCase("split year", "United Kingdom, split year")]
    [TestCase("SCHENGEN", "Short stays in the Schengen area")]
    public async Task Words_find_a_country_by_name_or_code_and_a_rule_by_its_words(string words, string rule)
    {
        using var browser = await AdviserAsync();
        var page = await (await browser.OpenAsync("/rules")).Fill("Country, rule or word", words).PressAsync("Search");

        Assert.That(Page.Words(page.Section("Rules")), Does.Contain(rule));
        Assert.That(page.Value("Country, rule or word"), Is.EqualTo(words));
    }

    [Test]
    public async Task A_country_without_a_rule_says_so_and_where_its_days_count_all_the_same()
    {
        using var browser = await AdviserAsync();
        var page = await browser.OpenAsync("/rules?q=Norway");

        Assert.That(page.Text, Does.Contain("Norway has no rule of its own"));
        Assert.That(page.Text, Does.Contain("Its days count in: Short stays in the Schengen area"));
    }

    [Test]
    public async Task Words_that_nothing_has_offer_the_whole_book()
    {
        using var browser = await AdviserAsync();
        var page = await browser.OpenAsync("/rules?q=zzzz");

        Assert.That(page.Text, Does.Contain("No rule fits"));
        Assert.That((await page.FollowAsync("Show the whole book")).Rows("Jurisdictions"), Is.Not.Empty);
    }

    [Test]
    public async Task The_rules_with_values_nobody_has_compared_are_listed_and_say_so_on_their_own_page()
    {
        using var browser = await AdviserAsync();
        var page = await browser.OpenAsync("/rules?status=unverified");
        var rule = TestRules.Repository.Rules.First(r => r.HasUnverifiedValues);

        Assert.That(page.Rows("Rules"), Has.Count.EqualTo(TestRules.Repository.Rules.Count(r => r.HasUnverifiedValues)));
        var own = await page.FollowAsync(rule.Label, page.Row("Rules", rule.Id));
        Assert.That(own.Text, Does.Contain("not been compared with").And.Contain("not compared with its source"));
    }

    [Test]
    public async Task A_jurisdiction_lists_its_rules_by_topic_with_its_coverage()
    {
        using var browser = await AdviserAsync();
        var page = await (await browser.OpenAsync("/rules")).FollowAsync("United States");

        Assert.That(page.Heading, Is.EqualTo("United States"));
        Assert.That(page.Text, Does.Contain("Coverage").And.Contain("Deadlines"));
        Assert.That(
            (await page.FollowAsync("United States, first-year choice")).Heading,
            Is.EqualTo("United States, first-year choice")
        );
    }

    /// <summary>TCA 1997, s. 819, and the short year 2001: 135 days from 6 April 2001, 183 from 1 January 2002.</summary>
    [Test]
    public async Task The_values_are_those_of_the_day_asked_about_with_what_follows_them()
    {
        using var browser = await AdviserAsync();
        var today = await browser.OpenAsync("/rules/ie/residence-183-280");
        Assert.That(Cells(today, "least days"), Is.EqualTo("183 days"));

        var then = await today.Fill("In force on", "31 Dec 2001").PressAsync("Show");

        Assert.That(Cells(then, "least days"), Is.EqualTo("135 days"));
        Assert.That(Row(then, "least days"), Does.Contain("to 31 Dec 2001").And.Contain("then 183 days"));
        Assert.That(Page.Words(then.Section("In words")), Does.Contain("135 days or more in that year"));
        Assert.That(then.Value("In force on"), Is.EqualTo("31 Dec 2001"));
    }

    [Test]
    public async Task Before_the_rule_begins_no_value_is_shown_and_nothing_is_guessed()
    {
        using var browser = await AdviserAsync();
        var page = await browser.OpenAsync("/rules/ie/residence-183-280?on=1990-01-01");

        Assert.That(page.Text, Does.Contain("does not answer yet: it covers from 6 Apr 1994"));
        Assert.That(Cells(page, "least days"), Is.EqualTo("not in force yet"));
    }

    [Test]
    public async Task A_date_that_is_none_is_refused_beside_the_field_and_kept()
    {
        using var browser = await AdviserAsync();
        var page = await browser.OpenAsync("/rules/ie/residence-183-280?on=someday");

        Assert.That(page.ProblemAt("In force on"), Does.StartWith("Not a date."));
        Assert.That(page.Value("In force on"), Is.EqualTo("someday"));
        Assert.That(Cells(page, "least days"), Is.EqualTo("183 days"), "Today's values stand until then.");
    }

    [Test]
    public async Task The_countries_of_an_area_stand_with_their_dates_and_sources()
    {
        using var browser = await AdviserAsync();
        var page = await browser.OpenAsync("/rules/schengen/short-stay-90-180");

        var croatia = Page.Words(page.Row("Countries of the area", "Croatia"));
        Assert.That(croatia, Does.StartWith("1 Jan 2023 on").And.Contain("2022/2451"));
        Assert.That(
            page.Rows("Not asked of citizens of"),
            Has.Some.Contains("to 31 Dec 2020").And.Some.Contains("United Kingdom")
        );
    }

    [Test]
    public async Task A_deadline_rule_says_what_it_hangs_on_who_acts_and_which_rule_it_reads()
    {
        using var browser = await AdviserAsync();
        var page = await browser.OpenAsync("/rules/gb/midnights-forecast");

        Assert.That(Page.Words(page.Section("In words")), Does.Contain("1 day before"));
        Assert.That(
            (await page.FollowAsync("United Kingdom, first automatic UK test")).Text,
            Does.Contain("Used by").And.Contain("Last day before 183 midnights")
        );
    }

    [Test]
    public async Task Every_rule_says_in_words_what_it_asks_and_its_examples_hold()
    {
        using var browser = await AdviserAsync();
        var wrong = new List<string>();
        foreach (var rule in TestRules.Repository.Rules)
        {
            var page = await browser.OpenAsync($"/rules/{rule.Id}");
            var asks = page.Document.QuerySelector("#words p:not(.sm)");
            if (asks is null || Page.Words(asks).Contains('{', StringComparison.Ordinal))
            {
                wrong.Add($"{rule.Id}: RulesTexts.resx has no sentence Kind.{rule.Kind}");
            }
            else if (asks.QuerySelectorAll("b").Any(b => Page.Words(b) == "none"))
            {
                wrong.Add(
                    $"{rule.Id}: Kind.{rule.Kind} in RulesTexts.resx names a value that the rule does not have: {Page.Words(asks)}"
                );
            }
            if (!Page.Words(page.Section("Examples")).Contains("all hold", StringComparison.Ordinal))
            {
                wrong.Add($"{rule.Id}: examples fail");
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [TestCase("/rules/xx")]
    [TestCase("/rules/ie/nothing")]
    [TestCase("/rules/IE")]
    public async Task What_the_book_does_not_have_is_not_there(string address)
    {
        using var browser = await AdviserAsync();

        Assert.That((await browser.OpenAsync(address)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase(PersonKind.Administrator, true)]
    [TestCase(PersonKind.Consultant, true)]
    [TestCase(PersonKind.ProgrammeManager, false)]
    public async Task The_menu_names_the_book_for_those_who_may_read_it(PersonKind kind, bool named)
    {
        using var browser = await Host.BrowseAsync(await Data.AccountAsync(kind, client: await Data.ClientAsync()));
        var page = await browser.OpenAsync("/cases");

        Assert.That(page.Document.QuerySelector("header a[href='/rules']") is not null, Is.EqualTo(named));
    }

    private static string Row(Page page, string parameter) => Page.Words(ParameterRow(page, parameter));

    private static string Cells(Page page, string parameter) => Page.Words(ParameterRow(page, parameter).Children[1]);

    private static AngleSharp.Dom.IElement ParameterRow(Page page, string parameter) =>
        page.Section("Values").QuerySelectorAll("tbody tr").Single(r => Page.Words(r.Children[0]) == parameter);

    private static async Task<Browser> AdviserAsync() => await Host.BrowseAsync(await Data.AccountAsync(PersonKind.TaxAdviser));
}

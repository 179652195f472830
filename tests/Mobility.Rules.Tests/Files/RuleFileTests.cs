using NUnit.Framework;

namespace Mobility.Rules.Tests.Files;

/// <summary>Each mistake one can make in a rule file, with the line it is reported on and its words.</summary>
public sealed class RuleFileTests : SmallRulesFolder
{
    [Test]
    public void A_soundFolder_has_no_problem()
    {
        var book = RuleBook.Load(Folder);

        Assert.Multiple(() =>
        {
            Assert.That(Problems(), Is.Empty);
            Assert.That(book.Rules.Select(rule => rule.Id), Is.EqualTo(new[] { "xx/nights" }));
            Assert.That(book.Find("xx/nights")!.Examples, Has.Count.EqualTo(1));
        });
    }

    [TestCase(
        "label: Nights",
        "lable: Nights",
        new[]
        {
            "xx/residence/nights.yaml:1:1: 'label' is missing in this file.",
            "xx/residence/nights.yaml:3:1: Unknown key 'lable' in this file; known are kind, id, label, covers-from, review-by, law, parameters, counts, alert-at, leaves-out, assumes, not-for-citizens-of.",
        },
        TestName = "An unknown key"
    )]
    [TestCase(
        "label: Nights",
        "label: Nights\nlabel: Evenings",
        new[] { "xx/residence/nights.yaml:4:1: 'label' is written twice in this file; the first is on line 3." },
        TestName = "A key written twice"
    )]
    [TestCase(
        "unit: days",
        "unit: months",
        new[] { "xx/residence/nights.yaml:9:5: The unit of 'threshold-days' must be days, not 'months'." },
        TestName = "A wrong unit"
    )]
    [TestCase(
        "kind: midnights-in-tax-year",
        "kind: sunrises",
        new[] { "xx/residence/nights.yaml:2:1: There is no kind 'sunrises'; known are {kinds}." },
        TestName = "An unknown kind"
    )]
    [TestCase(
        "- from: 2022-01-01",
        "- from: 2020-01-01",
        new[] { "xx/residence/nights.yaml:14:9: Two values of 'threshold-days' begin on 2020-01-01: they overlap." },
        TestName = "Overlapping dates"
    )]
    [TestCase(
        "- from: 2022-01-01",
        "- from: 2019-06-30",
        new[]
        {
            "xx/residence/nights.yaml:14:9: The values of 'threshold-days' must be in order of date: 2019-06-30 stands after 2020-01-01.",
        },
        TestName = "Unsorted dates"
    )]
    [TestCase(
        "        value: 100\n        source: " + Source,
        "        value: 100",
        new[] { "xx/residence/nights.yaml:14:9: 'source' is missing in a value of 'threshold-days'." },
        TestName = "A value without a source"
    )]
    [TestCase(
        "        value: 100\n        source: " + Source,
        "        value: 100\n        source: {title: A law}",
        new[]
        {
            "xx/residence/nights.yaml:16:17: 'url' is missing in a source.",
            "xx/residence/nights.yaml:16:17: 'checked' is missing in a source.",
        },
        TestName = "A source without address and day"
    )]
    [TestCase(
        "        value: 100\n        source: " + Source,
        "        value: 100\n        source: {title: A law, url: law books, checked: 2026-11-22}",
        new[] { "xx/residence/nights.yaml:16:32: 'url' must be an http or https address, not 'law books'." },
        TestName = "An address that is none"
    )]
    [TestCase(
        "id: xx/nights",
        "label2: x",
        new[]
        {
            "xx/residence/nights.yaml:1:1: 'id' is missing in this file.",
            "xx/residence/nights.yaml:1:1: Unknown key 'label2' in this file; known are kind, id, label, covers-from, review-by, law, parameters, counts, alert-at, leaves-out, assumes, not-for-citizens-of.",
        },
        TestName = "A missing id"
    )]
    [TestCase(
        "id: xx/nights",
        "id: xx/days",
        new[]
        {
            "xx/residence/nights.yaml:1:1: The id must be 'xx/nights', after the folder and the file's name, not 'xx/days'.",
        },
        TestName = "An id that is not the file's"
    )]
    [TestCase(
        "review-by: 2027-06-30",
        "# nobody will look again",
        new[] { "xx/residence/nights.yaml:1:1: 'review-by' is missing in this file." },
        TestName = "No day of review"
    )]
    [TestCase(
        "covers-from: 2020-01-01",
        "covers-from: 2020-02-30",
        new[] { "xx/residence/nights.yaml:5:14: 'covers-from' must be a date such as 2026-11-22, not '2020-02-30'." },
        TestName = "A date that does not exist"
    )]
    [TestCase(
        "covers-from: 2020-01-01",
        "covers-from: 2019-01-01",
        new[]
        {
            "xx/residence/nights.yaml:10:5: 'threshold-days' has no value on 2019-01-01, from which the rule says it covers; its first is from 2020-01-01.",
            "xx/residence/nights.yaml:19:5: 'year-starts' has no value on 2019-01-01, from which the rule says it covers; its first is from 2020-01-01.",
        },
        TestName = "A rule that covers more than its values"
    )]
    [TestCase(
        "value: 183",
        "value: 182.5",
        new[] { "xx/residence/nights.yaml:12:16: A value of 'threshold-days' must be a whole number of days, not '182.5'." },
        TestName = "Half a day"
    )]
    [TestCase(
        "value: 04-06",
        "value: 02-29",
        new[]
        {
            "xx/residence/nights.yaml:21:16: A value of 'year-starts' must be a month and day such as 04-06 that every year has, not '02-29'.",
        },
        TestName = "A day most years lack"
    )]
    [TestCase(
        "value: 183",
        "value: [183]",
        new[] { "xx/residence/nights.yaml:12:16: A value of 'threshold-days' must be a single value." },
        TestName = "A list for a value"
    )]
    [TestCase(
        "alert-at: [90, 120]",
        "alert-at: [120, 90]",
        new[] { "xx/residence/nights.yaml:23:17: 'alert-at' must rise: 90 stands after 120." },
        TestName = "An alert ladder that falls"
    )]
    [TestCase(
        "counts: midnight",
        "counts: NO",
        new[]
        {
            "xx/residence/nights.yaml:4:9: 'counts' must be one of any-part-of-day, midnight, full-day, departure-out, not 'NO'.",
        },
        TestName = "A Norwegian NO stays the word NO"
    )]
    [TestCase(
        "label: Nights",
        "label: &name Nights",
        new[] { "xx/residence/nights.yaml:3:8: Anchors (&name) and tags (!name) are not used in rule files." },
        TestName = "An anchor"
    )]
    [TestCase(
        "  threshold-days:",
        "  threshold-nights:",
        new[]
        {
            "xx/residence/nights.yaml:8:3: 'threshold-days' is missing in 'parameters'.",
            "xx/residence/nights.yaml:8:3: Unknown key 'threshold-nights' in 'parameters'; known are threshold-days, year-starts.",
        },
        TestName = "An unknown parameter"
    )]
    [TestCase(
        "value: 183",
        "value: 183\n        status: guessed",
        new[] { "xx/residence/nights.yaml:13:17: 'status' must be one of verified, unverified, not 'guessed'." },
        TestName = "An unknown status"
    )]
    public void A_mistake_in_a_rule_is_reported_where_it_stands(string right, string wrong, string[] problems)
    {
        Assert.That(Rule.Contains(right, StringComparison.Ordinal), Is.True, "the test's own mistake must fit the text");
        var at = Rule.LastIndexOf(right, StringComparison.Ordinal);
        Write(
            "xx/residence/nights.yaml",
            right.StartsWith("        value", StringComparison.Ordinal) || right.StartsWith("- from", StringComparison.Ordinal)
                ? Rule[..at] + wrong + Rule[(at + right.Length)..]
                : ReplaceFirst(Rule, right, wrong)
        );

        var expected = problems.Select(problem =>
            problem.Replace("{kinds}", string.Join(", ", RuleBook.Kinds), StringComparison.Ordinal)
        );
        Assert.That(Problems(), Is.EqualTo(expected));
    }

    [TestCase("trigger: moonrise", "'trigger' must be one of passport-expiry,")]
    [TestCase("actor: cook", "'actor' must be one of consultant,")]
    [TestCase("remind-days-before: [7, 30]", "'remind-days-before' must fall: 30 stands after 7.")]
    [TestCase("applies-to: [Norway]", "'applies-to' must be a country code of two capital letters such as NO, not 'Norway'.")]
    public void A_mistake_in_a_deadline_rule_is_reported(string wrong, string problem)
    {
        var key = wrong.Split(':')[0];
        var lines = """
            id: xx/leave
            kind: deadline
            label: Leave
            covers-from: 2020-01-01
            review-by: 2027-06-30
            trigger: permit-expiry
            applies-to: [XX]
            actor: consultant
            severity: high
            basis: operational
            consequence: Fine
            remind-days-before: [30, 7]
            parameters:
              offset: {unit: period, values: [{from: 2020-01-01, value: -P1D, source: {title: A norm, checked: 2026-11-22} }]}
            """.Split('\n');
        var line = Array.FindIndex(lines, text => text.StartsWith(key + ":", StringComparison.Ordinal));
        lines[line] = wrong;
        Write("xx/deadlines/leave.yaml", string.Join('\n', lines));
        Write(
            "xx/deadlines/leave.examples.yaml",
            $"examples:\n  - {{name: none, as-of: 2024-01-01, expect: {{due: []}}, source: {Source}}}\n"
        );

        Assert.That(Problems(), Has.Length.EqualTo(1));
        Assert.That(Problems()[0], Does.StartWith($"xx/deadlines/leave.yaml:{line + 1}:").And.Contains(problem));
    }

    [Test]
    public void A_deadline_on_the_forecast_of_an_unknown_rule_is_refused()
    {
        Write(
            "xx/deadlines/forecast.yaml",
            $$"""
            id: xx/forecast
            kind: deadline
            label: Leave
            covers-from: 2020-01-01
            review-by: 2027-06-30
            trigger: day-count-forecast
            of-rule: xx/mornings
            actor: consultant
            severity: high
            basis: statutory
            consequence: Tax
            remind-days-before: [30, 7]
            parameters:
              offset: {unit: period, values: [{from: 2020-01-01, value: -P1D, source: {{Source}} }]}
            """
        );
        Write(
            "xx/deadlines/forecast.examples.yaml",
            $"examples:\n  - {{name: none, as-of: 2024-01-01, expect: {{due: []}}, source: {Source}}}\n"
        );

        Assert.That(
            Problems(),
            Is.EqualTo(
                new[] { "xx/deadlines/forecast.yaml:1:1: 'of-rule' names 'xx/mornings', which is no day rule of this book." }
            )
        );
    }

    [Test]
    public void A_value_may_be_marked_unverified()
    {
        Write("xx/residence/nights.yaml", ReplaceFirst(Rule, "value: 183", "value: 183\n        status: unverified"));

        var rule = RuleBook.Load(Folder).Find("xx/nights")!;

        Assert.Multiple(() =>
        {
            Assert.That(Problems(), Is.Empty);
            Assert.That(rule.HasUnverifiedValues, Is.True);
        });
    }

    [Test]
    public void The_version_changes_with_the_file_and_not_with_its_line_ends()
    {
        var before = RuleBook.Load(Folder).Find("xx/nights")!.Version;
        Write("xx/residence/nights.yaml", Rule.Replace("\n", "\r\n", StringComparison.Ordinal));
        var otherLineEnds = RuleBook.Load(Folder).Find("xx/nights")!.Version;
        Write("xx/residence/nights.yaml", Rule.Replace("183", "184", StringComparison.Ordinal));
        var otherValue = RuleBook.Load(Folder).Find("xx/nights")!.Version;

        Assert.Multiple(() =>
        {
            Assert.That(otherLineEnds, Is.EqualTo(before));
            Assert.That(otherValue, Is.Not.EqualTo(before));
        });
    }
}

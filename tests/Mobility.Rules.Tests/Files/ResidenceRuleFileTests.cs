using System.Text;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Files;

/// <summary>Each mistake one can make in a rule that answers questions of residence, with its line and its words.</summary>
public sealed class ResidenceRuleFileTests : SmallResidenceFolder
{
    [Test]
    public void Sound_files_have_no_problem_and_their_examples_hold()
    {
        var book = RuleBook.Load(Folder);

        Assert.That(book.Problems, Is.Empty);
        Assert.That(book.Rules.SelectMany(rule => rule.Examples.SelectMany(example => example.Differences(rule))), Is.Empty);
        Assert.That(book.Find("xx/abode")!.HasUnverifiedValues, Is.True);
    }

    [TestCase(
        "tests: {days: xx-days, status: xx-status}",
        "",
        "1:1: 'tests' is missing in this file.",
        TestName = "No ids of tests"
    )]
    [TestCase("status: xx-status}", "}", "35:8: 'status' is missing in 'tests'.", TestName = "A test without its id")]
    [TestCase(
        "status: xx-status}",
        "status: xx-status, home: xx-home}",
        "35:43: Unknown key 'home' in 'tests'; known are days, status.",
        TestName = "A test nobody asks"
    )]
    [TestCase("window:", "windwo:", "7:3: 'window' is missing in 'parameters'.", TestName = "A missing parameter")]
    [TestCase(
        "value: P12M",
        "value: 12",
        "17:16: A value of 'window' must be an ISO 8601 period of days, weeks, months or years such as -P9M, not '12'.",
        TestName = "A number for a period"
    )]
    [TestCase(
        "value: any-part-of-day",
        "value: nights",
        "11:16: A value of 'counts' must be one of any-part-of-day, midnight, full-day, departure-out, not 'nights'.",
        TestName = "A convention that is none"
    )]
    [TestCase(
        "value: any-part-of-day",
        "value: null",
        "11:16: A value of 'counts' cannot be null: there is always one.",
        TestName = "No convention"
    )]
    [TestCase(
        "value: 183",
        "value: NO",
        "26:16: A value of 'least-days' must be a whole number of days, not 'NO'.",
        TestName = "A word for a number"
    )]
    [TestCase(
        "value: 183",
        "value: -183",
        "26:16: A value of 'least-days' must be a whole number of days, not '-183'.",
        TestName = "Fewer days than none"
    )]
    [TestCase(
        "value: 183",
        "value: 1e3",
        "26:16: A value of 'least-days' must be a whole number of days, not '1e3'.",
        TestName = "A number with an exponent"
    )]
    [TestCase(
        "value: 183",
        "vaule: 183",
        "25:9: 'value' is missing in a value of 'least-days'.",
        TestName = "A value under another key"
    )]
    [TestCase(
        "status: unverified",
        "status: unread",
        "33:17: 'status' must be one of verified, unverified, not 'unread'.",
        TestName = "A status that is none"
    )]
    [TestCase(
        "value: 90\n        status: unverified\n        source: " + Source,
        "value: 90\n        status: unverified",
        "31:9: 'source' is missing in a value of 'least-days-with-status'.",
        TestName = "An unverified value without a source"
    )]
    [TestCase(
        "  - from: 1990-01-01",
        "  - from: 1990-13-01",
        "37:11: 'from' must be a date such as 2026-11-22, not '1990-13-01'.",
        TestName = "A thirteenth month in a list"
    )]
    [TestCase(
        "[XX, NO]",
        "[XX, no]",
        "38:21: 'countries' must be a country code of two capital letters such as NO, not 'no'.",
        TestName = "A country in small letters in a list"
    )]
    [TestCase(
        "[XX, NO]",
        "[XX, UK]",
        "38:21: 'UK' in 'countries' is not in countries.yaml.",
        TestName = "A country nobody knows in a list"
    )]
    [TestCase(
        "[XX, NO]",
        "[XX, XX]",
        "38:21: 'XX' is listed twice in 'favoured-citizens'.",
        TestName = "A country twice in a list"
    )]
    [TestCase("[XX, NO]", "XX", "38:16: 'countries' must be a list.", TestName = "A country that is no list")]
    [TestCase(
        "days: commute",
        "days: weekends",
        "41:11: 'days' must be one of transit-under-24-hours, commute, ship-crew, residence-permit-days, transit, transit-without-entry, same-day-turnaround, not 'weekends'.",
        TestName = "Days nobody can leave out"
    )]
    [TestCase(
        "days: commute",
        "days: residence-permit-days",
        "40:1: A rule of this kind cannot leave out 'residence-permit-days': it is not a stay as a whole.",
        TestName = "Days this kind cannot leave out"
    )]
    [TestCase(
        "    from: 2021-01-01\n    source: " + Source,
        "    from: 2021-01-01",
        "41:5: 'source' is missing in an entry of 'leaves-out'.",
        TestName = "An exclusion without a source"
    )]
    [TestCase(
        "kind: twelve-months-to-day",
        "kind: twelve-months-to-day\n\tlabel2: x",
        "3:1: A tab cannot indent a line; use spaces.",
        TestName = "A tab"
    )]
    public void A_mistake_in_a_residence_rule_is_named_with_its_line(string right, string wrong, string problem)
    {
        Assert.That(Abode.Contains(right, StringComparison.Ordinal), Is.True, "the test's own mistake must fit the text");

        Write("xx/residence/abode.yaml", ReplaceFirst(Abode, right, wrong));

        Assert.That(Problems(), Does.Contain($"xx/residence/abode.yaml:{problem}"));
    }

    [TestCase(
        "days: xx/presence",
        "days: xx/nowhere",
        "1:1: 'days' under 'uses' names 'xx/nowhere', which is no such rule of this book.",
        TestName = "A rule used that is not there"
    )]
    [TestCase(
        "days: xx/presence",
        "days: xx/abode",
        "1:1: 'days' under 'uses' names 'xx/abode', which is no such rule of this book.",
        TestName = "A rule used that is of another kind"
    )]
    [TestCase(
        "days: xx/presence",
        "nights: xx/presence",
        "10:7: 'days' is missing in 'uses'.",
        TestName = "A rule used under another name"
    )]
    [TestCase("uses: {days: xx/presence}", "", "1:1: 'uses' is missing in this file.", TestName = "A rule that uses none")]
    [TestCase(
        "uses: {days: xx/presence}",
        "uses: xx/presence",
        "10:7: 'uses' must be keys and values.",
        TestName = "A rule used without a name"
    )]
    public void A_mistake_in_the_rules_used_is_named_with_its_line(string right, string wrong, string problem)
    {
        Write("xx/residence/years.yaml", ReplaceFirst(Years, right, wrong));

        Assert.That(Problems(), Does.Contain($"xx/residence/years.yaml:{problem}"));
    }

    [Test]
    public void A_byte_order_mark_and_other_line_ends_do_no_harm()
    {
        File.WriteAllText(
            Path.Combine(Folder, "xx/residence/abode.yaml"),
            Abode.Replace("\n", "\r\n", StringComparison.Ordinal),
            new UTF8Encoding(true)
        );

        Assert.That(Problems(), Is.Empty);
    }

    [Test]
    public void A_file_in_another_encoding_is_refused_and_not_garbled()
    {
        var text = Abode.Replace("label: Abode", "label: Séjour", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(Folder, "xx/residence/abode.yaml"), text, Encoding.Latin1);

        Assert.That(Problems(), Is.EqualTo(new[] { "xx/residence/abode.yaml:1:1: The file is not text in UTF-8." }));
    }

    [Test]
    public void A_link_to_nowhere_is_a_file_that_cannot_be_read()
    {
        var file = Path.Combine(Folder, "xx/residence/abode.yaml");
        File.Delete(file);
        File.CreateSymbolicLink(file, Path.Combine(Folder, "nowhere.yaml"));

        Assert.That(
            Problems(),
            Is.EqualTo(new[] { $"xx/residence/abode.yaml:1:1: The file cannot be read: Could not find file '{file}'." })
        );
    }

    [Test]
    public void A_link_to_a_file_is_read_as_the_file()
    {
        var file = Path.Combine(Folder, "xx/residence/abode.yaml");
        var elsewhere = Directory.CreateTempSubdirectory("rules").FullName;
        File.Move(file, Path.Combine(elsewhere, "abode.yaml"));
        File.CreateSymbolicLink(file, Path.Combine(elsewhere, "abode.yaml"));

        Assert.That(Problems(), Is.Empty);
        Directory.Delete(elsewhere, recursive: true);
    }
}

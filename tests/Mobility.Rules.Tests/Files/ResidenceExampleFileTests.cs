using NUnit.Framework;

namespace Mobility.Rules.Tests.Files;

/// <summary>Each mistake one can make in the examples of a rule of residence, with its line and its words.</summary>
public sealed class ResidenceExampleFileTests : SmallResidenceFolder
{
    [TestCase(
        "works_in_country: true",
        "works_in_counrty: true",
        "5:7: Unknown fact 'works_in_counrty'.",
        TestName = "A fact nobody knows"
    )]
    [TestCase(
        "works_in_country: true",
        "works_in_country: yes",
        "5:7: 'facts.works_in_country' must be true or false, not 'yes'.",
        TestName = "A yes for a true"
    )]
    [TestCase(
        "works_in_country: true",
        "works_in_country: true\n        works_in_country: false",
        "5:7: The fact 'works_in_country' is written twice.",
        TestName = "A fact written twice"
    )]
    [TestCase(
        "citizenships: [NO]",
        "citizenships: NO",
        "5:7: 'facts.citizenships' must be a list, not 'NO'.",
        TestName = "A citizenship that is no list"
    )]
    [TestCase(
        "citizenships: [NO]",
        "citizenships: [UK]",
        "5:7: 'UK' in 'facts.citizenships' is not the code of a country.",
        TestName = "A citizenship of no country"
    )]
    [TestCase(
        "country: XX",
        "country: UK",
        "5:7: 'UK' in 'stays[0].country' is not the code of a country.",
        TestName = "A stay in no country"
    )]
    [TestCase(
        "depart: 2024-03-30",
        "depart: 2024-02-30",
        "5:7: 'stays[0].depart' must be a date of the calendar such as 2026-11-22, not '2024-02-30'.",
        TestName = "A stay to the thirtieth of February"
    )]
    [TestCase(
        "depart: 2024-03-30",
        "depart: 2023-03-30",
        "5:7: 'stays[0]' departs on 2023-03-30, before it arrives.",
        TestName = "A stay backwards"
    )]
    [TestCase("      on: 2024-12-31", "      day: 2024-12-31", "5:7: Unknown key 'day'.", TestName = "A key nobody reads")]
    [TestCase(
        "days_counted: 90",
        "days_cuonted: 90",
        "11:14: There is no result 'days_cuonted'.",
        TestName = "A result nobody knows"
    )]
    [TestCase(
        "{days_counted: 90, resident: true, test_met: xx-status}",
        "{}",
        "11:5: An example must expect something.",
        TestName = "An expectation of nothing"
    )]
    [TestCase("    given:", "    gievn:", "2:5: 'given' is missing in an example.", TestName = "An example without facts")]
    [TestCase(
        "    source: " + Source,
        "",
        "2:5: 'source' is missing in an example.",
        TestName = "An example of residence without a source"
    )]
    public void A_mistake_in_an_example_of_residence_is_named_with_its_line(string right, string wrong, string problem)
    {
        Assert.That(AbodeExamples.Contains(right, StringComparison.Ordinal), Is.True, "the test's own mistake must fit the text");

        Write("xx/residence/abode.examples.yaml", ReplaceFirst(AbodeExamples, right, wrong));

        Assert.That(Problems(), Has.Some.StartsWith($"xx/residence/abode.examples.yaml:{problem}"));
    }
}

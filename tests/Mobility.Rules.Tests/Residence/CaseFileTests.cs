using System.Globalization;
using System.Text.Json;
using Mobility.Rules.Residence;
using Mobility.Rules.Residence.Cases;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence;

/// <summary>A case that cannot be read or answered says why under its own name, and the others are still answered.</summary>
public sealed class CaseFileTests
{
    private const string Good = """
        {"id": "good", "rule": "it/residence-183", "as_of": "2025-12-31",
         "given": {"year": "2025", "stays": [{"country": "IT", "arrive": "2025-01-01", "depart": "2025-07-02"}], "facts": {}}}
        """;

    [Test]
    public void Every_result_of_the_rule_is_written()
    {
        var (answered, results) = Answer(Good);

        Assert.That(answered, Is.True);
        Assert.That(
            results,
            Is.EqualTo(
                new[]
                {
                    """{"id":"good","rule":"it/residence-183","result":{"days_counted":183,"threshold_days":183,"threshold_crossed_on":"2025-07-02","resident":true,"test_met":"it-presence"}}""",
                }
            )
        );
    }

    [TestCase("\"rule\": \"it/residence-183\"", "\"rule\": \"it/moon\"", "Unknown rule 'it/moon' in 'rule'.")]
    [TestCase("\"rule\": \"it/residence-183\"", "\"rule\": \"it/tax-return\"", "Unknown rule 'it/tax-return' in 'rule'.")]
    [TestCase("\"facts\": {}", "\"facts\": {\"shoe_size\": 43}", "Unknown fact 'shoe_size'.")]
    [TestCase("\"facts\": {}", "\"facts\": {}, \"stay\": []", "Unknown key 'given.stay'.")]
    [TestCase("\"as_of\": \"2025-12-31\"", "\"as_of\": \"2025-12-31\", \"asof\": 1", "Unknown key 'asof'.")]
    [TestCase("\"as_of\": \"2025-12-31\",", "", "'as_of' is missing.")]
    [TestCase(
        "2025-07-02",
        "2025-02-30",
        "'given.stays[0].depart' must be a date of the calendar such as 2026-11-22, not '2025-02-30'."
    )]
    [TestCase("2025-07-02", "2024-07-02", "'given.stays[0]' departs on 2024-07-02, before it arrives.")]
    [TestCase("\"depart\": \"2025-07-02\"", "\"left\": \"2025-07-02\"", "'given.stays[0].depart' is missing.")]
    [TestCase(
        "\"country\": \"IT\"",
        "\"country\": \"Italy\"",
        "'given.stays[0].country' must be a country code such as NO, not 'Italy'."
    )]
    [TestCase("\"year\": \"2025\"", "\"year\": 2025", "'given.year' must be text, not '2025'.")]
    [TestCase(
        "\"year\": \"2025\"",
        "\"year\": \"2025-27\"",
        "'given.year' must be a year such as 2024 or 2024-25, not '2025-27'."
    )]
    [TestCase(
        "\"year\": \"2025\"",
        "\"year\": \"2025-26\"",
        "'year' must be written as 2024, as the rule's tax years are, not '2025-26'."
    )]
    [TestCase("\"year\": \"2025\",", "", "'year' is missing: the rule is asked about a year.")]
    [TestCase(
        "\"facts\": {}",
        "\"facts\": {\"works_in_country\": \"unknown\"}",
        "'given.facts.works_in_country' must be true or false, not 'unknown'."
    )]
    [TestCase(
        "\"facts\": {}",
        "\"facts\": {\"works_in_country\": true, \"works_in_country\": false}",
        "The fact 'works_in_country' is written twice."
    )]
    [TestCase(
        "\"facts\": {}",
        "\"facts\": {\"days_present_by_year\": {\"2025\": -1}}",
        "'given.facts.days_present_by_year.2025' must be a whole number, 0 or more, not '-1'."
    )]
    [TestCase(
        "\"facts\": {}",
        "\"facts\": {\"homes\": [{\"country\": \"GB\", \"from\": \"2025-05-01\", \"to\": \"2025-04-01\"}]}",
        "'given.facts.homes[0]' cannot end before it begins."
    )]
    [TestCase("\"year\": \"2025\"", "\"year\": \"2025\" \"on\"", null)]
    [TestCase("\"stays\": [{", "\"stays\": [", null)]
    [TestCase("\"facts\": {}}", "\"facts\": {}", null)]
    public void A_case_with_a_mistake_says_so_and_the_others_are_answered(string right, string wrong, string? problem)
    {
        Assert.That(Good.Contains(right, StringComparison.Ordinal), Is.True, "the test's own mistake must fit the text");
        var bad = Good.Replace(right, wrong, StringComparison.Ordinal).Replace("\"good\"", "\"bad\"", StringComparison.Ordinal);

        var (answered, results) = Answer(Good, bad, Good.Replace("\"good\"", "\"last\"", StringComparison.Ordinal));

        Assert.That(answered, Is.False);
        Assert.That(results.Select(Id), Is.EqualTo(new[] { "good", "bad", "last" }));
        Assert.That(results[0], Does.Contain("\"result\""));
        Assert.That(results[2], Does.Contain("\"result\""));
        Assert.That(Error(results[1]), problem is null ? Does.StartWith("This case is not valid JSON") : Is.EqualTo(problem));
    }

    [Test]
    public void A_fact_without_which_the_rule_cannot_be_asked_is_named()
    {
        var (answered, results) = Answer(Good.Replace("it/residence-183", "treaty/article-15-183", StringComparison.Ordinal));

        Assert.That(answered, Is.False);
        Assert.That(Error(results[0]), Is.EqualTo("'treaty_clauses' is missing: the rule cannot be asked without it."));
    }

    [Test]
    public void A_day_before_the_rule_is_not_answered()
    {
        var (_, results) = Answer(Good.Replace("2025", "1980", StringComparison.Ordinal));

        Assert.That(Error(results[0]), Is.EqualTo("'it/residence-183' covers from 1988-01-01; 'as_of' is 1980-12-31."));
    }

    [TestCase("""{"format": "mobility-conformance/2", "cases": []}""")]
    [TestCase("""{"cases": []}""")]
    [TestCase("""{"format": "mobility-conformance/1"}""")]
    [TestCase("cases")]
    public void A_file_of_another_format_is_refused(string json)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        Assert.That(() => CaseFile.Answer(RulesFolder.Book, json, output), Throws.TypeOf<QuestionException>());
        Assert.That(output.ToString(), Is.Empty);
    }

    private static (bool Answered, IReadOnlyList<string> Results) Answer(params string[] cases)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var answered = CaseFile.Answer(
            RulesFolder.Book,
            $$"""{"format": "mobility-conformance/1", "cases": [{{string.Join(",\n", cases)}}]}""",
            output
        );
        using var document = JsonDocument.Parse(output.ToString());
        Assert.That(document.RootElement.GetProperty("format").GetString(), Is.EqualTo("mobility-results/1"));
        return (
            answered,
            document.RootElement.GetProperty("results").EnumerateArray().Select(item => item.GetRawText()).ToList()
        );
    }

    private static string? Id(string result) => Property(result, "id");

    private static string? Error(string result) => Property(result, "error");

    private static string? Property(string result, string name)
    {
        using var document = JsonDocument.Parse(result);
        return document.RootElement.GetProperty(name).GetString();
    }
}

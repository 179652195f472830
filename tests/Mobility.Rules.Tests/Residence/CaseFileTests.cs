using System.Globalization;
using System.Text.Json;
using Mobility.Rules.Cases;
using Mobility.Rules.Residence;
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
        "'given.facts.days_present_by_year.2025' must be a whole number of days of a year, from 0 to 366, not '-1'."
    )]
    [TestCase(
        "\"facts\": {}",
        "\"facts\": {\"days_present_by_year\": {\"2025\": 367}}",
        "'given.facts.days_present_by_year.2025' must be a whole number of days of a year, from 0 to 366, not '367'."
    )]
    [TestCase(
        "\"facts\": {}",
        "\"facts\": {\"days_present_by_year\": {\"2025-26\": 200}}",
        "'2025-26' in 'days_present_by_year' is not the name of a tax year of 'it/residence-183'."
    )]
    [TestCase(
        "\"facts\": {}",
        "\"facts\": {\"prior_4_years_days\": 2147483648}",
        "'given.facts.prior_4_years_days' must be a whole number from 0 to 999999, not '2147483648'."
    )]
    [TestCase(
        "\"facts\": {}",
        "\"facts\": {\"prior_4_years_days\": 1.5}",
        "'given.facts.prior_4_years_days' must be a whole number from 0 to 999999, not '1.5'."
    )]
    [TestCase(
        "\"facts\": {}",
        "\"facts\": {\"prior_4_years_days\": \"5\"}",
        "'given.facts.prior_4_years_days' must be a whole number from 0 to 999999, not '5'."
    )]
    [TestCase(
        "\"facts\": {}",
        "\"facts\": {\"net_work_hours\": 1e400}",
        "'given.facts.net_work_hours' must be a number from 0 to 999999, not '1e400'."
    )]
    [TestCase("\"country\": \"IT\"", "\"country\": \"UK\"", "'UK' in 'given.stays[0].country' is not the code of a country.")]
    [TestCase(
        "\"facts\": {}",
        "\"facts\": {\"citizenships\": [\"IT\", \"EN\"]}",
        "'EN' in 'given.facts.citizenships' is not the code of a country."
    )]
    [TestCase(
        "\"facts\": {}",
        "\"facts\": {\"days_present_by_country\": {\"EN\": 3}}",
        "'EN' in 'given.facts.days_present_by_country' is not the code of a country."
    )]
    [TestCase(
        "\"facts\": {}",
        "\"facts\": {\"centre_of_interests_country\": \"UK\"}",
        "'UK' in 'given.facts.centre_of_interests_country' is not the code of a country."
    )]
    [TestCase(
        "\"country\": \"IT\"",
        "\"country\": \"IT\", \"purpose\": \"unstated\"",
        "'given.stays[0].purpose' must be one of work, private, study, medical, transit, commute, same-day-turnaround, crew, ship-crew, not 'unstated'."
    )]
    [TestCase("\"stays\": [{", "\"stays\": null, \"x\": [{", "'given.stays' must be a list, not null.")]
    [TestCase(
        "2025-01-01",
        "0000-01-01",
        "'given.stays[0].arrive' must be a date of the calendar such as 2026-11-22, not '0000-01-01'."
    )]
    [TestCase(
        "2025-07-02",
        "10000-01-01",
        "'given.stays[0].depart' must be a date of the calendar such as 2026-11-22, not '10000-01-01'."
    )]
    [TestCase("\"depart\": \"2025-07-02\"", "\"depart\": NaN", null)]
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
        Assert.That(
            Error(results[1]),
            problem is null ? Does.StartWith("This case is not valid JSON, line ") : Is.EqualTo(problem)
        );
    }

    [Test]
    public void A_fact_without_which_the_rule_cannot_be_asked_is_named()
    {
        var (answered, results) = Answer(Good.Replace("it/residence-183", "treaty/article-15-183", StringComparison.Ordinal));

        Assert.That(answered, Is.False);
        Assert.That(Error(results[0]), Is.EqualTo("'treaty_clauses' is missing: the rule cannot be asked without it."));
    }

    [TestCase("XX")]
    [TestCase("QM")]
    [TestCase("ZZ")]
    public void A_code_that_ISO_leaves_to_its_users_stands_for_a_place_no_rule_asks_about(string code)
    {
        var (answered, results) = Answer(Good.Replace("\"IT\"", $"\"{code}\"", StringComparison.Ordinal));

        Assert.That(answered, Is.True);
        Assert.That(results, Has.One.Contains("\"days_counted\":0,"));
    }

    [Test]
    public void A_day_before_the_rule_is_not_answered()
    {
        var (_, results) = Answer(Good.Replace("2025", "1980", StringComparison.Ordinal));

        Assert.That(Error(results[0]), Is.EqualTo("'it/residence-183' covers from 1988-01-01; 'as_of' is 1980-12-31."));
    }

    [Test]
    public void A_case_without_an_id_is_named_by_its_place()
    {
        var (answered, results) = Answer(Good, Good.Replace("\"id\": \"good\", ", "", StringComparison.Ordinal), "null", "[]");

        Assert.That(answered, Is.False);
        Assert.That(
            results.Skip(1).Select(Error),
            Is.EqualTo(
                new[]
                {
                    "Case 2 of the file: 'id' is missing.",
                    "Case 3 of the file: The case must be keys and values, not null.",
                    "Case 4 of the file: The case must be keys and values, not a list.",
                }
            )
        );
        Assert.That(results.Skip(1).Select(Id), Is.All.Null);
    }

    [Test]
    public void An_id_that_comes_twice_is_answered_once()
    {
        var (answered, results) = Answer(Good, Good);

        Assert.That(answered, Is.False);
        Assert.That(results[0], Does.Contain("\"result\""));
        Assert.That(Error(results[1]), Is.EqualTo("The id 'good' is that of an earlier case of the file."));
    }

    [Test]
    public void A_slip_of_JSON_names_the_line_of_the_file()
    {
        var (_, results) = Answer(
            Good,
            Good.Replace("\"good\"", "\"bad\"", StringComparison.Ordinal).Replace("{}}", "{,}}", StringComparison.Ordinal)
        );

        Assert.That(
            Error(results[1]),
            Is.EqualTo("This case is not valid JSON, line 4: ',' is an invalid start of a property name. Expected a '\"'.")
        );
    }

    [TestCase("{0},", "The JSON array contains a trailing comma")]
    [TestCase("{0}, // the last one", "'/' is an invalid")]
    [TestCase("[[[[{0}", "")]
    public void A_file_with_a_slip_between_the_cases_is_answered_and_not_in_order(string cases, string problem)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var problems = new StringWriter(CultureInfo.InvariantCulture);
        var json =
            $$"""{"format": "mobility-conformance/1", "cases": [{{cases.Replace("{0}", Good, StringComparison.Ordinal)}}]}""";

        var answered = CaseFile.Answer(RulesFolder.Book, json, output, problems);

        Assert.That(answered, Is.False);
        Assert.That(output.ToString(), Does.Contain("\"result\""));
        Assert.That(problems.ToString(), Does.StartWith("The file is not valid JSON, line ").And.Contain(problem));
    }

    [Test]
    public void Lists_without_end_inside_a_case_leave_the_others_alone()
    {
        var deep = Good.Replace("\"good\"", "\"deep\"", StringComparison.Ordinal)
            .Replace(
                "\"facts\": {}",
                $"\"facts\": {{\"homes\": {new string('[', 5000)}{new string(']', 5000)}}}",
                StringComparison.Ordinal
            );

        var (answered, results) = Answer(deep, Good);

        Assert.That(answered, Is.False);
        Assert.That(results.Select(Id), Is.EqualTo(new[] { "deep", "good" }));
        Assert.That(results[1], Does.Contain("\"result\""));
    }

    [TestCase("""{"format": "mobility-conformance/2", "cases": []}""")]
    [TestCase("""{"format": "mobility-conformance/1", "format": "mobility-conformance/1", "cases": []}""")]
    [TestCase("""{"format": "mobility-conformance/1", "cases": {}}""")]
    [TestCase("""{"format": 1, "cases": []}""")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("")]
    [TestCase("\0\0")]
    [TestCase("""{"cases": []}""")]
    [TestCase("""{"format": "mobility-conformance/1"}""")]
    [TestCase("cases")]
    public void A_file_of_another_format_is_refused(string json)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        Assert.That(() => CaseFile.Answer(RulesFolder.Book, json, output, TextWriter.Null), Throws.TypeOf<QuestionException>());
        Assert.That(output.ToString(), Is.Empty);
    }

    private static (bool Answered, IReadOnlyList<string> Results) Answer(params string[] cases)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var answered = CaseFile.Answer(
            RulesFolder.Book,
            $$"""{"format": "mobility-conformance/1", "cases": [{{string.Join(",\n", cases)}}]}""",
            output,
            TextWriter.Null
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

using NUnit.Framework;

namespace Mobility.Rules.Tests.Files;

/// <summary>Each mistake one can make in a rule about trips, with its line and its words.</summary>
public sealed class TripRuleFileTests : SmallRulesFolder
{
    private const string Notice = $$"""
        id: xx/posting-notice
        kind: posting-notice
        label: Notice
        covers-from: 2020-01-01
        review-by: 2027-06-30
        notice: Form 1
        severity: high
        consequence: Fines
        remind-days-before: [30, 7]
        parameters:
          latest:
            unit: period
            values:
              - from: 2020-01-01
                value: -P1D
                source: {{Source}}
        only-trades: [building]
        statements:
          - about: where
            text: At the office.
            source: {{Source}}
        """;

    private const string NoticeExamples = $$"""
        examples:
          - name: building
            as-of: 2024-12-31
            given: {home: YY, employer: YY, host: XX, from: 2025-01-08, to: 2025-01-10, for: client, role: directs, activities: {building: 2} }
            expect: {required: true, due: 2025-01-07}
            source: {{Source}}
        """;

    private const string Agreements = $$"""
        id: xx/certificate-of-coverage
        kind: social-security-agreements
        label: Agreements
        covers-from: 2020-01-01
        review-by: 2027-06-30
        certificate: Paper
        parameters: {}
        partners:
          - country: YY
            values:
              - from: 2020-01-01
                value: P36M
                source: {{Source}}
        """;

    private const string AgreementExamples = $$"""
        examples:
          - name: three years
            as-of: 2024-12-31
            given: {home: XX, host: YY, from: 2025-01-08, to: 2025-01-10}
            expect: {longest: P36M, last-day: 2028-01-07}
            source: {{Source}}
        """;

    [SetUp]
    public void WriteRules()
    {
        Write(
            "countries.yaml",
            "countries:\n  - {code: XX, alpha3: XXX, name: Exland, zones: [Europe/Berlin]}\n  - {code: YY, alpha3: YYY, name: Whyland, zones: [Europe/Berlin]}\n"
        );
        Write("xx/posted-workers/posting-notice.yaml", Notice);
        Write("xx/posted-workers/posting-notice.examples.yaml", NoticeExamples);
        Write("xx/social-security/certificate-of-coverage.yaml", Agreements);
        Write("xx/social-security/certificate-of-coverage.examples.yaml", AgreementExamples);
    }

    [Test]
    public void Sound_files_have_no_problem_and_their_examples_hold()
    {
        var book = RuleBook.Load(Folder);

        Assert.That(book.Problems, Is.Empty);
        foreach (var rule in new[] { "xx/posting-notice", "xx/certificate-of-coverage" }.Select(id => book.Find(id)!))
        {
            Assert.That(rule.Examples.Single().Differences(rule), Is.Empty);
        }
    }

    [TestCase("only-trades: [building]", "only-trades: [bilding]", "'only-trades' must be one of meetings, conference")]
    [TestCase("about: where", "about: nowhere", "'about' must be one of conditions, who-acts, where")]
    [TestCase("    text: At the office.\n", "", "'text' is missing in a statement")]
    [TestCase("notice: Form 1\n", "", "'notice' is missing")]
    [TestCase("value: -P1D", "value: soon", "must be an ISO 8601 period")]
    [TestCase("[30, 7]", "[7, 30]", "'remind-days-before' must fall")]
    [TestCase("consequence: Fines\n", "", "'consequence' is missing")]
    [TestCase("only-trades", "onlytrades", "Unknown key 'onlytrades'")]
    public void A_mistake_in_a_notice_is_named(string good, string bad, string words)
    {
        Write("xx/posted-workers/posting-notice.yaml", ReplaceFirst(Notice, good, bad));

        Assert.That(Problems(), Has.Some.Contains(words).And.Some.Contains("xx/posted-workers/posting-notice.yaml"));
    }

    [TestCase("value: P36M", "value: 3 years", "must be whole months such as P60M, or unlimited, unread or none")]
    [TestCase("value: P36M", "value: P3Y", "must be whole months")]
    [TestCase("country: YY", "country: ZZ", "'ZZ' in 'country' is not in countries.yaml")]
    public void A_mistake_in_a_table_of_agreements_is_named(string good, string bad, string words)
    {
        Write("xx/social-security/certificate-of-coverage.yaml", ReplaceFirst(Agreements, good, bad));

        Assert.That(Problems(), Has.Some.Contains(words));
    }

    [Test]
    public void A_partner_is_listed_once()
    {
        var partner = Agreements[Agreements.IndexOf("  - country", StringComparison.Ordinal)..];
        Write("xx/social-security/certificate-of-coverage.yaml", $"{Agreements}\n{partner}");

        Assert.That(Problems(), Has.Some.Contains("'partner-YY' is listed twice"));
    }

    [TestCase("to: 2025-01-10", "to: 2025-01-07", "before it begins on 8 Jan 2025")]
    [TestCase("building: 2", "building: 9", "takes 9 days, and the stay has 3 days")]
    [TestCase("for: client", "for: nobody", "'for' must be one of own-employer")]
    [TestCase("{required: true, due: 2025-01-07}", "{}", "must expect something")]
    public void A_mistake_in_an_example_is_named(string good, string bad, string words)
    {
        Write("xx/posted-workers/posting-notice.examples.yaml", ReplaceFirst(NoticeExamples, good, bad));

        Assert.That(Problems(), Has.Some.Contains(words));
    }

    [Test]
    public void An_expectation_that_the_rule_does_not_know_fails_the_example()
    {
        Write("xx/posted-workers/posting-notice.examples.yaml", ReplaceFirst(NoticeExamples, "due:", "dew:"));
        var rule = RuleBook.Load(Folder).Find("xx/posting-notice")!;

        Assert.That(
            rule.Examples.Single().Differences(rule),
            Is.EqualTo(new[] { "dew: expected 2025-01-07, got no such result" })
        );
    }
}

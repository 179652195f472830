using NUnit.Framework;

namespace Mobility.Rules.Tests.Files;

/// <summary>Each mistake one can make in the criteria of a rule, or in the table of treaties, with its line and its words.</summary>
public sealed class CriteriaFileTests : SmallRulesFolder
{
    private const string Criteria = $$"""
        id: xx/home
        kind: criteria
        label: Home
        covers-from: 2020-01-01
        review-by: 2027-06-30
        criteria:
          - name: dwelling
            test: xx-dwelling
            label: A dwelling
            values:
              - from: 2020-01-01
                value: dwelling_available and not left_for_good
                source: {{Source}}
        exceptions:
          - name: treaty
            label: Resident elsewhere
            values:
              - from: 2020-01-01
                value: treaty_resident_elsewhere_declared
                source: {{Source}}
        """;

    private const string CriteriaExamples = $$"""
        examples:
          - name: a dwelling
            as-of: 2024-12-31
            given: {facts: {dwelling_available: true, left_for_good: false, treaty_resident_elsewhere_declared: false} }
            expect: {resident: true, test_met: xx-dwelling}
            source: {{Source}}
        """;

    [SetUp]
    public void WriteRule()
    {
        Write("xx/residence/home.yaml", Criteria);
        Write("xx/residence/home.examples.yaml", CriteriaExamples);
    }

    [Test]
    public void A_sound_file_of_criteria_has_no_problem_and_its_example_holds()
    {
        var book = RuleBook.Load(Folder);
        var rule = book.Find("xx/home")!;

        Assert.Multiple(() =>
        {
            Assert.That(book.Problems, Is.Empty);
            Assert.That(rule.Examples.Single().Differences(rule), Is.Empty);
            Assert.That(rule.Parameters.Select(parameter => parameter.Name), Is.EqualTo(new[] { "dwelling", "treaty" }));
        });
    }

    [TestCase(
        "dwelling_available and",
        "dwelling_avialable and",
        "xx/residence/home.yaml:12:16: A value of 'dwelling' must be facts and rules joined by and, or, not; 'dwelling_avialable' is neither a fact that is true or false or a country nor the id of a rule.",
        TestName = "A fact that is none"
    )]
    [TestCase(
        "dwelling_available and",
        "days_present_by_year and",
        "xx/residence/home.yaml:12:16: A value of 'dwelling' must be facts and rules joined by and, or, not; 'days_present_by_year' is neither a fact that is true or false or a country nor the id of a rule.",
        TestName = "A fact that is neither true nor false"
    )]
    [TestCase(
        "dwelling_available and",
        "xx/nothing and",
        "xx/residence/home.yaml:1:1: 'xx/nothing' under 'uses' names 'xx/nothing', which is no such rule of this book.",
        TestName = "A rule that is not there"
    )]
    [TestCase(
        "dwelling_available and",
        "xx/home and",
        "xx/residence/home.yaml:1:1: 'xx/home' builds on itself.",
        TestName = "A rule that builds on itself"
    )]
    [TestCase(
        "    test: xx-dwelling\n",
        "",
        "xx/residence/home.yaml:7:5: 'test' is missing in an entry of 'criteria'.",
        TestName = "A criterion without a test"
    )]
    [TestCase(
        "    label: A dwelling\n",
        "",
        "xx/residence/home.yaml:7:5: 'label' is missing in an entry of 'criteria'.",
        TestName = "A criterion without a label"
    )]
    [TestCase(
        "exceptions:",
        "exemptions:",
        "xx/residence/home.yaml:14:1: Unknown key 'exemptions' in this file; known are",
        TestName = "An unknown key beside the criteria"
    )]
    [TestCase(
        "      - from: 2020-01-01\n        value: dwelling",
        "      - from: 2021-01-01\n        value: dwelling",
        "xx/residence/home.yaml:10:5: 'dwelling' has no value on 2020-01-01, from which the rule says it covers; its first is from 2021-01-01.",
        TestName = "A criterion that begins late without saying so"
    )]
    public void A_mistake_is_named_with_its_line(string old, string replacement, string problem)
    {
        Write("xx/residence/home.yaml", ReplaceFirst(Criteria, old, replacement));

        Assert.That(Problems(), Has.Some.StartsWith(problem));
    }

    [Test]
    public void Two_criteria_have_two_names()
    {
        var (start, end) = (
            Criteria.IndexOf("  - name", StringComparison.Ordinal),
            Criteria.IndexOf("exceptions", StringComparison.Ordinal)
        );
        Write("xx/residence/home.yaml", Criteria.Insert(end, Criteria[start..end]));

        Assert.That(Problems(), Has.Some.EqualTo("xx/residence/home.yaml:14:5: Two entries of 'criteria' are named 'dwelling'."));
    }

    [TestCase("states: [XX, YY]", "states: [XX]", "'states' must be two countries.", TestName = "A pair of one state")]
    [TestCase(
        "states: [XX, YY]",
        "states: [XX, xx]",
        "'states' must be a country code of two capital letters such as NO, not 'xx'.",
        TestName = "A state in small letters"
    )]
    [TestCase(
        "states: [XX, YY]",
        "states: [XX, ZZ]",
        "'ZZ' in 'states' is not in countries.yaml.",
        TestName = "A state that is not in the list"
    )]
    [TestCase(
        "value: calendar-year workdays 180",
        "value: calendar-year workdays 180 days",
        "A value of 'XX-YY' must be one of rolling-12-months, calendar-year, host-tax-year, then workdays or work-periods and a number of days where they differ, not 'calendar-year workdays 180 days'.",
        TestName = "A clause with a word too many"
    )]
    [TestCase(
        "value: calendar-year workdays 180",
        "value: fiscal-year",
        "A value of 'XX-YY' must be one of rolling-12-months, calendar-year, host-tax-year, then workdays or work-periods and a number of days where they differ, not 'fiscal-year'.",
        TestName = "A clause that is none"
    )]
    [TestCase(
        "rolling-12-months 183",
        "rolling-12-months",
        "Each wording of the model must say its days, as in 'rolling-12-months 183'.",
        TestName = "A model without days"
    )]
    [TestCase(
        "value: 07-01",
        "value: 02-29",
        "A value of 'tax-year-YY' must be a month and day such as 04-06 that every year has, not '02-29'.",
        TestName = "A tax year from a leap day"
    )]
    public void A_mistake_in_the_table_of_treaties_is_named(string old, string replacement, string problem)
    {
        WriteTreaties(ReplaceFirst(Treaties, old, replacement));

        Assert.That(Problems(), Has.Some.EndsWith(problem));
    }

    [Test]
    public void A_pair_is_listed_once_in_whatever_order()
    {
        WriteTreaties(
            Treaties.Replace(
                "tax-years:",
                $"  - states: [YY, XX]\n    values:\n      - from: 2020-01-01\n        value: calendar-year\n        source: {Source}\ntax-years:",
                StringComparison.Ordinal
            )
        );

        Assert.That(Problems(), Has.Some.EndsWith("'XX-YY' is listed twice."));
    }

    [Test]
    public void A_sound_table_of_treaties_has_no_problem()
    {
        WriteTreaties(Treaties);
        var book = RuleBook.Load(Folder);
        var clause = book.TreatyClauses("YY", "XX", new(2024, 1, 1))!;

        Assert.Multiple(() =>
        {
            Assert.That(book.Problems, Is.Empty);
            Assert.That((clause.Clause, clause.Unit, clause.MostDays), Is.EqualTo(("calendar-year", "workdays", 180)));
            Assert.That(clause.IsDefault, Is.False);
            Assert.That(book.TreatyClauses("YY", "XX", new(2019, 12, 31)), Is.Null);
        });
    }

    private const string Treaties = $$"""
        id: treaty/clauses
        kind: treaty-clauses
        label: Clauses
        covers-from: 2020-01-01
        review-by: 2027-06-30
        parameters:
          model:
            unit: treaty-clause
            values:
              - from: 2020-01-01
                value: rolling-12-months 183
                source: {{Source}}
        pairs:
          - states: [XX, YY]
            values:
              - from: 2020-01-01
                value: calendar-year workdays 180
                source: {{Source}}
        tax-years:
          - country: YY
            values:
              - from: 2020-01-01
                value: 07-01
                source: {{Source}}
        """;

    private void WriteTreaties(string treaties)
    {
        Write(
            "countries.yaml",
            "countries:\n  - {code: XX, alpha3: XXX, name: Exland, zones: [Europe/Berlin]}\n  - {code: YY, alpha3: YYY, name: Whyland, zones: [Europe/Paris]}\n"
        );
        Write("treaty/residence/clauses.yaml", treaties);
        Write(
            "treaty/residence/clauses.examples.yaml",
            $$"""
            examples:
              - name: the pair
                as-of: 2024-12-31
                given: {facts: {home_country: XX, host_country: YY} }
                expect: {clause: calendar-year, host_tax_year_starts: 07-01}
                source: {{Source}}
            """
        );
        Write(
            "treaty/residence/days.yaml",
            $$"""
            id: treaty/days
            kind: treaty-days
            label: Days
            covers-from: 2020-01-01
            review-by: 2027-06-30
            parameters:
              most-days:
                unit: days
                values:
                  - from: 2020-01-01
                    value: 183
                    source: {{Source}}
            uses: {clauses: treaty/clauses}
            """
        );
        Write(
            "treaty/residence/days.examples.yaml",
            $$"""
            examples:
              - name: nobody there
                as-of: 2024-12-31
                given: {year: "2024", facts: {home_country: XX, host_country: YY, treaty_clauses: [{from: null, to: null, clause: calendar-year}]} }
                expect: {exceeds_183: false}
                source: {{Source}}
            """
        );
    }
}

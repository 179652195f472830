using Mobility.Rules.Trips;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests;

public sealed class RuleBookTests
{
    private static readonly LocalDate AsOf = new(2026, 11, 22);

    [Test]
    public void Only_rules_that_are_touched_are_asked()
    {
        var book = RulesFolder.Book;

        Assert.Multiple(() =>
        {
            Assert.That(
                Asked(null),
                Is.EqualTo(new[] { "gb/midnights-183", "schengen/short-stay-90-180", "us/substantial-presence" })
            );
            Assert.That(Asked(["DE"]), Is.EqualTo(new[] { "schengen/short-stay-90-180" }));
            Assert.That(Asked(["GB", "CA"]), Is.EqualTo(new[] { "gb/midnights-183" }));
            Assert.That(Asked(["us/substantial-presence"]), Is.EqualTo(new[] { "us/substantial-presence" }));
            Assert.That(Asked(["IE"]), Is.Empty);
        });

        string[] Asked(string[]? touched) =>
            book.EvaluateDayRules(TravelRecord.Empty, AsOf, touched).Select(finding => finding.RuleId).ToArray();
    }

    [Test]
    public void An_empty_record_is_within_every_limit()
    {
        foreach (var finding in RulesFolder.Book.EvaluateDayRules(TravelRecord.Empty, AsOf))
        {
            Assert.Multiple(() =>
            {
                Assert.That(finding.Outcome, Is.EqualTo(Outcome.Within));
                Assert.That(finding.Days, Is.Empty);
                Assert.That(finding.Figures!.Used, Is.EqualTo((Fraction)0));
            });
        }
    }

    [Test]
    public void A_rule_that_is_not_there_is_an_error_of_the_caller()
    {
        Assert.That(
            () => RulesFolder.Book.Evaluate("de/habitual-abode", TravelRecord.Empty, AsOf),
            Throws.ArgumentException.With.Message.Contains("There is no day rule 'de/habitual-abode'")
        );
    }

    [Test]
    public void A_stay_that_ends_before_it_begins_is_an_error_of_the_caller()
    {
        var record = new TravelRecord
        {
            Stays =
            [
                new()
                {
                    Country = "US",
                    Arrive = AsOf,
                    Depart = AsOf.PlusDays(-1),
                },
            ],
        };

        Assert.That(
            () => RulesFolder.Book.EvaluateDayRules(record, AsOf),
            Throws.ArgumentException.With.Message.Contains("before it begins")
        );
    }

    [Test]
    public void A_rule_is_due_for_review_the_day_after_its_review_day()
    {
        var rule = RulesFolder.Book.Find("us/substantial-presence")!;

        Assert.Multiple(() =>
        {
            Assert.That(rule.IsDueForReview(rule.ReviewBy), Is.False);
            Assert.That(rule.IsDueForReview(rule.ReviewBy.PlusDays(1)), Is.True);
            Assert.That(RulesFolder.Book.Evaluate(rule.Id, TravelRecord.Empty, rule.ReviewBy.PlusDays(1)).ReviewDue, Is.True);
        });
    }

    [Test]
    public void A_value_is_picked_by_its_day_and_never_guessed()
    {
        var source = new Reference("A law", "https://example.org", AsOf);
        var parameter = new Parameter(
            "limit",
            ParameterUnit.Days,
            [
                new()
                {
                    From = new(2020, 1, 1),
                    Written = "90",
                    Number = 90,
                    Source = source,
                },
                new()
                {
                    From = new(2022, 1, 1),
                    Written = "60",
                    Number = 60,
                    Source = source,
                },
                new()
                {
                    From = new(2024, 1, 1),
                    Written = null,
                    Source = source,
                },
            ]
        );

        Assert.Multiple(() =>
        {
            Assert.That(parameter.On(new(2019, 12, 31)), Is.EqualTo(new ParameterLookup(ParameterState.NotCovered, null)));
            Assert.That(parameter.On(new(2020, 1, 1)).Value!.Number, Is.EqualTo((Fraction)90));
            Assert.That(parameter.On(new(2021, 12, 31)).Value!.Number, Is.EqualTo((Fraction)90));
            Assert.That(parameter.On(new(2022, 1, 1)).Value!.Number, Is.EqualTo((Fraction)60));
            Assert.That(parameter.On(new(2024, 1, 1)).State, Is.EqualTo(ParameterState.Ended));
            Assert.That(parameter.On(new(2030, 1, 1)).State, Is.EqualTo(ParameterState.Ended));
            Assert.That(parameter.NextAfter(new(2021, 1, 1))!.From, Is.EqualTo(new LocalDate(2022, 1, 1)));
            Assert.That(parameter.NextAfter(new(2024, 1, 1)), Is.Null);
        });
    }

    [Test]
    public void Every_folder_of_rules_has_a_line_of_coverage_and_the_other_way_round()
    {
        var book = RulesFolder.Book;

        Assert.That(
            book.Coverage.Where(line => line.Status != CoverageStatus.None).Select(line => (line.Jurisdiction, line.Topic)),
            Is.EquivalentTo(book.Rules.Select(rule => (rule.Jurisdiction, rule.Topic)).Distinct())
        );
    }

    [Test]
    public void Every_country_says_of_residence_and_of_deadlines_at_least_what_is_covered()
    {
        var countries = RulesFolder
            .Book.Coverage.Where(line => line.Jurisdiction.Length == 2)
            .ToLookup(line => line.Jurisdiction);

        Assert.That(
            countries.Select(lines => lines.Select(line => line.Topic)),
            Is.All.SupersetOf(new[] { "deadlines", "residence" })
        );
    }

    [Test]
    public void A_norm_of_the_programme_is_never_called_law()
    {
        foreach (var rule in RulesFolder.Book.Deadlines.All)
        {
            var sources = rule.Parameters.SelectMany(parameter => parameter.Values).Select(value => value.Source);
            foreach (
                var source in sources.Where(source =>
                    source.Url is null || source.Title.Contains("norm", StringComparison.OrdinalIgnoreCase)
                )
            )
            {
                Assert.That(rule.Basis, Is.EqualTo(Rules.Deadlines.Basis.Operational), rule.Id);
                Assert.That(source.Title, Does.Contain("norm of the programme").IgnoreCase, rule.Id);
            }
        }
    }
}

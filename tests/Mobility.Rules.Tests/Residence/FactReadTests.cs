using System.Globalization;
using System.Text.Json;
using Mobility.Rules.Residence;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence;

/// <summary>The facts a rule says it reads are those it reads, and every fact can be asked for by a page.</summary>
public sealed class FactReadTests
{
    private static IEnumerable<ResidenceRule> Rules => RulesFolder.Book.ResidenceRules;

    private static IEnumerable<FactDefinition> Definitions => FactDefinition.All;

    [TestCaseSource(nameof(Rules))]
    public void A_rule_reads_the_facts_it_lists_and_no_others(ResidenceRule rule)
    {
        var read = new HashSet<Fact>();
        foreach (var example in rule.Examples.OfType<ResidenceExample>())
        {
            foreach (var facts in Variants(rule, example.Question.Facts))
            {
                try
                {
                    rule.Answer(example.Question with { Facts = facts.NotingReads(read) });
                }
                catch (QuestionException)
                {
                    // A variant that contradicts itself is refused; what was read until then counts.
                }
            }
        }

        Assert.That(read.Select(fact => fact.Name), Is.EquivalentTo(rule.Reads.Select(fact => fact.Name)));
    }

    [TestCaseSource(nameof(Definitions))]
    public void A_fact_has_words_for_a_page(FactDefinition fact)
    {
        Assert.Multiple(() =>
        {
            Assert.That(fact.Label.Render(CultureInfo.InvariantCulture), Is.Not.Empty.And.Not.EndsWith("."));
            Assert.That(fact.Help.Render(CultureInfo.InvariantCulture), Does.EndWith("."));
            foreach (var choice in fact.Choices.Concat(fact.Fields.SelectMany(field => field.Choices)))
            {
                Assert.That(FactDefinition.LabelOfChoice(choice).Render(CultureInfo.InvariantCulture), Is.Not.Empty);
            }

            foreach (var field in fact.Fields)
            {
                Assert.That(field.Label.Render(CultureInfo.InvariantCulture), Is.Not.Empty);
            }

            Assert.That(fact.Absent is not null, Is.EqualTo(fact.WhenAbsent == FactAbsence.Value));
            Assert.That(fact.Choices.Count > 0, Is.EqualTo(fact.Type == FactType.Word));
        });
        if (fact.Absent is { } absent)
        {
            Assert.That(() => FactSet.Read(fact.Name, absent), Throws.Nothing);
        }
    }

    [TestCaseSource(nameof(Definitions))]
    public void A_fact_can_be_read_from_what_its_definition_describes(FactDefinition fact)
    {
        var facts = FactSet.Read(fact.Name, Sample(fact));

        Assert.That(facts.Names, Is.EqualTo(new[] { fact.Name }));
        Assert.That(facts.Has(fact.Name), Is.True);
    }

    [TestCase("no_such_fact", "true", "Unknown fact 'no_such_fact'.")]
    [TestCase("works_in_country", "\"yes\"", "'works_in_country' must be true or false, not 'yes'.")]
    [TestCase("works_in_country", "tru", "'works_in_country' is not valid JSON: *")]
    [TestCase("qualifying_days", "-1", "'qualifying_days' must be a whole number from 0 to 999999, not '-1'.")]
    [TestCase(
        "homes",
        """[{"from": "2026-02-01", "to": "2026-01-01", "country": "GB"}]""",
        "'homes[0]' cannot end before it begins."
    )]
    public void A_wrong_fact_is_refused_by_name(string name, string json, string message)
    {
        var error = Assert.Throws<QuestionException>(() => FactSet.None.With(name, json));

        Assert.That(error!.Message, message.EndsWith('*') ? Does.StartWith(message[..^1]) : Is.EqualTo(message));
    }

    [Test]
    public void Of_two_sets_the_other_is_believed()
    {
        var mine = FactSet.Read("qualifying_days", "3").With("works_in_country", "true");
        var both = mine.With(FactSet.Read("qualifying_days", "4"));

        Assert.Multiple(() =>
        {
            Assert.That(both.Get(Facts.QualifyingDays), Is.EqualTo(4));
            Assert.That(both.Get(Facts.WorksInCountry), Is.True);
            Assert.That(mine.Get(Facts.QualifyingDays), Is.EqualTo(3));
        });
    }

    /// <summary>The facts of an example, and the same with every fact of the rule unknown, true, or false.</summary>
    private static IEnumerable<FactSet> Variants(ResidenceRule rule, FactSet facts)
    {
        yield return facts;
        foreach (var listed in rule.Reads)
        {
            yield return facts.With(listed.Name, Sample(listed));
        }

        foreach (var value in (string[])["true", "false"])
        {
            yield return rule
                .Reads.Where(fact => fact.Type == FactType.Flag)
                .Aggregate(facts, (all, fact) => all.With(fact.Name, value));
        }
    }

    private static string Sample(FactDefinition fact)
    {
        var one = fact.Type switch
        {
            FactType.CountByYear => """{"2024": 12, "2024-25": 3}""",
            FactType.CountByCountry => """{"FR": 12}""",
            FactType.Span => $$"""{"from": "2024-05-01", "to": null{{Fields(fact)}}}""",
            FactType.Entry => $"{{{Fields(fact)[2..]}}}",
            var type => Scalar(type, fact.Choices),
        };
        return fact.IsList ? $"[{one}]" : one;
    }

    private static string Fields(FactDefinition fact) =>
        string.Concat(fact.Fields.Select(field => $", \"{field.Name}\": {Scalar(field.Type, field.Choices)}"));

    private static string Scalar(FactType type, IReadOnlyList<string> choices) =>
        type switch
        {
            FactType.Flag => "true",
            FactType.Whole => "3",
            FactType.Number => "3.5",
            FactType.Day => "\"2024-06-01\"",
            FactType.MonthDay => "\"04-06\"",
            FactType.Country => "\"FR\"",
            FactType.Year => "\"2024-25\"",
            FactType.Word => JsonSerializer.Serialize(choices[0]),
            FactType.Text => "\"flat\"",
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No single value."),
        };
}

using Mobility.Rules.Trips;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Files;

/// <summary>What an answer used, held against a book with one thing changed.</summary>
public sealed class ValuesBehindTests : SmallRulesFolder
{
    [Test]
    public void The_book_that_gave_an_answer_has_the_same_values()
    {
        var book = RuleBook.Load(Folder);

        Assert.That(ValuesBehind.Moved(Answer(book), book), Is.Empty);
    }

    [TestCase("label: Nights", "label: Midnights")]
    [TestCase("alert-at: [90, 120]", "alert-at: [90, 120] # as agreed")]
    [TestCase("review-by: 2027-06-30", "review-by: 2028-06-30")]
    [TestCase("checked: 2026-11-22", "checked: 2026-11-23")]
    [TestCase("title: A law", "title: The law")]
    [TestCase("kind: midnights-in-tax-year\nlabel: Nights\n", "label: Nights\nkind: midnights-in-tax-year\n")]
    [TestCase("value: 183\n", "value: 184\n", Description = "a value that had ended before the year asked about")]
    public void What_does_not_decide_moves_nothing(string before, string after) => Assert.That(Moved(before, after), Is.Empty);

    [TestCase("value: 100", "value: 101", "threshold-days", "2022-01-01=100", "2022-01-01=101")]
    [TestCase("from: 2022-01-01", "from: 2021-01-01", "threshold-days", "2022-01-01=100", "2021-01-01=100")]
    [TestCase("value: 04-06", "value: 04-05", "year-starts", "2020-01-01=04-06", "2020-01-01=04-05")]
    [TestCase("alert-at: [90, 120]", "alert-at: [80, 120]", null, null, null)]
    [TestCase("counts: midnight", "counts: any-part-of-day", null, null, null)]
    [TestCase("covers-from: 2020-01-01", "covers-from: 2021-01-01", null, null, null)]
    public void What_decides_moves_the_answer_and_is_named(
        string before,
        string after,
        string? parameter,
        string? was,
        string? now
    )
    {
        var moved = Moved(before, after).Single();

        Assert.Multiple(() =>
        {
            Assert.That(moved.RuleId, Is.EqualTo("xx/nights"));
            Assert.That(moved.Parameter, Is.EqualTo(parameter));
            if (parameter is not null)
            {
                Assert.That(moved.Before, Is.EqualTo(was));
                Assert.That(moved.After, Is.EqualTo(now));
            }
        });
    }

    [Test]
    public void A_value_that_begins_later_moves_the_answer_whose_forecast_may_meet_it()
    {
        var moved = Moved(
                "  year-starts:",
                $"      - from: 2026-01-01\n        value: 90\n        source: {Source}\n  year-starts:"
            )
            .Single();

        Assert.That((moved.Before, moved.After), Is.EqualTo(((string?)null, "2026-01-01=90")));
    }

    [Test]
    public void A_rule_that_is_gone_moves_its_answers()
    {
        var lines = Answer(RuleBook.Load(Folder));
        File.Delete(Path.Combine(Folder, "xx/residence/nights.yaml"));

        Assert.That(
            ValuesBehind.Moved(lines, RuleBook.Load(Folder)),
            Is.EqualTo([new MovedValue("xx/nights", null, null, null)])
        );
    }

    private IReadOnlyList<MovedValue> Moved(string before, string after)
    {
        var lines = Answer(RuleBook.Load(Folder));
        Assert.That(Rule.Contains(before, StringComparison.Ordinal), before);
        Write("xx/residence/nights.yaml", Rule.Replace(before, after, StringComparison.Ordinal));
        return ValuesBehind.Moved(lines, RuleBook.Load(Folder));
    }

    private static string Answer(RuleBook book) =>
        ValuesBehind.Of(book.Evaluate("xx/nights", TravelRecord.Empty, new LocalDate(2024, 12, 31)), book);
}

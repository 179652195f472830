using Mobility.Rules.Cases;
using Mobility.Rules.Residence;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence.UnitedKingdom;

/// <summary>A question that cannot be answered as it is put names what is wrong with it.</summary>
public sealed class RefusalTests
{
    [TestCase(null, "'year' is missing")]
    [TestCase("2024", "'year' must be written as 2024-25")]
    [TestCase("2012-13", "covers tax years from 2013-04-06")]
    public void The_tax_year_must_be_one_the_test_covers(string? year, string message)
    {
        Assert.That(
            () => Asking.Ask("gb/statutory-residence-test", year),
            Throws.InstanceOf<QuestionException>().With.Message.Contains(message)
        );
    }

    [Test]
    public void The_first_tax_year_is_covered()
    {
        Assert.That(Asking.Ask("gb/statutory-residence-test", "2013-14")["days_counted"], Is.Zero);
    }

    [TestCase(2024, 4, 5)]
    [TestCase(2025, 4, 6)]
    public void A_part_of_the_year_begins_in_the_year(int year, int month, int day)
    {
        Assert.That(
            () =>
                Asking.Ask(
                    "gb/split-year.permitted-limits",
                    (Facts.SplitYearCaseDeclared, 1),
                    (Facts.OverseasPartStartsDeclared, new LocalDate(year, month, day))
                ),
            Throws
                .TypeOf<QuestionException>()
                .With.Message.Contains("'overseas_part_starts_declared' must lie in the tax year 2024-25")
        );
    }

    [Test]
    public void Limits_without_a_case_that_has_them_are_refused()
    {
        Assert.That(
            () => Asking.Ask("gb/split-year.permitted-limits", (Facts.SplitYearCaseDeclared, 3)),
            Throws.TypeOf<QuestionException>().With.Message.Contains("one of 1, 2, 5, 6, 7")
        );
    }

    [Test]
    public void An_absence_cannot_end_before_it_begins()
    {
        Assert.That(
            () =>
                Asking.Ask(
                    "gb/temporary-non-residence",
                    (Facts.LastSoleUkResidenceYearDeclared, "2023-24"),
                    (Facts.UkPartStartsDeclared, new LocalDate(2024, 4, 6))
                ),
            Throws.TypeOf<QuestionException>().With.Message.Contains("'uk_part_starts_declared'")
        );
    }

    [Test]
    public void No_more_days_of_work_here_than_anywhere()
    {
        Assert.That(
            () => Asking.Ask("gb/statutory-residence-test", (Facts.WorkTestPeriod, new WorkTestSpan(null, null, 10, 11))),
            Throws.TypeOf<QuestionException>().With.Message.Contains("11 days here of 10 anywhere")
        );
    }

    [Test]
    public void No_more_minutes_of_work_than_a_day_has()
    {
        Assert.That(
            () => Asking.Ask("gb/sufficient-hours.net-hours", (Facts.DailyWorkMinutes, 1441)),
            Throws.TypeOf<QuestionException>().With.Message.Contains("'daily_work_minutes'")
        );
    }

    [Test]
    public void A_date_at_the_end_of_time_is_refused_and_not_counted_on_from()
    {
        using var output = new StringWriter();
        var answered = CaseFile.Answer(
            RulesFolder.Book,
            """
            {"format": "mobility-conformance/1", "cases": [{"id": "late", "rule": "gb/split-year", "as_of": "2025-04-05",
              "given": {"year": "2024-25", "stays": [], "facts": {"overseas_work_ends_on": "9999-12-31"}}}]}
            """,
            output,
            TextWriter.Null
        );

        Assert.That(answered, Is.False);
        Assert.That(output.ToString(), Does.Contain("overseas_work_ends_on"));
    }
}

using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests;

public sealed class TaxYearTests
{
    [TestCase(2024, 4, 5, "2023-24", TestName = "The last day of a British tax year")]
    [TestCase(2024, 4, 6, "2024-25", TestName = "The first day of a British tax year")]
    [TestCase(1999, 12, 31, "1999-00", TestName = "A year over the turn of the century")]
    public void A_year_over_the_turn_of_the_year_is_named_by_both(int year, int month, int day, string label)
    {
        Assert.That(TaxYear.Containing(new(year, month, day), new AnnualDate(4, 6)).Label, Is.EqualTo(label));
    }

    [Test]
    public void A_calendar_year_is_named_by_itself()
    {
        var year = TaxYear.Containing(new(2024, 2, 29), new AnnualDate(1, 1));

        Assert.That(
            (year.Label, year.From, year.To),
            Is.EqualTo(("2024", new LocalDate(2024, 1, 1), new LocalDate(2024, 12, 31)))
        );
    }
}

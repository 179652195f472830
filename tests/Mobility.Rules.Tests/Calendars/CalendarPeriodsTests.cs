using Mobility.Rules.Calendars;
using NodaTime;
using NodaTime.Text;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Calendars;

/// <summary>Months keep the number of the day or end with the month.</summary>
public sealed class CalendarPeriodsTests
{
    [TestCase("2027-01-31", "P1M", "2027-02-28")]
    [TestCase("2028-01-31", "P1M", "2028-02-29")]
    [TestCase("2028-02-29", "P1Y", "2029-02-28")]
    [TestCase("2028-02-29", "P4Y", "2032-02-29")]
    [TestCase("2028-02-29", "P1Y1M", "2029-03-29", TestName = "Years are twelve months and months are added once")]
    [TestCase("2027-01-31", "P1M1D", "2027-03-01", TestName = "Days come after months")]
    [TestCase("2027-12-15", "P2W", "2027-12-29")]
    public void A_period_after_a_day(string from, string period, string expected) =>
        Assert.That(CalendarPeriods.After(Date(from), Read(period)), Is.EqualTo(Date(expected)));

    [TestCase("2026-08-31", "P6M", "2026-02-28")]
    [TestCase("2028-03-31", "P1M", "2028-02-29")]
    [TestCase("2028-02-29", "P1Y", "2027-02-28")]
    [TestCase("2027-03-31", "P1M1D", "2027-02-27")]
    public void A_period_before_a_day(string from, string period, string expected) =>
        Assert.That(CalendarPeriods.Before(Date(from), Read(period)), Is.EqualTo(Date(expected)));

    [TestCase("2027-03-01", "P1Y", "2028-02-29")]
    [TestCase("2028-02-29", "P1Y", "2029-02-28")]
    [TestCase("2026-08-31", "P6M", "2027-02-28")]
    [TestCase("2026-01-01", "P1M", "2026-01-31")]
    [TestCase("2026-12-31", "P1D", "2026-12-31")]
    [TestCase("2026-12-31", "P2W", "2027-01-13")]
    public void The_last_day_of_a_period_that_begins_on_a_day(string first, string period, string expected) =>
        Assert.That(CalendarPeriods.LastDay(Date(first), Read(period)), Is.EqualTo(Date(expected)));

    [Test]
    public void A_longer_period_never_ends_earlier()
    {
        for (var first = Date("2027-01-28"); first <= Date("2028-03-01"); first = first.PlusDays(1))
        {
            for (var months = 1; months <= 30; months++)
            {
                var shorter = CalendarPeriods.LastDay(first, Period.FromMonths(months));
                Assert.That(shorter, Is.LessThan(CalendarPeriods.LastDay(first, Period.FromMonths(months + 1))));
                Assert.That(
                    CalendarPeriods.LastDay(first, new PeriodBuilder { Months = months, Days = 1 }.Build()),
                    Is.EqualTo(shorter.PlusDays(1))
                );
            }
        }
    }

    private static LocalDate Date(string text) => IsoDate.Read(text);

    private static Period Read(string text) => PeriodPattern.Roundtrip.Parse(text).Value;
}

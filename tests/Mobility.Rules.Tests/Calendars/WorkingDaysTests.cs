using System.Globalization;
using Mobility.Rules.Calendars;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Calendars;

/// <summary>Working days by the calendars of the book.</summary>
public sealed class WorkingDaysTests
{
    private static readonly HolidayCalendars Calendars = RulesFolder.Book.Calendars;

    [TestCase("CN", "2026-10-10", true, WorkingDayKind.MadeUp, TestName = "A Saturday worked by order")]
    [TestCase("CN", "2026-10-17", false, WorkingDayKind.Weekend, TestName = "An ordinary Saturday")]
    [TestCase("GB-ENG", "2026-12-28", false, WorkingDayKind.Holiday, TestName = "A substitute day")]
    [TestCase("GB-ENG", "2026-12-26", false, WorkingDayKind.Weekend, TestName = "A holiday that is kept on another day")]
    [TestCase("NL", "2026-04-03", true, WorkingDayKind.Working, TestName = "Good Friday is worked in the Netherlands")]
    [TestCase("NL-ATW", "2026-04-03", false, WorkingDayKind.Holiday, TestName = "Good Friday counts for Dutch time limits")]
    [TestCase("DE-BY", "2028-08-15", true, WorkingDayKind.Working, TestName = "15 August outside of Catholic communities")]
    [TestCase("DE-BY-C", "2028-08-15", false, WorkingDayKind.Holiday, TestName = "15 August in Catholic communities")]
    public void A_day_is_worked_or_not_for_a_reason(string calendar, string date, bool works, WorkingDayKind kind)
    {
        var day = Of(calendar).On(Date(date));

        Assert.Multiple(() =>
        {
            Assert.That(day.IsWorking, Is.EqualTo(works));
            Assert.That(day.Kind, Is.EqualTo(kind));
            Assert.That(day.IsCovered, Is.True);
        });
    }

    [Test]
    public void A_holiday_of_some_employers_only_is_shown_and_counts_for_nothing()
    {
        var conventions = Calendars.All.SelectMany(c => c.Days).Where(day => day.Scope is not null).ToList();

        Assert.That(conventions, Is.Not.Empty);
        Assert.That(conventions.Select(day => day.CountsAsOff), Is.All.False);
    }

    [Test]
    public void A_year_without_data_is_not_covered_and_said_so()
    {
        var day = Of("DE").On(Date("2031-01-01"));
        var moved = Of("DE").Roll(Date("2023-12-30"), Roll.Next);

        Assert.Multiple(() =>
        {
            Assert.That(day.IsCovered, Is.False);
            Assert.That(moved.NotCovered!.Years, Is.EqualTo(new[] { 2023 }));
            Assert.That(
                moved.Reasons[^1].Render(CultureInfo.InvariantCulture),
                Is.EqualTo(
                    "The holidays of Germany, days of every Land are not covered in 2023; only weekends were passed over there."
                )
            );
        });
    }

    [Test]
    public void Without_a_calendar_every_year_is_covered_as_without_holidays() =>
        Assert.That(new WorkingDays(null, Weekdays.SaturdayAndSunday).On(Date("1995-11-24")).IsCovered, Is.True);

    [Test]
    public void A_move_names_each_day_it_passes()
    {
        // Saturday 15 and Sunday 16 April 2028; Emancipation Day is kept on Monday 17.
        var moved = Of("US-DC").Roll(Date("2028-04-15"), Roll.Next);

        Assert.Multiple(() =>
        {
            Assert.That(moved.Date, Is.EqualTo(Date("2028-04-18")));
            Assert.That(moved.Passed.Select(day => day.Date.Day), Is.EqualTo(new[] { 15, 16, 17 }));
            Assert.That(moved.Passed[2].Reason.Render(CultureInfo.InvariantCulture), Does.Contain("Emancipation Day"));
        });
    }

    [Test]
    public void A_move_over_an_estimated_holiday_says_that_it_can_change()
    {
        var moved = Of("AE").Roll(Date("2027-03-10"), Roll.Next);

        Assert.That(moved.RestsOnEstimate, Is.True);
    }

    [Test]
    public void Counting_forward_and_back_meet_and_agree_with_the_number_between()
    {
        foreach (var key in (string[])["CN", "GB-ENG", "JP", "AE", "ES-MD", "HK"])
        {
            var days = new WorkingDays(Calendars.Find(key), Calendars.Find(key)!.WeekendForTimeLimits);
            for (var number = 1; number <= 300; number += 7)
            {
                var from = days.Roll(Date("2026-01-01").PlusDays(number), Roll.Next).Date;
                var to = days.Add(from, number).Date;

                Assert.That(days.Between(from, to).Count, Is.EqualTo(number), key);
                Assert.That(days.Add(to, -number).Date, Is.EqualTo(from), key);
                Assert.That(days.Roll(to, Roll.Previous).Date, Is.EqualTo(to), key);
            }
        }
    }

    [Test]
    public void Counting_no_days_stays_where_it_is_and_none_lie_between_a_day_and_one_before()
    {
        var saturday = Date("2026-11-21");

        Assert.Multiple(() =>
        {
            Assert.That(Of("DE").Add(saturday, 0).Date, Is.EqualTo(saturday));
            Assert.That(Of("DE").Between(saturday, saturday.PlusDays(-30)).Count, Is.Zero);
        });
    }

    [Test]
    public void A_week_without_working_days_is_refused_and_no_endless_search()
    {
        var never = new WorkingDays(
            null,
            Weekdays.Of(
                IsoDayOfWeek.Monday,
                IsoDayOfWeek.Tuesday,
                IsoDayOfWeek.Wednesday,
                IsoDayOfWeek.Thursday,
                IsoDayOfWeek.Friday,
                IsoDayOfWeek.Saturday,
                IsoDayOfWeek.Sunday
            )
        );

        Assert.That(() => never.Roll(Date("2026-11-22"), Roll.Next), Throws.TypeOf<QuestionException>());
    }

    [Test]
    public void There_are_72_calendars_for_seven_years_each() =>
        Assert.Multiple(() =>
        {
            Assert.That(Calendars.All, Has.Count.EqualTo(72));
            Assert.That(Calendars.All.Select(c => (c.FirstYear, c.LastYear)), Is.All.EqualTo((2024, 2030)));
            Assert.That(
                Calendars.All.Select(c => Enumerable.Range(2024, 7).All(year => c.Days.Any(day => day.Date.Year == year))),
                Is.All.True
            );
        });

    private static WorkingDays Of(string key) => new(Calendars.Find(key)!, Weekdays.SaturdayAndSunday);

    private static LocalDate Date(string text) => IsoDate.Read(text);
}

using FsCheck;
using FsCheck.Fluent;
using Mobility.Casework.Deadlines;
using NodaTime;
using NodaTime.Text;
using Property = FsCheck.Property;

namespace Mobility.Casework.Tests.Deadlines;

public sealed class ReminderTimesTests
{
    // Days on which the clock changes, the days about them, and a zone half an hour off that never changes.
    [TestCase("2026-03-28", "Europe/Berlin", "2026-03-28T07:00:00Z")]
    [TestCase("2026-03-29", "Europe/Berlin", "2026-03-29T06:00:00Z")]
    [TestCase("2026-10-24", "Europe/Berlin", "2026-10-24T06:00:00Z")]
    [TestCase("2026-10-25", "Europe/Berlin", "2026-10-25T07:00:00Z")]
    [TestCase("2026-03-07", "America/New_York", "2026-03-07T13:00:00Z")]
    [TestCase("2026-03-08", "America/New_York", "2026-03-08T12:00:00Z")]
    [TestCase("2026-11-01", "America/New_York", "2026-11-01T13:00:00Z")]
    [TestCase("2026-03-29", "Asia/Kolkata", "2026-03-29T02:30:00Z")]
    [TestCase("2026-10-25", "Asia/Kolkata", "2026-10-25T02:30:00Z")]
    [TestCase("2011-12-29", "Pacific/Apia", "2011-12-29T18:00:00Z")]
    [TestCase("2011-12-31", "Pacific/Apia", "2011-12-30T18:00:00Z")]
    public void A_step_is_due_at_eight_by_the_clock_of_the_place(string step, string zone, string expected) =>
        Assert.That(ReminderTimes.On(Date(step), TimeZones.Of(zone)), Is.EqualTo(InstantPattern.General.Parse(expected).Value));

    // The whole of 30 December 2011 was left out in Samoa.
    [Test]
    public void A_step_on_a_day_that_a_place_left_out_is_due_when_time_goes_on_there() =>
        Assert.That(
            ReminderTimes.On(Date("2011-12-30"), TimeZones.Of("Pacific/Apia")),
            Is.EqualTo(InstantPattern.General.Parse("2011-12-30T18:00:00Z").Value)
        );

    [TestCase("2026-01-01", "2026-01-10", TestName = "Before the ladder the pointer stands at its first step")]
    [TestCase("2026-01-10", "2026-01-10", TestName = "On a step the pointer stands at that step")]
    [TestCase("2026-01-19", "2026-01-10", TestName = "After one step the pointer stands at it, to be told at once")]
    [TestCase("2026-01-25", "2026-01-20", TestName = "After two steps the pointer stands at the nearer")]
    [TestCase("2026-03-01", "2026-01-30", TestName = "After the ladder the pointer stands at its last step")]
    public void The_first_pointer_of_a_ladder(string today, string expected)
    {
        var first = ReminderTimes.First(Ladder, Berlin, Noon(today));

        Assert.That(first, Is.EqualTo(ReminderTimes.On(Date(expected), Berlin)));
    }

    [Test]
    public void A_ladder_without_steps_has_no_pointer() =>
        Assert.Multiple(() =>
        {
            Assert.That(ReminderTimes.First([], Berlin, Noon("2026-01-01")), Is.Null);
            Assert.That(ReminderTimes.After([], Berlin, Noon("2026-01-01")), Is.Null);
        });

    [Test]
    public void One_minute_before_eight_nothing_is_due_and_at_eight_it_is()
    {
        var pointer = ReminderTimes.On(Ladder[0], Berlin);

        Assert.Multiple(() =>
        {
            Assert.That(ReminderTimes.Due(Ladder, Berlin, pointer, pointer - Duration.FromMinutes(1)), Is.Empty);
            Assert.That(ReminderTimes.Due(Ladder, Berlin, pointer, pointer), Is.EqualTo(new[] { Ladder[0] }));
        });
    }

    /// <summary>Whenever a sweep looks, however rarely, each step from the first pointer on is told exactly once.</summary>
    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property Every_step_is_due_exactly_once_however_often_or_seldom_one_looks() =>
        Prop.ForAll(
            Gen.Elements("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Africa/Casablanca").ToArbitrary(),
            Gen.ListOf(Gen.Choose(0, 400)).ToArbitrary(),
            Gen.ListOf(Gen.Choose(0, 24 * 400)).ToArbitrary(),
            (zoneId, days, hours) =>
            {
                var zone = TimeZones.Of(zoneId);
                var from = new LocalDate(2026, 1, 1);
                var ladder = days.Distinct().Order().Select(from.PlusDays).ToList();
                var start = from.AtMidnight().InUtc().ToInstant();
                var pointer = ReminderTimes.First(ladder, zone, start);
                var told = new List<LocalDate>();
                foreach (var now in hours.Append(24 * 402).Order().Select(h => start + Duration.FromHours(h)))
                {
                    if (pointer is { } next && next <= now)
                    {
                        told.AddRange(ReminderTimes.Due(ladder, zone, next, now));
                        pointer = ReminderTimes.After(ladder, zone, now);
                    }
                }
                return told.SequenceEqual(ladder) && pointer is null;
            }
        );

    private static readonly LocalDate[] Ladder = [new(2026, 1, 10), new(2026, 1, 20), new(2026, 1, 30)];

    private static readonly DateTimeZone Berlin = TimeZones.Of("Europe/Berlin");

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;

    private static Instant Noon(string date) => Date(date).At(new LocalTime(12, 0)).InUtc().ToInstant();
}

using NodaTime;

namespace Mobility.Rules.Calendars;

/// <summary>What kind of day a day is.</summary>
public enum WorkingDayKind
{
    /// <summary>An ordinary working day.</summary>
    Working,

    /// <summary>Worked by order, though it may lie on a weekend.</summary>
    MadeUp,

    /// <summary>Of the weekend.</summary>
    Weekend,

    /// <summary>A holiday of the calendar.</summary>
    Holiday,

    /// <summary>A further day off that was given.</summary>
    FurtherDayOff,
}

/// <summary>Counts working days by a holiday calendar and a weekend. A working day is one worked by order, or one that is neither of the weekend nor off.</summary>
/// <param name="calendar">The holidays; null for none.</param>
/// <param name="weekend">The days of the week that are not worked.</param>
/// <param name="furtherDaysOff">Further days that are off.</param>
public sealed class WorkingDays(HolidayCalendar? calendar, Weekdays weekend, IEnumerable<LocalDate>? furtherDaysOff = null)
{
    /// <summary>No run of days off is longer. What is left after it is no calendar: all days of the week are the weekend.</summary>
    private const int LongestRun = 400;

    private readonly HashSet<LocalDate> _further = [.. furtherDaysOff ?? []];

    /// <summary>The holidays; null for none.</summary>
    public HolidayCalendar? Calendar => calendar;

    /// <summary>The days of the week that are not worked.</summary>
    public Weekdays Weekend => weekend;

    /// <summary>What kind of day a day is, and why.</summary>
    public DayFound On(LocalDate date)
    {
        var holiday = calendar?.Off(date);
        var kind =
            calendar?.IsMadeUp(date) == true ? WorkingDayKind.MadeUp
            : holiday is not null ? WorkingDayKind.Holiday
            : _further.Contains(date) ? WorkingDayKind.FurtherDayOff
            : weekend.Contains(date.DayOfWeek) ? WorkingDayKind.Weekend
            : WorkingDayKind.Working;
        return new(date, kind, kind == WorkingDayKind.Holiday ? holiday : null, calendar?.Covers(date.Year) != false);
    }

    /// <summary>Where a last day goes.</summary>
    /// <param name="nominal">The day before it is moved.</param>
    /// <param name="roll">Where it goes when it is no working day; an announced day stays.</param>
    /// <exception cref="QuestionException">There is no working day in that direction.</exception>
    public DateFound Roll(LocalDate nominal, Roll roll)
    {
        var steps = new Steps(calendar);
        var date = nominal;
        if (roll is Calendars.Roll.Next or Calendars.Roll.Previous)
        {
            date = Seek(nominal, roll == Calendars.Roll.Next ? 1 : -1, steps);
        }

        return steps.Found(date);
    }

    /// <summary>The day so many working days after or before another. The day from which is counted is not counted itself.</summary>
    /// <param name="from">The day from which is counted; it need not be a working day.</param>
    /// <param name="days">How many; below zero to count back; zero is the day itself, whatever it is.</param>
    /// <exception cref="QuestionException">There is no such working day.</exception>
    public DateFound Add(LocalDate from, int days)
    {
        var steps = new Steps(calendar);
        var date = from;
        var step = Math.Sign(days);
        for (var left = Math.Abs(days); left > 0; left--)
        {
            date = Seek(Step(date, step), step, steps);
        }

        return steps.Found(date);
    }

    /// <summary>How many working days lie after a day, up to and including another; none when that lies before it.</summary>
    /// <param name="from">Not counted.</param>
    /// <param name="to">Counted.</param>
    public DaysFound Between(LocalDate from, LocalDate to)
    {
        var steps = new Steps(calendar);
        var count = 0;
        for (var date = from; date < to; )
        {
            date = date.PlusDays(1);
            var day = On(date);
            steps.Pass(day);
            count += day.IsWorking ? 1 : 0;
        }

        return new(count, steps.DaysOff, steps.NotCovered);
    }

    private LocalDate Seek(LocalDate date, int step, Steps steps)
    {
        for (var run = 0; run < LongestRun; run++)
        {
            var day = On(date);
            steps.Pass(day);
            if (day.IsWorking)
            {
                return date;
            }

            date = Step(date, step);
        }

        throw new QuestionException(
            $"There is no working day for {LongestRun} days from {IsoDate.Write(date)}: the weekend is {weekend}."
        );
    }

    private static LocalDate Step(LocalDate date, int days) =>
        date.Year is > 1 and < 9999
            ? date.PlusDays(days)
            : throw new QuestionException("So many working days lead out of the calendar.");

    /// <summary>The days that were looked at on the way.</summary>
    private sealed class Steps(HolidayCalendar? calendar)
    {
        private readonly SortedSet<int> _notCovered = [];
        private readonly List<DayFound> _daysOff = [];

        public IReadOnlyList<DayFound> DaysOff => _daysOff;

        public YearsNotCovered? NotCovered => _notCovered.Count == 0 ? null : new(calendar!, [.. _notCovered]);

        public void Pass(DayFound day)
        {
            if (!day.IsCovered)
            {
                _notCovered.Add(day.Date.Year);
            }

            if (!day.IsWorking)
            {
                _daysOff.Add(day);
            }
        }

        public DateFound Found(LocalDate date) => new(date, _daysOff, NotCovered);
    }
}

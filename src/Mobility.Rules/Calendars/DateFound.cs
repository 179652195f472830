using System.Globalization;
using NodaTime;

namespace Mobility.Rules.Calendars;

/// <summary>A day, and why it is worked or not.</summary>
/// <param name="Date">The day.</param>
/// <param name="Kind">What kind of day it is.</param>
/// <param name="Holiday">The holiday that it is; null for none.</param>
/// <param name="IsCovered">Whether the holidays of its year are known; without a calendar they are, as none.</param>
public sealed record DayFound(LocalDate Date, WorkingDayKind Kind, Holiday? Holiday, bool IsCovered)
{
    /// <summary>Whether it is worked.</summary>
    public bool IsWorking => Kind is WorkingDayKind.Working or WorkingDayKind.MadeUp;

    /// <summary>Whether that rests on a date that can still move.</summary>
    public bool IsEstimated => Holiday?.Status == HolidayStatus.Estimated;

    /// <summary>The day in a sentence.</summary>
    public Explanation Reason =>
        Kind switch
        {
            WorkingDayKind.MadeUp => Explanation.Of("calendar.made-up", Date),
            WorkingDayKind.Weekend => Explanation.Of("calendar.weekend", Date),
            WorkingDayKind.FurtherDayOff => Explanation.Of("calendar.further", Date),
            WorkingDayKind.Holiday => Explanation.Of(
                IsEstimated ? "calendar.estimated" : "calendar.holiday",
                Date,
                Holiday!.Name
            ),
            _ => Explanation.Of("calendar.working", Date),
        };
}

/// <summary>Years for which a calendar has no data: an answer that passed through them may be wrong by their holidays, and says so.</summary>
/// <param name="Calendar">The calendar.</param>
/// <param name="Years">The years, rising.</param>
public sealed record YearsNotCovered(HolidayCalendar Calendar, IReadOnlyList<int> Years)
{
    /// <summary>The gap in a sentence.</summary>
    public Explanation Reason =>
        Explanation.Of(
            "calendar.not-covered",
            Calendar.Label,
            string.Join(", ", Years.Select(year => year.ToString(CultureInfo.InvariantCulture)))
        );
}

/// <summary>A date found by counting or moving over working days.</summary>
/// <param name="Date">The date.</param>
/// <param name="Passed">The days off that were passed, in the order of the count.</param>
/// <param name="NotCovered">Years on the way without data; null for none.</param>
public sealed record DateFound(LocalDate Date, IReadOnlyList<DayFound> Passed, YearsNotCovered? NotCovered)
{
    /// <summary>Whether a holiday on the way can still move.</summary>
    public bool RestsOnEstimate => Passed.Any(day => day.IsEstimated);

    /// <summary>Each day passed, and what is not covered.</summary>
    public IReadOnlyList<Explanation> Reasons =>
        [.. Passed.Select(day => day.Reason), .. NotCovered is { } gap ? [gap.Reason] : (Explanation[])[]];
}

/// <summary>A number of working days.</summary>
/// <param name="Count">The number.</param>
/// <param name="DaysOff">The days in between that did not count, rising.</param>
/// <param name="NotCovered">Years in between without data; null for none.</param>
public sealed record DaysFound(int Count, IReadOnlyList<DayFound> DaysOff, YearsNotCovered? NotCovered);

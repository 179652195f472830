using Mobility.Rules.Calendars;
using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Rules.PostedWorkers;

/// <summary>When postings to the same task become long.</summary>
public static class LongTermPosting
{
    /// <summary>
    /// The first day worked as posted after a period that begins with the first posting. With one posting the period is by the calendar. With several it is as
    /// many days as it would have from the first day, and only days of postings count. Null when the postings end before.
    /// </summary>
    /// <param name="postings">The postings in the order of their beginnings, both ends included; a replacement continues the count.</param>
    /// <param name="period">The time after which the full terms apply.</param>
    public static LocalDate? FullTermsFrom(IReadOnlyList<DateInterval> postings, Period period)
    {
        ArgumentNullException.ThrowIfNull(postings);
        if (postings.Count == 0)
        {
            return null;
        }

        var first = postings.Min(posting => posting.Start);
        var days = Period.DaysBetween(first, CalendarPeriods.LastDay(first, period)) + 1;
        return DaySets.Of(postings).DayOf(days + 1, first);
    }
}

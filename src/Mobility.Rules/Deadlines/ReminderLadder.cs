using Mobility.Rules.Calendars;
using NodaTime;

namespace Mobility.Rules.Deadlines;

/// <summary>What happens to steps of a ladder whose day is past when it is made.</summary>
public enum LateSteps
{
    /// <summary>They are dropped.</summary>
    Drop,

    /// <summary>They give one reminder today, unless the due day is past.</summary>
    Now,
}

/// <summary>The days on which people are reminded of a deadline.</summary>
public static class ReminderLadder
{
    /// <summary>
    /// The days of a ladder, rising and each once. A step on a quiet day moves to the nearest other day in the direction given; where that lies before today or
    /// after the due day the other direction is tried, and where that does too the step keeps its day.
    /// </summary>
    /// <param name="due">The due day.</param>
    /// <param name="daysBefore">Days before it; 0 is the due day itself.</param>
    /// <param name="quiet">Which days are quiet: those that are not worked.</param>
    /// <param name="move">Where a step on a quiet day goes first.</param>
    /// <param name="today">Steps with a day before it are late; null when none is.</param>
    /// <param name="late">What happens to them.</param>
    public static IReadOnlyList<LocalDate> Days(
        LocalDate due,
        IEnumerable<int> daysBefore,
        WorkingDays quiet,
        Roll move,
        LocalDate? today = null,
        LateSteps late = LateSteps.Drop
    )
    {
        ArgumentNullException.ThrowIfNull(daysBefore);
        ArgumentNullException.ThrowIfNull(quiet);
        var days = new SortedSet<LocalDate>();
        foreach (var own in daysBefore.Select(days => due.PlusDays(-days)))
        {
            if (own >= today || today is null)
            {
                days.Add(Move(own, move, quiet, today ?? LocalDate.MinIsoValue, due));
            }
            else if (late == LateSteps.Now && due >= today)
            {
                days.Add(today.Value);
            }
        }

        return [.. days];
    }

    private static LocalDate Move(LocalDate own, Roll move, WorkingDays quiet, LocalDate first, LocalDate last)
    {
        if (quiet.On(own).IsWorking)
        {
            return own;
        }

        var step = move == Roll.Next ? 1 : -1;
        return Nearest(own, step, quiet, first, last) ?? Nearest(own, -step, quiet, first, last) ?? own;
    }

    private static LocalDate? Nearest(LocalDate own, int step, WorkingDays quiet, LocalDate first, LocalDate last)
    {
        // No run of days off is as long as a year; without a first day the search must still end.
        const int longest = 400;
        for (var i = 1; i <= longest && own.PlusDays(i * step) is var day && day >= first && day <= last; i++)
        {
            if (quiet.On(day).IsWorking)
            {
                return day;
            }
        }

        return null;
    }
}

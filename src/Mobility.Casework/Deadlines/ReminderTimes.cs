using NodaTime;

namespace Mobility.Casework.Deadlines;

/// <summary>
/// When the reminders of a deadline go out. A ladder is a list of dates; a deadline keeps one pointer into it, the instant of the next
/// step (<see cref="Deadline.NextAlertAt"/>), so that a sweep reads one index and nothing is sent twice or forgotten.
/// </summary>
public static class ReminderTimes
{
    /// <summary>The time of day at which a reminder is due, on the clock of the deadline's place: when work begins.</summary>
    public static LocalTime TimeOfDay { get; } = new(8, 0);

    /// <summary>The instant of a step. Where the clock skips that time, just after the gap; where it comes twice, the first.</summary>
    public static Instant On(LocalDate step, DateTimeZone zone) => step.At(TimeOfDay).InZoneLeniently(zone).ToInstant();

    /// <summary>
    /// The pointer of a deadline that is planned or moved at <paramref name="now"/>: the last step gone by, so that it is told once and at
    /// once, or else the first one ahead. Null without steps.
    /// </summary>
    public static Instant? First(IReadOnlyList<LocalDate> steps, DateTimeZone zone, Instant now)
    {
        var times = steps.Select(step => On(step, zone)).ToList();
        var passed = times.FindLastIndex(time => time <= now);
        return times.Count == 0 ? null : times[Math.Max(passed, 0)];
    }

    /// <summary>The first step after <paramref name="now"/>; null when none is left.</summary>
    public static Instant? After(IReadOnlyList<LocalDate> steps, DateTimeZone zone, Instant now)
    {
        foreach (var step in steps)
        {
            if (On(step, zone) is var time && time > now)
            {
                return time;
            }
        }
        return null;
    }

    /// <summary>
    /// The steps from the pointer on that are due at <paramref name="now"/>. By date, so that a changed rule of summer time can lose none.
    /// </summary>
    public static IReadOnlyList<LocalDate> Due(IReadOnlyList<LocalDate> steps, DateTimeZone zone, Instant pointer, Instant now)
    {
        var first = pointer.InZone(zone).Date;
        return steps.Where(step => step >= first && On(step, zone) <= now).ToList();
    }
}

using NodaTime;

namespace Mobility.Rules.Calendars;

/// <summary>What a zone makes of a local time.</summary>
public enum LocalTimeKind
{
    /// <summary>It happens once.</summary>
    Ordinary,

    /// <summary>It does not happen: the clocks go over it.</summary>
    Gap,

    /// <summary>It happens twice: the clocks go back over it.</summary>
    Overlap,
}

/// <summary>The moment at which a local time happens.</summary>
/// <param name="At">The moment (UTC).</param>
/// <param name="Kind">Whether the clocks are changed over it.</param>
public sealed record MomentFound(Instant At, LocalTimeKind Kind);

/// <summary>Moments of a place: ends of days and local times, over changes of the clocks too.</summary>
public static class LocalMoments
{
    /// <summary>
    /// The moment from which something due on a day is late: the start of the next local day. Where the clocks go over midnight the day starts with its first
    /// moment; where they go back over it, with the first of the two.
    /// </summary>
    /// <param name="date">The last day.</param>
    /// <param name="zone">The zone of the place where it falls.</param>
    public static Instant EndOfDay(LocalDate date, DateTimeZone zone) => StartOfDay(date.PlusDays(1), zone);

    /// <summary>The first moment of a local day; of a day that a zone leaves out, the first of the day after it.</summary>
    /// <param name="date">The day.</param>
    /// <param name="zone">The zone.</param>
    public static Instant StartOfDay(LocalDate date, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var midnight = zone.MapLocal(date.AtMidnight());
        return midnight.Count == 0 ? midnight.LateInterval.Start : midnight.First().ToInstant();
    }

    /// <summary>
    /// The moment of a local time. One that the clocks go over is moved forward by as much as they are; of one that happens twice the first is meant.
    /// </summary>
    /// <param name="local">The local time.</param>
    /// <param name="zone">The zone.</param>
    public static MomentFound At(LocalDateTime local, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var kind = zone.MapLocal(local).Count switch
        {
            0 => LocalTimeKind.Gap,
            1 => LocalTimeKind.Ordinary,
            _ => LocalTimeKind.Overlap,
        };
        return new(zone.AtLeniently(local).ToInstant(), kind);
    }
}

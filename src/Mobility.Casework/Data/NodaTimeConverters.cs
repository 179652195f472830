using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;

namespace Mobility.Casework.Data;

internal sealed class LocalDateConverter()
    : ValueConverter<LocalDate, DateOnly>(date => date.ToDateOnly(), date => LocalDate.FromDateOnly(date));

/// <summary>Cuts to microseconds, the finest both databases keep: what is read back equals what was written.</summary>
internal sealed class InstantConverter()
    : ValueConverter<Instant, DateTime>(
        instant => Cut(instant).ToDateTimeUtc(),
        time => Instant.FromDateTimeUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc))
    )
{
    private static Instant Cut(Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        return Instant.FromUnixTimeTicks(ticks - (((ticks % 10) + 10) % 10));
    }
}

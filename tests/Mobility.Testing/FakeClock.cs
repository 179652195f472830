using NodaTime;

namespace Mobility.Testing;

/// <summary>A clock that stands until a test moves it.</summary>
public sealed class FakeClock(Instant now) : IClock
{
    private Instant now = now;

    /// <summary>Noon UTC of a date.</summary>
    public static FakeClock On(int year, int month, int day) => new(Instant.FromUtc(year, month, day, 12, 0));

    public Instant GetCurrentInstant() => now;

    public void Advance(Duration by) => now += by;

    public void Set(Instant to) => now = to;
}

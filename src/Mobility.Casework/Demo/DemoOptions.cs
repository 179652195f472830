using NodaTime;

namespace Mobility.Casework.Demo;

/// <summary>How large a demonstration programme is wanted, and for which day.</summary>
public sealed record DemoOptions
{
    /// <summary>So many cases are worked on; what there is above is closed or cancelled and thin.</summary>
    public const int ActiveCases = 480;

    /// <summary>Cases in all.</summary>
    public int Cases { get; init; } = 520;

    /// <summary>Whether all of them are worked on and filled, for measuring.</summary>
    public bool Full { get; init; }

    /// <summary>The same seed and day give the same rows to the byte.</summary>
    public int Seed { get; init; } = 2026;

    /// <summary>The day around which everything is told: what is overdue, under way, about to run out.</summary>
    public required LocalDate Today { get; init; }
}

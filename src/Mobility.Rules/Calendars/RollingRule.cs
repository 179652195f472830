namespace Mobility.Rules.Calendars;

/// <summary>Where a last day goes that is no working day.</summary>
public enum Roll
{
    /// <summary>It stays.</summary>
    None,

    /// <summary>To the first working day after it.</summary>
    Next,

    /// <summary>To the last working day before it.</summary>
    Previous,

    /// <summary>It is announced for each year; the announced day stands as it is.</summary>
    Announced,
}

/// <summary>How a country moves the last day of certain time limits.</summary>
public sealed record RollingRule
{
    /// <summary>File of the country and name in it: <c>us/federal-tax</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The time limits meant, in English.</summary>
    public required string Scope { get; init; }

    /// <summary>Where the day goes.</summary>
    public required Roll Roll { get; init; }

    /// <summary>Key of the calendar that decides; null where that depends on the place.</summary>
    public string? Calendar { get; init; }

    /// <summary>Which calendar it is where the key does not say all; null when it does.</summary>
    public string? CalendarNote { get; init; }

    /// <summary>The days of the week it passes over.</summary>
    public required Weekdays Weekend { get; init; }

    /// <summary>The rule in words, in English.</summary>
    public required string Text { get; init; }

    /// <summary>What it does not hold for, in English.</summary>
    public IReadOnlyList<string> Exceptions { get; init; } = [];

    /// <summary>What else is to be known; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Whether it was compared with a source.</summary>
    public ValueStatus Status { get; init; }

    /// <summary>Who says so; at least one.</summary>
    public required IReadOnlyList<Reference> Sources { get; init; }

    /// <summary>Path of its file inside the rules folder, with forward slashes.</summary>
    public required string File { get; init; }
}

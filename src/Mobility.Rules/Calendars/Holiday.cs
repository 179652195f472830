using NodaTime;

namespace Mobility.Rules.Calendars;

/// <summary>How the date of a holiday comes about.</summary>
public enum HolidayKind
{
    /// <summary>The same date every year.</summary>
    Fixed,

    /// <summary>By a rule such as Easter or the n-th Monday of a month.</summary>
    Computed,

    /// <summary>By the moon.</summary>
    Lunar,

    /// <summary>By an announcement for that year.</summary>
    Announced,

    /// <summary>Instead of another day.</summary>
    Substitute,

    /// <summary>No holiday: a day that is worked although it may lie on a weekend.</summary>
    MakeUpWorkingDay,
}

/// <summary>How sure the date of a holiday is.</summary>
public enum HolidayStatus
{
    /// <summary>An official list, or the report of an announcement, has it.</summary>
    Confirmed,

    /// <summary>It follows from the law or from astronomy.</summary>
    Computed,

    /// <summary>Nobody has fixed it yet; it can still move.</summary>
    Estimated,
}

/// <summary>For whom a holiday counts where that is not everybody. Such a day is shown and counts for nothing.</summary>
public enum HolidayScope
{
    /// <summary>Part of the area only.</summary>
    Local,

    /// <summary>Observed by many employers, not by law.</summary>
    Convention,
}

/// <summary>One day of a holiday calendar.</summary>
public sealed record Holiday
{
    /// <summary>The day.</summary>
    public required LocalDate Date { get; init; }

    /// <summary>Its name in English.</summary>
    public required string Name { get; init; }

    /// <summary>Its name where it is kept.</summary>
    public required string LocalName { get; init; }

    /// <summary>How its date comes about.</summary>
    public required HolidayKind Kind { get; init; }

    /// <summary>How sure the date is.</summary>
    public required HolidayStatus Status { get; init; }

    /// <summary>Who says so.</summary>
    public required Reference Source { get; init; }

    /// <summary>For whom it counts; null for everybody in the area of the calendar.</summary>
    public HolidayScope? Scope { get; init; }

    /// <summary>Whether it is free of work where it is kept. Some days are kept on another day instead, and some are only remembered.</summary>
    public bool IsDayOff { get; init; } = true;

    /// <summary>What else is to be known; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Parts of the area that keep it, where the calendar joins several; empty otherwise.</summary>
    public IReadOnlyList<string> Where { get; init; } = [];

    /// <summary>Whether the day counts as free of work in its calendar.</summary>
    public bool CountsAsOff => IsDayOff && Scope is null && Kind != HolidayKind.MakeUpWorkingDay;
}

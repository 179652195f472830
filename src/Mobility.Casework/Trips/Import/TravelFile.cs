using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>How a travel file is laid out.</summary>
public enum TravelFileLayout
{
    /// <summary>Nothing could be read; the problems say why.</summary>
    Unrecognised,

    /// <summary>One row is one stay: a country, the day of arrival, the day of departure.</summary>
    RowPerTrip,

    /// <summary>One row is one day: a date and the country, or on a split day the two countries.</summary>
    RowPerDay,

    /// <summary>An iCalendar file: one event is one stay.</summary>
    Calendar,

    /// <summary>The travel history of the US I-94 portal as text: one line is one crossing of the border.</summary>
    UsTravelHistory,
}

/// <summary>Which number comes first where a date is written in numbers with the year last.</summary>
public enum DateOrder
{
    /// <summary>14/03/2026 is 14 March.</summary>
    DayFirst,

    /// <summary>03/14/2026 is 14 March.</summary>
    MonthFirst,
}

/// <summary>
/// What was read from one travel history file. Nothing here has been saved, and nothing was guessed: what could not be read is
/// a problem with its line. A file with a problem is not to be imported, not even in part.
/// </summary>
public sealed record TravelFile
{
    public required string FileName { get; init; }
    public required TravelFileLayout Layout { get; init; }

    /// <summary>The name of the encoding the text was read in ("UTF-8", "Windows-1252"), or empty when it was not text.</summary>
    public string Encoding { get; init; } = "";

    /// <summary>What separates the cells; null for a calendar.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The order the numeric dates were read in; null when no date of the file depended on it.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>The stays, each once, in the order of arrival.</summary>
    public IReadOnlyList<TravelRow> Rows { get; init; } = [];

    /// <summary>What must be corrected before the file can be imported, in the order of its lines.</summary>
    public LimitedList<TravelFileProblem> Problems { get; init; } = LimitedList.Empty<TravelFileProblem>();

    /// <summary>What the person should know and need not mend.</summary>
    public LimitedList<TravelFileProblem> Notes { get; init; } = LimitedList.Empty<TravelFileProblem>();

    /// <summary>Stays written more than once; one of each is in <see cref="Rows"/>.</summary>
    public LimitedList<TravelDuplicate> Duplicates { get; init; } = LimitedList.Empty<TravelDuplicate>();

    /// <summary>Stays that overlap by more than a shared travel day. Both are in <see cref="Rows"/>: a person decides.</summary>
    public LimitedList<TravelOverlap> Overlaps { get; init; } = LimitedList.Empty<TravelOverlap>();

    /// <summary>The days between two crossings of a border of which the one between is missing. No stay holds them: a person decides.</summary>
    public IReadOnlyList<MissingCrossing> Crossings { get; init; } = [];

    /// <summary>Whose journeys the file says they are; empty when it says nothing.</summary>
    public IReadOnlyList<string> Travellers { get; init; } = [];

    /// <summary>The person's day on which it was read; null when the reader was not told.</summary>
    public LocalDate? Today { get; init; }

    /// <summary>Days which a row-per-day file lists without a country. They are in no stay: an empty cell may mean anything.</summary>
    public LimitedList<DayWithoutCountry> DaysWithoutCountry { get; init; } = LimitedList.Empty<DayWithoutCountry>();

    /// <summary>Calendar events that were not taken for travel, each with the reason.</summary>
    public LimitedList<EventLeftOut> EventsLeftOut { get; init; } = LimitedList.Empty<EventLeftOut>();

    /// <summary>The header names of the columns that were not read.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    /// <summary>Whether the file can be imported as a whole.</summary>
    public bool CanBeImported => Problems.Total == 0 && Rows.Count > 0;
}

/// <summary>A stay in one country, or days of unknown place, as the file tells it.</summary>
/// <param name="Country">ISO 3166-1 alpha-2 code; null where the file says that the place is not known.</param>
/// <param name="Arrive">The local calendar day of arrival, included.</param>
/// <param name="Depart">The local calendar day of departure, included; null when the person is still there.</param>
/// <param name="Planned">Whether the stay is a plan, not travel that has happened.</param>
/// <param name="Purpose">Why, as typed.</param>
/// <param name="Note">As typed.</param>
/// <param name="FirstLine">The first line of the file that tells of this stay, counted from 1.</param>
/// <param name="LastLine">The last line of the file that tells of this stay.</param>
public sealed record TravelRow(
    string? Country,
    LocalDate Arrive,
    LocalDate? Depart,
    bool Planned,
    string? Purpose,
    string? Note,
    int FirstLine,
    int LastLine
);

/// <summary>A stay that the file tells twice.</summary>
/// <param name="Kept">The stay as kept.</param>
/// <param name="Line">The line of the one that was dropped.</param>
public sealed record TravelDuplicate(TravelRow Kept, int Line);

/// <summary>Two stays that cannot both be right as they stand, or that tell the same days twice.</summary>
/// <param name="Earlier">The stay that began first.</param>
/// <param name="Later">The stay that began later, or on the same day.</param>
/// <param name="From">The first day that both claim.</param>
/// <param name="To">The last day that both claim, included; null when neither has ended.</param>
public sealed record TravelOverlap(TravelRow Earlier, TravelRow Later, LocalDate From, LocalDate? To)
{
    public bool SameCountry => string.Equals(Earlier.Country, Later.Country, StringComparison.Ordinal);
}

/// <summary>Which crossing of a border a list lacks.</summary>
public enum MissingCrossingKind
{
    /// <summary>Two arrivals follow each other.</summary>
    Departure,

    /// <summary>Two departures follow each other.</summary>
    Arrival,

    /// <summary>The last crossing is an arrival: the person is there still, or has left unseen.</summary>
    LatestDeparture,
}

/// <summary>Days on which a list of crossings does not say on which side of the border the person was.</summary>
/// <param name="Kind">What is missing.</param>
/// <param name="Country">The country of the list, ISO 3166 alpha-2.</param>
/// <param name="From">The first of the days (inclusive).</param>
/// <param name="To">The last (inclusive): the day before the next crossing, or the day on which the list was read.</param>
/// <param name="Line">The line of the crossing without its other half.</param>
public sealed record MissingCrossing(MissingCrossingKind Kind, string Country, LocalDate From, LocalDate To, int Line);

/// <summary>A day that a row-per-day file lists without a country.</summary>
public sealed record DayWithoutCountry(LocalDate Date, int Line);

/// <summary>Why a calendar event was not taken for travel.</summary>
public enum LeftOutReason
{
    /// <summary>Neither place nor title names a country that can be looked up.</summary>
    NoCountry,

    /// <summary>Place and title name more than one country.</summary>
    SeveralCountries,

    /// <summary>The event was cancelled.</summary>
    Cancelled,

    /// <summary>The file holds a newer version of the same event.</summary>
    Superseded,
}

/// <summary>A calendar event that was not taken for travel.</summary>
/// <param name="Line">The line on which the event begins.</param>
/// <param name="Summary">Its title.</param>
/// <param name="Location">Its place.</param>
/// <param name="Reason">Why it was left out.</param>
/// <param name="Countries">The countries that were found, when they were several.</param>
public sealed record EventLeftOut(
    int Line,
    string Summary,
    string? Location,
    LeftOutReason Reason,
    IReadOnlyList<string> Countries
);

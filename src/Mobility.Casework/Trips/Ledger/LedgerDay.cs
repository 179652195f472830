using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Casework.Trips.Ledger;

/// <summary>How much is known about where somebody was on a day.</summary>
public enum DayKnowledge
{
    /// <summary>Nothing is recorded. Nobody guesses that it was spent at home.</summary>
    NoRecord,

    /// <summary>Somebody said that nobody knows.</summary>
    SaidUnknown,

    /// <summary>A plan whose day has come and that nobody confirmed.</summary>
    NotConfirmed,

    /// <summary>The traveller never had this date: it was passed over at the date line.</summary>
    DateLine,

    /// <summary>Still to come, with a plan or a stay that goes on.</summary>
    Planned,

    /// <summary>Still to come, and nothing is planned.</summary>
    ToCome,

    /// <summary>A place is recorded.</summary>
    Known,
}

/// <summary>How far a recorded day would stand up to a question.</summary>
public enum DayConfidence
{
    /// <summary>Nothing is known.</summary>
    None,

    /// <summary>
    /// Said long after the day, taken from a stay of which nobody has said for a month that it goes on, or contradicted by a stamp.
    /// </summary>
    Low,

    /// <summary>Said within a month, imported or booked.</summary>
    Medium,

    /// <summary>Stamped, or with a document.</summary>
    High,
}

/// <summary>One person's day, worked out of trips and declarations; nothing of it is stored.</summary>
public sealed record LedgerDay
{
    public required LocalDate Date { get; init; }

    public required DayKnowledge Knowledge { get; init; }

    /// <summary>The places in the order in which the person was there; a guess where the day is not known, empty where there is none.</summary>
    public IReadOnlyList<DayShare> Places { get; init; } = [];

    /// <summary>Null while nobody said. No weekday is taken for a day of work.</summary>
    public DayActivity? Activity { get; init; }

    /// <summary>The strongest thing it rests on; null where nothing is known.</summary>
    public TripEvidence? Evidence { get; init; }

    public string? Document { get; init; }

    public DayConfidence Confidence { get; init; }

    /// <summary>Who entered it; null for what came in before that was noted, and where nothing is known.</summary>
    public string? EnteredBy { get; init; }

    public Instant? EnteredAt { get; init; }

    /// <summary>The trips it rests on.</summary>
    public IReadOnlyList<Trip> Trips { get; init; } = [];

    /// <summary>What somebody said about the day itself.</summary>
    public DayDeclaration? Declaration { get; init; }

    /// <summary>The country in which a stamped stay places the person against what somebody said; both count until one of them is mended.</summary>
    public string? ContradictedBy { get; init; }

    /// <summary>Whether somebody still has to say where the person was.</summary>
    public bool IsMissing => Knowledge is DayKnowledge.NoRecord or DayKnowledge.SaidUnknown or DayKnowledge.NotConfirmed;

    /// <summary>Whether there is something to know at all: the day has come, and the traveller had it.</summary>
    public bool HasCome => Knowledge is not (DayKnowledge.Planned or DayKnowledge.ToCome or DayKnowledge.DateLine);

    /// <summary>Where the day ended, as far as is known.</summary>
    public string? Ended => Knowledge == DayKnowledge.Known && Places is [.., var last] ? last.Country : null;
}

/// <summary>How much of some days is known.</summary>
/// <param name="Known">Days with a place.</param>
/// <param name="Days">Days that have come.</param>
public sealed record DayCompletion(int Known, int Days)
{
    public int Missing => Days - Known;

    /// <summary>In whole percent, rounded down so that only all of it is 100; null when no day has come.</summary>
    public int? Percent => Days == 0 ? null : Known * 100 / Days;

    public static DayCompletion Of(IEnumerable<LedgerDay> days)
    {
        var come = days.Where(d => d.HasCome).ToList();
        return new DayCompletion(come.Count(d => !d.IsMissing), come.Count);
    }
}

using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>Days a rule leaves out. The words are those of a rule file's <c>leaves-out:</c>.</summary>
public enum LeftOut
{
    /// <summary>Passing through in less than 24 hours.</summary>
    TransitUnder24Hours,

    /// <summary>Days of a regular commuter.</summary>
    Commute,

    /// <summary>Days of the crew of a foreign ship.</summary>
    ShipCrew,

    /// <summary>Days in the state that issued a residence permit or long-stay visa valid that day.</summary>
    ResidencePermitDays,

    /// <summary>Passing through, however long it takes.</summary>
    Transit,

    /// <summary>Passing through without passing border control.</summary>
    TransitWithoutEntry,

    /// <summary>Arriving and leaving on one day without a stay.</summary>
    SameDayTurnaround,
}

/// <summary>A kind of days that a rule leaves out, and the text that says so.</summary>
/// <param name="What">The kind of days.</param>
/// <param name="Source">The text that says so.</param>
/// <param name="From">First day that is left out (inclusive); null for every day.</param>
public sealed record Exclusion(LeftOut What, Reference Source, LocalDate? From = null)
{
    /// <summary>Whether the stay alone says what is left out: not its hours, and no permit.</summary>
    internal bool IsOfWholeStays => What is not (LeftOut.TransitUnder24Hours or LeftOut.ResidencePermitDays);

    /// <summary>Whether a date of a stay is left out, as far as the stay alone says; without a date, the day of arrival.</summary>
    internal bool LeavesOut(Stay stay, LocalDate? on = null) =>
        !((on ?? stay.Arrive) < From)
        && What switch
        {
            LeftOut.Commute => stay.Purpose == StayPurpose.Commute,
            LeftOut.ShipCrew => stay.Purpose == StayPurpose.ShipCrew,
            LeftOut.SameDayTurnaround => stay.Purpose == StayPurpose.SameDayTurnaround,
            LeftOut.Transit => stay.Purpose == StayPurpose.Transit,
            LeftOut.TransitWithoutEntry => stay is { Purpose: StayPurpose.Transit, FormalEntry: false },
            _ => false,
        };
}

/// <summary>A country that belongs to an area, or whose citizens are free of a rule, for a time.</summary>
/// <param name="Country">ISO 3166 alpha-2 code.</param>
/// <param name="From">First day (inclusive).</param>
/// <param name="To">Last day (inclusive); null while it lasts.</param>
/// <param name="Source">What proves it.</param>
public sealed record Membership(string Country, LocalDate From, LocalDate? To, Reference Source);

/// <summary>A rule that counts the days of a travel record.</summary>
public abstract class DayRule : Rule
{
    private protected DayRule(RuleHead head, DayRuleSettings settings)
        : base(head)
    {
        Counts = settings.Counts;
        AlertAt = settings.AlertAt;
        LeavesOut = settings.LeavesOut;
        Assumes = settings.Assumes;
        NotForCitizensOf = settings.NotForCitizensOf;
        LeavesOutPermitDays = LeavesOut.Any(exclusion => exclusion.What == LeftOut.ResidencePermitDays);
    }

    /// <summary>Which dates of a stay count.</summary>
    public DayConvention Counts { get; }

    /// <summary>Totals at which people want to be told, ascending, in days.</summary>
    public IReadOnlyList<int> AlertAt { get; }

    /// <summary>Which days are left out, each with its source.</summary>
    public IReadOnlyList<Exclusion> LeavesOut { get; }

    /// <summary>What the rule takes for granted about everybody it is asked about, in English, as its file says.</summary>
    public IReadOnlyList<string> Assumes { get; }

    /// <summary>Countries whose citizens the rule does not ask about.</summary>
    public IReadOnlyList<Membership> NotForCitizensOf { get; }

    internal bool LeavesOutPermitDays { get; }

    /// <summary>Whether days in <paramref name="country"/> (ISO 3166 alpha-2) can count for this rule, on any date.</summary>
    public bool Watches(string country) => CountsSince(country) is not null;

    /// <summary>What the rule says about the record on a day.</summary>
    /// <param name="record">What is recorded about the person.</param>
    /// <param name="asOf">The day asked about; later days are forecast.</param>
    /// <param name="lawOn">The day whose law decides, where it is not the law of the days tested; null for those.</param>
    /// <exception cref="ArgumentException">A stay or span ends before it begins.</exception>
    public abstract Finding Evaluate(TravelRecord record, LocalDate asOf, LocalDate? lawOn = null);

    /// <summary>First day on which presence in a country can count; null if it never does.</summary>
    internal abstract LocalDate? CountsSince(string country);

    /// <summary>The citizenship that takes a person out of the rule on a day; null if none is recorded that does.</summary>
    internal Membership? FreeCitizenship(TravelRecord record, LocalDate day)
    {
        foreach (var free in record.Citizenships is null ? [] : NotForCitizensOf)
        {
            if (free.From <= day && !(free.To < day) && record.Citizenships!.Contains(free.Country))
            {
                return free;
            }
        }

        return null;
    }

    /// <summary>How a stay is marked as a whole: none when it counts as usual.</summary>
    internal DayMark MarkOf(Stay stay)
    {
        // Nearly every stay, and the loop below would cost more than all else that is read of it.
        if (stay.Purpose is not (StayPurpose.Commute or StayPurpose.ShipCrew or StayPurpose.Transit))
        {
            return DayMark.None;
        }

        foreach (var exclusion in LeavesOut)
        {
            if (exclusion.What == LeftOut.Commute && stay.Purpose == StayPurpose.Commute)
            {
                return DayMark.LeftOutCommute;
            }

            if (exclusion.What == LeftOut.ShipCrew && stay.Purpose == StayPurpose.ShipCrew)
            {
                return DayMark.LeftOutShipCrew;
            }

            if (exclusion.What == LeftOut.TransitUnder24Hours && stay.Purpose == StayPurpose.Transit)
            {
                return Transit(stay);
            }
        }

        return DayMark.None;
    }

    private static DayMark Transit(Stay stay)
    {
        if (stay.Depart is not { } depart || depart > stay.Arrive.PlusDays(1))
        {
            return DayMark.None;
        }

        if (depart == stay.Arrive)
        {
            return DayMark.LeftOutTransit;
        }

        if (stay.ArriveTime is not { } arriveTime || stay.DepartTime is not { } departTime)
        {
            return DayMark.TransitTimesMissing;
        }

        return departTime < arriveTime ? DayMark.LeftOutTransit : DayMark.None;
    }
}

/// <summary>What the loader reads in every day rule beside the head.</summary>
internal sealed record DayRuleSettings(
    DayConvention Counts,
    IReadOnlyList<int> AlertAt,
    IReadOnlyList<Exclusion> LeavesOut,
    IReadOnlyList<string> Assumes,
    IReadOnlyList<Membership> NotForCitizensOf
);

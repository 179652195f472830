using NodaTime;

namespace Mobility.Rules;

/// <summary>What a parameter's values are made of. A value of another make is refused by the loader.</summary>
public enum ParameterUnit
{
    /// <summary>A whole number of days, 0 or more.</summary>
    Days,

    /// <summary>An exact weight such as 1/3, above 0.</summary>
    Fraction,

    /// <summary>A day of the year, written MM-dd; 02-29 is refused because most years lack it.</summary>
    MonthDay,

    /// <summary>An ISO 8601 calendar period with an optional sign: -P9M, P0D, P2Y3M.</summary>
    Period,

    /// <summary>An ISO 3166 alpha-2 code: the country belongs from the value's day on.</summary>
    Country,

    /// <summary>A whole number of hours, 0 or more.</summary>
    Hours,

    /// <summary>A whole number of anything else (years, ties, trips), 0 or more.</summary>
    Count,

    /// <summary>Which dates of a stay count: a word of <see cref="Trips.DayConvention"/>.</summary>
    DayConvention,

    /// <summary>Facts and ids of rules joined by and, or, not: what a criterion asks.</summary>
    Criterion,

    /// <summary>The period of a treaty's clause, its unit where that is not presence, and its days where they are not the usual: "calendar-year workdays".</summary>
    TreatyClause,

    /// <summary>How long somebody may be posted under an agreement: whole months such as P60M, or unlimited, unread, none.</summary>
    PostingTerm,
}

/// <summary>One value of a parameter from a stated day on. It holds until the next value's day, or for ever.</summary>
public sealed record DatedValue
{
    /// <summary>First day in force (inclusive).</summary>
    public required LocalDate From { get; init; }

    /// <summary>The value exactly as the file writes it; null ends the parameter on <see cref="From"/>.</summary>
    public required string? Written { get; init; }

    /// <summary>The value when the unit is a number: days, hours, a count, a fraction.</summary>
    public Fraction Number { get; init; }

    /// <summary>The value when the unit is <see cref="ParameterUnit.MonthDay"/>.</summary>
    public AnnualDate MonthDay { get; init; }

    /// <summary>The value when the unit is <see cref="ParameterUnit.Period"/>; its sign is in its parts.</summary>
    public Period? Period { get; init; }

    /// <summary>The value when the unit is <see cref="ParameterUnit.DayConvention"/>.</summary>
    public Trips.DayConvention? Counts { get; init; }

    internal Residence.Condition? Condition { get; init; }

    internal Residence.TreatyWording? Wording { get; init; }

    /// <summary>The value when the unit is <see cref="ParameterUnit.PostingTerm"/>.</summary>
    public SocialSecurity.PostingTerm? Term { get; init; }

    /// <summary>What proves the value, or its end.</summary>
    public required Reference Source { get; init; }

    /// <summary>Whether the value was compared with its source.</summary>
    public ValueStatus Status { get; init; }
}

/// <summary>What a parameter says on a day.</summary>
public enum ParameterState
{
    /// <summary>There is a value.</summary>
    InForce,

    /// <summary>The day lies before the first value: nothing is known about it, and nothing is guessed.</summary>
    NotCovered,

    /// <summary>The rule had ended by that day (<c>value: null</c>).</summary>
    Ended,
}

/// <summary>The answer of <see cref="Parameter.On"/>.</summary>
/// <param name="State">Whether there is a value.</param>
/// <param name="Value">The entry in force; null when not covered; the ending entry when ended.</param>
public readonly record struct ParameterLookup(ParameterState State, DatedValue? Value);

/// <summary>A named number, date or period of a rule, with every value it has had, each dated and sourced.</summary>
public sealed class Parameter
{
    internal Parameter(string name, ParameterUnit unit, IReadOnlyList<DatedValue> values)
    {
        Name = name;
        Unit = unit;
        Values = values;
    }

    /// <summary>Name inside the rule: <c>allowed-days</c>.</summary>
    public string Name { get; }

    /// <summary>What is asked, in English, as the rule file says; null for parameters that only have a name.</summary>
    public string? Label { get; internal init; }

    /// <summary>What the values are made of.</summary>
    public ParameterUnit Unit { get; }

    /// <summary>Every value, oldest first; at least one; no two from the same day.</summary>
    public IReadOnlyList<DatedValue> Values { get; }

    /// <summary>
    /// The value in force on <paramref name="day"/>. Never falls back to an older or newer value: before the first it is
    /// <see cref="ParameterState.NotCovered"/>, after an end it is <see cref="ParameterState.Ended"/>.
    /// </summary>
    public ParameterLookup On(LocalDate day)
    {
        for (var i = Values.Count - 1; i >= 0; i--)
        {
            if (Values[i].From <= day)
            {
                return new(Values[i].Written is null ? ParameterState.Ended : ParameterState.InForce, Values[i]);
            }
        }

        return new(ParameterState.NotCovered, null);
    }

    /// <summary>The first entry that begins after <paramref name="day"/>: what changes next; null if nothing is known to change.</summary>
    public DatedValue? NextAfter(LocalDate day) => Values.FirstOrDefault(value => value.From > day);
}

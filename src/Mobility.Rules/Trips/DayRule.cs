using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>A rule that counts the days of a travel record.</summary>
public abstract class DayRule : Rule
{
    private protected DayRule(RuleHead head, DayConvention counts, IReadOnlyList<int> alertAt)
        : base(head)
    {
        Counts = counts;
        AlertAt = alertAt;
    }

    /// <summary>Which dates of a stay count.</summary>
    public DayConvention Counts { get; }

    /// <summary>Totals at which people want to be told, ascending, in days.</summary>
    public IReadOnlyList<int> AlertAt { get; }

    /// <summary>Whether days in <paramref name="country"/> (ISO 3166 alpha-2) can count for this rule, on any date.</summary>
    public abstract bool Watches(string country);

    /// <summary>What the rule says about the record on a day.</summary>
    /// <param name="record">What is recorded about the person.</param>
    /// <param name="asOf">The day asked about; later days are forecast.</param>
    /// <param name="lawOn">The day whose law decides, where it is not the law of the days tested; null for those.</param>
    public abstract Finding Evaluate(TravelRecord record, LocalDate asOf, LocalDate? lawOn = null);
}

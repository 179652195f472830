using System.Runtime.InteropServices;
using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>What a year rule counts in one year, up to its last day.</summary>
/// <param name="Days">Days of the year itself that certainly count.</param>
/// <param name="UsedParts">The weighted total of the days that certainly count, in parts of <paramref name="Denominator"/>.</param>
/// <param name="UnknownParts">The same of the days of which nobody knows whether they count.</param>
/// <param name="Denominator">How many parts make one day: 6 where days count for sixths.</param>
/// <param name="IsMet">Whether the days that certainly count meet the test.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct YearTotal(int Days, long UsedParts, long UnknownParts, long Denominator, bool IsMet)
{
    /// <summary>The weighted total of the days that certainly count, in days.</summary>
    public Fraction Used => new(UsedParts, Denominator);

    /// <summary>The weighted total of the days of which nobody knows whether they count, in days.</summary>
    public Fraction Unknown => new(UnknownParts, Denominator);
}

/// <summary>
/// The totals of a <see cref="YearRule"/> in several years, for one person after another and without reasons: what <see cref="YearRule.Evaluate"/> says
/// on the last day of each, from the same ledger. Citizenships are not looked at. Safe to share between threads.
/// </summary>
public sealed class YearSweep
{
    private readonly YearRule _rule;
    private readonly YearLaw[] _laws;
    private readonly int _earliest;

    /// <summary>Looks up the values of the years.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="first">Calendar year in which the first year begins.</param>
    /// <param name="last">Calendar year in which the last year begins (inclusive).</param>
    /// <exception cref="ArgumentException">There is no such year, or the rule has no values for one of them.</exception>
    public YearSweep(YearRule rule, int first, int last)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (last < first)
        {
            throw new ArgumentException($"{last} is before {first}.", nameof(last));
        }

        _rule = rule;
        var values = new ValuesUsed(lawOn: null);
        _laws = Enumerable
            .Range(first, last - first + 1)
            .Select(year =>
                values.Look(rule.YearStarts, new(year, 12, 31)) is { State: ParameterState.InForce, Value: { } starts }
                && TaxYear.StartingIn(year, starts.MonthDay) is var tested
                && tested.From >= rule.CoversFrom
                && YearLaw.Read(rule, values, tested) is { } law
                    ? law
                    : throw new ArgumentException($"'{rule.Id}' does not cover the year that begins in {year}.", nameof(first))
            )
            .ToArray();
        _earliest = _laws.Min(law => law.Year(law.Weights.Count - 1).From);
    }

    /// <summary>The years, in the order of the totals, as their country writes them.</summary>
    public IEnumerable<string> Years => _laws.Select(law => law.Label);

    /// <summary>Counts one person's record.</summary>
    /// <param name="record">What is recorded about the person; days after the last year are not read, and a stay without a departure lasts until it ends.</param>
    /// <param name="totals">Where to write the totals, one for each year.</param>
    /// <exception cref="ArgumentException">A stay or span ends before it begins, or there are fewer places than years.</exception>
    public void Count(TravelRecord record, Span<YearTotal> totals)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (totals.Length < _laws.Length)
        {
            throw new ArgumentException($"There are {_laws.Length} years and {totals.Length} places.", nameof(totals));
        }

        var (_, to) = _laws[^1].Year(0);
        var ledger = DayLedger.Read(_rule, record, to, _earliest, to);
        for (var i = 0; i < _laws.Length; i++)
        {
            var law = _laws[i];
            var (days, used) = law.Total(ledger.ActualDays, law.Year(0).To);
            var (_, unknown) = law.Total(ledger.UnknownDays, law.Year(0).To);
            totals[i] = new(days, used, unknown, law.Denominator, law.IsMet(days, used));
        }
    }
}

using System.Numerics;
using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>The values that decide one year, with weights as whole numbers over one denominator.</summary>
internal sealed class YearLaw
{
    private readonly (int From, int To)[] _years;

    private YearLaw(string label, int threshold, int floor, IReadOnlyList<long> weights, long denominator, (int, int)[] years)
    {
        Label = label;
        Threshold = threshold;
        Floor = floor;
        Weights = weights;
        Denominator = denominator;
        _years = years;
    }

    public string Label { get; }

    public int Threshold { get; }

    public int Floor { get; }

    public IReadOnlyList<long> Weights { get; }

    public long Denominator { get; }

    public (int From, int To) Year(int back) => _years[back];

    public bool IsMet(int days, long total) => days >= Floor && total >= Threshold * Denominator;

    /// <summary>The weighted total of the year up to a day (inclusive), in parts of <see cref="Denominator"/>, and the days of the year alone.</summary>
    public (int Days, long Total) Total(DaySet counted, int upTo)
    {
        var days = 0;
        long total = 0;
        for (var back = 0; back < _years.Length; back++)
        {
            var (from, to) = _years[back];
            var count = counted.Between(from, back == 0 ? Math.Min(to, upTo) : to);
            days = back == 0 ? count : days;
            total += Weights[back] * count;
        }

        return (days, total);
    }

    public static YearLaw? Read(YearRule rule, ValuesUsed values, TaxYear year)
    {
        if (Number(values, rule.Threshold, year) is not { } threshold)
        {
            return null;
        }

        Fraction floor = 0;
        if (rule.Floor is not null)
        {
            if (Number(values, rule.Floor, year) is not { } found)
            {
                return null;
            }

            floor = found;
        }

        var weights = new List<Fraction>();
        foreach (var parameter in rule.Weights)
        {
            if (Number(values, parameter, year) is not { } weight)
            {
                return null;
            }

            weights.Add(weight);
        }

        if (weights.Count == 0)
        {
            weights.Add(1);
        }

        var denominator = weights.Aggregate(
            1L,
            (common, weight) => common * (weight.Denominator / (long)BigInteger.GreatestCommonDivisor(common, weight.Denominator))
        );
        var starts = new AnnualDate(year.From.Month, year.From.Day);
        var years = weights
            .Select((_, back) => TaxYear.StartingIn(year.From.Year - back, starts))
            .Select(y => (DayLedger.Number(y.From), DayLedger.Number(y.To)))
            .ToArray();
        return new(
            year.Label,
            (int)threshold.Numerator,
            (int)floor.Numerator,
            weights.ConvertAll(weight => weight.Numerator * (denominator / weight.Denominator)),
            denominator,
            years
        );
    }

    private static Fraction? Number(ValuesUsed values, Parameter parameter, TaxYear year) =>
        values.Look(parameter, year.From) is { State: ParameterState.InForce, Value: { } value } ? value.Number : null;
}

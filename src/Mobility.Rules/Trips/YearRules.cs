using Mobility.Rules.Residence;
using Mobility.Rules.Residence.Findings;
using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>
/// A test on the days of one year, with days of earlier years added at a weight. Values are those in force on the first day of the year tested.
/// </summary>
public abstract class YearRule : DayRule
{
    private readonly string _country;

    private protected YearRule(RuleHead head, DayRuleSettings settings, Parameter threshold, Parameter yearStarts, string country)
        : base(head, settings)
    {
        Threshold = threshold;
        YearStarts = yearStarts;
        _country = country;
    }

    /// <summary>The total, in days, that meets the test.</summary>
    public Parameter Threshold { get; }

    /// <summary>First day of the year.</summary>
    public Parameter YearStarts { get; }

    /// <summary>Days of the year tested below which the test is never met; null when there is no such floor.</summary>
    internal abstract Parameter? Floor { get; }

    /// <summary>What a day counts for: the year tested first, then one year before, and so on.</summary>
    internal abstract IReadOnlyList<Parameter> Weights { get; }

    /// <inheritdoc/>
    public override Finding Evaluate(TravelRecord record, LocalDate asOf, LocalDate? lawOn = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        var values = new ValuesUsed(lawOn);
        var starts = values.Use(YearStarts, asOf);
        if (DayFindings.NotAsked(this, asOf, lawOn, starts) is { } notAsked)
        {
            return notAsked;
        }

        var year = TaxYear.Containing(asOf, starts.Value!.MonthDay);
        List<ParameterLookup> needed = [values.Use(Threshold, year.From)];
        if (Floor is not null)
        {
            needed.Add(values.Use(Floor, year.From));
        }

        needed.AddRange(Weights.Select(weight => values.Use(weight, year.From)));
        if (DayFindings.NotAsked(this, asOf, lawOn, needed.ToArray()) is { } notCovered)
        {
            return notCovered;
        }

        return FreeCitizenship(record, lawOn ?? asOf) is { } free
            ? DayFindings.NotForCitizens(this, asOf, free, values)
            : new YearCount(this, record, asOf, year, values).Finding();
    }

    internal override LocalDate? CountsSince(string country) => country == _country ? LocalDate.MinIsoValue : null;
}

/// <summary>Days of a year and a share of the two years before: kind <c>weighted-years</c>.</summary>
public sealed class WeightedYearsRule : YearRule, IResidenceRule
{
    internal WeightedYearsRule(
        RuleHead head,
        DayRuleSettings settings,
        Parameter threshold,
        Parameter yearStarts,
        string country,
        Parameter floor,
        IReadOnlyList<Parameter> weights,
        string test
    )
        : base(head, settings, threshold, yearStarts, country)
    {
        Floor = floor;
        Weights = weights;
        Test = test;
    }

    /// <summary>The public id of the test.</summary>
    public string Test { get; }

    /// <inheritdoc/>
    public QuestionAbout AsksAbout => QuestionAbout.Year;

    /// <inheritdoc/>
    public IReadOnlyList<FactDefinition> Reads { get; } = CountedYears.Reads.Select(fact => fact.Definition).ToList();

    internal override Parameter Floor { get; }

    internal override IReadOnlyList<Parameter> Weights { get; }

    /// <inheritdoc/>
    public Finding Find(TravelRecord record, FactSet facts, LocalDate asOf)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(facts);
        var byStays = Evaluate(record, asOf);
        return byStays.Figures is null || !Reads.Any(fact => facts.Has(fact.Name)) ? byStays
            : facts.Has(Facts.DaysPresentByYear) ? WeightedYearsWithFacts.OfNumbers(this, byStays, record, facts)
            : WeightedYearsWithFacts.Of(this, byStays, record, facts);
    }

    /// <summary>The record with the days that the facts leave out; null where they give the number of days of a year, and not the days.</summary>
    internal TravelRecord? Read(TravelRecord record, FactSet facts, LocalDate asOf) =>
        facts.Has(Facts.DaysPresentByYear) ? null
        : Reads.Any(fact => facts.Has(fact.Name)) ? WeightedYearsWithFacts.Read(this, record, facts, asOf)
        : record;

    /// <inheritdoc/>
    public ResidenceAnswer Answer(ResidenceQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var counted = new CountedYears(this, question);
        return counted
            .Answer()
            .Add("first_day_of_residence", counted is { IsMet: true, AreDated: true } ? counted.InYear.First : null)
            .Add("resident", counted.IsMet)
            .Add("test_met", counted.IsMet ? Test : null);
    }
}

/// <summary>Midnights of a tax year: kind <c>midnights-in-tax-year</c>.</summary>
public sealed class MidnightsInTaxYearRule : YearRule
{
    internal MidnightsInTaxYearRule(
        RuleHead head,
        DayRuleSettings settings,
        Parameter threshold,
        Parameter yearStarts,
        string country
    )
        : base(head, settings, threshold, yearStarts, country) { }

    internal override Parameter? Floor => null;

    internal override IReadOnlyList<Parameter> Weights => [];
}

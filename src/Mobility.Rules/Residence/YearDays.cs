using System.Collections.Frozen;
using System.Globalization;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>Days of one tax year.</summary>
/// <param name="Count">How many.</param>
/// <param name="Dates">Which, where they were counted from stays; null where the number was given.</param>
internal sealed record YearDays(int Count, DaySet? Dates)
{
    /// <summary>The number given for the year, or the days counted from stays.</summary>
    public static YearDays Of(ResidenceRule rule, ResidenceQuestion question, TaxYear year, string? label = null)
    {
        if (Given(rule, question).TryGetValue(label ?? year.Label, out var number))
        {
            return new(number, null);
        }

        var dates = Counted(rule, question, year.To).Within(year.From, year.To);
        return new(dates.Count, dates);
    }

    /// <summary>The days in the rule's country that count, each under the convention in force on it and without what is left out on it.</summary>
    public static DaySet Counted(ResidenceRule rule, ResidenceQuestion question, LocalDate openEnd)
    {
        var conventions = rule.Parameters.First(parameter => parameter.Unit == ParameterUnit.DayConvention).Values;
        var changes = conventions
            .Skip(1)
            .Select(value => value.From)
            .Concat(rule.LeavesOut.Select(exclusion => exclusion.From).OfType<LocalDate>())
            .Distinct()
            .Order()
            .ToList();
        var earliest = question.Held?.Days.First ?? LocalDate.MaxIsoValue;
        foreach (var stay in question.Stays)
        {
            earliest = LocalDate.Min(earliest, stay.Arrive);
        }

        // What held before the first stay leaves no day.
        changes.RemoveAll(change => change <= earliest);
        var days = DaySet.Empty;
        for (var i = 0; i <= changes.Count; i++)
        {
            var from = i == 0 ? earliest : changes[i - 1];
            var to = i < changes.Count ? changes[i].PlusDays(-1) : LocalDate.MaxIsoValue;
            var convention = conventions.LastOrDefault(value => value.From <= from) ?? conventions[0];
            var counted = Presence.Days(
                question,
                convention.Counts!.Value,
                openEnd,
                stay => stay.Country == rule.Country && rule.Counts(stay, from)
            );
            days = changes.Count == 0 ? counted : days.With(counted.Within(from, to));
        }

        return days;
    }

    /// <summary>Days by tax year: the years given, those with days counted from stays, and the year asked about.</summary>
    public static SortedDictionary<string, int> ByYear(ResidenceRule rule, ResidenceQuestion question, AnnualDate starts)
    {
        var years = new SortedDictionary<string, int>(Given(rule, question).ToDictionary(), StringComparer.Ordinal);
        var asked = question.Year is null ? null : ResidenceRule.YearOf(question, starts);
        var counted = Counted(rule, question, asked?.To ?? question.AsOf);
        foreach (var year in Touched(counted, starts).Concat(asked is null ? [] : [asked]))
        {
            years.TryAdd(year.Label, counted.Between(year.From, year.To));
        }

        return years;
    }

    /// <summary>The days given by year. A name that is no year of the rule would silently count for nothing.</summary>
    private static IReadOnlyDictionary<string, int> Given(ResidenceRule rule, ResidenceQuestion question)
    {
        var given = question.Get(Facts.DaysPresentByYear) ?? FrozenDictionary<string, int>.Empty;
        return given.Keys.FirstOrDefault(label => !rule.HasYear(label, question.Facts)) is { } label
            ? throw new QuestionException(
                $"'{label}' in '{Facts.DaysPresentByYear.Name}' is not the name of a tax year of '{rule.Id}'."
            )
            : given;
    }

    /// <summary>The tax years in which days lie, the earliest first.</summary>
    public static IEnumerable<TaxYear> Touched(DaySet days, AnnualDate starts)
    {
        if (days.First is not { } first)
        {
            yield break;
        }

        for (
            var year = TaxYear.Containing(first, starts);
            year.From <= days.Last;
            year = TaxYear.Containing(year.To.PlusDays(1), starts)
        )
        {
            if (days.Between(year.From, year.To) > 0)
            {
                yield return year;
            }
        }
    }

    /// <summary>The tax year before.</summary>
    public static TaxYear Before(TaxYear year, AnnualDate starts) => TaxYear.Containing(year.From.PlusDays(-1), starts);

    /// <summary>The name of a calendar year.</summary>
    public static string Label(int year) => year.ToString(CultureInfo.InvariantCulture);
}

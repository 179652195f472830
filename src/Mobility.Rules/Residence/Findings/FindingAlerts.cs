using System.Globalization;
using NodaTime;

namespace Mobility.Rules.Residence.Findings;

/// <summary>The steps that a residence rule has reached: those of its file, then the test itself, met or to be met by the plans.</summary>
internal static class FindingAlerts
{
    public static List<AlertStep> Of(ResidenceRule rule, AskedRecord asked, DayFigures? figures, bool? met, Breach? breach)
    {
        var alerts = new List<AlertStep>();
        // What a rule builds on tells of its days by itself.
        var isTold = rule.KindSpec.Verdict == Verdict.Residence && rule.Uses.Any();
        if (!rule.KindSpec.Verdict.IsLimit || isTold)
        {
            return alerts;
        }

        foreach (var step in figures is null ? [] : rule.AlertAt.Where(step => figures.Used + figures.Unknown >= step))
        {
            var on = Reached(asked, step);
            var window = asked.Year?.Label ?? IsoDate.Write(on);
            alerts.Add(new(string.Create(CultureInfo.InvariantCulture, $"{step}@{window}"), step, on, figures!.Used >= step));
        }

        if (breach is null)
        {
            return alerts;
        }

        if (breach.On <= asked.AsOf)
        {
            var limit = figures is { Limit.IsWhole: true } ? (int?)figures.Limit.Numerator : null;
            alerts.Add(new($"limit@{breach.Period ?? IsoDate.Write(breach.On)}", limit, breach.On, met is true));
        }
        else
        {
            var window = breach.Period ?? IsoDate.Write(breach.StayArrive ?? breach.On);
            alerts.Add(new($"forecast@{window}", null, breach.On, breach.OnWithoutUnknown is not null));
        }

        return alerts;
    }

    /// <summary>First day of the year, or of the window, on which the total came to a step.</summary>
    private static LocalDate Reached(AskedRecord asked, int step)
    {
        var from = asked.Year?.Year.From ?? asked.Answer(asked.AsOf, withUnknown: true)?.Window?.From ?? asked.AsOf;
        return Halving.First(
                from,
                asked.AsOf,
                day => asked.Answer(day, withUnknown: true) is { Measures: [var main, ..] } && main.Total >= step
            ) ?? asked.AsOf;
    }
}

using Mobility.Rules.Residence;

namespace Mobility.Rules.Files;

/// <summary>Reads the treaties between pairs of states, and the tax years of countries.</summary>
internal static class TreatyReader
{
    /// <summary>Every pair and tax year as a parameter of its own.</summary>
    /// <param name="top">The rule.</param>
    /// <param name="head">Has the wording of the model among its parameters; null where that could not be read.</param>
    public static List<Parameter> Read(MapReader top, RuleHead? head)
    {
        if (head is not null && !head.Parameters[0].Values.All(value => value.Wording is { MostDays: not null }))
        {
            top.File.Add(top.At("parameters"), "Each wording of the model must say its days, as in 'rolling-12-months 183'.");
        }

        var found = new List<Parameter>();
        foreach (var entry in top.Maps(top.Items("pairs"), "pairs", "a pair"))
        {
            var states = entry
                .Texts(entry.Items("states"), "states")
                .Select(text => entry.ReadCountry(text.Text!, "states", text))
                .OfType<string>()
                .Distinct()
                .ToList();
            if (states.Count != 2)
            {
                entry.File.Add(entry.At("states"), "'states' must be two countries.");
            }

            var name = states.Count == 2 ? TreatyClausesRule.PairOf(states[0], states[1]) : "a pair";
            Add(entry, name, ParameterUnit.TreatyClause);
        }

        foreach (var entry in top.Maps(top.Items("tax-years"), "tax-years", "a tax year"))
        {
            Add(entry, TreatyClausesRule.TaxYearOf(entry.Country("country") ?? ""), ParameterUnit.MonthDay);
        }

        return found;

        void Add(MapReader entry, string name, ParameterUnit unit)
        {
            var values = ValueReader.ReadValues(entry, name, unit, coversFrom: null);
            entry.Done();
            if (found.Exists(parameter => parameter.Name == name))
            {
                entry.File.Add(entry.Map, $"'{name}' is listed twice.");
            }
            else if (values is not null)
            {
                found.Add(new(name, unit, values));
            }
        }
    }
}

using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>Picks values by date and remembers which were picked, for the finding.</summary>
internal sealed class ValuesUsed(LocalDate? lawOn)
{
    private readonly List<ParameterUsed> _used = [];

    /// <summary>What a parameter says on a day, or on the day whose law decides.</summary>
    public ParameterLookup Look(Parameter parameter, LocalDate day) => parameter.On(lawOn ?? day);

    /// <summary>The days around a day, both ends included, on which none of the parameters changes.</summary>
    public (int From, int To) Span(LocalDate day, params ReadOnlySpan<Parameter> parameters)
    {
        var (from, to) = (int.MinValue, int.MaxValue);
        foreach (var parameter in lawOn is null ? parameters : [])
        {
            if (parameter.On(day).Value is { } value)
            {
                from = Math.Max(from, DayLedger.Number(value.From));
            }

            if (parameter.NextAfter(day) is { } next)
            {
                to = Math.Min(to, DayLedger.Number(next.From) - 1);
            }
        }

        return (from, to);
    }

    /// <summary>The same, and the finding names the value.</summary>
    public ParameterLookup Use(Parameter parameter, LocalDate day)
    {
        var lookup = Look(parameter, day);
        if (lookup is { State: ParameterState.InForce, Value: { } value })
        {
            Name(parameter.Name, parameter.Unit, value.Written!, value.From, value.Source, value.Status);
        }

        return lookup;
    }

    /// <summary>Names a value that is no parameter: a country of an area.</summary>
    public void Use(string name, Membership membership) =>
        Name(name, ParameterUnit.Country, membership.Country, membership.From, membership.Source, ValueStatus.Verified);

    /// <summary>The values named so far, in the order they were first used.</summary>
    public IReadOnlyList<ParameterUsed> ToList() => _used;

    private void Name(string name, ParameterUnit unit, string value, LocalDate from, Reference source, ValueStatus status)
    {
        foreach (var used in _used)
        {
            if (used.InForceFrom == from && used.Name == name && used.Value == value)
            {
                return;
            }
        }

        _used.Add(new(name, value, unit, from, source, status));
    }
}

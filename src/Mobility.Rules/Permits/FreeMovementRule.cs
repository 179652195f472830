using Mobility.Rules.Calendars;
using Mobility.Rules.TripChecks;
using NodaTime;

namespace Mobility.Rules.Permits;

/// <summary>
/// Citizens who may enter, stay and work in a group of states, without any formality for a time: kind <c>free-movement</c>. The time counts from the first day of a
/// stay.
/// </summary>
public sealed class FreeMovementRule : TripRule
{
    internal const string Without = "without-formalities";
    private const string States = "states";
    private const string Citizens = "citizens";

    internal FreeMovementRule(TripRuleHead head)
        : base(head) { }

    internal static TripRuleKind Spec { get; } =
        new("free-movement", head => new FreeMovementRule(head))
        {
            Parameters = [(Without, ParameterUnit.Period)],
            Lists = [States, Citizens],
        };

    /// <summary>Whether the rule is about a state.</summary>
    internal bool IsAbout(string country, LocalDate on) => on >= CoversFrom && IsListed(States, country, on);

    /// <summary>The citizenship that gives the right there; null when none of them does.</summary>
    internal string? Gives(string country, IReadOnlyList<string> citizenships, LocalDate on) =>
        IsAbout(country, on) ? citizenships.FirstOrDefault(citizenship => IsListed(Citizens, citizenship, on)) : null;

    /// <summary>First day on which something has to be done, if a stay begins on a day.</summary>
    internal LocalDate? FormalFrom(LocalDate from) =>
        ValueOn(Without, from) is { Period: { } time } ? CalendarPeriods.LastDay(from, time).PlusDays(1) : null;

    internal override IReadOnlyList<KeyValuePair<string, object?>> Answer(Destination destination) =>
        [
            Result(
                "free",
                !IsAbout(destination.Country, destination.From) ? null
                    : destination.Record.Citizenships is { } citizenships
                        ? Gives(destination.Country, citizenships, destination.From) is not null
                    : null
            ),
            Result("formalities-from", FormalFrom(destination.From)),
        ];
}

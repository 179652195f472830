using Mobility.Rules.Calendars;
using NodaTime;

namespace Mobility.Rules.Deadlines.Questions;

/// <summary>A rule that answers a question about dates with values of its own: how long, until when, from when.</summary>
public abstract class DateRule : Rule
{
    private protected DateRule(DateRuleHead head)
        : base(head.Head)
    {
        AskedAs = head.AskedAs;
        Assumes = head.Assumes;
        Steps = head.Steps;
        Calendars = head.Calendars;
    }

    /// <summary>The name under which case files ask it.</summary>
    public string AskedAs { get; }

    /// <summary>What is taken for granted, in English.</summary>
    public IReadOnlyList<string> Assumes { get; }

    internal HolidayCalendars Calendars { get; }

    /// <summary>Values that hold after so many full years, the fewest years first.</summary>
    internal IReadOnlyList<(int Years, Parameter Parameter)> Steps { get; }

    internal abstract DateAnswer Answer(Given given);

    /// <summary>The value in force on a day.</summary>
    /// <exception cref="NotCoveredException">The rule says nothing about the day.</exception>
    internal ParameterUsed Used(string parameter, LocalDate on) => Used(Parameters.Single(p => p.Name == parameter), on);

    internal ParameterUsed Used(Parameter parameter, LocalDate on) =>
        on >= CoversFrom && parameter.On(on) is { State: ParameterState.InForce, Value: { } value }
            ? new(parameter.Name, value.Written!, parameter.Unit, value.From, value.Source, value.Status)
            : throw new NotCoveredException($"'{Id}' does not cover {IsoDate.Write(on)}.");

    internal Period PeriodOn(string parameter, LocalDate on) => PeriodOn(Parameters.Single(p => p.Name == parameter), on);

    internal Period PeriodOn(Parameter parameter, LocalDate on) => Value(parameter, on).Period!;

    internal int WholeOn(string parameter, LocalDate on) =>
        (int)Value(Parameters.Single(p => p.Name == parameter), on).Number.Floor();

    private DatedValue Value(Parameter parameter, LocalDate on)
    {
        _ = Used(parameter, on);
        return parameter.On(on).Value!;
    }
}

/// <summary>What the loader reads in every rule about dates.</summary>
internal sealed record DateRuleHead(
    RuleHead Head,
    string AskedAs,
    IReadOnlyList<string> Assumes,
    IReadOnlyList<(int Years, Parameter Parameter)> Steps,
    HolidayCalendars Calendars,
    Weekdays Weekend,
    Weekdays NotOn
);

/// <summary>A kind of rule about dates: what its file has.</summary>
/// <param name="Name">The kind's name.</param>
/// <param name="Make">Makes the rule.</param>
/// <param name="Parameters">Its values, all of which must be there.</param>
internal sealed record DateRuleKind(
    string Name,
    Func<DateRuleHead, DateRule> Make,
    IReadOnlyList<(string Name, ParameterUnit Unit)> Parameters
)
{
    /// <summary>Whether it has steps: periods after so many full years.</summary>
    public bool HasSteps { get; init; }

    /// <summary>Whether it says which days of the week do not count, and on which the day looked for cannot fall.</summary>
    public bool HasWeekend { get; init; }
}

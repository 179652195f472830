using Mobility.Rules.Deadlines;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.TripChecks;

/// <summary>A rule that is asked about a trip to one country: agreements, notices, visits, establishments.</summary>
public abstract class TripRule : Rule
{
    private readonly TripRuleHead _head;

    private protected TripRule(TripRuleHead head)
        : base(head.Head) => _head = head;

    /// <summary>What the file says in words, each with its source.</summary>
    public IReadOnlyList<Statement> Statements => _head.Statements;

    /// <summary>What is taken for granted about everybody who is asked about, in English.</summary>
    public IReadOnlyList<string> Assumes => _head.Assumes;

    /// <summary>Its lists of countries, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Membership>> Lists => _head.Lists;

    /// <summary>Its lists of trades, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<TripActivityKind>> Trades => _head.Trades;

    /// <summary>Its names of things, by key: the certificate, the notice.</summary>
    public IReadOnlyDictionary<string, string> Names => _head.Names;

    /// <summary>What the file says of the deadline it makes; null when it makes none.</summary>
    public TripDeadline? Deadline => _head.Deadline;

    /// <summary>
    /// The deadline that this rule makes for a trip, in the state whose rule it is or to which the trip goes; null when it makes none of that kind, or has no value
    /// for that day.
    /// </summary>
    /// <param name="kind">What has to be done.</param>
    /// <param name="starts">First day of work there.</param>
    /// <param name="subjectKey">The caller's stable key of the trip.</param>
    /// <param name="subjectName">How to name the trip to people.</param>
    public virtual PlannedDeadline? Plan(TripTaskKind kind, LocalDate starts, string subjectKey, string subjectName) => null;

    /// <summary>A deadline with what the file says of it.</summary>
    private protected PlannedDeadline Planned(
        (string Key, string Name) subject,
        LocalDate starts,
        LocalDate due,
        Explanation why,
        TripRuleUsed used
    ) =>
        new()
        {
            Key = $"{Id}|{subject.Key}|",
            RuleId = Id,
            RuleVersion = Version,
            Label = Label,
            SubjectKey = subject.Key,
            SubjectName = subject.Name,
            Anchor = Anchor.PostingStart,
            AnchorOn = starts,
            DueOn = due,
            RemindOn = Deadline!.RemindDaysBefore.Select(days => due.PlusDays(-days)).ToList(),
            Jurisdiction = Jurisdiction,
            Severity = Deadline.Severity,
            Actor = Actor.Employer,
            Basis = Basis.Statutory,
            Consequence = Deadline.Consequence,
            Explanation = why,
            ParametersUsed = used.ParametersUsed,
        };

    /// <summary>What the rule says of a destination, by name: a bool, a number, a date or text; null when it is unknown or there is none.</summary>
    internal abstract IReadOnlyList<KeyValuePair<string, object?>> Answer(Destination destination);

    /// <summary>Whether a country is in a list on a day.</summary>
    internal bool IsListed(string list, string? country, LocalDate on) =>
        country is not null
        && Lists.TryGetValue(list, out var members)
        && members.Any(member => member.Country == country && member.From <= on && !(member.To < on));

    /// <summary>The value in force on a day; null when there is none.</summary>
    internal DatedValue? ValueOn(string parameter, LocalDate on) =>
        Parameters.FirstOrDefault(one => one.Name == parameter)?.On(on) is { State: ParameterState.InForce, Value: { } value }
            ? value
            : null;

    /// <summary>What a result names of this rule: the values of some parameters on a day, and what it says in words.</summary>
    internal TripRuleUsed Used(LocalDate on, params ReadOnlySpan<string> parameters)
    {
        var used = new List<ParameterUsed>();
        foreach (var name in parameters)
        {
            if (ValueOn(name, on) is { } value)
            {
                used.Add(
                    new(
                        name,
                        value.Written!,
                        Parameters.First(one => one.Name == name).Unit,
                        value.From,
                        value.Source,
                        value.Status
                    )
                );
            }
        }

        return new(Id, Version, Label, used, Statements);
    }

    internal static KeyValuePair<string, object?> Result(string name, object? value) => new(name, value);
}

/// <summary>What the loader reads in every rule about trips.</summary>
internal sealed record TripRuleHead(
    RuleHead Head,
    IReadOnlyList<Statement> Statements,
    IReadOnlyList<string> Assumes,
    IReadOnlyDictionary<string, IReadOnlyList<Membership>> Lists,
    IReadOnlyDictionary<string, IReadOnlyList<TripActivityKind>> Trades,
    IReadOnlyDictionary<string, string> Names,
    IReadOnlyDictionary<string, string> Named,
    TripDeadline? Deadline
);

/// <summary>A kind of rule about trips, and what a file of it must say.</summary>
/// <param name="Name">The word under <c>kind:</c>.</param>
/// <param name="Make">Makes the rule.</param>
internal sealed record TripRuleKind(string Name, Func<TripRuleHead, TripRule> Make)
{
    /// <summary>Parameters that must be there.</summary>
    public IReadOnlyList<(string Name, ParameterUnit Unit)> Parameters { get; init; } = [];

    /// <summary>Parameters that may be there.</summary>
    public IReadOnlyList<(string Name, ParameterUnit Unit)> Optional { get; init; } = [];

    /// <summary>Lists of countries that must be there, each a key of its own.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>Lists of countries that may be there.</summary>
    public IReadOnlyList<string> OptionalLists { get; init; } = [];

    /// <summary>Lists of trades that may be there.</summary>
    public IReadOnlyList<string> Trades { get; init; } = [];

    /// <summary>Names of things that must be there.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Whether the file says of its deadline how bad it is to miss, what follows and when to remind.</summary>
    public bool HasDeadline { get; init; }

    /// <summary>Whether the file lists partners of agreements, each with its term.</summary>
    public bool HasPartners { get; init; }

    /// <summary>Whether the file names things by country without a source, under <c>named</c>.</summary>
    public bool HasNamed { get; init; }
}

using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>A rule that answers questions about residence and days of presence.</summary>
public interface IResidenceRule
{
    /// <summary>What the rule says.</summary>
    /// <exception cref="QuestionException">The question lacks what the rule needs, or the rule does not cover its day.</exception>
    ResidenceAnswer Answer(ResidenceQuestion question);
}

/// <summary>A rule of one of the kinds in <see cref="ResidenceKinds"/>: an algorithm in C#, its numbers and names in the rule file.</summary>
public abstract class ResidenceRule : Rule, IResidenceRule
{
    private readonly ResidenceHead _head;
    private readonly Dictionary<string, Rule> _links = [];

    private protected ResidenceRule(ResidenceHead head)
        : base(head.Head) => _head = head;

    /// <summary>What the rule takes for granted about everybody it is asked about, in English, as its file says.</summary>
    public IReadOnlyList<string> Assumes => _head.Assumes;

    /// <summary>Which stays are left out, each with its source.</summary>
    public IReadOnlyList<Exclusion> LeavesOut => _head.LeavesOut;

    /// <summary>The rules this one builds on; their values are its own.</summary>
    public IEnumerable<Rule> Uses => _links.Values;

    /// <summary>The public ids of its tests, by the names its kind gives them.</summary>
    public IReadOnlyDictionary<string, string> Tests => _head.Tests;

    /// <summary>Its lists of countries, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Membership>> Lists => _head.Lists;

    internal IReadOnlyList<(RuleUse Use, string Id)> UsesIds => _head.Uses;

    /// <summary>ISO 3166 alpha-2 code of the rule's country.</summary>
    internal string Country => Jurisdiction;

    /// <inheritdoc/>
    public ResidenceAnswer Answer(ResidenceQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return question.AsOf < CoversFrom
            ? throw new QuestionException(
                $"'{Id}' covers from {IsoDate.Write(CoversFrom)}; 'as_of' is {IsoDate.Write(question.AsOf)}."
            )
            : Answer(question, new ValuesInForce(this, question.AsOf));
    }

    private ResidenceAnswer Answer(ResidenceQuestion question, ValuesInForce values)
    {
        var answer = Decide(question, values);
        answer.ParametersUsed = [.. answer.ParametersUsed, .. values.Used];
        return answer;
    }

    internal abstract ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values);

    internal void Link(string name, Rule rule) => _links[name] = rule;

    /// <summary>The rule under a name of <c>uses:</c>.</summary>
    internal T Linked<T>(string name)
        where T : Rule => (T)_links[name];

    /// <summary>The public id of a test of this kind, as the rule file names it.</summary>
    internal string Test(string name) => _head.Tests[name];

    /// <summary>Whether a country is in one of the rule's lists on a day.</summary>
    internal bool IsListed(string list, string country, LocalDate on) =>
        _head.Lists[list].Any(member => member.Country == country && member.From <= on && !(member.To < on));

    /// <summary>Whether a stay counts on a date, as far as the stay alone says; without a date, on the day of arrival.</summary>
    internal bool Counts(Stay stay, LocalDate? on = null) => !LeavesOut.Any(exclusion => exclusion.LeavesOut(stay, on));

    /// <summary>The tax year asked about.</summary>
    internal static TaxYear YearOf(ResidenceQuestion question, AnnualDate starts)
    {
        var label = question.RequiredYear();
        return TaxYear.Named(label, starts)
            ?? throw new QuestionException(
                $"'year' must be written as {TaxYear.StartingIn(2024, starts).Label}, as the rule's tax years are, not '{label}'."
            );
    }
}

/// <summary>A rule that a kind builds on: its name under <c>uses:</c> and the C# type it must have.</summary>
internal sealed record RuleUse(string Name, Type Rule);

/// <summary>What the loader reads in every residence rule.</summary>
internal sealed record ResidenceHead(
    RuleHead Head,
    IReadOnlyDictionary<string, string> Tests,
    IReadOnlyDictionary<string, IReadOnlyList<Membership>> Lists,
    IReadOnlyList<Exclusion> LeavesOut,
    IReadOnlyList<string> Assumes,
    IReadOnlyList<(RuleUse Use, string Id)> Uses
);

/// <summary>A rule's values on the day whose law decides. It remembers which were asked for.</summary>
internal sealed class ValuesInForce
{
    private readonly ValuesUsed _used;

    public ValuesInForce(Rule rule, LocalDate on)
        : this(rule, on, new(lawOn: null)) { }

    private ValuesInForce(Rule rule, LocalDate on, ValuesUsed used) => (Rule, On, _used) = (rule, on, used);

    public LocalDate On { get; }

    public Rule Rule { get; }

    /// <summary>The values asked for so far, in the order they were first used.</summary>
    public IReadOnlyList<ParameterUsed> Used => _used.ToList();

    /// <summary>The same rule on another day.</summary>
    public ValuesInForce At(LocalDate day) => new(Rule, day, _used);

    /// <summary>Another rule on the same day.</summary>
    public ValuesInForce Of(Rule other) => new(other, On, _used);

    public int Number(string name) => NumberOrNone(name) ?? throw NotInForce(name);

    /// <summary>The number in force; null when there is none (not yet, or no longer).</summary>
    public int? NumberOrNone(string name) => Find(name) is { } value ? (int)value.Number.Floor() : null;

    public Fraction Fraction(string name) => (Find(name) ?? throw NotInForce(name)).Number;

    public AnnualDate MonthDay(string name) => (Find(name) ?? throw NotInForce(name)).MonthDay;

    public Period Period(string name) => (Find(name) ?? throw NotInForce(name)).Period!;

    public DayConvention Counts(string name = "counts") => (Find(name) ?? throw NotInForce(name)).Counts!.Value;

    private DatedValue? Find(string name) =>
        Rule.Parameters.FirstOrDefault(parameter => parameter.Name == name) is { } parameter
        && _used.Use(parameter, On) is { State: ParameterState.InForce } lookup
            ? lookup.Value
            : null;

    private QuestionException NotInForce(string name) => new($"'{Rule.Id}' has no value of '{name}' on {IsoDate.Write(On)}.");
}

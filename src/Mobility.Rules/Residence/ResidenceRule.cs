using System.Globalization;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>A rule that answers questions about residence and days of presence.</summary>
public interface IResidenceRule
{
    /// <summary>What a question to the rule is about.</summary>
    QuestionAbout AsksAbout { get; }

    /// <summary>Every fact the rule reads beside the stays, the ones that matter most first.</summary>
    IReadOnlyList<FactDefinition> Reads { get; }

    /// <summary>What the rule says.</summary>
    /// <exception cref="QuestionException">The question lacks what the rule needs, or the rule does not cover its day.</exception>
    ResidenceAnswer Answer(ResidenceQuestion question);

    /// <summary>
    /// What the rule says about a record on a day, with everything it used. What is recorded as having happened decides whether the test is met;
    /// plans and stays under way give the forecast; every unknown day is tried both ways.
    /// </summary>
    /// <param name="record">
    /// What is recorded about the person. Permits, citizenships and the home country are taken as facts unless <paramref name="facts"/> say otherwise.
    /// </param>
    /// <param name="facts">Everything else that is known.</param>
    /// <param name="asOf">The day asked about; later days are forecast.</param>
    Finding Find(TravelRecord record, FactSet facts, LocalDate asOf);
}

/// <summary>A rule of one of the kinds in <see cref="ResidenceKinds"/>: an algorithm in C#, its numbers and names in the rule file.</summary>
public abstract class ResidenceRule : Rule, IResidenceRule
{
    private readonly ResidenceHead _head;
    private readonly Dictionary<string, Rule> _links = [];
    private IReadOnlyList<Fact>? _factsRead;
    private IReadOnlyList<FactDefinition>? _reads;

    private protected ResidenceRule(ResidenceHead head)
        : base(head.Head) => _head = head;

    /// <inheritdoc/>
    public virtual QuestionAbout AsksAbout => _head.Kind.About;

    /// <inheritdoc/>
    public IReadOnlyList<FactDefinition> Reads => _reads ??= FactsRead.Select(fact => fact.Definition).ToList();

    /// <summary>
    /// Whether the rule is no answer of its own but a computation for another one. Its file is named after that rule, with a dot before its own name:
    /// <c>sufficient-ties.work-tie</c>.
    /// </summary>
    public bool IsComputation => Id.Contains('.', StringComparison.Ordinal);

    /// <summary>
    /// Whether the rule is asked about somebody of whom these facts are known. A rule is not asked while a fact is missing without which it has no answer,
    /// and a rule about special facts (a split year, hours worked) not before somebody gives one of them.
    /// </summary>
    public bool IsAsked(FactSet facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return !IsComputation
            && FactsRead.All(fact => !fact.Required || facts.Has(fact) || CanComplete(fact))
            && (_head.Kind.AskedWith.Count == 0 || _head.Kind.AskedWith.Any(facts.Has));
    }

    /// <summary>Totals at which people want to be told, ascending, in days; empty where the file has none.</summary>
    public IReadOnlyList<int> AlertAt => _head.AlertAt;

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

    internal ResidenceKind KindSpec => _head.Kind;

    internal IReadOnlyList<(RuleUse Use, string Id)> UsesIds => _head.Uses;

    /// <summary>ISO 3166 alpha-2 code of the rule's country.</summary>
    internal string Country => Jurisdiction;

    /// <inheritdoc/>
    public ResidenceAnswer Answer(ResidenceQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return question.AsOf < CoversFrom
            ? throw new NotCoveredException(
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

    /// <inheritdoc/>
    public Finding Find(TravelRecord record, FactSet facts, LocalDate asOf)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(facts);
        return Findings.ResidenceFinding.Of(this, record, facts, asOf);
    }

    internal abstract ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values);

    /// <summary>Every fact that it reads beside the stays, those of the rules it builds on included.</summary>
    internal IReadOnlyList<Fact> FactsRead => _factsRead ??= FindFactsRead();

    private protected virtual IReadOnlyList<Fact> FindFactsRead() => _head.Kind.Reads;

    /// <summary>The facts that the rules it builds on read.</summary>
    internal IEnumerable<Fact> FactsOfUses =>
        Uses.SelectMany(used =>
            used switch
            {
                ResidenceRule rule => rule.FactsRead,
                IResidenceRule rule => rule.Reads.Select(definition => Facts.Find(definition.Name)!),
                _ => [],
            }
        );

    /// <summary>Whether the rule book itself can give a fact that a finding needs and nobody declared.</summary>
    internal virtual bool CanComplete(Fact fact) => false;

    /// <summary>The facts of a finding, with those that the rule book itself can give. Answers take facts as they are.</summary>
    internal virtual FactSet Complete(FactSet facts) => facts;

    /// <summary>The country whose days count; null when the rule counts none, or the facts do not say which.</summary>
    internal virtual string? PlaceOf(FactSet facts) => Country;

    /// <summary>The year that contains a day, and its name.</summary>
    internal virtual NamedYear YearAt(LocalDate day, FactSet facts)
    {
        var year = TaxYear.Containing(day, StartsOf(this, day) ?? new(1, 1));
        return new(year, year.Label);
    }

    /// <summary>Whether a name is that of one of the rule's tax years, which are named by the calendar year in which they begin or end.</summary>
    internal bool HasYear(string label, FactSet facts)
    {
        var number = int.Parse(label[..4], CultureInfo.InvariantCulture);
        return YearAt(new(number, 7, 1), facts).Label == label || YearAt(new(number, 1, 1), facts).Label == label;
    }

    /// <summary>The days that count, of all years up to the day of the question; null when the rule counts no stays.</summary>
    internal virtual DaySet? CountedDays(ResidenceQuestion question) =>
        Counting() is { } counting ? YearDays.Counted(counting, question, question.RequiredOn()) : null;

    /// <summary>Whether days in a country can count, or can be read, where days in <paramref name="place"/> do.</summary>
    internal virtual bool WatchesIn(string country, string? place) => country == place;

    /// <summary>Whether the rule reads stays in a country at all, where days in <paramref name="place"/> count.</summary>
    internal virtual bool ReadsStaysIn(string country, string? place) =>
        country == place || Uses.OfType<ResidenceRule>().Any(rule => rule.ReadsStaysIn(country, place));

    /// <summary>The day on which a counted day leaves the period counted; null where none ever does but with the year.</summary>
    internal virtual LocalDate? FallsOut(LocalDate counted, LocalDate asOf) =>
        Parameters.FirstOrDefault(parameter => parameter.Name == "window") is { } window
        && window.On(asOf).Value is { Period: { } length }
            ? counted.Plus(length)
            : null;

    /// <summary>Whether a date of a stay is left out for what the stay is.</summary>
    internal virtual bool IsLeftOut(Stay stay, LocalDate day) => !(Counting() ?? this).Counts(stay, day);

    /// <summary>Why a date of a stay does not count.</summary>
    internal virtual DayMark WhyLeftOut(ResidenceQuestion question, Stay stay, LocalDate day)
    {
        foreach (var exclusion in (Counting() ?? this).LeavesOut)
        {
            if (exclusion.LeavesOut(stay, day))
            {
                return exclusion.What switch
                {
                    LeftOut.Commute => DayMark.LeftOutCommute,
                    LeftOut.ShipCrew => DayMark.LeftOutShipCrew,
                    LeftOut.SameDayTurnaround => DayMark.LeftOutTurnaround,
                    _ => DayMark.LeftOutPassingThrough,
                };
            }
        }

        return ConventionOn(day) switch
        {
            DayConvention.Midnight => DayMark.NoMidnight,
            DayConvention.DepartureOut => DayMark.LeftOnThatDay,
            _ => DayMark.NotFullDay,
        };
    }

    /// <summary>Which dates of a stay count on a day.</summary>
    internal virtual DayConvention ConventionOn(LocalDate day) =>
        Counting()?.Parameters.First(parameter => parameter.Unit == ParameterUnit.DayConvention) is { } counts
            ? (counts.On(day).Value ?? counts.Values[0]).Counts ?? DayConvention.AnyPartOfDay
            : DayConvention.AnyPartOfDay;

    /// <summary>The rule whose convention counts: this one, or one it builds on.</summary>
    internal bool HasConvention => Counting() is not null;

    private ResidenceRule? Counting() =>
        Parameters.Any(parameter => parameter.Unit == ParameterUnit.DayConvention)
            ? this
            : Uses.OfType<ResidenceRule>().Select(rule => rule.Counting()).FirstOrDefault(rule => rule is not null);

    private static AnnualDate? StartsOf(Rule rule, LocalDate day) =>
        rule.Parameters.FirstOrDefault(parameter => parameter.Name == "year-starts") is { } starts
            ? (starts.On(day).Value ?? starts.Values[0]).MonthDay
            : (rule as ResidenceRule)?.Uses.Select(used => StartsOf(used, day)).FirstOrDefault(found => found is not null);

    internal void Link(string name, Rule rule) => _links[name] = rule;

    /// <summary>The rule under a name of <c>uses:</c>.</summary>
    internal T Linked<T>(string name)
        where T : Rule => (T)_links[name];

    /// <summary>The public id of a test of this kind, as the rule file names it.</summary>
    internal string Test(string name) => _head.Tests[name];

    /// <summary>The criteria, in the order in which they are taken.</summary>
    public IReadOnlyList<Criterion> Criteria => _head.Criteria;

    /// <summary>What takes residence away again, in order.</summary>
    public IReadOnlyList<Criterion> Exceptions => _head.Exceptions;

    /// <summary>The facts that its criteria name, on whatever day.</summary>
    internal IEnumerable<Fact> OwnFacts =>
        Criteria
            .Concat(Exceptions)
            .SelectMany(criterion => criterion.Parameter.Values)
            .SelectMany(value => value.Condition?.Terms ?? [])
            .Select(term => term.Fact)
            .OfType<Fact>();

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

/// <summary>A tax year and the name that the rule's country gives it.</summary>
internal sealed record NamedYear(TaxYear Year, string Label);

/// <summary>A rule that a kind builds on: its name under <c>uses:</c> and the C# type it must have.</summary>
internal sealed record RuleUse(string Name, Type Rule);

/// <summary>What the loader reads in every residence rule.</summary>
internal sealed record ResidenceHead(
    RuleHead Head,
    IReadOnlyDictionary<string, string> Tests,
    IReadOnlyDictionary<string, IReadOnlyList<Membership>> Lists,
    IReadOnlyList<Exclusion> LeavesOut,
    IReadOnlyList<string> Assumes,
    IReadOnlyList<(RuleUse Use, string Id)> Uses,
    ResidenceKind Kind,
    IReadOnlyList<int> AlertAt,
    IReadOnlyList<Criterion> Criteria,
    IReadOnlyList<Criterion> Exceptions
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

    /// <summary>The condition of a criterion; null while it is no part of the law.</summary>
    public Condition? Condition(string name) => Find(name)?.Condition;

    /// <summary>The wording of a treaty; null when none is in force.</summary>
    public TreatyWording? Wording(string name) => Find(name)?.Wording;

    public DayConvention Counts(string name = "counts") => (Find(name) ?? throw NotInForce(name)).Counts!.Value;

    private DatedValue? Find(string name)
    {
        foreach (var parameter in Rule.Parameters)
        {
            if (parameter.Name == name)
            {
                return _used.Use(parameter, On) is { State: ParameterState.InForce } lookup ? lookup.Value : null;
            }
        }

        return null;
    }

    private NotCoveredException NotInForce(string name) => new($"'{Rule.Id}' has no value of '{name}' on {IsoDate.Write(On)}.");
}

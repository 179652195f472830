using Mobility.Rules;
using Mobility.Rules.Deadlines;
using Mobility.Rules.Deadlines.Questions;
using Mobility.Rules.PostedWorkers;
using Mobility.Rules.Residence;
using Mobility.Rules.TripChecks;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Web.Rules;

/// <summary>One value a parameter has had, and until when.</summary>
/// <param name="Value">The value; ends the parameter when nothing is written.</param>
/// <param name="To">Last day in force (inclusive); null while nothing is known to follow.</param>
public sealed record DatedSpan(DatedValue Value, LocalDate? To)
{
    public bool IsPast(LocalDate on) => To < on;

    public bool IsToCome(LocalDate on) => Value.From > on;
}

/// <summary>Countries that share their dates and their source within a list of a rule.</summary>
public sealed record ListedCountries(LocalDate From, LocalDate? To, IReadOnlyList<string> Countries, Reference? Source);

/// <summary>A text the rule rests on, and how many of its values.</summary>
public sealed record UsedSource(Reference Source, int Values);

/// <summary>An example, tried now.</summary>
public sealed record TriedExample(RuleExample Example, IReadOnlyList<ExampleResult> Results, IReadOnlyList<Explanation> Steps)
{
    /// <summary>Where the calculator opens with its facts; null when it asks in another way.</summary>
    public string? Address { get; init; }

    public bool Holds => Results.All(result => result.Holds);
}

/// <summary>A rule as its page shows it.</summary>
public sealed record RulePage
{
    public required Rule Rule { get; init; }

    /// <summary>Folder of its jurisdiction.</summary>
    public required string Slug { get; init; }

    public required LocalDate Today { get; init; }

    /// <summary>The day whose values are shown.</summary>
    public required LocalDate On { get; init; }

    public required IReadOnlyList<RulePhrase> Asks { get; init; }

    public required IReadOnlyList<TriedExample> Examples { get; init; }

    public required IReadOnlyList<Coverage> Coverage { get; init; }

    public required IReadOnlyList<Rule> UsedBy { get; init; }

    public IEnumerable<Rule> Uses { get; init; } = [];

    public bool CanBeCalculated => Rule is DayRule or ResidenceRule;

    /// <summary>How many examples stand open at first.</summary>
    private const int Open = 8;

    /// <summary>The examples that stand open: those that fail before those that hold.</summary>
    public IReadOnlyList<TriedExample> ShownExamples =>
        Examples.Count <= Open + 2
            ? Examples
            : [.. Examples.OrderBy(e => e.Holds).Take(Math.Max(Open, Examples.Count - Holding))];

    /// <summary>The others, in the order of the file.</summary>
    public IReadOnlyList<TriedExample> FoldedExamples => [.. Examples.Except(ShownExamples)];

    public int Holding => Examples.Count(example => example.Holds);

    /// <summary>Values written down without their source having been read.</summary>
    public int Unverified => Rule.Parameters.Sum(p => p.Values.Count(v => v.Status == ValueStatus.Unverified));

    /// <summary>The day of the oldest comparison among the values in force; null when none is.</summary>
    public LocalDate? OldestCheck =>
        Rule.Parameters.Select(p => p.On(On)).Where(v => v.Value is not null).Min(v => (LocalDate?)v.Value!.Source.Checked);

    /// <summary>Parameters that have had, or will have, another value, with every one of them, newest first.</summary>
    public IEnumerable<(Parameter Parameter, IReadOnlyList<DatedSpan> Values)> OverTime =>
        Rule
            .Parameters.Where(p => p.Values.Count > 1)
            .Select(p =>
                (
                    p,
                    (IReadOnlyList<DatedSpan>)
                        [.. p.Values.Select(v => new DatedSpan(v, p.NextAfter(v.From)?.From.PlusDays(-1))).Reverse()]
                )
            );

    public IReadOnlyList<string> Assumes =>
        Rule switch
        {
            DayRule rule => rule.Assumes,
            ResidenceRule rule => rule.Assumes,
            TripRule rule => rule.Assumes,
            DateRule rule => rule.Assumes,
            _ => [],
        };

    public IReadOnlyList<Exclusion> LeavesOut =>
        Rule switch
        {
            DayRule rule => rule.LeavesOut,
            ResidenceRule rule => rule.LeavesOut,
            _ => [],
        };

    /// <summary>Public ids of the tests the rule can meet.</summary>
    public IReadOnlyList<string> Tests =>
        Rule switch
        {
            ResidenceRule rule => [.. rule.Tests.Values, .. rule.Criteria.Select(criterion => criterion.Test).OfType<string>()],
            WeightedYearsRule rule => [rule.Test],
            _ => [],
        };

    /// <summary>The rule's lists of countries, by the name under which its file has them.</summary>
    public IEnumerable<(string Name, IReadOnlyList<ListedCountries> Countries)> Lists
    {
        get
        {
            if (Rule is RollingWindowRule window)
            {
                yield return ("members", Grouped(window.Members));
            }
            if (Rule is DayRule { NotForCitizensOf: { Count: > 0 } free })
            {
                yield return ("not-for-citizens-of", Grouped(free));
            }
            foreach (var (name, members) in ListsOf(Rule))
            {
                yield return (name, Grouped(members));
            }
            if (Rule is DeadlineRule { AppliesTo: { Count: > 0 } hosts } deadline)
            {
                yield return ("applies-to", [new ListedCountries(deadline.CoversFrom, null, hosts, null)]);
            }
        }
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<Membership>> ListsOf(Rule rule) =>
        rule switch
        {
            ResidenceRule residence => residence.Lists,
            TripRule trip => trip.Lists,
            _ => new Dictionary<string, IReadOnlyList<Membership>>(),
        };

    /// <summary>What the file says in words, each with its source.</summary>
    public IReadOnlyList<Statement> Statements => (Rule as TripRule)?.Statements ?? [];

    /// <summary>The rule's lists of trades that are not empty.</summary>
    public IEnumerable<KeyValuePair<string, IReadOnlyList<TripActivityKind>>> Trades =>
        (Rule as TripRule)?.Trades.Where(list => list.Value.Count > 0) ?? [];

    /// <summary>What the rule names: the certificate, the notice.</summary>
    public IReadOnlyDictionary<string, string> Names => (Rule as TripRule)?.Names ?? new Dictionary<string, string>();

    /// <summary>Notices of which only the name is known, by country.</summary>
    public IReadOnlyDictionary<string, string> Named => (Rule as PostingDirectiveRule)?.Named ?? new Dictionary<string, string>();

    /// <summary>Every text the rule rests on, the law it quotes first, each once.</summary>
    public IReadOnlyList<UsedSource> Sources =>
        [
            .. (Rule.Law is { } law ? [(law.Source, 0)] : Array.Empty<(Reference, int)>())
                .Concat(Rule.Parameters.SelectMany(p => p.Values).Select(v => (v.Source, 1)))
                .Concat(LeavesOut.Select(e => (e.Source, 1)))
                .Concat(Statements.Select(s => (s.Source, 1)))
                .GroupBy(pair => (pair.Item1.Title, pair.Item1.Url))
                .Select(group => new UsedSource(group.MinBy(pair => pair.Item1.Checked).Item1, group.Sum(pair => pair.Item2))),
        ];

    public static RulePage Of(RuleBook book, Rule rule, RuleWords words, LocalDate on, LocalDate today)
    {
        var slug = RuleAddress.Slug(rule);
        return new RulePage
        {
            Rule = rule,
            Slug = slug,
            Today = today,
            On = on,
            Asks = words.Asks(rule, on),
            Examples = [.. rule.Examples.Select(example => Try(book, rule, example))],
            Coverage = [.. book.Coverage.Where(c => RuleAddress.Slug(c.Jurisdiction) == slug && c.Topic == rule.Topic)],
            Uses = UsesOf(book, rule),
            UsedBy = [.. book.Rules.Where(other => UsesOf(book, other).Contains(rule))],
        };
    }

    private static IEnumerable<Rule> UsesOf(RuleBook book, Rule rule) =>
        rule switch
        {
            ResidenceRule residence => residence.Uses.Distinct(),
            DeadlineRule { OfRule: { } id } when book.Find(id) is { } other => [other],
            _ => [],
        };

    private static TriedExample Try(RuleBook book, Rule rule, RuleExample example) =>
        new(example, example.Try(rule), Steps(book, rule, example)) { Address = CalculatorAddress.Of(rule, example) };

    /// <summary>The steps that lead to the answer; none where the rule could not be asked.</summary>
    private static IReadOnlyList<Explanation> Steps(RuleBook book, Rule rule, RuleExample example)
    {
        switch (rule, example)
        {
            case (DayRule day, DayExample facts):
                var finding = day.Evaluate(facts.Record, facts.AsOf, facts.LawOn);
                return finding.NextChange is { } next ? [finding.Summary, next.What] : [finding.Summary];
            case (DeadlineRule, DeadlineExample { ForecastOn: null } facts):
                return [.. book.Deadlines.Plan(facts.Facts).Where(d => d.RuleId == rule.Id).Select(d => d.Explanation)];
            case (DateRule dates, DateExample question):
                try
                {
                    return question.Answer(dates).Reasons;
                }
                catch (QuestionException)
                {
                    // As below.
                    return [];
                }
            case (IResidenceRule residence, ResidenceExample question):
                try
                {
                    return residence.Answer(question.Question).Reasons;
                }
                catch (QuestionException)
                {
                    // The example's results say why it could not be asked.
                    return [];
                }
            default:
                return [];
        }
    }

    private static List<ListedCountries> Grouped(IEnumerable<Membership> members) =>
        [
            .. members
                .GroupBy(m => (m.From, m.To, m.Source))
                .Select(g => new ListedCountries(g.Key.From, g.Key.To, [.. g.Select(m => m.Country)], g.Key.Source))
                .OrderBy(g => g.From),
        ];
}

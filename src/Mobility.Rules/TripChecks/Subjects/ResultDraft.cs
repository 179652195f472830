using NodaTime;

namespace Mobility.Rules.TripChecks.Subjects;

/// <summary>A result while its subject is being checked.</summary>
internal sealed class ResultDraft(TripSubject subject, Destination destination)
{
    private readonly List<Explanation> _reasons = [];
    private readonly List<Explanation> _toGreen = [];
    private readonly List<TripAsk> _asks = [];
    private readonly List<Explanation> _assumptions = [];
    private readonly List<TripRuleUsed> _rules = [];
    private readonly List<TripTask> _tasks = [];

    public Explanation? Counted { get; set; }

    public IReadOnlyList<Finding> Findings { get; set; } = [];

    public bool HasAsks => _asks.Count > 0;

    public static ExplanationArgument Place(string country) => ExplanationArgument.Country(country);

    public ResultDraft Because(string code, params ReadOnlySpan<ExplanationArgument> arguments)
    {
        _reasons.Add(Explanation.Of(code, arguments));
        return this;
    }

    public ResultDraft Because(Explanation reason)
    {
        _reasons.Add(reason);
        return this;
    }

    public ResultDraft Green(string code, params ReadOnlySpan<ExplanationArgument> arguments)
    {
        _toGreen.Add(Explanation.Of(code, arguments));
        return this;
    }

    public ResultDraft Ask(TripAskField field, string code, params ReadOnlySpan<ExplanationArgument> arguments)
    {
        var what = Explanation.Of(code, arguments);
        if (!_asks.Exists(asked => asked.What == what))
        {
            _asks.Add(new(field, what));
        }

        return this;
    }

    public ResultDraft Assume(string code, params ReadOnlySpan<ExplanationArgument> arguments)
    {
        _assumptions.Add(Explanation.Of(code, arguments));
        return this;
    }

    public ResultDraft Assume(Explanation assumption)
    {
        if (!_assumptions.Contains(assumption))
        {
            _assumptions.Add(assumption);
        }

        return this;
    }

    /// <summary>The rule is named, with values of a day and what it takes for granted.</summary>
    public ResultDraft Rest(TripRule rule, LocalDate on, params ReadOnlySpan<string> parameters)
    {
        _rules.Add(rule.Used(on, parameters));
        return Take(rule.Assumes);
    }

    public ResultDraft Rest(IEnumerable<TripRuleUsed> rules)
    {
        _rules.AddRange(rules);
        return this;
    }

    public ResultDraft Take(IEnumerable<string> assumes)
    {
        foreach (var text in assumes)
        {
            Assume("trip.assume.rule", text);
        }

        return this;
    }

    public ResultDraft Do(
        TripTaskKind kind,
        Explanation what,
        Explanation why,
        LocalDate? due = null,
        bool byLaw = false,
        string? ruleId = null
    )
    {
        _tasks.Add(
            new()
            {
                Kind = kind,
                Subject = subject,
                Country = destination.Country,
                What = what,
                Why = why,
                DueOn = due,
                DueByLaw = byLaw,
                RuleId = ruleId,
            }
        );
        return this;
    }

    /// <summary>An adviser is asked: what is asked for is among the reasons.</summary>
    public ResultDraft AskAdviser(TripTaskKind kind, string why) =>
        Do(
            kind,
            Explanation.Of(
                kind == TripTaskKind.AskTaxAdviser ? "trip.task.ask-tax" : "trip.task.ask-immigration",
                Place(destination.Country)
            ),
            Explanation.Of(why, Place(destination.Country))
        );

    public TripResult Done(TripOutcome outcome, string code, params ReadOnlySpan<ExplanationArgument> arguments) =>
        Done(outcome, Explanation.Of(code, arguments));

    public TripResult Done(TripOutcome outcome, Explanation summary) =>
        new()
        {
            Subject = subject,
            Country = destination.Country,
            Outcome = outcome,
            Summary = summary,
            Reasons = _reasons,
            Counted = Counted,
            ToGreen = _toGreen,
            Asks = _asks,
            Assumptions = _assumptions,
            Rules = _rules,
            Findings = Findings,
            Tasks = _tasks,
            Inputs = new Dictionary<string, string>(),
            CheckedOn = destination.Question.AsOf,
        };

    /// <summary>The answer where the book has none.</summary>
    public TripResult NotCovered(string why)
    {
        Because(why, Place(destination.Country));
        return Done(TripOutcome.NotCovered, "trip.not-covered");
    }
}

using NodaTime;

namespace Mobility.Rules.Deadlines;

/// <summary>A worked example of a deadline rule: events of a case, and the days that must come out.</summary>
public sealed class DeadlineExample : RuleExample
{
    private readonly LocalDate? _forecast;
    private readonly IReadOnlyList<string> _due;
    private readonly IReadOnlyList<string>? _remindOn;
    private readonly LocalDate? _yearEnds;
    private readonly LocalDate? _nominal;

    internal DeadlineExample(
        ExampleHead head,
        DeadlineFacts facts,
        LocalDate? forecast,
        IReadOnlyList<string> due,
        IReadOnlyList<string>? remindOn,
        (string? Label, LocalDate? Ends, LocalDate? Nominal) year
    )
        : base(head)
    {
        (TaxYear, _yearEnds, _nominal) = year;
        Facts = facts;
        _forecast = forecast;
        _due = due;
        _remindOn = remindOn;
    }

    /// <summary>The case; the forecast of a day rule is added when the example is tried.</summary>
    public DeadlineFacts Facts { get; }

    /// <summary>The day on which the forecast of a day rule passes its limit; null when the example has none.</summary>
    public LocalDate? ForecastOn => _forecast;

    /// <summary>The tax year asked about by its name, whoever the rule is for; null when the example is about a case.</summary>
    public string? TaxYear { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<ExampleResult> Try(Rule rule)
    {
        if (rule is not DeadlineRule deadlineRule)
        {
            throw new ArgumentException("This example needs a deadline rule.", nameof(rule));
        }

        if (TaxYear is { } label)
        {
            return TryYear(deadlineRule, label);
        }

        var facts = _forecast is { } on ? Facts with { Findings = [Forecast(deadlineRule, on)] } : Facts;
        var plan = deadlineRule.Plan(facts).ToList();
        var results = new List<ExampleResult> { Compare("due", _due, plan.Select(deadline => Write(deadline.DueOn))) };
        if (_remindOn is not null)
        {
            results.Add(
                Compare("remind-on", _remindOn, plan.Take(1).SelectMany(deadline => deadline.RemindOn).Select(day => Write(day)))
            );
        }

        return results;
    }

    private List<ExampleResult> TryYear(DeadlineRule rule, string label)
    {
        try
        {
            var year = rule.YearNamed(label);
            var results = new List<ExampleResult> { Compare("due", _due, [Write(rule.DueAfter(year)?.Date)]) };
            if (_nominal is { } nominal)
            {
                results.Add(Compare("nominal", [IsoDate.Write(nominal)], [Write(rule.NominalAfter(year))]));
            }

            if (_yearEnds is { } ends)
            {
                results.Add(Compare("year-ends", [IsoDate.Write(ends)], [IsoDate.Write(year.To)]));
            }

            return results;
        }
        catch (QuestionException error)
        {
            return [new("due", $"[{string.Join(", ", _due)}]", error.Message, Holds: false)];
        }
    }

    private static ExampleResult Compare(string key, IReadOnlyList<string> expected, IEnumerable<string> answer)
    {
        var got = answer.ToList();
        return new(key, $"[{string.Join(", ", expected)}]", $"[{string.Join(", ", got)}]", expected.SequenceEqual(got));
    }

    private static string Write(LocalDate? day) => day is { } date ? IsoDate.Write(date) : "unknown";

    private Finding Forecast(DeadlineRule rule, LocalDate on) =>
        new()
        {
            RuleId = rule.OfRule ?? "",
            RuleVersion = rule.Version,
            RuleLabel = rule.Label,
            Jurisdiction = rule.Jurisdiction,
            Outcome = Outcome.BreachForecast,
            Summary = Explanation.Of("year.forecast-no-exit", on, (Fraction)0),
            AsOf = AsOf,
            Breach = new(on, on, null, null, null),
        };
}

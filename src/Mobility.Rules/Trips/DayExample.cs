using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>A worked example of a day rule: stays and facts, a day, and what the finding must say.</summary>
public sealed class DayExample : RuleExample
{
    private static readonly IReadOnlyDictionary<string, Func<Finding, string?>> Answers = new Dictionary<
        string,
        Func<Finding, string?>
    >
    {
        ["outcome"] = finding => Files.Words<Outcome>.Write(finding.Outcome),
        ["test-met"] = finding => finding.TestMet is { } met ? (met ? "true" : "false") : null,
        ["period"] = finding => finding.Period,
        ["window-from"] = finding => Write(finding.WindowFrom),
        ["window-to"] = finding => Write(finding.WindowTo),
        ["used"] = finding => finding.Figures?.Used.ToString(),
        ["unknown"] = finding => finding.Figures?.Unknown.ToString(),
        ["planned"] = finding => finding.Figures?.Planned.ToString(),
        ["limit"] = finding => finding.Figures?.Limit.ToString(),
        ["left-low"] = finding => finding.Figures is { } figures ? Whole(figures.LeftLow) : null,
        ["left-high"] = finding => finding.Figures is { } figures ? Whole(figures.LeftHigh) : null,
        ["forecast"] = finding => finding.Figures?.Forecast.ToString(),
        ["forecast-on"] = finding => Write(finding.Figures?.ForecastOn),
        ["breach-on"] = finding => Write(finding.Breach?.On),
        ["breach-on-without-unknown"] = finding => Write(finding.Breach?.OnWithoutUnknown),
        ["breach-country"] = finding => finding.Breach?.StayCountry,
        ["entering"] = finding => Write(finding.LatestSafeExit?.Entering),
        ["safe-exit"] = finding => Write(finding.LatestSafeExit?.WithUnknown),
        ["safe-exit-without-unknown"] = finding => Write(finding.LatestSafeExit?.WithoutUnknown),
        ["next-change"] = finding => Write(finding.NextChange?.On),
        ["next-change-without-unknown"] = finding => Write(finding.NextChange?.OnWithoutUnknown),
        ["alerts"] = finding => string.Join(' ', finding.AlertsReached.Select(alert => alert.Key)),
        ["formula"] = finding => finding.Formula.Count > 0 ? finding.Formula[0] : null,
    };

    private readonly IReadOnlyDictionary<string, string?> _expect;

    internal DayExample(ExampleHead head, TravelRecord record, LocalDate? lawOn, IReadOnlyDictionary<string, string?> expect)
        : base(head)
    {
        Record = record;
        LawOn = lawOn;
        _expect = expect;
    }

    /// <summary>The stays and facts.</summary>
    public TravelRecord Record { get; }

    /// <summary>The day whose law decides, where it is not the law of the days tested.</summary>
    public LocalDate? LawOn { get; }

    /// <summary>What may be expected, by key.</summary>
    internal static IEnumerable<string> Keys => Answers.Keys;

    /// <inheritdoc/>
    public override IReadOnlyList<ExampleResult> Try(Rule rule)
    {
        if (rule is not DayRule dayRule)
        {
            throw new ArgumentException("This example needs a rule that counts days.", nameof(rule));
        }

        var finding = dayRule.Evaluate(Record, AsOf, LawOn);
        return _expect
            .Select(expected => (expected.Key, Expected: expected.Value, Answer: Answers[expected.Key](finding)))
            .Select(pair => new ExampleResult(
                pair.Key,
                pair.Expected ?? "nothing",
                pair.Answer ?? "nothing",
                pair.Expected == pair.Answer
            ))
            .ToList();
    }

    private static string? Write(LocalDate? date) => date is { } day ? IsoDate.Write(day) : null;

    private static string Whole(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

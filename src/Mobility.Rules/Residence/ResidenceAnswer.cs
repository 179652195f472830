using System.Collections.Frozen;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// What a rule says: its results by name, in the rule's order, and the steps that lead there. A result is null when it is unknown or when there
/// is none; otherwise a bool, int, decimal, string, <see cref="LocalDate"/>, a list of strings or a map from text to int or bool.
/// </summary>
public sealed class ResidenceAnswer
{
    private readonly List<KeyValuePair<string, object?>> _results = [];
    private readonly List<Explanation> _reasons = [];
    private readonly List<Measure> _measures = [];

    /// <summary>The results, each name once.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Results => _results;

    /// <summary>The steps, in the order in which the rule takes them.</summary>
    public IReadOnlyList<Explanation> Reasons => _reasons;

    /// <summary>The rule's values that decided, each with its source.</summary>
    public IReadOnlyList<ParameterUsed> ParametersUsed { get; internal set; } = [];

    /// <summary>The totals held against a limit, the one that matters most first.</summary>
    internal IReadOnlyList<Measure> Measures => _measures;

    /// <summary>First and last day of the period counted (both included), where that is not the tax year.</summary>
    internal (LocalDate From, LocalDate To)? Window { get; private set; }

    /// <summary>Whether the law leaves the answer to the weighing of all circumstances, which no rule does.</summary>
    public bool IsForAdviser { get; internal init; }

    /// <summary>The result of a name; null when it is null or the rule yields none of that name.</summary>
    public object? this[string result] => _results.Find(pair => pair.Key == result).Value;

    internal ResidenceAnswer Add(string result, object? value)
    {
        if (!ResultNames.All.Contains(result) || _results.Exists(pair => pair.Key == result))
        {
            throw new ArgumentException($"'{result}' is no result, or is given twice.", nameof(result));
        }

        _results.Add(new(result, value));
        return this;
    }

    /// <summary>A number of days against the number that a test needs or allows; null when there is no such test.</summary>
    /// <param name="code">Code of the step; <c>residence.at-least</c> is a number that a test needs, the others are limits.</param>
    /// <param name="days">The days.</param>
    /// <param name="limit">The number they are held against.</param>
    internal ResidenceAnswer Compare(string code, int days, int? limit)
    {
        if (limit is not { } number)
        {
            return Because("residence.no-test", ExplanationArgument.Days(days));
        }

        Measured(days, number, code == "residence.at-least" ? LimitSense.MetAtOrAbove : LimitSense.MostAllowed);
        return Because(code, ExplanationArgument.Days(days), ExplanationArgument.Days(number));
    }

    /// <summary>A total held against a limit, for the figures of a finding.</summary>
    internal ResidenceAnswer Measured(Fraction total, Fraction limit, LimitSense sense)
    {
        _measures.Add(new(total, limit, sense));
        return this;
    }

    /// <summary>Takes over what another rule has counted.</summary>
    internal ResidenceAnswer CountedAs(ResidenceAnswer other)
    {
        _measures.AddRange(other._measures);
        Window = other.Window;
        return this;
    }

    /// <summary>The period that was counted.</summary>
    internal ResidenceAnswer Over(LocalDate from, LocalDate to)
    {
        Window = (from, to);
        return this;
    }

    internal ResidenceAnswer Because(Explanation reason)
    {
        _reasons.Add(reason);
        return this;
    }

    internal ResidenceAnswer Because(string code, params ReadOnlySpan<ExplanationArgument> arguments)
    {
        _reasons.Add(Explanation.Of(code, arguments));
        return this;
    }
}

/// <summary>A total held against its limit.</summary>
/// <param name="Total">Days, weighted where the rule weighs them.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Sense">Whether reaching the limit is still allowed.</param>
internal sealed record Measure(Fraction Total, Fraction Limit, LimitSense Sense)
{
    /// <summary>Whole days that can be added without meeting the test or passing the limit; 0 when it is met.</summary>
    public long Left => LeftAfter(Total);

    /// <summary>The same of another total.</summary>
    public long LeftAfter(Fraction total)
    {
        var left = Limit - total;
        return Math.Max(0, Sense == LimitSense.MetAtOrAbove && left.IsWhole ? left.Floor() - 1 : left.Floor());
    }
}

/// <summary>The closed list of names a result can have.</summary>
internal static class ResultNames
{
    public static FrozenSet<string> All { get; } =
        FrozenSet.Create(
            "resident",
            "test_met",
            "tests_met",
            "days_counted",
            "days_counted_by_year",
            "days_counted_ignoring_deeming",
            "deemed_days",
            "qualifying_days",
            "days_ignored",
            "aggregate_days",
            "threshold_days",
            "limit_months",
            "weighted_days_numerator_sixths",
            "weighted_days",
            "exempt_years",
            "counting_starts_on",
            "threshold_crossed_on",
            "first_day_of_residence",
            "last_day_of_residence",
            "dual_status_year",
            "disregarded_days",
            "first_year_choice_available",
            "run_days",
            "period_days",
            "presence_percent",
            "deemed_presence_days",
            "spt_met",
            "exception_applies",
            "full_days_abroad",
            "window_from",
            "days_remaining",
            "days_allowed",
            "allowed",
            "latest_exit",
            "overstay_days",
            "first_overstay_on",
            "days_over_limit",
            "max_days_in_window",
            "max_window_from",
            "exceeds_183",
            "exceeds_183_by_year",
            "exceeds_183_on",
            "exempt",
            "period_ends_on",
            "day_count_met",
            "day_count_met_by_year",
            "longest_stay_days",
            "concession",
            "worldwide_taxation",
            "days_absent_in_window",
            "non_permanent_resident",
            "tie_met",
            "counts_as_uk_workday",
            "uk_work_share_percent",
            "gap_days_deducted",
            "reference_period_days",
            "weeks",
            "average_weekly_hours",
            "sufficient_hours",
            "embedded_non_working_days",
            "leave_days",
            "work_days",
            "work_days_by_period",
            "net_work_minutes",
            "split_year_case",
            "uk_part_starts",
            "uk_part_ends",
            "overseas_part_starts",
            "overseas_part_ends",
            "permitted_uk_workdays",
            "permitted_uk_days",
            "substituted_limits_days",
            "year_of_departure",
            "temporary_nonresidence_from",
            "temporary_nonresidence_to",
            "temporarily_nonresident",
            "speaks_for",
            "speaks_against",
            "not_known",
            "not_ordinarily_resident",
            "treaty_residence_country",
            "mutual_agreement",
            "clause",
            "unit",
            "most_days",
            "is_default",
            "host_tax_year_starts"
        );
}

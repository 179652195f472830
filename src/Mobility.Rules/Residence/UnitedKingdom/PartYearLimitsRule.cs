using System.Globalization;
using NodaTime;

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>Limits of a whole tax year, reduced for a part of it by <see cref="WholeMonths"/>: kind <c>part-year-limits</c>.</summary>
internal sealed class PartYearLimitsRule(ResidenceHead head) : ResidenceRule(head)
{
    private const string WorkAbroadBegins = "work-abroad-begins";
    private const string PartnerFollowed = "partner-followed";

    private static readonly string[] Arriving = ["first", "second", "third", "fourth"];

    public static ResidenceKind Spec { get; } =
        new("part-year-limits", head => new PartYearLimitsRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.SplitYearCaseDeclared, Facts.OverseasPartStartsDeclared, Facts.UkPartStartsDeclared],
            Verdict = Verdict.None,
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("work-abroad-begins-workdays", ParameterUnit.Days),
                ("work-abroad-begins-days", ParameterUnit.Days),
                ("partner-followed-days", ParameterUnit.Days),
                .. Arriving.Select(limit => ($"work-here-begins-{limit}-limit", ParameterUnit.Days)),
                ("work-abroad-ends-workdays", ParameterUnit.Days),
                ("work-abroad-ends-days", ParameterUnit.Days),
                ("partner-joined-days", ParameterUnit.Days),
            ],
            Tests = [WorkAbroadBegins, PartnerFollowed, "work-here-begins", "work-abroad-ends", "partner-joined"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = TaxYears.Asked(this, question, values);
        var split = question.Get(Facts.SplitYearCaseDeclared).ToString(CultureInfo.InvariantCulture);
        var kind =
            Spec.Tests.FirstOrDefault(test => Test(test) == split)
            ?? throw new QuestionException(
                $"'{Facts.SplitYearCaseDeclared.Name}' must be one of {string.Join(", ", Spec.Tests.Select(Test))}: no other case has limits, not {split}."
            );
        var fact = IsDeparture(kind) ? Facts.OverseasPartStartsDeclared : Facts.UkPartStartsDeclared;
        var starts = question.Get(fact);
        if (starts < year.From || starts > year.To)
        {
            throw new QuestionException(
                $"'{fact.Name}' must lie in the tax year {year.Label}, not on {IsoDate.Write(starts.Value)}."
            );
        }

        int? months = starts is null ? null : MonthsLost(kind, year, starts.Value);
        var names =
            kind == "work-here-begins" ? Arriving.Select(limit => $"{kind}-{limit}-limit") : [$"{kind}-workdays", $"{kind}-days"];
        var whole = names
            .Select(name => (Name: name, Limit: values.NumberOrNone(name)))
            .Where(limit => limit.Limit is not null)
            .ToDictionary(limit => limit.Name, limit => limit.Limit!.Value);
        var substituted = new Dictionary<string, int>();
        foreach (var (name, limit) in months is null ? [] : whole)
        {
            substituted[limit.ToString(CultureInfo.InvariantCulture)] = Reduced(name)!.Value;
        }

        var answer = new ResidenceAnswer()
            .Add("permitted_uk_workdays", Reduced($"{kind}-workdays"))
            .Add("permitted_uk_days", Reduced($"{kind}-days"))
            .Add("substituted_limits_days", months is null ? null : substituted);
        return months is null ? answer : answer.Because("gb.limits", (Fraction)months.Value);

        int? Reduced(string name) =>
            months is { } lost && whole.TryGetValue(name, out var limit) ? WholeMonths.Reduce(limit, lost) : null;
    }

    /// <summary>Workdays and days allowed in the part of a tax year that begins with the first day of full-time work abroad.</summary>
    public (int Workdays, int Days) AfterWorkAbroadBegins(LocalDate starts, TaxYear year, ValuesInForce values) =>
        Pair(WorkAbroadBegins, starts, year, values.Of(this));

    /// <summary>Days allowed in the part of a tax year that begins when a partner who works abroad is followed.</summary>
    public int DaysAfterFollowing(LocalDate starts, TaxYear year, ValuesInForce values) =>
        WholeMonths.Reduce(values.Of(this).Number("partner-followed-days"), MonthsLost(PartnerFollowed, year, starts));

    /// <summary>Workdays and days allowed in the part of a tax year before the day after full-time work abroad ends.</summary>
    public (int Workdays, int Days) BeforeReturn(LocalDate starts, TaxYear year, ValuesInForce values) =>
        Pair("work-abroad-ends", starts, year, values.Of(this));

    /// <summary>Days allowed in the part of a tax year before a partner is joined.</summary>
    public int DaysBeforeJoining(LocalDate starts, TaxYear year, ValuesInForce values) =>
        WholeMonths.Reduce(values.Of(this).Number("partner-joined-days"), MonthsLost("partner-joined", year, starts));

    private static (int, int) Pair(string kind, LocalDate starts, TaxYear year, ValuesInForce values)
    {
        var months = MonthsLost(kind, year, starts);
        return (
            WholeMonths.Reduce(values.Number($"{kind}-workdays"), months),
            WholeMonths.Reduce(values.Number($"{kind}-days"), months)
        );
    }

    /// <summary>Whole months by which the part is shorter than the year.</summary>
    private static int MonthsLost(string kind, TaxYear year, LocalDate starts) =>
        IsDeparture(kind) ? WholeMonths.Before(starts, year) : WholeMonths.After(starts.PlusDays(-1), year);

    private static bool IsDeparture(string kind) => kind is WorkAbroadBegins or PartnerFollowed;
}

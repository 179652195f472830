using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// So many days make a resident of a calendar year; a year that fails can be helped by one continuous employment or stay over two or three years:
/// kind <c>days-with-concessions</c>. Where both concessions fit, the longer one is taken, which is a choice of this product.
/// </summary>
internal sealed class ConcessionsRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("days-with-concessions", head => new ConcessionsRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.DaysPresentByYear, Facts.WorksInCountry, Facts.DirectorOrEntertainer, Facts.EmploymentPeriods],
            Verdict = Verdict.DayCountOfYear,
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("counts", ParameterUnit.DayConvention),
                ("least-days", ParameterUnit.Days),
                ("least-days-over-two-years", ParameterUnit.Days),
                ("years-of-shorter-concession", ParameterUnit.Count),
                ("years-of-longer-concession", ParameterUnit.Count),
            ],
            Tests = ["shorter-concession", "longer-concession"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var starts = values.MonthDay("year-starts");
        var openEnd = question.On ?? (question.Year is null ? question.AsOf : YearOf(question, starts).To);
        var stays = question
            .Stays.Where(stay => stay.Country == Country && Counts(stay))
            .Select(stay => Clip(new(stay.Arrive, stay.Depart), openEnd, question.On))
            .OfType<Run>()
            .ToList();
        var periods = question.Get(Facts.EmploymentPeriods);
        var dated = periods.Where(period => period.From is not null).Select(period => Clip(period, openEnd, question.On));
        // An employment since before all records is as long as any concession asks; the years before the records are not counted.
        var older = periods
            .Where(period => period.From is null)
            .Select(period =>
                period with
                {
                    From = (period.To ?? openEnd).PlusYears(-values.Number("years-of-longer-concession")),
                }
            )
            .Select(period => Clip(period, openEnd, question.On));
        var byYear = YearDays.ByYear(this, question, starts);
        foreach (var year in YearDays.Touched(DaySet.Of(dated.OfType<Run>()), starts))
        {
            byYear.TryAdd(year.Label, 0);
        }

        var met = byYear.ToDictionary(pair => pair.Key, pair => pair.Value >= values.Number("least-days"));
        var concession = Possible.Agreed(
            question.Get(Facts.WorksInCountry),
            works => works ? Concession(question, values, [.. stays, .. dated.Concat(older).OfType<Run>()], met) : null
        );
        var answer = new ResidenceAnswer();
        if (question.Year is { } asked && byYear.TryGetValue(asked, out var days))
        {
            answer.Compare("residence.at-least", days, values.Number("least-days"));
        }

        return answer
            .Add("days_counted_by_year", byYear.ToDictionary())
            .Add("day_count_met_by_year", met)
            .Add("longest_stay_days", stays.Select(stay => stay.Length).DefaultIfEmpty().Max())
            .Add("concession", concession);
    }

    private static Run? Clip(DateSpan span, LocalDate openEnd, LocalDate? on)
    {
        var to = span.To ?? openEnd;
        to = on < to ? on.Value : to;
        return span.From is { } from && from <= to ? new(DaySet.Number(from), DaySet.Number(to)) : null;
    }

    private string? Concession(
        ResidenceQuestion question,
        ValuesInForce values,
        IEnumerable<Run> spans,
        Dictionary<string, bool> met
    )
    {
        string? found = null;
        foreach (var span in spans)
        {
            var years = YearDays.Touched(DaySet.Of([span]), values.MonthDay("year-starts")).ToList();
            if (!years.Exists(year => met.TryGetValue(year.Label, out var enough) && !enough))
            {
                continue;
            }

            if (years.Count >= values.Number("years-of-longer-concession"))
            {
                return Test("longer-concession");
            }

            if (
                years.Count >= values.Number("years-of-shorter-concession")
                && span.Length >= values.Number("least-days-over-two-years")
                && !question.Get(Facts.DirectorOrEntertainer)
            )
            {
                found = Test("shorter-concession");
            }
        }

        return found;
    }
}

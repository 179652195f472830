using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>A tie by more than so many days in one of the tax years before: kind <c>tie-by-days-before</c>.</summary>
internal sealed class DaysBeforeTieRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("tie-by-days-before", head => new DaysBeforeTieRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.DaysPresentByYear, .. TransitPresence.Reads],
            Verdict = Verdict.Tie,
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("years-before", ParameterUnit.Count),
                ("more-than-days", ParameterUnit.Days),
            ],
        };

    internal override DaySet CountedDays(ResidenceQuestion question) =>
        TransitPresence.Days(this, question, question.RequiredOn());

    internal override DayMark WhyLeftOut(ResidenceQuestion question, Stay stay, LocalDate day) =>
        TransitPresence.WhyLeftOut(stay, day);

    internal override DayConvention ConventionOn(LocalDate day) => DayConvention.Midnight;

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var starts = values.MonthDay("year-starts");
        var year = TaxYears.Asked(this, question, values);
        var moreThan = values.Number("more-than-days");
        var answer = new ResidenceAnswer();
        var met = false;
        for (var back = 1; back <= values.Number("years-before"); back++)
        {
            var before = TaxYear.StartingIn(year.From.Year - back, starts);
            var days = TransitPresence.DaysOf(this, question, before);
            met |= days > moreThan;
            answer.Because(
                "gb.tie.days-before",
                before.Label,
                ExplanationArgument.Days(days),
                ExplanationArgument.Days(moreThan)
            );
        }

        return answer.Add("tie_met", met);
    }
}

/// <summary>A tie by so many days of long work in the country: kind <c>tie-by-work</c>.</summary>
internal sealed class WorkTieRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("tie-by-work", head => new WorkTieRule(head))
        {
            About = QuestionAbout.Facts,
            Reads = [Facts.Over3hUkDays],
            Verdict = Verdict.Tie,
            Parameters = [("least-days", ParameterUnit.Days)],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var least = values.Number("least-days");
        var days = question.Get(Facts.Over3hUkDays);
        return new ResidenceAnswer()
            .Add("tie_met", days is null ? null : days >= least)
            .Because(
                days is null ? "gb.tie.work-unknown" : "gb.tie.work",
                ExplanationArgument.Days(least),
                ExplanationArgument.Days(days ?? 0)
            );
    }
}

/// <summary>
/// A tie by the country with the most midnights: kind <c>tie-by-country</c>. Only for people who were resident in one of the three years before. An
/// equal number elsewhere leaves the tie; a country without any midnight is none.
/// </summary>
internal sealed class CountryTieRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("tie-by-country", head => new CountryTieRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.DaysPresentByCountry, Facts.ResidentPrior3YearsDeclared],
            Verdict = Verdict.Tie,
            Parameters = [("year-starts", ParameterUnit.MonthDay)],
        };

    internal override bool ReadsStaysIn(string country, string? place) => true;

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var days = question.Get(Facts.DaysPresentByCountry) ?? Counted(question, TaxYears.Asked(this, question, values));
        var here = days.GetValueOrDefault(Country);
        var most = days.Values.Append(0).Max();
        return new ResidenceAnswer()
            .Add("tie_met", Possible.All(question.Get(Facts.ResidentPrior3YearsDeclared), here > 0 && here == most))
            .Because("gb.tie.country", ExplanationArgument.Days(here), ExplanationArgument.Days(most));
    }

    private static Dictionary<string, int> Counted(ResidenceQuestion question, TaxYear year) =>
        question
            .Stays.Select(stay => stay.Country)
            .Distinct()
            .ToDictionary(
                country => country,
                country => Presence.In(country, question, DayConvention.Midnight, year.To).Between(year.From, year.To)
            );
}

/// <summary>
/// A tie by a place to live in that is available for long enough and used: kind <c>tie-by-accommodation</c>. Short gaps between two times of the year in
/// which it is available are bridged.
/// </summary>
internal sealed class AccommodationTieRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("tie-by-accommodation", head => new AccommodationTieRule(head))
        {
            About = QuestionAbout.Year,
            Reads = [Facts.AccommodationPeriods, Facts.AccommodationNights, Facts.AccommodationOfCloseRelative],
            Verdict = Verdict.Tie,
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("least-days-available", ParameterUnit.Days),
                ("gap-not-bridged-from-days", ParameterUnit.Days),
                ("least-nights", ParameterUnit.Days),
                ("least-nights-at-close-relative", ParameterUnit.Days),
            ],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = TaxYears.Asked(this, question, values);
        var available = LongestRun(
            DaySet.Of(question.Get(Facts.AccommodationPeriods), year.From, year.To),
            values.Number("gap-not-bridged-from-days")
        );
        var leastAvailable = values.Number("least-days-available");
        var leastNights = values.Number(
            question.Get(Facts.AccommodationOfCloseRelative) ? "least-nights-at-close-relative" : "least-nights"
        );
        var nights = question.Get(Facts.AccommodationNights);
        return new ResidenceAnswer()
            .Add("tie_met", available >= leastAvailable && nights >= leastNights)
            .Because(
                "gb.tie.accommodation",
                ExplanationArgument.Days(available),
                ExplanationArgument.Days(leastAvailable),
                (Fraction)nights,
                (Fraction)leastNights
            );
    }

    private static int LongestRun(DaySet days, int tooLong)
    {
        var longest = 0;
        Run? open = null;
        foreach (var run in days.Runs)
        {
            open = open is { } before && run.From - before.To - 1 < tooLong ? before with { To = run.To } : run;
            longest = Math.Max(longest, open.Value.Length);
        }

        return longest;
    }
}

/// <summary>
/// Whether a day is one of long work in the country: kind <c>workday-with-crossings</c>. In a job on board, a crossing that starts there makes the day one
/// whatever the hours; a crossing that only ends there makes it none.
/// </summary>
internal sealed class WorkdayRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("workday-with-crossings", head => new WorkdayRule(head))
        {
            About = QuestionAbout.Facts,
            Reads = [Facts.RelevantJob, Facts.CrossBorderTripsOnDay, Facts.UkWorkHours],
            Verdict = Verdict.Workday,
            Parameters = [("more-than-hours", ParameterUnit.Hours)],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var moreThan = values.Number("more-than-hours");
        var startsHere = question.Get(Facts.RelevantJob) ? question.Get(Facts.CrossBorderTripsOnDay) : [];
        if (startsHere.Count > 0)
        {
            var outbound = startsHere.Any(starts => starts);
            return new ResidenceAnswer()
                .Add("counts_as_uk_workday", outbound)
                .Because(outbound ? "gb.workday.outbound" : "gb.workday.inbound");
        }

        return new ResidenceAnswer()
            .Add("counts_as_uk_workday", question.Get(Facts.UkWorkHours) > moreThan)
            .Because("gb.workday.hours", (Fraction)moreThan);
    }
}

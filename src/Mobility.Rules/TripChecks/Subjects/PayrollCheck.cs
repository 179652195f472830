using Mobility.Rules.Residence;

namespace Mobility.Rules.TripChecks.Subjects;

/// <summary>Whether the state of work may tax the pay: the three conditions of article 15(2) together.</summary>
internal static class PayrollCheck
{
    public static TripResult Of(RuleBook book, Destination destination)
    {
        var draft = new ResultDraft(TripSubject.Payroll, destination);
        var place = ResultDraft.Place(destination.Country);
        if (destination.Country == destination.Home)
        {
            return draft.Because("trip.residence.home", place).Done(TripOutcome.NotRequired, "trip.not-asked");
        }

        var rule = book.Rules.OfType<TreatyDaysRule>().FirstOrDefault();
        var article = book.Rules.OfType<EmploymentArticleRule>().FirstOrDefault();
        if (rule is null || article is null)
        {
            return draft.NotCovered("trip.payroll.no-rule");
        }

        if (destination.Home is not { } home)
        {
            return draft
                .Ask(TripAskField.Traveller, "trip.ask.home")
                .Because("trip.payroll.no-home")
                .Green("trip.green.tell")
                .Done(TripOutcome.Unknown, "trip.unknown");
        }

        var clause = book.TreatyClauses(home, destination.Country, destination.From);
        if (clause is null)
        {
            return draft.NotCovered("trip.payroll.wording-unknown");
        }

        draft.Rest(article, destination.From);
        var finding = Days(rule, destination, home, clause);
        draft.Findings = [finding];
        var days = finding.Outcome switch
        {
            Outcome.Within or Outcome.Approaching => true,
            Outcome.BreachForecast or Outcome.Breached => false,
            _ => (bool?)null,
        };
        draft.Because(clause.Step);
        if (finding.Figures is { } figures)
        {
            draft.Counted = Explanation.Of(
                "trip.counted.forecast",
                ExplanationArgument.Days(figures.Used),
                ExplanationArgument.Days(destination.Dates.Count),
                ExplanationArgument.Days(figures.Forecast),
                ExplanationArgument.Days(figures.Limit)
            );
        }

        days = Say(draft, destination, clause, finding, days);
        var employer = Employer(draft, destination);
        var borne = Borne(draft, destination);
        return Judge(draft, destination, clause, (days, employer, borne));
    }

    /// <summary>
    /// The finding of the days, with the trip. Where the treaty counts days of work and nobody recorded which they are, every day there is held to be one: that is
    /// the most they can be.
    /// </summary>
    private static Finding Days(TreatyDaysRule rule, Destination destination, string home, TreatyClauseInForce clause)
    {
        var facts = destination
            .Question.FactsOf("treaty")
            .With(Facts.HomeCountry, home)
            .With(Facts.HostCountry, destination.Country);
        if (clause.Unit != "presence" && !facts.Has(Facts.WorkPeriods))
        {
            facts = facts.With(
                Facts.WorkPeriods,
                destination
                    .RecordWithTrip.Stays.Where(stay => stay.Country == destination.Country)
                    .Select(stay => new DateSpan(stay.Arrive, stay.Depart))
                    .ToList()
            );
        }

        return rule.Find(destination.RecordWithTrip, facts, destination.Question.AsOf);
    }

    private static bool? Say(ResultDraft draft, Destination destination, TreatyClauseInForce clause, Finding finding, bool? days)
    {
        draft.Because("trip.finding", finding.RuleLabel).Because(finding.Summary);
        if (clause.Unit != "presence")
        {
            draft.Assume("trip.assume.every-day-worked");
            if (destination.Activities.Any(activity => activity.Days is null) || !destination.ActivitiesAreSaid)
            {
                draft.Ask(TripAskField.Activities, "trip.ask.work-days");
            }

            // The most that can be is not what is.
            days = days is false ? null : days;
        }

        if (days is null)
        {
            draft.Because("trip.payroll.days-unknown");
        }
        else
        {
            draft.Because(days.Value ? "trip.payroll.days-met" : "trip.payroll.days-passed");
        }

        return days;
    }

    private static bool? Employer(ResultDraft draft, Destination destination)
    {
        var place = ResultDraft.Place(destination.Country);
        var elsewhere = EmploymentArticleRule.EmployerElsewhere(destination);
        switch (elsewhere)
        {
            case true:
                draft.Because("trip.payroll.employer-met", place);
                break;
            case false:
                draft.Because(
                    destination.Employer == destination.Country
                        ? "trip.payroll.employer-there"
                        : "trip.payroll.economic-employer",
                    place
                );
                break;
            default:
                if (destination.Employer is null)
                {
                    draft.Ask(TripAskField.Traveller, "trip.ask.employer");
                }

                if (destination.Trip.Role is null)
                {
                    draft.Ask(TripAskField.Role, "trip.ask.role", place);
                }

                if (destination.Trip.For == TripParty.GroupCompany)
                {
                    draft.Because("trip.payroll.group", place);
                }

                break;
        }

        return elsewhere;
    }

    private static bool? Borne(ResultDraft draft, Destination destination)
    {
        var place = ResultDraft.Place(destination.Country);
        var elsewhere = EmploymentArticleRule.NotBorneThere(destination);
        switch (elsewhere)
        {
            case true:
                draft.Because("trip.payroll.not-borne", place);
                break;
            case false:
                draft.Because("trip.payroll.borne", place);
                break;
            default:
                draft.Ask(TripAskField.For, "trip.ask.for", place);
                break;
        }

        return elsewhere;
    }

    private static TripResult Judge(
        ResultDraft draft,
        Destination destination,
        TreatyClauseInForce clause,
        (bool? Days, bool? Employer, bool? Borne) met
    )
    {
        var place = ResultDraft.Place(destination.Country);
        if (met.Days is false || met.Employer is false || met.Borne is false)
        {
            return draft
                .Green(met.Days is false ? "trip.green.fewer-treaty-days" : "trip.green.no-employer-there", place)
                .Do(
                    TripTaskKind.SettlePayroll,
                    Explanation.Of("trip.task.payroll", place),
                    Explanation.Of("trip.why.payroll", place, destination.From),
                    ruleId: draft.Findings[0].RuleId
                )
                .Done(TripOutcome.Red, "trip.payroll.taxable", place);
        }

        // A company of the group that benefits is left to the weighing of the states; everything else that is open can be told.
        if (draft.HasAsks || met.Days is null)
        {
            return draft.Green("trip.green.tell").Done(TripOutcome.Unknown, "trip.unknown");
        }

        if (met.Employer is null)
        {
            return draft
                .Green("trip.green.employer-settled", place)
                .AskAdviser(TripTaskKind.AskTaxAdviser, "trip.why.economic-employer")
                .Done(TripOutcome.ForAdviser, "trip.for-adviser");
        }

        if (clause.IsDefault)
        {
            return draft
                .Assume("trip.assume.model-treaty")
                .Green("trip.green.treaty-confirmed", place)
                .Done(TripOutcome.Amber, "trip.payroll.if-treaty");
        }

        return draft.Green("trip.green.no-recharge", place).Done(TripOutcome.Green, "trip.payroll.exempt", place);
    }
}

namespace Mobility.Rules.TripChecks.Subjects;

/// <summary>Whether the work gives the employer a permanent establishment: fixed place, site, services, agency.</summary>
internal static class EstablishmentCheck
{
    public static TripResult Of(RuleBook book, Destination destination)
    {
        var draft = new ResultDraft(TripSubject.PermanentEstablishment, destination);
        var place = ResultDraft.Place(destination.Country);
        var rule = book.Rules.OfType<EstablishmentRule>().FirstOrDefault(rule => rule.CoversFrom <= destination.From);
        if (rule is null)
        {
            return draft.NotCovered("trip.pe.not-in-book");
        }

        draft.Rest(
            rule,
            destination.From,
            EstablishmentRule.Site,
            EstablishmentRule.ServiceDays,
            EstablishmentRule.ServiceWindow,
            EstablishmentRule.FixedPlace
        );
        if (destination.Employer is null)
        {
            draft.Ask(TripAskField.Traveller, "trip.ask.employer");
        }
        else if (destination.Employer == destination.Country)
        {
            return draft.Because("trip.pe.employer-there", place).Done(TripOutcome.NotRequired, "trip.not-asked");
        }

        if (!destination.ActivitiesAreSaid)
        {
            return draft
                .Because("trip.pe.activities-unknown")
                .Ask(TripAskField.Activities, "trip.ask.activities")
                .Green("trip.green.tell")
                .Done(TripOutcome.Unknown, "trip.unknown");
        }

        if (destination.Activities.Any(activity => activity.Days is null))
        {
            draft.Ask(TripAskField.Activities, "trip.ask.work-days");
        }

        return Judge(draft, destination, rule);
    }

    private static TripResult Judge(ResultDraft draft, Destination destination, EstablishmentRule rule)
    {
        var outcomes = new List<TripOutcome>
        {
            Existing(draft, destination),
            Agency(draft, destination),
            Site(draft, destination, rule),
            Services(draft, destination, rule),
            FixedPlace(draft, destination, rule),
        };
        if (outcomes.TrueForAll(outcome => outcome == TripOutcome.Green))
        {
            return draft.HasAsks && destination.Employer is null
                ? draft.Green("trip.green.tell").Done(TripOutcome.Unknown, "trip.unknown")
                : draft.Green("trip.green.stays-within").Done(TripOutcome.Green, "trip.pe.none");
        }

        var worst = new[] { TripOutcome.Red, TripOutcome.Unknown, TripOutcome.ForAdviser, TripOutcome.Amber }.First(
            outcomes.Contains
        );
        if (worst is TripOutcome.Red or TripOutcome.ForAdviser)
        {
            draft.AskAdviser(TripTaskKind.AskTaxAdviser, "trip.why.establishment");
        }

        return draft.Done(
            worst,
            worst switch
            {
                TripOutcome.Red => "trip.pe.likely",
                TripOutcome.Unknown => "trip.unknown",
                TripOutcome.ForAdviser => "trip.for-adviser",
                _ => "trip.pe.watch",
            }
        );
    }

    private static TripOutcome Existing(ResultDraft draft, Destination destination)
    {
        if (destination.Trip.For != TripParty.Establishment)
        {
            return TripOutcome.Green;
        }

        draft
            .Because("trip.pe.existing", ResultDraft.Place(destination.Country))
            .Green("trip.green.attributed", ResultDraft.Place(destination.Country));
        return TripOutcome.Amber;
    }

    private static TripOutcome Agency(ResultDraft draft, Destination destination)
    {
        if (destination.Activities.All(activity => activity.Kind != TripActivityKind.Contracts))
        {
            draft.Because("trip.pe.no-agency");
            return TripOutcome.Green;
        }

        draft.Because("trip.pe.agency").Ask(TripAskField.Elsewhere, "trip.ask.authority").Green("trip.green.sign-at-home");
        return TripOutcome.ForAdviser;
    }

    private static TripOutcome Site(ResultDraft draft, Destination destination, EstablishmentRule rule)
    {
        if (
            destination.Activities.All(activity =>
                activity.Kind is not (TripActivityKind.Building or TripActivityKind.Installation)
            ) || rule.SiteUntil(destination.From) is not { } last
        )
        {
            return TripOutcome.Green;
        }

        if (destination.To > last)
        {
            draft.Because("trip.pe.site-too-long", last).Green("trip.green.site-ends", last);
            return TripOutcome.Red;
        }

        draft.Because("trip.pe.site", last).Ask(TripAskField.Elsewhere, "trip.ask.site").Green("trip.green.site-confirmed", last);
        return TripOutcome.Amber;
    }

    private static TripOutcome Services(ResultDraft draft, Destination destination, EstablishmentRule rule)
    {
        if (destination.Activities.All(activity => !EstablishmentRule.IsService(activity.Kind)))
        {
            draft.Because("trip.pe.no-services");
            return TripOutcome.Green;
        }

        var (least, most) = rule.DaysOfService(destination);
        draft.Counted =
            least == most
                ? Explanation.Of("trip.counted.service", ExplanationArgument.Days(most), Enough(rule, destination))
                : Explanation.Of(
                    "trip.counted.service-between",
                    (Fraction)least,
                    ExplanationArgument.Days(most),
                    Enough(rule, destination)
                );
        switch (rule.MeetsServices(destination))
        {
            case true:
                draft.Because("trip.pe.services").Green("trip.green.fewer-service-days", Enough(rule, destination));
                return TripOutcome.Red;
            case null:
                draft
                    .Because("trip.pe.services-open")
                    .Ask(TripAskField.Activities, "trip.ask.work-days")
                    .Green("trip.green.tell");
                return TripOutcome.Unknown;
            default:
                draft.Because("trip.pe.few-services", Enough(rule, destination));
                return TripOutcome.Green;
        }
    }

    private static TripOutcome FixedPlace(ResultDraft draft, Destination destination, EstablishmentRule rule)
    {
        if (destination.OnlyAttends || rule.PlaceFrom(destination.From) is not { } lasting || destination.To < lasting)
        {
            draft.Because(destination.OnlyAttends ? "trip.pe.attends" : "trip.pe.short-place");
            return TripOutcome.Green;
        }

        draft.Because("trip.pe.place", lasting).Ask(TripAskField.Elsewhere, "trip.ask.place").Green("trip.green.no-place");
        return TripOutcome.ForAdviser;
    }

    private static ExplanationArgument Enough(EstablishmentRule rule, Destination destination) =>
        ExplanationArgument.Days(rule.ValueOn(EstablishmentRule.ServiceDays, destination.From)!.Number);
}

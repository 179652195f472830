using Mobility.Rules.Permits;

namespace Mobility.Rules.TripChecks.Subjects;

/// <summary>Whether the traveller may enter and do there what is planned.</summary>
internal static class ImmigrationCheck
{
    public static TripResult Of(RuleBook book, Destination destination)
    {
        var draft = new ResultDraft(TripSubject.Immigration, destination);
        var (country, from, to) = (destination.Country, destination.From, destination.To);
        var place = ResultDraft.Place(country);
        var citizenships = destination.Record.Citizenships;
        if (citizenships?.Contains(country) == true)
        {
            return draft.Because("trip.immigration.own", place).Done(TripOutcome.Green, "trip.immigration.allowed");
        }

        var movement = book.Rules.OfType<FreeMovementRule>().FirstOrDefault(rule => rule.IsAbout(country, from));
        if (movement is not null)
        {
            draft.Rest(movement, from, FreeMovementRule.Without);
            if (citizenships is not null && movement.Gives(country, citizenships, from) is { } citizenship)
            {
                return Free(draft, destination, movement, citizenship);
            }
        }

        if (Paper(destination, TripDocumentKind.WorkPermit) is { } permit)
        {
            return draft
                .Because("trip.immigration.work-permit", place, from, to)
                .Green("trip.green.carry-permit")
                .Done(TripOutcome.Green, "trip.immigration.allowed");
        }

        foreach (var kind in new[] { TripDocumentKind.WorkPermit, TripDocumentKind.ResidencePermit, TripDocumentKind.Visa })
        {
            foreach (var paper in destination.Papers(kind, country).Where(paper => !paper.Covers(from, to)))
            {
                draft.Because("trip.immigration.paper-too-short", Name(kind), place, from, to);
            }
        }

        if (citizenships is null)
        {
            return draft
                .Ask(TripAskField.Traveller, "trip.ask.citizenship")
                .Because("trip.immigration.no-citizenship")
                .Green("trip.green.tell")
                .Done(TripOutcome.Unknown, "trip.unknown");
        }

        if (movement is not null)
        {
            draft.Because("trip.immigration.no-free-movement", place);
        }

        if (Visitor(book, draft, destination) is { } visit)
        {
            return visit;
        }

        if ((Paper(destination, TripDocumentKind.ResidencePermit) ?? Paper(destination, TripDocumentKind.Visa)) is { } held)
        {
            return draft
                .Because("trip.immigration.entry-paper", Name(held.Kind), place)
                .Because("trip.immigration.work-not-in-book", place)
                .Green("trip.green.adviser-confirms")
                .AskAdviser(TripTaskKind.AskImmigrationAdviser, "trip.why.may-work")
                .Done(TripOutcome.ForAdviser, "trip.for-adviser");
        }

        return draft
            .Because("trip.immigration.not-in-book", place)
            .Green("trip.green.permit-or-adviser")
            .Ask(TripAskField.Documents, "trip.ask.permit", place)
            .AskAdviser(TripTaskKind.AskImmigrationAdviser, "trip.why.visa")
            .Done(TripOutcome.NotCovered, "trip.not-covered");
    }

    private static TripResult Free(ResultDraft draft, Destination destination, FreeMovementRule movement, string citizenship)
    {
        var place = ResultDraft.Place(destination.Country);
        draft.Because("trip.immigration.free", ResultDraft.Place(citizenship), place);
        foreach (var leg in destination.Legs)
        {
            if (movement.FormalFrom(leg.From) is { } formal && leg.To >= formal)
            {
                return draft
                    .Because("trip.immigration.formalities", formal)
                    .Green("trip.green.register", formal)
                    .Done(TripOutcome.Amber, "trip.immigration.register");
            }
        }

        return draft.Green("trip.green.carry-passport").Done(TripOutcome.Green, "trip.immigration.allowed");
    }

    /// <summary>Work of a few days that needs no permit; null where the book has no such rule, or it does not fit.</summary>
    private static TripResult? Visitor(RuleBook book, ResultDraft draft, Destination destination)
    {
        var rule = book
            .Rules.OfType<BusinessVisitorRule>()
            .FirstOrDefault(rule => rule.Jurisdiction == destination.Country && rule.CoversFrom <= destination.From);
        if (rule is null)
        {
            return null;
        }

        draft.Rest(rule, destination.From, BusinessVisitorRule.Free, BusinessVisitorRule.Notified);
        var days = BusinessVisitorRule.MostInYear(destination);
        draft.Counted = Explanation.Of("trip.counted.in-year", ExplanationArgument.Days(days));
        switch (rule.Fits(destination, BusinessVisitorRule.Free))
        {
            case true:
                return draft
                    .Because("trip.immigration.few-days", ExplanationArgument.Days(days))
                    .Because("trip.immigration.visa-not-in-book")
                    .Green("trip.green.visa-confirmed")
                    .Done(TripOutcome.Amber, "trip.immigration.no-permit");
            case null:
                if (!destination.ActivitiesAreSaid)
                {
                    draft.Ask(TripAskField.Activities, "trip.ask.activities");
                    return draft
                        .Because("trip.immigration.trade-unknown")
                        .Green("trip.green.tell")
                        .Done(TripOutcome.Unknown, "trip.unknown");
                }

                return draft
                    .Because("trip.immigration.trade-not-read")
                    .Green("trip.green.adviser-confirms")
                    .AskAdviser(TripTaskKind.AskImmigrationAdviser, "trip.why.may-work")
                    .Done(TripOutcome.ForAdviser, "trip.for-adviser");
            default:
                draft.Because("trip.immigration.too-many-days", ExplanationArgument.Days(days));
                return null;
        }
    }

    private static TripDocument? Paper(Destination destination, TripDocumentKind kind) =>
        destination.Papers(kind, destination.Country).FirstOrDefault(paper => paper.Covers(destination.From, destination.To));

    private static ExplanationArgument Name(TripDocumentKind kind) =>
        ExplanationArgument.Phrase($"trip.paper.{Files.Words<TripDocumentKind>.Write(kind)}");
}

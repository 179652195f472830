using Mobility.Rules.Deadlines;
using Mobility.Rules.SocialSecurity;
using NodaTime;

namespace Mobility.Rules.TripChecks.Subjects;

/// <summary>Which social security applies to the work, and the paper that proves it.</summary>
internal static class SocialSecurityCheck
{
    public static TripResult Of(RuleBook book, Destination destination)
    {
        var draft = new ResultDraft(TripSubject.SocialSecurity, destination);
        var (country, from, to) = (destination.Country, destination.From, destination.To);
        var place = ResultDraft.Place(country);
        if (destination.Insured is not { } home)
        {
            return draft
                .Ask(TripAskField.Traveller, "trip.ask.insured")
                .Because("trip.social.no-home")
                .Green("trip.green.tell")
                .Done(TripOutcome.Unknown, "trip.unknown");
        }

        if (destination.Question.InsuredIn is null)
        {
            draft.Assume("trip.assume.insured-at-home", ResultDraft.Place(home));
        }

        if (home == country)
        {
            return draft.Because("trip.social.home", place).Done(TripOutcome.NotRequired, "trip.not-asked");
        }

        if (book.Agreements.Between(home, country, from) is not { } agreement)
        {
            draft.Because("trip.social.not-in-book", ResultDraft.Place(home), place);
            return draft
                .Green("trip.green.agreement-confirmed")
                .AskAdviser(TripTaskKind.AskTaxAdviser, "trip.why.social")
                .Done(TripOutcome.NotCovered, "trip.not-covered");
        }

        draft.Rest(agreement.Rules).Take(agreement.Assumes);
        if (agreement.Term.State == AgreementState.None)
        {
            return draft
                .Because("trip.social.none", ResultDraft.Place(home), place)
                .Green("trip.green.double-contributions")
                .AskAdviser(TripTaskKind.AskTaxAdviser, "trip.why.social")
                .Done(TripOutcome.Red, "trip.social.both");
        }

        return WithAgreement(book, draft, destination, agreement);
    }

    private static TripResult WithAgreement(RuleBook book, ResultDraft draft, Destination destination, Agreement agreement)
    {
        var (home, from, to) = (agreement.Home, destination.From, destination.To);
        var place = ResultDraft.Place(destination.Country);
        draft.Because("trip.social.agreement", ResultDraft.Place(home), place);
        var allows = agreement.Allows(from, to);
        draft.Because(
            allows switch
            {
                true when agreement.Term.LastDay(from) is { } last => Explanation.Of("trip.social.short-enough", last),
                true => Explanation.Of("trip.social.no-limit"),
                false => Explanation.Of("trip.social.too-long", agreement.Term.LastDay(from)!.Value),
                _ => Explanation.Of("trip.social.term-unread"),
            }
        );
        var covered = destination
            .Dates.Days.Select(Residence.DaySet.Date)
            .Count(day => destination.Papers(TripDocumentKind.Coverage, home).Any(paper => paper.Covers(day, day)));
        draft.Counted = Explanation.Of(
            "trip.counted.covered",
            (Fraction)covered,
            ExplanationArgument.Days(destination.Dates.Count)
        );
        var paper = Certificate(agreement);
        if (covered == destination.Dates.Count)
        {
            return draft
                .Because("trip.social.covered", paper, from, to)
                .Green("trip.green.carry-certificate", paper)
                .Done(TripOutcome.Green, "trip.social.proved", paper);
        }

        draft.Because(covered == 0 ? "trip.social.not-covered" : "trip.social.partly-covered", paper);
        if (allows is false)
        {
            return draft
                .Green("trip.green.exception", paper)
                .Do(
                    TripTaskKind.RequestCoverageException,
                    Explanation.Of("trip.task.exception", ResultDraft.Place(home), place),
                    Explanation.Of("trip.why.exception", agreement.Term.LastDay(from)!.Value),
                    from.PlusDays(-1),
                    ruleId: agreement.Rules[0].RuleId
                )
                .Done(TripOutcome.Red, "trip.social.over-term");
        }

        Request(book, draft, destination, agreement, paper);
        return draft
            .Green("trip.green.certificate", paper, ResultDraft.Place(home), from)
            .Done(TripOutcome.Required, "trip.social.needed", paper);
    }

    /// <summary>
    /// The task to ask for the paper. The norm of the programme says by when; what the authority takes to issue it is longer or shorter. When that day has gone by
    /// it is today: the paper is asked for as soon as can be, and before the work begins where possible.
    /// </summary>
    private static void Request(
        RuleBook book,
        ResultDraft draft,
        Destination destination,
        Agreement agreement,
        ExplanationArgument paper
    )
    {
        var (from, asOf) = (destination.From, destination.Question.AsOf);
        var what = Explanation.Of("trip.task.coverage", paper, ResultDraft.Place(agreement.Home), from, destination.To);
        var norm = book
            .Rules.OfType<DeadlineRule>()
            .FirstOrDefault(rule => rule is { Jurisdiction: "social-security", Trigger: Anchor.AssignmentStart });
        if (agreement.IssueDays is { } days)
        {
            var due = LocalDate.Max(from.PlusDays(-days), asOf);
            draft.Do(
                TripTaskKind.RequestCoverage,
                what,
                Explanation.Of("trip.why.issue-days", ExplanationArgument.Days(days), from),
                due,
                ruleId: agreement.Rules[0].RuleId
            );
            return;
        }

        if (norm?.Offset?.On(from) is not { State: ParameterState.InForce, Value: { Period: { } offset, Written: { } written } })
        {
            draft.Do(
                TripTaskKind.RequestCoverage,
                what,
                Explanation.Of("trip.why.before-start", from),
                LocalDate.Max(from.PlusDays(-1), asOf),
                ruleId: agreement.Rules[0].RuleId
            );
            return;
        }

        var by = from + offset;
        draft.Do(
            TripTaskKind.RequestCoverage,
            what,
            by >= asOf
                ? Explanation.Of("trip.why.coverage-norm", ExplanationArgument.Offset(written), from)
                : Explanation.Of("trip.why.coverage-late", ExplanationArgument.Offset(written), from, by),
            LocalDate.Max(by, asOf),
            ruleId: agreement.Rules[0].RuleId
        );
    }

    private static ExplanationArgument Certificate(Agreement agreement) =>
        agreement.Certificate is { } name ? name : ExplanationArgument.Phrase("trip.paper.coverage");
}

using Mobility.Rules.PostedWorkers;
using NodaTime;

namespace Mobility.Rules.TripChecks.Subjects;

/// <summary>Whether the posting has to be notified, and by when.</summary>
internal static class PostingCheck
{
    public static TripResult Of(RuleBook book, Destination destination)
    {
        var draft = new ResultDraft(TripSubject.PostingNotice, destination);
        var place = ResultDraft.Place(destination.Country);
        var directive = book
            .Rules.OfType<PostingDirectiveRule>()
            .FirstOrDefault(rule => rule.IsMember(destination.Country, destination.From));
        var notice = book
            .Rules.OfType<PostingNoticeRule>()
            .FirstOrDefault(rule => rule.Jurisdiction == destination.Country && rule.CoversFrom <= destination.From);
        if (directive is null && notice is null)
        {
            return draft.NotCovered("trip.posting.not-in-book");
        }

        if (notice is not null)
        {
            draft.Rest(
                notice,
                destination.From,
                PostingNoticeRule.Latest,
                PostingNoticeRule.ChangesWithin,
                PostingNoticeRule.FreeDaysInGroup,
                PostingNoticeRule.FreeDaysInYear,
                PostingNoticeRule.LongestNotice
            );
        }

        if (directive is not null)
        {
            draft.Rest(directive, destination.From, PostingDirectiveRule.LongTerm, PostingDirectiveRule.LongTermNotified);
        }

        switch (PostingDirectiveRule.IsPosting(destination))
        {
            case null:
                AskWhetherPosting(draft, destination);
                return draft.Green("trip.green.tell").Done(TripOutcome.Unknown, "trip.unknown");
            case false:
                return draft
                    .Because(
                        destination.Employer == destination.Country ? "trip.posting.employer-there" : "trip.posting.own-employer",
                        place
                    )
                    .Green("trip.green.nobody-served", place)
                    .Done(TripOutcome.NotRequired, "trip.posting.none");
        }

        draft.Because("trip.posting.is-one", Reason(destination), place);
        if (directive is not null && !directive.IsMember(destination.Employer, destination.From))
        {
            draft.Because("trip.posting.employer-outside", ResultDraft.Place(destination.Employer!));
        }

        LongTerm(draft, destination, directive);
        return notice is null ? WithoutNotice(draft, destination, directive!) : WithNotice(draft, destination, notice);
    }

    private static void AskWhetherPosting(ResultDraft draft, Destination destination)
    {
        draft.Because("trip.posting.unknown");
        if (destination.Employer is null)
        {
            draft.Ask(TripAskField.Traveller, "trip.ask.employer");
        }

        if (destination.Trip.For is null)
        {
            draft.Ask(TripAskField.For, "trip.ask.for", ResultDraft.Place(destination.Country));
        }
    }

    /// <summary>The directive says that the state may ask; what it asks is not in the book.</summary>
    private static TripResult WithoutNotice(ResultDraft draft, Destination destination, PostingDirectiveRule directive)
    {
        var place = ResultDraft.Place(destination.Country);
        draft.Because("trip.posting.state-may-ask", place);
        if (directive.Named.TryGetValue(destination.Country, out var name))
        {
            draft.Because("trip.posting.named", name);
        }

        return draft
            .Green("trip.green.adviser-confirms")
            .Do(
                TripTaskKind.FilePostingNotice,
                Explanation.Of("trip.task.find-notice", place),
                Explanation.Of("trip.why.notice-unknown", place),
                LocalDate.Max(destination.From.PlusDays(-1), destination.Question.AsOf),
                ruleId: directive.Id
            )
            .Done(TripOutcome.ForAdviser, "trip.for-adviser");
    }

    private static TripResult WithNotice(ResultDraft draft, Destination destination, PostingNoticeRule notice)
    {
        switch (notice.IsRequired(destination))
        {
            case false:
                return draft
                    .Because(
                        notice.InTrade(destination) is false
                            ? Explanation.Of("trip.posting.not-in-trades", notice.Notice)
                            : Explanation.Of(
                                "trip.posting.free",
                                notice.Notice,
                                ExplanationArgument.Days(destination.Dates.Count)
                            )
                    )
                    .Done(TripOutcome.NotRequired, "trip.posting.not-needed");
            case null when !destination.ActivitiesAreSaid:
                return draft
                    .Because("trip.posting.activities-unknown", notice.Notice)
                    .Ask(TripAskField.Activities, "trip.ask.activities")
                    .Green("trip.green.tell")
                    .Done(TripOutcome.Unknown, "trip.unknown");
            case null:
                return draft
                    .Because("trip.posting.trade-open", notice.Notice)
                    .Green("trip.green.trade-settled")
                    .Do(
                        TripTaskKind.FilePostingNotice,
                        Explanation.Of("trip.task.settle-trade", notice.Notice),
                        Explanation.Of("trip.why.trade", notice.Notice),
                        Due(destination, notice),
                        ruleId: notice.Id
                    )
                    .Done(TripOutcome.ForAdviser, "trip.for-adviser");
            default:
                return Required(draft, destination, notice);
        }
    }

    private static TripResult Required(ResultDraft draft, Destination destination, PostingNoticeRule notice)
    {
        var (from, to, asOf) = (destination.From, destination.To, destination.Question.AsOf);
        var due = notice.DueOn(from);
        if (destination.Papers(TripDocumentKind.PostingNotice, destination.Country).Any(paper => paper.Covers(from, to)))
        {
            return draft
                .Because("trip.posting.filed", notice.Notice, from, to)
                .Green("trip.green.carry-receipt")
                .Done(TripOutcome.Green, "trip.posting.filed-short");
        }

        var what = Explanation.Of("trip.task.notice", notice.Notice, ResultDraft.Place(destination.Country));
        if (due is not { } day)
        {
            return draft
                .Because("trip.posting.needed-no-date", notice.Notice)
                .Green("trip.green.file", notice.Notice)
                .Do(
                    TripTaskKind.FilePostingNotice,
                    what,
                    Explanation.Of("trip.why.notice-no-date", from),
                    LocalDate.Max(from.PlusDays(-1), asOf),
                    ruleId: notice.Id
                )
                .Done(TripOutcome.Required, "trip.posting.required");
        }

        draft
            .Because("trip.posting.needed", notice.Notice, day, from)
            .Do(
                TripTaskKind.FilePostingNotice,
                what,
                Explanation.Of("trip.why.notice", notice.Notice, day, from),
                day,
                byLaw: true,
                ruleId: notice.Id
            );
        return day < asOf
            ? draft.Green("trip.green.move-start").Done(TripOutcome.Red, "trip.posting.too-late", day)
            : draft.Green("trip.green.file-by", notice.Notice, day).Done(TripOutcome.Required, "trip.posting.required-by", day);
    }

    private static LocalDate Due(Destination destination, PostingNoticeRule notice) =>
        LocalDate.Max(notice.DueOn(destination.From) ?? destination.From.PlusDays(-1), destination.Question.AsOf);

    /// <summary>From a day on nearly all terms of the state of work apply, unless reasons are given in time.</summary>
    private static void LongTerm(ResultDraft draft, Destination destination, PostingDirectiveRule? directive)
    {
        if (directive?.FullTermsFrom(destination.From) is { } full && destination.To >= full)
        {
            draft
                .Because("trip.posting.long", full)
                .Do(
                    TripTaskKind.NotifyLongPosting,
                    Explanation.Of("trip.task.long-posting", ResultDraft.Place(destination.Country)),
                    Explanation.Of("trip.why.long-posting", full),
                    full.PlusDays(-1),
                    byLaw: true,
                    ruleId: directive.Id
                );
        }
    }

    private static ExplanationArgument Reason(Destination destination) =>
        destination.Trip.Role switch
        {
            EmployerRole.HiresOut => ExplanationArgument.Phrase("trip.role.hires-out"),
            EmployerRole.HostDirects => ExplanationArgument.Phrase("trip.role.host-directs"),
            _ => TripWords.Party(destination.Trip.For!.Value),
        };
}

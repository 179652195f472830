using System.Collections.Frozen;
using Mobility.Rules.Calendars;
using Mobility.Rules.Permits;
using Mobility.Rules.PostedWorkers;
using NodaTime;

namespace Mobility.Rules.Deadlines.Questions;

/// <summary>Questions about permits, postings and returns that are decided by what is given and by rules that plan deadlines too.</summary>
internal static class MobilityQuestions
{
    public static FrozenDictionary<string, Func<RuleBook, Given, DateAnswer>> All { get; } =
        new Dictionary<string, Func<RuleBook, Given, DateAnswer>>
        {
            ["due-date/obligation"] = ObligationQuestion.Answer,
            ["cap/permission-in-window"] = (_, given) => PermissionInWindow(given),
            ["cap/recapture"] = (_, given) => Recapture(given),
            ["residence/absence-rolling"] = (_, given) => Absences(given),
            ["grace/au-ceased-employment"] = (_, given) => Gaps(given),
            ["posting/a1-24-months"] = LongestPosting,
            ["posting/a1-new-posting"] = NewPosting,
            ["posting/long-term"] = LongTerm,
        }.ToFrozenDictionary();

    private static DateAnswer PermissionInWindow(Given given)
    {
        var from = given.Date("new_permission_from");
        var (cap, window) = (given.Period("cap"), given.Period("window"));
        var horizon = CalendarPeriods.After(from, window).PlusMonths(1);
        var earlier = given.Intervals("earlier_permission", horizon, optional: true);
        given.Done();
        var found = PermissionCap.LastDay(earlier, from, cap, window);
        return new DateAnswer()
            .Add("latest_last_day", found.LatestLastDay)
            .Because(Explanation.Of("dates.cap", ExplanationArgument.Days(found.Held), ExplanationArgument.Days(found.Allowed)));
    }

    private static DateAnswer Recapture(Given given)
    {
        var (first, cap) = (given.Date("first_admission"), given.Period("cap"));
        var absences = given.Absences("absences");
        var abroad = given.WholeOrNull("full_days_abroad");
        var used = given.WholeOrNull("days_already_used_in_other_status") ?? 0;
        given.Done();
        if (abroad is not null && absences.Count > 0)
        {
            throw new QuestionException("Give 'given.absences' or 'given.full_days_abroad', not both.");
        }

        var found = RecapturedTime.LastDay(first, cap, abroad ?? RecapturedTime.FullDaysAbroad(absences), used);
        return new DateAnswer()
            .Add("last_day_without_recapture", found.WithoutRecapture)
            .Add("recaptured_days", found.Recaptured)
            .Add("last_day", found.LastDay);
    }

    private static DateAnswer Absences(Given given)
    {
        var (limit, window) = (given.Whole("limit_days"), given.Period("window"));
        var trips = given.Absences("trips");
        given.Done();
        var found = AbsenceLimit.Sweep(trips, window, limit);
        return new DateAnswer()
            .Add("whole_days_per_trip", found.WholeDays)
            .Add("max_in_any_12_months", found.Largest)
            .Add("limit_exceeded", found.Largest > limit)
            .Add("first_day_over", found.FirstDayOver);
    }

    private static DateAnswer Gaps(Given given)
    {
        var (from, each, total) = (given.Date("counted_from"), given.Whole("limit_each"), given.WholeOrNull("limit_total"));
        var gaps = given.Intervals("not_employed");
        given.Done();
        var found = SponsorGaps.Of(gaps, from, each, total);
        return new DateAnswer().Add("days_each", found.Each).Add("days_total", found.Total).Add("breach", found.IsBreach);
    }

    private static DateAnswer LongestPosting(RuleBook book, Given given)
    {
        var first = given.Date("first_day");
        var max = given.PeriodOrNull("max");
        given.Done();
        var (longest, used) = max is null ? Longest(book, first) : (max, null);
        return new DateAnswer()
            .Add("last_day", CalendarPeriods.LastDay(first, longest))
            .Using(used is null ? [] : (ParameterUsed[])[used]);
    }

    private static DateAnswer NewPosting(RuleBook book, Given given)
    {
        var (ended, gap, from) = (
            given.Date("previous_posting_ended"),
            given.Period("minimum_gap"),
            given.Date("new_posting_from")
        );
        var began = given.DateOrNull("previous_posting_began");
        given.Done();
        if (ended < began)
        {
            throw new QuestionException("'previous_posting_ended' lies before 'previous_posting_began'.");
        }

        var earliest = CalendarPeriods.After(ended, gap).PlusDays(1);
        var allowed = from >= earliest;
        var answer = new DateAnswer().Add("earliest_new_posting", earliest).Add("allowed", allowed);
        LocalDate? until = null;
        if (!allowed && began is { } start)
        {
            var (longest, used) = Longest(book, start);
            var last = CalendarPeriods.LastDay(start, longest);
            // What has run out does not go on.
            until = from <= last ? last : null;
            answer.Using(used!);
        }

        return answer.Add("resumes_until", until);
    }

    private static DateAnswer LongTerm(RuleBook book, Given given)
    {
        var notified = given.Flag("motivated_notification");
        // Longer than any period after which the terms apply.
        var postings = given.Intervals("postings", openEnd: new LocalDate(3999, 12, 31));
        given.Done();
        if (postings.Count == 0)
        {
            throw new QuestionException("'given.postings' must have a posting.");
        }

        var rule =
            book.Rules.OfType<PostingDirectiveRule>().SingleOrDefault()
            ?? throw new NotCoveredException("The rule book has no rule about the posting of workers.");
        return new DateAnswer().Add("full_terms_apply_from", rule.FullTermsFrom(postings, notified));
    }

    /// <summary>The longest posting, from the rule that plans its last day.</summary>
    private static (Period Longest, ParameterUsed? Used) Longest(RuleBook book, LocalDate on)
    {
        var rule =
            book.Deadlines.All.FirstOrDefault(rule => rule is { Trigger: Anchor.A1Start, DueOnLastDayOfPeriod: true })
            ?? throw new NotCoveredException("The rule book has no longest posting.");
        return rule.Offset!.On(on) is { State: ParameterState.InForce, Value: { } value }
            ? (value.Period!, new(rule.Offset.Name, value.Written!, rule.Offset.Unit, value.From, value.Source, value.Status))
            : throw new NotCoveredException($"'{rule.Id}' does not cover {IsoDate.Write(on)}.");
    }
}

using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.TripChecks.Subjects;

/// <summary>What day and residence rules say of a trip: tax residence, and limits of days.</summary>
internal static class FindingCheck
{
    public static TripResult Residence(RuleBook book, Destination destination)
    {
        var draft = new ResultDraft(TripSubject.TaxResidence, destination);
        var country = destination.Country;
        if (country == destination.Home)
        {
            return draft
                .Because("trip.residence.home", ResultDraft.Place(country))
                .Done(TripOutcome.NotRequired, "trip.not-asked");
        }

        var (record, asOf) = (destination.RecordWithTrip, destination.Question.AsOf);
        var findings = book.EvaluateResidence(record, destination.Question.FactsOf(country), asOf, [country])
            .Concat(
                book.DayRules.Where(rule => rule.Jurisdiction == country && rule.Topic == "residence")
                    .Select(rule => Find(rule, record, destination.Question, asOf))
            )
            .Where(finding => finding.Outcome is not (Outcome.Computed or Outcome.NotApplicable))
            .ToList();
        return findings.Count == 0
            ? draft.NotCovered("trip.residence.none")
            : Judge(draft, destination, findings, "trip.residence");
    }

    public static TripResult DayLimits(RuleBook book, Destination destination)
    {
        var draft = new ResultDraft(TripSubject.DayLimits, destination);
        var (record, asOf) = (destination.RecordWithTrip, destination.Question.AsOf);
        var rules = book.DayRules.Where(rule => rule.Topic != "residence" && rule.Watches(destination.Country)).ToList();
        if (destination.Record.Citizenships?.Contains(destination.Country) == true)
        {
            return draft
                .Because("trip.days.own", ResultDraft.Place(destination.Country))
                .Done(TripOutcome.NotRequired, "trip.days.none-for-citizens");
        }

        if (rules.Count == 0)
        {
            return draft.NotCovered("trip.days.none");
        }

        var findings = rules.Select(rule => Find(rule, record, destination.Question, asOf)).ToList();
        if (findings.TrueForAll(finding => finding.Outcome == Outcome.NotApplicable))
        {
            draft.Findings = findings;
            findings.ForEach(finding => draft.Because(finding.Summary));
            return draft.Done(TripOutcome.NotRequired, "trip.days.none-for-citizens");
        }

        if (destination.Record.Citizenships is null)
        {
            draft.Ask(TripAskField.Traveller, "trip.ask.citizenship");
        }

        return Judge(
            draft,
            destination,
            findings.Where(finding => finding.Outcome != Outcome.NotApplicable).ToList(),
            "trip.days"
        );
    }

    private static Finding Find(DayRule rule, TravelRecord record, TripQuestion question, LocalDate asOf) =>
        rule is IResidenceRule reader
            ? reader.Find(record, question.FactsOf(rule.Jurisdiction), asOf)
            : rule.Evaluate(record, asOf);

    private static TripResult Judge(ResultDraft draft, Destination destination, IReadOnlyList<Finding> findings, string words)
    {
        draft.Findings = findings;
        var worst = findings.Select(finding => Of(finding, destination)).OrderBy(judged => Rank(judged.Outcome)).ToList();
        foreach (var (finding, _) in worst)
        {
            draft.Because("trip.finding", finding.RuleLabel).Because(finding.Summary);
            foreach (var assumption in finding.Assumptions)
            {
                draft.Assume(assumption);
            }
        }

        var (first, outcome) = worst[0];
        var counted =
            findings.FirstOrDefault(finding => finding.Figures is not null && finding == first)
            ?? findings.FirstOrDefault(finding => finding.Figures is not null);
        if (counted?.Figures is { } figures)
        {
            draft.Counted = Explanation.Of(
                "trip.counted.forecast",
                ExplanationArgument.Days(figures.Used),
                ExplanationArgument.Days(destination.Dates.Count),
                ExplanationArgument.Days(figures.Forecast),
                ExplanationArgument.Days(figures.Limit)
            );
        }

        foreach (
            var fact in worst.Where(judged => judged.Outcome == TripOutcome.Unknown).SelectMany(judged => judged.Finding.Asks)
        )
        {
            draft.Ask(TripAskField.Facts, "trip.ask.fact", ExplanationArgument.Phrase($"fact.{fact}"));
        }

        switch (outcome)
        {
            case TripOutcome.Red or TripOutcome.Amber when Exit(first) is { } exit:
                draft.Green("trip.green.leave-by", exit);
                break;
            case TripOutcome.Red or TripOutcome.Amber:
                draft.Green("trip.green.shorter");
                break;
            case TripOutcome.ForAdviser:
                draft.Green("trip.green.adviser-confirms").AskAdviser(TripTaskKind.AskTaxAdviser, "trip.why.residence");
                break;
            case TripOutcome.Unknown:
                draft.Green("trip.green.tell");
                break;
        }

        if (outcome == TripOutcome.Red && words == "trip.residence")
        {
            draft.AskAdviser(TripTaskKind.AskTaxAdviser, "trip.why.resident");
        }

        return draft.Done(outcome, $"{words}.{Files.Words<TripOutcome>.Write(outcome)}");
    }

    private static LocalDate? Exit(Finding finding) =>
        finding.LatestSafeExit is { StayId: { } id, WithUnknown: { } day } && IsOfTrip(id) ? day : null;

    private static bool IsOfTrip(string stayId) => stayId.StartsWith("trip-", StringComparison.Ordinal);

    private static (Finding Finding, TripOutcome Outcome) Of(Finding finding, Destination destination) =>
        (
            finding,
            finding.Outcome switch
            {
                Outcome.Within => TripOutcome.Green,
                Outcome.Approaching => TripOutcome.Amber,
                Outcome.BreachForecast => IsCausedBy(finding, destination) ? TripOutcome.Red : TripOutcome.Amber,
                Outcome.Breached => finding.Jurisdiction == "schengen" || IsCausedBy(finding, destination)
                    ? TripOutcome.Red
                    : TripOutcome.Amber,
                Outcome.ForAdviser => TripOutcome.ForAdviser,
                Outcome.NotCovered => TripOutcome.NotCovered,
                _ => TripOutcome.Unknown,
            }
        );

    /// <summary>Whether the limit is passed during the trip, or on a later day because of it.</summary>
    private static bool IsCausedBy(Finding finding, Destination destination) =>
        finding.Breach is { } breach
        && ((breach.StayId is { } id && IsOfTrip(id)) || (breach.On >= destination.From && breach.On <= destination.To));

    private static int Rank(TripOutcome outcome) =>
        outcome switch
        {
            TripOutcome.Red => 0,
            TripOutcome.Amber => 1,
            TripOutcome.ForAdviser => 2,
            TripOutcome.Unknown => 3,
            TripOutcome.Green => 4,
            _ => 5,
        };
}

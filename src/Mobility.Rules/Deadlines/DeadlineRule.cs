using NodaTime;

namespace Mobility.Rules.Deadlines;

/// <summary>
/// A date by which something is to be done, so long before or after an event of the case, or on a day of the calendar after a tax year: kind
/// <c>deadline</c>. Values are those in force on the day of the event. The date is by the calendar; weekends and holidays do not move it.
/// </summary>
public sealed class DeadlineRule : Rule
{
    internal DeadlineRule(RuleHead head, DeadlineSettings settings)
        : base(head)
    {
        Trigger = settings.Trigger;
        AppliesTo = settings.AppliesTo;
        OfRule = settings.OfRule;
        Actor = settings.Actor;
        Severity = settings.Severity;
        Basis = settings.Basis;
        Consequence = settings.Consequence;
        RemindDaysBefore = settings.RemindDaysBefore;
        DueOnLastDayOfPeriod = settings.DueOnLastDayOfPeriod;
        Offset = head.Parameters.FirstOrDefault(parameter => parameter.Name == "offset");
        DueDay = head.Parameters.FirstOrDefault(parameter => parameter.Name == "due");
        YearStarts = head.Parameters.FirstOrDefault(parameter => parameter.Name == "year-starts");
    }

    /// <summary>The event it hangs on.</summary>
    public Anchor Trigger { get; }

    /// <summary>Host countries it applies to (ISO 3166 alpha-2); empty for all.</summary>
    public IReadOnlyList<string> AppliesTo { get; }

    /// <summary>Id of the day rule whose forecast it hangs on; null for other events.</summary>
    public string? OfRule { get; }

    /// <summary>Who has to act.</summary>
    public Actor Actor { get; }

    /// <summary>How bad it is to miss.</summary>
    public Severity Severity { get; }

    /// <summary>What it rests on.</summary>
    public Basis Basis { get; }

    /// <summary>What happens if it is missed, in English.</summary>
    public string Consequence { get; }

    /// <summary>
    /// Whether the offset is a period that begins on the day of the event and the due day is its last: 24 months from 1 March 2026 end on
    /// 28 February 2028. Otherwise the day of the event is not counted.
    /// </summary>
    public bool DueOnLastDayOfPeriod { get; }

    /// <summary>How many days before the due day to remind, descending; 0 is the due day itself.</summary>
    public IReadOnlyList<int> RemindDaysBefore { get; }

    /// <summary>Time from the event to the due day; null for a day after a tax year.</summary>
    public Parameter? Offset { get; }

    /// <summary>The day of the calendar after a tax year; null for other events.</summary>
    public Parameter? DueDay { get; }

    /// <summary>First day of the tax year; null for other events.</summary>
    public Parameter? YearStarts { get; }

    /// <summary>Every deadline this rule plans for a case; see <see cref="DeadlineRules.Plan"/>.</summary>
    internal IEnumerable<PlannedDeadline> Plan(DeadlineFacts facts)
    {
        if (AppliesTo.Count > 0 && (facts.HostCountry is null || !AppliesTo.Contains(facts.HostCountry)))
        {
            return [];
        }

        return Trigger switch
        {
            Anchor.TaxYearEnd => PlanTaxYears(facts),
            Anchor.DayCountForecast => facts
                .Findings.Where(finding => finding.RuleId == OfRule && finding.Outcome == Outcome.BreachForecast)
                .SelectMany(finding => PlanForecast(facts, finding)),
            _ => facts.Anchors.Where(anchor => anchor.Anchor == Trigger).SelectMany(PlanEvent),
        };
    }

    private IEnumerable<PlannedDeadline> PlanEvent(AnchorDate anchor)
    {
        var phrase = ExplanationArgument.Phrase($"anchor.{Files.Words<Anchor>.Write(Trigger)}");
        if (anchor.Date is not { } on)
        {
            return [Unknown(anchor.SubjectKey, anchor.SubjectName, phrase)];
        }

        if (on < CoversFrom || Offset!.On(on) is not { State: ParameterState.InForce, Value: { } offset })
        {
            return [];
        }

        var due = DueOnLastDayOfPeriod ? Periods.LastDay(on, offset.Period!) : on + offset.Period!;
        var code = DueOnLastDayOfPeriod ? "deadline.period" : "deadline.offset";
        var explanation = Explanation.Of(code, ExplanationArgument.Offset(offset.Written!), phrase, on);
        return [Deadline(anchor.SubjectKey, anchor.SubjectName, on, due, null, explanation, Used(Offset, offset))];
    }

    private IEnumerable<PlannedDeadline> PlanForecast(DeadlineFacts facts, Finding finding)
    {
        var on = finding.Breach!.On;
        if (on < CoversFrom || Offset!.On(on) is not { State: ParameterState.InForce, Value: { } offset })
        {
            return [];
        }

        var due = on + offset.Period!;
        var explanation = Explanation.Of("deadline.forecast", finding.RuleLabel, on, ExplanationArgument.Offset(offset.Written!));
        var period = finding.Breach.Period ?? IsoDate.Write(finding.Breach.StayArrive ?? on);
        return [Deadline(facts.CaseKey, null, on, due, period, explanation, Used(Offset, offset))];
    }

    private IEnumerable<PlannedDeadline> PlanTaxYears(DeadlineFacts facts)
    {
        var start = facts.Anchors.FirstOrDefault(anchor => anchor.Anchor == Anchor.AssignmentStart);
        if (start?.Date is not { } day)
        {
            if (start is not null)
            {
                yield return Unknown(facts.CaseKey, null, ExplanationArgument.Phrase("anchor.assignment-start"));
            }

            yield break;
        }

        var end = facts.Anchors.FirstOrDefault(anchor => anchor.Anchor == Anchor.AssignmentEnd)?.Date;
        var last = end ?? LocalDate.Max(facts.AsOf, day).PlusYears(1);
        if (day < CoversFrom)
        {
            day = CoversFrom;
        }

        while (day <= last && YearStarts!.On(day) is { State: ParameterState.InForce, Value: { } starts })
        {
            var year = TaxYear.Containing(day, starts.MonthDay);
            if (DueDay!.On(year.To) is { State: ParameterState.InForce, Value: { } due })
            {
                var on = due.MonthDay.InYear(year.To.Year);
                on = on > year.To ? on : due.MonthDay.InYear(year.To.Year + 1);
                yield return Deadline(
                    facts.CaseKey,
                    null,
                    year.To,
                    on,
                    year.Label,
                    Explanation.Of("deadline.tax-year", on, year.Label, year.To),
                    Used(DueDay, due),
                    Used(YearStarts, starts)
                );
            }

            day = year.To.PlusDays(1);
        }
    }

    private PlannedDeadline Unknown(string subjectKey, string? subjectName, ExplanationArgument phrase) =>
        Deadline(subjectKey, subjectName, null, null, null, Explanation.Of("deadline.unknown", phrase));

    private PlannedDeadline Deadline(
        string subjectKey,
        string? subjectName,
        LocalDate? on,
        LocalDate? due,
        string? period,
        Explanation explanation,
        params IReadOnlyList<ParameterUsed> used
    ) =>
        new()
        {
            Key = $"{Id}|{subjectKey}|{period}",
            RuleId = Id,
            RuleVersion = Version,
            Label = Label,
            SubjectKey = subjectKey,
            SubjectName = subjectName,
            Anchor = Trigger,
            AnchorOn = on,
            DueOn = due,
            RemindOn = due is { } dueOn ? RemindDaysBefore.Select(days => dueOn.PlusDays(-days)).ToList() : [],
            Period = period,
            Jurisdiction = Jurisdiction,
            Severity = Severity,
            Actor = Actor,
            Basis = Basis,
            Consequence = Consequence,
            Explanation = explanation,
            ParametersUsed = used,
        };

    private static ParameterUsed Used(Parameter parameter, DatedValue value) =>
        new(parameter.Name, value.Written!, parameter.Unit, value.From, value.Source, value.Status);
}

/// <summary>What the loader reads in every deadline rule beside the head.</summary>
internal sealed record DeadlineSettings(
    Anchor Trigger,
    IReadOnlyList<string> AppliesTo,
    string? OfRule,
    Actor Actor,
    Severity Severity,
    Basis Basis,
    string Consequence,
    IReadOnlyList<int> RemindDaysBefore,
    bool DueOnLastDayOfPeriod
);

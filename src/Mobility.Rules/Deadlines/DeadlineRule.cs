using Mobility.Rules.Calendars;
using NodaTime;

namespace Mobility.Rules.Deadlines;

/// <summary>
/// A date by which something is to be done, so long before or after an event of the case, or on a day of the calendar after a tax year: kind
/// <c>deadline</c>. Values are those in force on the day of the event. Where the file names a rolling rule, a day that is not worked moves as that rule says;
/// otherwise the date is by the calendar, and weekends and holidays do not move it.
/// </summary>
public sealed class DeadlineRule : Rule
{
    private readonly string? _calendarKey;

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
        Obligation = settings.Obligation;
        OnlyIf = settings.OnlyIf;
        Rolls = settings.Rolls;
        YearsLater = settings.YearsLater;
        YearsNamed = settings.YearsNamed;
        _calendarKey = settings.Calendar;
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
    /// 29 February 2028. Otherwise the day of the event is not counted.
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

    /// <summary>The name under which case files ask when it is due; null when they do not.</summary>
    public string? Obligation { get; }

    /// <summary>
    /// For whom it is, in English, where no fact of a case says so; such a rule is asked and plans nothing by itself. Null when it is for everybody.
    /// </summary>
    public string? OnlyIf { get; }

    /// <summary>Id of the rolling rule that moves its day; null when nothing does.</summary>
    public string? Rolls { get; }

    /// <summary>Further years after the first such day that follows the tax year.</summary>
    public int YearsLater { get; }

    /// <summary>After which of its years a tax year is named, where people ask for it by name.</summary>
    public YearName YearsNamed { get; }

    /// <summary>How its day moves; null when nothing moves it.</summary>
    public RollingRule? Rolling { get; private set; }

    /// <summary>The calendar by which its day moves; null when nothing moves it, or only weekends do.</summary>
    public HolidayCalendar? Calendar { get; private set; }

    /// <summary>Gives the rule what it names. Returns what there is not.</summary>
    internal string? Link(HolidayCalendars calendars)
    {
        if (Rolls is null)
        {
            return null;
        }

        Rolling = calendars.FindRolling(Rolls);
        if (Rolling is null)
        {
            return $"'rolls' names '{Rolls}', which is no rolling rule of this book.";
        }

        var key = _calendarKey ?? Rolling.Calendar;
        Calendar = key is null ? null : calendars.Find(key);
        return key is null || Calendar is not null ? null : $"'calendar' names '{key}', which is no calendar of this book.";
    }

    /// <summary>The day on which it is due for a tax year, before it is moved; null where the rule does not know.</summary>
    internal LocalDate? NominalAfter(TaxYear year)
    {
        if (DueDay?.On(year.To) is not { State: ParameterState.InForce, Value: { } due })
        {
            return null;
        }

        var on = due.MonthDay.InYear(year.To.Year);
        return due.MonthDay.InYear((on > year.To ? year.To.Year : year.To.Year + 1) + YearsLater);
    }

    /// <summary>The day on which it is due for a tax year, moved where the rule moves it; null where the rule does not know.</summary>
    internal DateFound? DueAfter(TaxYear year) =>
        NominalAfter(year) is not { } nominal ? null
        : Rolling is { } rolling ? Move(nominal, rolling)
        : new(nominal, [], null);

    /// <summary>The tax year of a name, as people who ask this rule name years.</summary>
    /// <param name="label">2025 for a calendar year, 2025-26 for another.</param>
    /// <param name="named">After which year it is named; null for the rule's own way.</param>
    /// <exception cref="QuestionException">No such year has that name.</exception>
    internal TaxYear YearNamed(string label, YearName? named = null)
    {
        if (YearStarts?.Values[^1].MonthDay is not { } starts)
        {
            throw new QuestionException($"'{Id}' hangs on no tax year.");
        }

        var year =
            TaxYear.Named(label, starts)
            ?? throw new QuestionException(
                $"'given.tax_year' must be a year such as {TaxYear.StartingIn(2025, starts).Label}, not '{label}'."
            );
        return (named ?? YearsNamed) == YearName.AssessmentYear ? TaxYear.StartingIn(year.From.Year - 1, starts) : year;
    }

    /// <summary>The values behind <see cref="NominalAfter"/>.</summary>
    internal IReadOnlyList<ParameterUsed> Used(TaxYear year) =>
        DueDay?.On(year.To) is { State: ParameterState.InForce, Value: { } due } ? [Used(DueDay, due)] : [];

    /// <summary>Every deadline this rule plans for a case; see <see cref="DeadlineRules.Plan"/>.</summary>
    internal IEnumerable<PlannedDeadline> Plan(DeadlineFacts facts)
    {
        if (OnlyIf is not null)
        {
            return [];
        }

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

        var due = DueOnLastDayOfPeriod ? CalendarPeriods.LastDay(on, offset.Period!) : CalendarPeriods.After(on, offset.Period!);
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

        var due = CalendarPeriods.After(on, offset.Period!);
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
            if (NominalAfter(year) is { } on && DueDay!.On(year.To).Value is { } due)
            {
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
    )
    {
        var moved = due is { } nominal && Rolling is { } rolling ? Move(nominal, rolling) : null;
        return new()
        {
            Key = $"{Id}|{subjectKey}|{period}",
            RuleId = Id,
            RuleVersion = Version,
            Label = Label,
            SubjectKey = subjectKey,
            SubjectName = subjectName,
            Anchor = Trigger,
            AnchorOn = on,
            DueOn = moved?.Date ?? due,
            NominalOn = moved is null ? null : due,
            RemindOn = (moved?.Date ?? due) is { } dueOn ? RemindDaysBefore.Select(days => dueOn.PlusDays(-days)).ToList() : [],
            Period = period,
            Jurisdiction = Jurisdiction,
            Severity = Severity,
            Actor = Actor,
            Basis = Basis,
            Consequence = Consequence,
            Explanation = moved is null ? explanation : Rolled(explanation, moved),
            Rolling = moved?.Reasons,
            ParametersUsed = used,
        };
    }

    private DateFound Move(LocalDate nominal, RollingRule rolling) =>
        new WorkingDays(Calendar, rolling.Weekend).Roll(nominal, rolling.Roll);

    /// <summary>The same sentence, with where the day went instead of that nothing moves it.</summary>
    private Explanation Rolled(Explanation plain, DateFound moved) =>
        new($"{plain.Code}.{(moved.Passed.Count == 0 ? "stays" : "rolled")}", [.. plain.Arguments, moved.Date, Rolling!.Text]);

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
)
{
    public string? Obligation { get; init; }

    public string? OnlyIf { get; init; }

    public string? Rolls { get; init; }

    public string? Calendar { get; init; }

    public int YearsLater { get; init; }

    public YearName YearsNamed { get; init; }
}

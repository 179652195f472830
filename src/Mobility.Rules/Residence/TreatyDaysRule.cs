using Mobility.Rules.Files;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// More than so many days in the host state in the period that the treaty's clause names: kind <c>treaty-days</c>. The clause in force on the day of work
/// decides, and its period may reach back.
/// </summary>
internal sealed class TreatyDaysRule(ResidenceHead head) : ResidenceRule(head)
{
    public const string MostDays = "most-days";

    private const string Clauses = "clauses";

    public static ResidenceKind Spec { get; } =
        new("treaty-days", head => new TreatyDaysRule(head))
        {
            About = QuestionAbout.Year,
            Reads =
            [
                Facts.HostCountry,
                Facts.TreatyClauses,
                Facts.HostTaxYearStarts,
                Facts.HostResidencePeriods,
                Facts.UnableToLeavePeriods,
                Facts.WorkPeriods,
                Facts.WorkingWeekdays,
                Facts.PublicHolidays,
                Facts.LeavePeriods,
            ],
            Verdict = Verdict.TreatyLimit,
            Parameters = [(MostDays, ParameterUnit.Days)],
            Uses = [new(Clauses, typeof(TreatyClausesRule))],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var starts = question.Get(Facts.HostTaxYearStarts);
        var asked = question.Year is null ? null : YearOf(question, starts);
        var most = values.Number(MostDays);
        var clauses = question
            .Get(Facts.TreatyClauses)
            .Select(span => new TreatyCount(question, span, starts, asked is null ? question.AsOf : TreatyCount.EndOf(asked.To)))
            .ToList();
        var dates = clauses.Aggregate(DaySet.Empty, (all, clause) => all.With(clause.Dates));
        var years = YearDays
            .Touched(dates, starts)
            .Concat(asked is null ? [] : [asked])
            .DistinctBy(year => year.From)
            .OrderBy(year => year.From)
            .ToDictionary(year => year.Label, year => new YearTotal(clauses, year, most));
        var exceeded = clauses.ConvertAll(clause => clause.ExceededOn(clause.Span.Listed?.MostDays ?? most));
        var on = new Dictionary<string, bool>();
        foreach (var day in dates.Days.Select(DaySet.Date))
        {
            var inForce = clauses.FindIndex(clause => clause.Span.Contains(day));
            if (inForce >= 0)
            {
                on[IsoDate.Write(day)] = exceeded[inForce].Contains(day);
            }
        }

        var answer = new ResidenceAnswer();
        foreach (
            var listed in clauses
                .Where(clause => clause.Span.Touches(asked?.From ?? question.AsOf, asked?.To ?? question.AsOf))
                .Select(clause => clause.Span.Listed)
                .OfType<TreatyClauseInForce>()
        )
        {
            var table = Linked<TreatyClausesRule>(Clauses);
            _ = values.Of(table).At(listed.From).Wording(table.NameOf(listed.Home, listed.Host));
            answer.Because(listed.Step);
        }

        if (asked is not null)
        {
            var total = years[asked.Label];
            answer.Add("days_counted", total.Days).Add("max_days_in_window", total.Largest).Add("exceeds_183", total.IsExceeded);
        }
        else
        {
            answer
                .Add("days_counted", clauses.Aggregate(DaySet.Empty, (all, clause) => all.With(clause.DaysUnderIt)).Count)
                .Add("max_days_in_window", years.Values.Select(total => total.Largest).DefaultIfEmpty().Max());
        }

        return answer
            .Compare("residence.in-window", years.Values.Select(total => total.Largest).DefaultIfEmpty().Max(), most)
            .Add("days_counted_by_year", years.ToDictionary(pair => pair.Key, pair => pair.Value.Days))
            .Add("exceeds_183_by_year", years.ToDictionary(pair => pair.Key, pair => pair.Value.IsExceeded))
            .Add("exceeds_183_on", on);
    }

    /// <summary>The wording of the rule book, where nobody declared one and both states are known.</summary>
    internal override FactSet Complete(FactSet facts)
    {
        if (!facts.Has(Facts.HostCountry) || facts.Get(Facts.HomeCountry) is not { } home)
        {
            return facts;
        }

        var (table, host) = (Linked<TreatyClausesRule>(Clauses), facts.Get(Facts.HostCountry));
        if (!facts.Has(Facts.TreatyClauses) && home != host)
        {
            facts = facts.With(
                Facts.TreatyClauses,
                table
                    .Between(home, host)
                    .Select(clause => new TreatyClauseSpan(
                        clause.From,
                        clause.To,
                        Words<TreatyClause>.All[clause.Clause],
                        Words<TreatyUnit>.All[clause.Unit],
                        clause
                    ))
                    .ToList()
            );
        }

        return !facts.Has(Facts.HostTaxYearStarts) && table.TaxYearStarts(host, LocalDate.MaxIsoValue) is { } starts
            ? facts.With(Facts.HostTaxYearStarts, starts)
            : facts;
    }

    internal override bool CanComplete(Fact fact) => fact == Facts.TreatyClauses;

    internal override string? PlaceOf(FactSet facts) => facts.Get(Facts.HostCountry);

    internal override NamedYear YearAt(LocalDate day, FactSet facts)
    {
        var year = TaxYear.Containing(day, facts.Get(Facts.HostTaxYearStarts));
        return new(year, year.Label);
    }

    internal override DaySet CountedDays(ResidenceQuestion question) =>
        question
            .Get(Facts.TreatyClauses)
            .Select(span => new TreatyCount(question, span, question.Get(Facts.HostTaxYearStarts), question.RequiredOn()))
            .Aggregate(DaySet.Empty, (all, clause) => all.With(clause.DaysUnderIt));

    internal override bool IsLeftOut(Stay stay, LocalDate day) => stay.Purpose == StayPurpose.Transit;

    internal override DayMark WhyLeftOut(ResidenceQuestion question, Stay stay, LocalDate day) =>
        stay.Purpose == StayPurpose.Transit ? DayMark.LeftOutPassingThrough
        : question.Get(Facts.HostResidencePeriods).Any(period => period.Contains(day)) ? DayMark.LeftOutResident
        : question.Get(Facts.UnableToLeavePeriods).Any(period => period.Contains(day)) ? DayMark.LeftOutUnableToLeave
        : DayMark.LeftOutNoWork;

    /// <summary>One tax year of the host state: its days, and the largest total of a period that touches it.</summary>
    private sealed class YearTotal
    {
        public YearTotal(List<TreatyCount> clauses, TaxYear year, int most)
        {
            // A clause decides for the days of work on which it is in force; without any, for days on which somebody was there, or for the year as a whole.
            var inForce = clauses.FindAll(clause => clause.DaysUnderIt.Between(year.From, year.To) > 0);
            inForce =
                inForce.Count > 0 ? inForce : clauses.FindAll(clause => clause.DatesUnderIt.Between(year.From, year.To) > 0);
            inForce = inForce.Count > 0 ? inForce : clauses.FindAll(clause => clause.Span.Touches(year.From, year.To));
            Days = inForce.Aggregate(DaySet.Empty, (all, clause) => all.With(clause.DaysUnderIt)).Between(year.From, year.To);
            var totals = inForce.ConvertAll(clause =>
                (Largest: clause.LargestIn(year), Most: clause.Span.Listed?.MostDays ?? most)
            );
            Largest = totals.Select(total => total.Largest).DefaultIfEmpty().Max();
            IsExceeded = totals.Exists(total => total.Largest > total.Most);
        }

        public int Days { get; }

        public int Largest { get; }

        /// <summary>Whether the limit of any of its clauses is passed.</summary>
        public bool IsExceeded { get; }
    }
}

/// <summary>The days that one clause of a treaty counts.</summary>
internal sealed class TreatyCount
{
    private readonly ResidenceQuestion _question;
    private readonly AnnualDate _starts;

    public TreatyCount(ResidenceQuestion question, TreatyClauseSpan span, AnnualDate starts, LocalDate openEnd)
    {
        _question = question;
        _starts = starts;
        Span = span;
        var last = question.On ?? openEnd;
        var host = question.Get(Facts.HostCountry);
        var present = Presence.Days(question, DayConvention.AnyPartOfDay, openEnd, stay => IsPresence(stay, host));
        var (from, to) = (LocalDate.MinIsoValue, question.On ?? LocalDate.MaxIsoValue);
        var periods = question.Get(Facts.WorkPeriods);

        // Work since before all records begins a year before the first date that anybody wrote down.
        var earliest = periods
            .Select(period => period.From ?? period.To ?? last)
            .Concat(question.Stays.Select(stay => stay.Arrive))
            .Append(last)
            .Min()
            .PlusYears(-1);
        var work = DaySet.Of(periods.Select(period => period with { To = period.To ?? last }), earliest, to);
        Dates = span.Unit == TreatyUnit.WorkPeriods ? work : present;
        Days = (
            span.Unit switch
            {
                TreatyUnit.WorkPeriods => work,
                TreatyUnit.Workdays => Workdays(present.Intersect(work), from, to),
                _ => present,
            }
        )
            .Without(DaySet.Of(question.Get(Facts.HostResidencePeriods), from, to))
            .Without(DaySet.Of(question.Get(Facts.UnableToLeavePeriods), from, to));
        var inForce = DaySet.Of([span], from, to);
        (DaysUnderIt, DatesUnderIt) = (Days.Intersect(inForce), Dates.Intersect(inForce));
    }

    public TreatyClauseSpan Span { get; }

    /// <summary>Every day there, counted or not, on which the question can be asked.</summary>
    public DaySet Dates { get; }

    /// <summary>Every day the clause counts, whenever it came into force.</summary>
    public DaySet Days { get; }

    /// <summary>Those of them on which it is in force.</summary>
    public DaySet DaysUnderIt { get; }

    /// <summary>The dates on which it is in force.</summary>
    public DaySet DatesUnderIt { get; }

    /// <summary>Whether a stay is presence in the host state.</summary>
    public static bool IsPresence(Stay stay, string? host) => stay.Country == host && stay.Purpose != StayPurpose.Transit;

    /// <summary>The largest total of a period which begins or ends in a tax year, or which the year's days lie in.</summary>
    public int LargestIn(TaxYear year) =>
        Span.Clause switch
        {
            TreatyClause.HostTaxYear => Days.Between(year.From, year.To),
            TreatyClause.CalendarYear => Enumerable
                .Range(year.From.Year, year.To.Year - year.From.Year + 1)
                .Where(number => HasDays(number, year))
                .Select(InCalendarYear)
                .DefaultIfEmpty()
                .Max(),
            _ => Starts(year.From.PlusYears(-1), year.To)
                .Where(start => start >= year.From || (EndOf(start) >= year.From && EndOf(start) <= year.To))
                .Max(InPeriodFrom),
        };

    /// <summary>The dates that lie in a period with more days than allowed.</summary>
    public DaySet ExceededOn(int most)
    {
        if (Days is not { First: { } first, Last: { } last })
        {
            return DaySet.Empty;
        }

        var periods = Span.Clause switch
        {
            TreatyClause.HostTaxYear => YearDays.Touched(Days, _starts).Select(year => (year.From, year.To)),
            TreatyClause.CalendarYear => YearDays.Touched(Days, new(1, 1)).Select(year => (year.From, year.To)),
            _ => Starts(first.PlusYears(-1), last).Select(start => (start, EndOf(start))),
        };
        return DaySet.Of(
            periods
                .Where(period => Days.Between(period.Item1, period.Item2) > most)
                .Select(period => new Run(DaySet.Number(period.Item1), DaySet.Number(period.Item2)))
        );
    }

    private static IEnumerable<LocalDate> Starts(LocalDate from, LocalDate to) =>
        Enumerable.Range(0, Period.DaysBetween(from, to) + 1).Select(from.PlusDays);

    /// <summary>Last day of the twelve months that begin on a day.</summary>
    public static LocalDate EndOf(LocalDate start) =>
        start is { Month: 2, Day: 29 } ? start.PlusYears(1) : start.PlusYears(1).PlusDays(-1);

    private int InPeriodFrom(LocalDate start) => Days.Between(start, EndOf(start));

    private int InCalendarYear(int year) => Days.Between(new LocalDate(year, 1, 1), new LocalDate(year, 12, 31));

    private bool HasDays(int number, TaxYear year)
    {
        var (from, to) = (new LocalDate(number, 1, 1), new LocalDate(number, 12, 31));
        return Days.Between(from < year.From ? year.From : from, to > year.To ? year.To : to) > 0;
    }

    private DaySet Workdays(DaySet days, LocalDate from, LocalDate to)
    {
        var weekdays = _question.Get(Facts.WorkingWeekdays);
        var worked = DaySet.Of(
            days.Days.Where(day => weekdays.Contains((Weekday)(int)DaySet.Date(day).DayOfWeek)).Select(day => new Run(day, day))
        );
        return worked
            .Without(DaySet.Of(_question.Get(Facts.PublicHolidays), from, to))
            .Without(DaySet.Of(_question.Get(Facts.LeavePeriods), from, to));
    }
}

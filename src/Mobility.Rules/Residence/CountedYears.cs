using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// The days that count for a <see cref="WeightedYearsRule"/>, with the status and the causes that leave days out, and the test on them. A day left out by
/// status uses up its calendar year.
/// </summary>
internal sealed class CountedYears
{
    private readonly WeightedYearsRule _rule;
    private readonly ResidenceQuestion _question;
    private readonly ValuesInForce _law;
    private readonly AnnualDate _starts;
    private readonly ValuesUsed _used;

    public CountedYears(WeightedYearsRule rule, ResidenceQuestion question)
    {
        _rule = rule;
        _question = question;
        _used = new(question.AsOf);
        _law =
            question.AsOf < rule.CoversFrom
                ? throw new NotCoveredException(
                    $"'{rule.Id}' covers from {IsoDate.Write(rule.CoversFrom)}; 'as_of' is {IsoDate.Write(question.AsOf)}."
                )
                : new(rule, question.AsOf);
        _starts = _law.MonthDay(rule.YearStarts.Name);
        Year = ResidenceRule.YearOf(question, _starts);
        Present = Presence.Days(question, rule.Counts, Year.To, Counts);
        PresentAtAll = Presence.Days(question, rule.Counts, Year.To, stay => rule.Watches(stay.Country));
        Exempt = FindExempt(question.Facts, _law, _starts, Present, Year.To);
        Days = Present
            .Without(Exempt)
            .Without(DaySet.Of(question.Get(Facts.UnableToLeavePeriods), LocalDate.MinIsoValue, LocalDate.MaxIsoValue));
        foreach (var parameter in rule.Parameters)
        {
            _used.Use(parameter, question.AsOf);
        }

        Law =
            YearLaw.Read(rule, _used, Year)
            ?? throw new NotCoveredException($"'{rule.Id}' has no values on {IsoDate.Write(question.AsOf)}.");
        ByYear = Enumerable.Range(0, Law.Weights.Count).Select(Count).ToList();
        Total = ByYear.Select((number, back) => Law.Weights[back] * number).Sum();
        IsMet = Law.IsMet(ByYear[0], Total);
        var given = question.Get(Facts.DaysPresentByYear)?.ContainsKey(Year.Label) is true;
        var everyDay = ByYear[0] == Year.Length && !(question.On < Year.To);
        AreDated = !given || everyDay;
        InYear =
            given && everyDay
                ? DaySet.Of([new(DaySet.Number(Year.From), DaySet.Number(Year.To))])
                : Days.Within(Year.From, Year.To);
    }

    /// <summary>The facts it reads.</summary>
    public static IReadOnlyList<Fact> Reads { get; } =
    [
        Facts.DaysPresentByYear,
        Facts.UsStatusPeriods,
        Facts.VisaConditionsComplied,
        Facts.TeacherPaidOnlyByForeignEmployer,
        Facts.UnableToLeavePeriods,
    ];

    /// <summary>The year tested.</summary>
    public TaxYear Year { get; }

    /// <summary>Every day there.</summary>
    public DaySet PresentAtAll { get; }

    /// <summary>The same without transit, commuting and crew.</summary>
    public DaySet Present { get; }

    /// <summary>The days left out by status.</summary>
    public DaySet Exempt { get; }

    /// <summary>The days that count.</summary>
    public DaySet Days { get; }

    /// <summary>The values of the year tested.</summary>
    public YearLaw Law { get; }

    /// <summary>Days of the year tested, of the year before, and so on.</summary>
    public IReadOnlyList<int> ByYear { get; }

    /// <summary>The weighted total, in parts of the law's denominator.</summary>
    public long Total { get; }

    /// <summary>Whether the test is met.</summary>
    public bool IsMet { get; }

    /// <summary>Whether the dates of the year tested are known: they were counted from stays, or are all there are.</summary>
    public bool AreDated { get; }

    /// <summary>The counted days of the year tested.</summary>
    public DaySet InYear { get; }

    /// <summary>The rule's values on the day whose law decides.</summary>
    public IReadOnlyList<ParameterUsed> Used => _used.ToList();

    /// <summary>The calendar years with days left out by status, up to the year tested.</summary>
    public IReadOnlyList<string> ExemptYears => YearDays.Touched(Exempt, _starts).Select(year => year.Label).ToList();

    /// <summary>First day on which the test is met; null if it is not, or if no dates are known.</summary>
    public LocalDate? CrossedOn()
    {
        if (!IsMet || !AreDated)
        {
            return null;
        }

        var earlier = Total - (Law.Weights[0] * ByYear[0]);
        var needed = (Law.Threshold * Law.Denominator) - earlier;
        var steps = (needed + Law.Weights[0] - 1) / Law.Weights[0];
        return InYear.DayOf((int)Math.Max(Math.Max(steps, Law.Floor), 1), Year.From);
    }

    /// <summary>The days of the year tested on which a status holds.</summary>
    public DaySet WithStatus(params ReadOnlySpan<UsStatus> categories)
    {
        var wanted = categories.ToArray();
        return DaySet.Of(
            _question.Get(Facts.UsStatusPeriods).Where(span => wanted.Contains(span.Category)),
            Year.From,
            _question.On < Year.To ? _question.On.Value : Year.To
        );
    }

    /// <summary>The results that every rule on this test yields.</summary>
    public ResidenceAnswer Answer() =>
        new ResidenceAnswer { ParametersUsed = Used }
            .Because(
                "residence.weighted",
                ExplanationArgument.Days(new(Total, Law.Denominator)),
                ExplanationArgument.Days(Law.Threshold),
                ExplanationArgument.Days(Law.Floor),
                ExplanationArgument.Days(ByYear[0])
            )
            .Measured(new(Total, Law.Denominator), Law.Threshold, LimitSense.MetAtOrAbove)
            .Add("days_counted", ByYear[0])
            .Add(
                "days_counted_by_year",
                ByYear
                    .Select((number, back) => (Label: LabelOf(back), number))
                    .ToDictionary(pair => pair.Label, pair => pair.number)
            )
            .Add("weighted_days_numerator_sixths", (int)(Total * 6 / Law.Denominator))
            .Add("weighted_days", decimal.Round((decimal)Total / Law.Denominator, 3, MidpointRounding.AwayFromZero))
            .Add("exempt_years", ExemptYears)
            .Add("counting_starts_on", AreDated ? InYear.First : null)
            .Add("threshold_crossed_on", CrossedOn());

    private string LabelOf(int back) => TaxYear.Containing(DaySet.Date(Law.Year(back).From), _starts).Label;

    private int Count(int back) =>
        _question.Get(Facts.DaysPresentByYear) is { } given && given.TryGetValue(LabelOf(back), out var number)
            ? number
            : Days.Between(Law.Year(back).From, Law.Year(back).To);

    /// <summary>Whether days of a stay can count, as far as the stay alone says.</summary>
    public static bool CanCount(WeightedYearsRule rule, Stay stay) =>
        rule.Watches(stay.Country) && rule.MarkOf(stay) is DayMark.None or DayMark.TransitTimesMissing;

    /// <summary>Why a date of a stay does not count.</summary>
    public static DayMark WhyLeftOut(WeightedYearsRule rule, ResidenceQuestion question, Stay stay, LocalDate day) =>
        CanCount(rule, stay)
            ? question.Get(Facts.UnableToLeavePeriods).Any(period => period.Contains(day))
                ? DayMark.LeftOutUnableToLeave
                : DayMark.LeftOutStatus
            : rule.MarkOf(stay);

    private bool Counts(Stay stay) => CanCount(_rule, stay);

    /// <summary>
    /// The days that facts take out of a record, days to come and days nobody can place included, wherever the person may be on them. Whether a year
    /// is used up is told by the certain days, and by the years to come as if the person were there.
    /// </summary>
    /// <param name="rule">The rule.</param>
    /// <param name="record">What is recorded about the person.</param>
    /// <param name="facts">The facts.</param>
    /// <param name="asOf">The day asked about.</param>
    /// <param name="last">Last day that is asked about (inclusive).</param>
    public static LeftOutDays LeftOut(WeightedYearsRule rule, TravelRecord record, FactSet facts, LocalDate asOf, LocalDate last)
    {
        var law = new ValuesInForce(rule, asOf);
        var starts = law.MonthDay(rule.YearStarts.Name);
        var toCome = DaySet.Of([new(DaySet.Number(asOf) + 1, DaySet.Number(last))]);
        var certain = Days(record.Stays.Where(stay => !stay.Planned)).With(toCome);
        var unsure = Days(record.Stays.Where(stay => stay.Planned))
            .With(DaySet.Of(record.UnknownSpans.Select(span => new Run(DaySet.Number(span.From), DaySet.Number(span.To)))))
            .Without(certain);
        var byStatus = Exempt(certain);
        return new(
            unsure.Count == 0 ? byStatus : byStatus.With(Exempt(certain.With(unsure)).Intersect(unsure)),
            DaySet.Of(facts.Get(Facts.UnableToLeavePeriods), LocalDate.MinIsoValue, LocalDate.MaxIsoValue)
        );

        DaySet Days(IEnumerable<Stay> stays) =>
            DaySet.Of(stays.Where(stay => CanCount(rule, stay)).Select(stay => Presence.Of(stay, rule.Counts, last)));

        DaySet Exempt(DaySet present) => FindExempt(facts, law, starts, present, last);
    }

    /// <summary>
    /// Walks the calendar years in order. A year is exempt for a student unless enough years were already, for a teacher or trainee unless enough of the
    /// years shortly before were; foreign-government status knows no limit and uses up no year.
    /// </summary>
    private static DaySet FindExempt(FactSet facts, ValuesInForce law, AnnualDate starts, DaySet present, LocalDate last)
    {
        var spans = facts.Get(Facts.UsStatusPeriods);
        var complied = facts.Get(Facts.VisaConditionsComplied);
        var teacherYears = law.Number(
            facts.Get(Facts.TeacherPaidOnlyByForeignEmployer) ? "exempt-teacher-years-foreign-pay" : "exempt-teacher-years"
        );
        DaySet Status(UsStatus category) =>
            DaySet
                .Of(spans.Where(span => span.Category == category), LocalDate.MinIsoValue, last)
                .Intersect(present)
                .Without(DaySet.Of(spans.Where(span => span.Category == UsStatus.GreenCard), LocalDate.MinIsoValue, last));
        var (student, teacher) = (Status(UsStatus.Student), Status(UsStatus.JTeacherTrainee));
        var exempt = Status(UsStatus.ForeignGovernment);
        var used = new List<int>();
        foreach (var year in complied ? YearDays.Touched(student.With(teacher), starts) : [])
        {
            var left = DaySet.Empty;
            if (used.Count < law.Number("exempt-student-years"))
            {
                left = left.With(student.Within(year.From, year.To));
            }

            if (used.Count(other => other >= year.From.Year - law.Number("exempt-teacher-looks-back")) < teacherYears)
            {
                left = left.With(teacher.Within(year.From, year.To));
            }

            if (left.Count > 0)
            {
                used.Add(year.From.Year);
                exempt = exempt.With(left);
            }
        }

        return exempt;
    }
}

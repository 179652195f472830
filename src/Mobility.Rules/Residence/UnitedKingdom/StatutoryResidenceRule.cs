using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>
/// The statutory residence test: kind <c>statutory-residence-test</c>. Any automatic overseas test makes non-resident; failing that any automatic test at
/// home makes resident; failing that the table of ties and days decides.
/// </summary>
internal sealed class StatutoryResidenceRule(ResidenceHead head) : ResidenceRule(head)
{
    private static readonly string[] RecentBands =
    [
        "recent-first-band",
        "recent-second-band",
        "recent-third-band",
        "recent-fourth-band",
    ];
    private static readonly string[] OtherBands = ["other-first-band", "other-second-band", "other-third-band"];

    public static ResidenceKind Spec { get; } =
        new("statutory-residence-test", head => new StatutoryResidenceRule(head))
        {
            About = QuestionAbout.Year,
            Reads =
            [
                Facts.DaysPresentByYear,
                .. TransitPresence.Reads,
                Facts.QualifyingDays,
                Facts.ResidentPrior3YearsDeclared,
                Facts.TiesCountDeclared,
                Facts.AutomaticOverseasTestsMetDeclared,
                Facts.AutomaticOverseas3MetDeclared,
                Facts.AutomaticUk2MetDeclared,
                Facts.AutomaticUk3MetDeclared,
                Facts.SufficientHoursOverseasDeclared,
                Facts.SignificantBreakOverseasDeclared,
                Facts.SufficientHoursUkDeclared,
                Facts.SignificantBreakUkDeclared,
                Facts.Over3hUkDays,
                Facts.WorkTestPeriod,
                Facts.Homes,
                Facts.RelevantJob,
                Facts.CrossBorderTripsCount,
                .. CountedTies.Reads,
                .. YearOfDeath.Reads,
            ],
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("overseas-1-below-days", ParameterUnit.Days),
                ("overseas-2-below-days", ParameterUnit.Days),
                ("overseas-3-below-days", ParameterUnit.Days),
                ("overseas-3-below-workdays", ParameterUnit.Days),
                ("overseas-4-below-days", ParameterUnit.Days),
                ("home-1-least-days", ParameterUnit.Days),
                ("home-2-period-days", ParameterUnit.Days),
                ("home-2-period-days-in-year", ParameterUnit.Days),
                ("home-2-least-days-at-home", ParameterUnit.Days),
                ("home-2-below-days-at-home-abroad", ParameterUnit.Days),
                ("home-3-period-days", ParameterUnit.Days),
                ("home-3-share-above", ParameterUnit.Fraction),
                ("home-3-least-workdays-in-year", ParameterUnit.Days),
                ("home-4-below-days-at-home-abroad", ParameterUnit.Days),
                ("crossings-that-close-work-tests", ParameterUnit.Count),
                ("deeming-least-ties", ParameterUnit.Count),
                ("deeming-after-days", ParameterUnit.Days),
                .. RecentBands
                    .Concat(OtherBands)
                    .SelectMany(band =>
                        new[] { ($"{band}-from-days", ParameterUnit.Days), ($"{band}-ties", ParameterUnit.Count) }
                    ),
            ],
            Tests = StatutoryTests.InOrder,
            Uses = CountedTies.Uses,
        };

    internal override DaySet CountedDays(ResidenceQuestion question) =>
        TransitPresence.Days(this, question, question.RequiredOn());

    internal override DayMark WhyLeftOut(ResidenceQuestion question, Stay stay, LocalDate day) =>
        TransitPresence.WhyLeftOut(stay, day);

    internal override DayConvention ConventionOn(LocalDate day) => DayConvention.Midnight;

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = TaxYears.Asked(this, question, values);
        var days = TransitPresence.DaysOf(this, question, year);
        var death = YearOfDeath.Of(question, values, year, Country);
        IReadOnlyList<TiesBand> Table(string[] bands, bool recent) =>
            death?.Reduced(Bands(bands, values), year, fromTheFirstDay: recent) ?? Bands(bands, values);
        var tests = new StatutoryTests
        {
            Midnights = days,
            QualifyingDays = question.Get(Facts.QualifyingDays) ?? 0,
            Overseas1Below = values.Number("overseas-1-below-days"),
            Overseas2Below = values.Number("overseas-2-below-days"),
            Home1Least = values.Number("home-1-least-days"),
            DeemingTies = values.Number("deeming-least-ties"),
            DeemingAfter = values.Number("deeming-after-days"),
            Recent = Table(RecentBands, recent: true),
            Others = Table(OtherBands, recent: false),
            AnyOverseas = question.Get(Facts.AutomaticOverseasTestsMetDeclared),
            OverseasThird = question.Get(Facts.AutomaticOverseas3MetDeclared) ?? WorkAbroad(question, values, days),
            HomeSecond = question.Get(Facts.AutomaticUk2MetDeclared) ?? HomeHere(question, values, year),
            HomeThird = question.Get(Facts.AutomaticUk3MetDeclared) ?? WorkHere(question, values, year),
            WasResident = question.Get(Facts.ResidentPrior3YearsDeclared),
            Ties = question.Get(Facts.TiesCountDeclared) is { } declared ? new(declared, declared) : null,
            CountTies = CountedTies.AreTold(question) ? recent => CountedTies.Of(this, question, values, recent) : null,
            Death = death,
        };
        var (resident, test, deemed) = tests.Decide();
        var answer = new ResidenceAnswer()
            .Add("days_counted", days + deemed)
            .Add("deemed_days", deemed)
            .Add("days_counted_ignoring_deeming", days)
            .Add("uk_work_share_percent", SharePercent(question.Get(Facts.WorkTestPeriod)))
            .Add("resident", resident)
            .Add("test_met", test is null ? null : Test(test));
        Explain(answer, tests, deemed);
        if (tests.CountTies is not null)
        {
            foreach (var (tie, met) in CountedTies.All(this, question, values, tests.WasResident ?? true))
            {
                answer.Because("gb.srt.test", ExplanationArgument.Phrase($"gb.srt.{tie}"), Known(met));
            }
        }

        return answer;
    }

    /// <summary>The third overseas test: enough hours abroad without a long break, few workdays and few days here.</summary>
    private static bool? WorkAbroad(ResidenceQuestion question, ValuesInForce values, int days) =>
        Possible.All(
            WorkTestsAreOpen(question, values),
            question.Get(Facts.SufficientHoursOverseasDeclared),
            !question.Get(Facts.SignificantBreakOverseasDeclared),
            question.Get(Facts.Over3hUkDays) is { } workdays ? workdays < values.Number("overseas-3-below-workdays") : null,
            days < values.Number("overseas-3-below-days")
        );

    /// <summary>The second test at home.</summary>
    private bool? HomeHere(ResidenceQuestion question, ValuesInForce values, TaxYear year) =>
        HomeTest.IsMet(
            question.Get(Facts.Homes),
            Country,
            year,
            new(
                values.Number("home-2-period-days"),
                values.Number("home-2-period-days-in-year"),
                values.Number("home-2-least-days-at-home"),
                values.Number("home-2-below-days-at-home-abroad")
            )
        );

    /// <summary>The third test at home: enough hours here over a period that touches the year, most workdays and one of the year here.</summary>
    private static bool? WorkHere(ResidenceQuestion question, ValuesInForce values, TaxYear year)
    {
        var period = question.Get(Facts.WorkTestPeriod);
        if (period?.LongDaysHere > period?.LongDays)
        {
            throw new QuestionException(
                $"'{Facts.WorkTestPeriod.Name}' has {period!.LongDaysHere} days here of {period.LongDays} anywhere."
            );
        }

        return Possible.All(
            WorkTestsAreOpen(question, values),
            question.Get(Facts.SufficientHoursUkDeclared),
            !question.Get(Facts.SignificantBreakUkDeclared),
            period is null ? null : Touches(period, year) && IsAsLongAs(period, values.Number("home-3-period-days")),
            period is null ? null : IsAbove(period, values.Fraction("home-3-share-above")),
            question.Get(Facts.Over3hUkDays) is { } workdays ? workdays >= values.Number("home-3-least-workdays-in-year") : null
        );
    }

    /// <summary>The tests by full-time work are closed to somebody who crosses the border often in a job on board.</summary>
    private static bool? WorkTestsAreOpen(ResidenceQuestion question, ValuesInForce values) =>
        !question.Get(Facts.RelevantJob) ? true
        : question.Get(Facts.CrossBorderTripsCount) is { } trips ? trips < values.Number("crossings-that-close-work-tests")
        : null;

    private static bool Touches(DateSpan period, TaxYear year) => !(period.From > year.To) && !(period.To < year.From);

    private static bool IsAsLongAs(DateSpan period, int days) =>
        period is not { From: { } from, To: { } to } || Period.DaysBetween(from, to) + 1 >= days;

    private static bool IsAbove(WorkTestSpan period, Fraction share) =>
        period.LongDays > 0 && new Fraction(period.LongDaysHere, period.LongDays) > share;

    private static decimal? SharePercent(WorkTestSpan? period) =>
        period is { LongDays: > 0 } ? Rounded.ToTwoPlaces(100m * period.LongDaysHere, period.LongDays) : null;

    private static List<TiesBand> Bands(IEnumerable<string> bands, ValuesInForce values) =>
        bands.Select(band => new TiesBand(values.Number($"{band}-from-days"), values.Number($"{band}-ties"))).ToList();

    private static void Explain(ResidenceAnswer answer, StatutoryTests tests, int? deemed)
    {
        answer.Because(
            deemed is null ? "gb.srt.days-open" : "gb.srt.days",
            ExplanationArgument.Days(tests.Midnights),
            ExplanationArgument.Days(deemed ?? 0)
        );
        foreach (var (test, met) in tests.Known())
        {
            answer.Because("gb.srt.test", ExplanationArgument.Phrase($"gb.srt.{test}"), Known(met));
        }
    }

    private static ExplanationArgument Known(bool? met) =>
        ExplanationArgument.Phrase(
            met is null ? "gb.srt.unknown"
            : met.Value ? "gb.srt.met"
            : "gb.srt.not-met"
        );
}

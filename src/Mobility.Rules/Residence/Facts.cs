using Mobility.Rules.Residence.Cases;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// Everything that can be known about a person, by name, with what holds when nobody says anything. A question mark in the type stands for unknown;
/// otherwise the absent value is a fact. Spans have both ends included.
/// </summary>
internal static class Facts
{
    private static readonly Dictionary<string, Fact> All = [];

    public static readonly Fact<IReadOnlyDictionary<string, int>?> DaysPresentByYear = Counts(
        "days_present_by_year",
        node => node.YearLabel()
    );
    public static readonly Fact<IReadOnlyDictionary<string, int>?> DaysPresentByCountry = Counts(
        "days_present_by_country",
        node => node.Country()
    );
    public static readonly Fact<int?> Max12MonthDays = Whole("max_12_month_days");
    public static readonly Fact<int?> Prior4YearsDays = Whole("prior_4_years_days");
    public static readonly Fact<int?> MaxOtherCountryDays = Whole("max_other_country_days");
    public static readonly Fact<int> CertifiedPresenceDays = Whole("certified_presence_days", absent: 0);
    public static readonly Fact<int> PresumedPresenceDays = Whole("presumed_presence_days", absent: 0);
    public static readonly Fact<int> SporadicAbsenceDays = Whole("sporadic_absence_days", absent: 0);
    public static readonly Fact<int?> ContinuousStayDays = Whole("continuous_stay_days");
    public static readonly Fact<int?> OvernightDaysPerYear = Whole("overnight_days_per_year");
    public static readonly Fact<int?> LongestBlockDays = Whole("longest_block_days");
    public static readonly Fact<bool?> RecursEveryYear = Flag("recurs_every_year");
    public static readonly Fact<IReadOnlyList<string>?> Citizenships = ManyOrUnknown("citizenships", node => node.Country());
    public static readonly Fact<IReadOnlyList<CountrySpan>> ResidencePermits = Spans<CountrySpan>(
        "residence_permits",
        (map, from, to) => new(from, to, map.Needed("country").Country())
    );
    public static readonly Fact<bool?> TaxResidentElsewhereDeclared = Flag("tax_resident_elsewhere_declared");
    public static readonly Fact<bool?> TreatyResidentElsewhereDeclared = Flag("treaty_resident_elsewhere_declared");
    public static readonly Fact<bool> TaxCertificateElsewhere = Flag("tax_certificate_elsewhere", absent: false);
    public static readonly Fact<bool?> PermanentHomeInCountry = Flag("permanent_home_in_country");
    public static readonly Fact<bool?> PermanentPlaceOfAbode = Flag("permanent_place_of_abode");
    public static readonly Fact<bool?> WorksInCountry = Flag("works_in_country");
    public static readonly Fact<bool?> DomiciledInCountry = Flag("domiciled_in_country");
    public static readonly Fact<bool?> OrdinarilyResidentDeclared = Flag("ordinarily_resident_declared");
    public static readonly Fact<bool?> ResidentialTiesDeclared = Flag("residential_ties_declared");
    public static readonly Fact<string?> CentreOfInterestsCountry = Text("centre_of_interests_country", node => node.Country());
    public static readonly Fact<bool?> UsualAbodeOutside = Flag("usual_abode_outside");
    public static readonly Fact<bool?> IntendsToTakeUpResidence = Flag("intends_to_take_up_residence");
    public static readonly Fact<StayPurpose?> StayPurpose = Word<StayPurpose>("stay_purpose");
    public static readonly Fact<VisaClass?> VisaClass = Word<VisaClass>("visa_class");
    public static readonly Fact<bool> DirectorOrEntertainer = Flag("director_or_entertainer", absent: false);
    public static readonly Fact<IReadOnlyList<DateSpan>> EmploymentPeriods = Spans("employment_periods");
    public static readonly Fact<EmploymentSource?> EmploymentSource = Word<EmploymentSource>("employment_source");
    public static readonly Fact<bool?> VisitsOnly = Flag("visits_only");
    public static readonly Fact<bool?> CitizenLeavingForEmployment = Flag("citizen_leaving_for_employment");
    public static readonly Fact<bool?> VisitsAsCitizenOrOrigin = Flag("visits_as_citizen_or_origin");
    public static readonly Fact<bool?> IndianIncomeOver15Lakh = Flag("indian_income_over_15_lakh");
    public static readonly Fact<IReadOnlyList<string>> Years183OrMoreDeclared = Many(
        "years_183_or_more_declared",
        node => node.YearLabel(),
        absent: []
    );
    public static readonly Fact<IReadOnlyList<string>> YearsWithAbsenceOver30DaysDeclared = Many(
        "years_with_absence_over_30_days_declared",
        node => node.YearLabel(),
        absent: []
    );
    public static readonly Fact<IReadOnlyList<DateSpan>> ResidencePeriodsDeclared = Spans("residence_periods_declared");
    public static readonly Fact<IReadOnlyList<DateSpan>> ShortInterruptionsDeclared = Spans("short_interruptions_declared");
    public static readonly Fact<string?> HomeCountry = Text("home_country", node => node.Country());
    public static readonly Fact<string> HostCountry = NeededText("host_country", node => node.Country());
    public static readonly Fact<IReadOnlyList<TreatyClauseSpan>> TreatyClauses = Spans<TreatyClauseSpan>(
        "treaty_clauses",
        ReadClause,
        required: true
    );
    public static readonly Fact<AnnualDate> HostTaxYearStarts = Add(
        new Fact<AnnualDate>("host_tax_year_starts", node => node.MonthDay(), new(1, 1))
    );
    public static readonly Fact<IReadOnlyList<DateSpan>> HostResidencePeriods = Spans("host_residence_periods");
    public static readonly Fact<IReadOnlyList<DateSpan>> UnableToLeavePeriods = Spans("unable_to_leave_periods");
    public static readonly Fact<IReadOnlyList<StatusSpan>> UsStatusPeriods = Spans<StatusSpan>(
        "us_status_periods",
        (map, from, to) => new(from, to, map.Needed("category").Word<UsStatus>())
    );
    public static readonly Fact<bool> VisaConditionsComplied = Flag("visa_conditions_complied", absent: true);
    public static readonly Fact<bool> TeacherPaidOnlyByForeignEmployer = Flag(
        "teacher_paid_only_by_foreign_employer",
        absent: false
    );
    public static readonly Fact<bool?> ResidentPriorYearDeclared = Flag("resident_prior_year_declared");
    public static readonly Fact<bool?> ResidentNextYearDeclared = Flag("resident_next_year_declared");
    public static readonly Fact<IReadOnlyList<DateSpan>> CloserConnectionAbroadPeriods = Spans(
        "closer_connection_abroad_periods"
    );
    public static readonly Fact<bool?> TaxHomeAbroadAllYear = Flag("tax_home_abroad_all_year");
    public static readonly Fact<bool?> CloserConnectionAbroad = Flag("closer_connection_abroad");
    public static readonly Fact<bool?> GreenCardStepsTaken = Flag("green_card_steps_taken");
    public static readonly Fact<bool?> SptMetThisYearDeclared = Flag("spt_met_this_year_declared");
    public static readonly Fact<bool?> SptMetNextYearDeclared = Flag("spt_met_next_year_declared");
    public static readonly Fact<DateSpan> TestPeriod = NeededSpan("test_period");
    public static readonly Fact<int?> QualifyingDays = Whole("qualifying_days");
    public static readonly Fact<bool?> ResidentPrior3YearsDeclared = Flag("resident_prior_3_years_declared");
    public static readonly Fact<int?> TiesCountDeclared = Whole("ties_count_declared");
    public static readonly Fact<bool?> AutomaticOverseasTestsMetDeclared = Flag("automatic_overseas_tests_met_declared");
    public static readonly Fact<bool?> AutomaticOverseas3MetDeclared = Flag("automatic_overseas_3_met_declared");
    public static readonly Fact<bool?> AutomaticUk2MetDeclared = Flag("automatic_uk_2_met_declared");
    public static readonly Fact<bool?> AutomaticUk3MetDeclared = Flag("automatic_uk_3_met_declared");
    public static readonly Fact<bool?> SufficientHoursOverseasDeclared = Flag("sufficient_hours_overseas_declared");
    public static readonly Fact<bool?> SufficientHoursUkDeclared = Flag("sufficient_hours_uk_declared");
    public static readonly Fact<bool?> SignificantBreakOverseasDeclared = Flag("significant_break_overseas_declared");
    public static readonly Fact<bool?> SignificantBreakUkDeclared = Flag("significant_break_uk_declared");
    public static readonly Fact<int?> Over3hUkDays = Whole("over_3h_uk_days");
    public static readonly Fact<WorkTestSpan?> WorkTestPeriod = Add(
        new Fact<WorkTestSpan?>("work_test_period", ReadWorkTest, null)
    );
    public static readonly Fact<IReadOnlyList<HomeSpan>?> Homes = SpansOrUnknown<HomeSpan>(
        "homes",
        (map, from, to) =>
            new(from, to, map.Needed("country").Country(), map.Optional("present_days")?.Whole(), map.Optional("name")?.Text())
    );
    public static readonly Fact<string?> TransitFromCountry = Text("transit_from_country", node => node.Country());
    public static readonly Fact<string?> TransitToCountry = Text("transit_to_country", node => node.Country());
    public static readonly Fact<bool?> TransitUnrelatedActivities = Flag("transit_unrelated_activities");
    public static readonly Fact<int> ExceptionalCircumstancesDays = Whole("exceptional_circumstances_days", absent: 0);
    public static readonly Fact<IReadOnlyList<DateSpan>> AccommodationPeriods = Spans("accommodation_periods");
    public static readonly Fact<int> AccommodationNights = Whole("accommodation_nights", absent: 0);
    public static readonly Fact<bool> AccommodationOfCloseRelative = Flag("accommodation_of_close_relative", absent: false);
    public static readonly Fact<bool> RelevantJob = Flag("relevant_job", absent: false);
    public static readonly Fact<int?> CrossBorderTripsCount = Whole("cross_border_trips_count");
    public static readonly Fact<IReadOnlyList<bool>> CrossBorderTripsOnDay = Many(
        "cross_border_trips_on_day",
        ReadTrip,
        absent: []
    );
    public static readonly Fact<decimal> UkWorkHours = Add(new Fact<decimal>("uk_work_hours", node => node.Number(), 0m));
    public static readonly Fact<DateSpan?> ReferencePeriod = OneSpan("reference_period");
    public static readonly Fact<int> DisregardedWorkDays = Whole("disregarded_work_days", absent: 0);
    public static readonly Fact<int> LeaveDays = Whole("leave_days", absent: 0);
    public static readonly Fact<int> SickDays = Whole("sick_days", absent: 0);
    public static readonly Fact<int> EmbeddedNonWorkingDays = Whole("embedded_non_working_days", absent: 0);
    public static readonly Fact<IReadOnlyList<int>> GapLengthsDays = Many("gap_lengths_days", node => node.Whole(), absent: []);
    public static readonly Fact<IReadOnlyList<DateSpan>> GapPeriods = Spans("gap_periods");
    public static readonly Fact<decimal?> NetWorkHours = Add(new Fact<decimal?>("net_work_hours", node => node.Number(), null));
    public static readonly Fact<int?> DailyWorkMinutes = Whole("daily_work_minutes");
    public static readonly Fact<IReadOnlyList<Weekday>> WorkingWeekdays = Many(
        "working_weekdays",
        node => node.Word<Weekday>(),
        absent: Enum.GetValues<Weekday>()
    );
    public static readonly Fact<IReadOnlyList<DateSpan>> PublicHolidays = Spans("public_holidays");
    public static readonly Fact<IReadOnlyList<DateSpan>> WorkPeriods = Spans("work_periods");
    public static readonly Fact<IReadOnlyList<LeaveSpan>> LeavePeriods = Spans<LeaveSpan>(
        "leave_periods",
        (map, from, to) => new(from, to, map.Needed("kind").Word<LeaveKind>())
    );
    public static readonly Fact<IReadOnlyList<DateSpan>> ScheduledNonWorkingPeriods = Spans("scheduled_non_working_periods");
    public static readonly Fact<LocalDate?> OverseasWorkStartsOn = Day("overseas_work_starts_on");
    public static readonly Fact<LocalDate?> OverseasWorkEndsOn = Day("overseas_work_ends_on");
    public static readonly Fact<LocalDate?> ReturnedToUkOn = Day("returned_to_uk_on");
    public static readonly Fact<LocalDate?> UkWorkStartsOn = Day("uk_work_starts_on");
    public static readonly Fact<int?> UkDaysAfterDeparture = Whole("uk_days_after_departure");
    public static readonly Fact<int?> Over3hUkDaysAfterDeparture = Whole("over_3h_uk_days_after_departure");
    public static readonly Fact<int?> UkDaysBeforeUkPart = Whole("uk_days_before_uk_part");
    public static readonly Fact<int?> Over3hUkDaysBeforeUkPart = Whole("over_3h_uk_days_before_uk_part");
    public static readonly Fact<bool?> Overseas3MetNextYearDeclared = Flag("overseas_3_met_next_year_declared");
    public static readonly Fact<bool?> Overseas3MetPriorYearDeclared = Flag("overseas_3_met_prior_year_declared");
    public static readonly Fact<bool?> ResidentIn4YearsBeforePriorDeclared = Flag("resident_in_4_years_before_prior_declared");
    public static readonly Fact<LocalDate?> UkHomesCeasedOn = Day("uk_homes_ceased_on");
    public static readonly Fact<string?> SufficientLinkCountry = Text("sufficient_link_country", node => node.Country());
    public static readonly Fact<bool?> SufficientLinkWithin6MonthsDeclared = Flag("sufficient_link_within_6_months_declared");
    public static readonly Fact<bool?> SufficientUkTiesBeforeDeclared = Flag("sufficient_uk_ties_before_declared");
    public static readonly Fact<LocalDate?> PartnerUkPartStartsOn = Day("partner_uk_part_starts_on");
    public static readonly Fact<LocalDate?> MovedToJoinPartnerOn = Day("moved_to_join_partner_on");
    public static readonly Fact<int> SplitYearCaseDeclared = NeededWhole("split_year_case_declared");
    public static readonly Fact<LocalDate?> OverseasPartStartsDeclared = Day("overseas_part_starts_declared");
    public static readonly Fact<LocalDate?> UkPartStartsDeclared = Day("uk_part_starts_declared");
    public static readonly Fact<string> LastSoleUkResidenceYearDeclared = NeededText(
        "last_sole_uk_residence_year_declared",
        node => node.YearLabel()
    );
    public static readonly Fact<LocalDate?> SoleUkResidenceEndsOn = Day("sole_uk_residence_ends_on");
    public static readonly Fact<bool?> SoleUkResidence4Of7YearsDeclared = Flag("sole_uk_residence_4_of_7_years_declared");

    /// <summary>The fact of a name, or null.</summary>
    public static Fact? Find(string name) => All.GetValueOrDefault(name);

    private static Fact<T> Add<T>(Fact<T> fact)
    {
        All.Add(fact.Name, fact);
        return fact;
    }

    private static Fact<bool?> Flag(string name) => Add(new Fact<bool?>(name, node => node.Truth(), null));

    private static Fact<bool> Flag(string name, bool absent) => Add(new Fact<bool>(name, node => node.Truth(), absent));

    private static Fact<int?> Whole(string name) => Add(new Fact<int?>(name, node => node.Whole(), null));

    private static Fact<int> NeededWhole(string name) => Add(new Fact<int>(name, node => node.Whole(), 0, required: true));

    private static Fact<int> Whole(string name, int absent) => Add(new Fact<int>(name, node => node.Whole(), absent));

    private static Fact<LocalDate?> Day(string name) => Add(new Fact<LocalDate?>(name, node => node.Date(), null));

    private static Fact<string?> Text(string name, Func<CaseNode, string> read) => Add(new Fact<string?>(name, read, null));

    private static Fact<string> NeededText(string name, Func<CaseNode, string> read) =>
        Add(new Fact<string>(name, read, "", required: true));

    private static Fact<T?> Word<T>(string name)
        where T : struct, Enum => Add(new Fact<T?>(name, node => node.Word<T>(), null));

    private static Fact<IReadOnlyDictionary<string, int>?> Counts(string name, Func<CaseNode, string> key) =>
        Add(new Fact<IReadOnlyDictionary<string, int>?>(name, node => node.Counts(key), null));

    private static Fact<IReadOnlyList<T>> Many<T>(string name, Func<CaseNode, T> read, IReadOnlyList<T> absent) =>
        Add(new Fact<IReadOnlyList<T>>(name, node => node.List(read), absent));

    private static Fact<IReadOnlyList<T>?> ManyOrUnknown<T>(string name, Func<CaseNode, T> read) =>
        Add(new Fact<IReadOnlyList<T>?>(name, node => node.List(read), null));

    private static Fact<IReadOnlyList<T>> Spans<T>(
        string name,
        Func<CaseMap, LocalDate?, LocalDate?, T> read,
        bool required = false
    )
        where T : DateSpan => Add(new Fact<IReadOnlyList<T>>(name, node => node.Spans(read), [], required));

    private static Fact<IReadOnlyList<T>?> SpansOrUnknown<T>(string name, Func<CaseMap, LocalDate?, LocalDate?, T> read)
        where T : DateSpan => Add(new Fact<IReadOnlyList<T>?>(name, node => node.Spans(read), null));

    private static Fact<IReadOnlyList<DateSpan>> Spans(string name) => Spans<DateSpan>(name, (_, from, to) => new(from, to));

    private static Fact<DateSpan?> OneSpan(string name) => Add(new Fact<DateSpan?>(name, ReadOne, null));

    private static Fact<DateSpan> NeededSpan(string name) =>
        Add(new Fact<DateSpan>(name, ReadOne, new(null, null), required: true));

    private static DateSpan ReadOne(CaseNode node) => One(node, node.Spans((_, from, to) => new DateSpan(from, to)));

    private static T One<T>(CaseNode node, IReadOnlyList<T> spans) =>
        spans.Count == 1 ? spans[0] : throw node.Wrong("a list of one interval");

    private static bool ReadTrip(CaseNode node)
    {
        var map = node.Map();
        var starts = map.Needed("starts_in_uk").Truth();
        map.Done();
        return starts;
    }

    private static TreatyClauseSpan ReadClause(CaseMap map, LocalDate? from, LocalDate? to) =>
        new(from, to, map.Needed("clause").Word<TreatyClause>(), map.Optional("unit")?.Word<TreatyUnit>() ?? TreatyUnit.Presence);

    private static WorkTestSpan ReadWorkTest(CaseNode node) =>
        One(
            node,
            node.Spans(
                (map, from, to) =>
                    new WorkTestSpan(from, to, map.Needed("over_3h_days").Whole(), map.Needed("over_3h_uk_days").Whole())
            )
        );
}

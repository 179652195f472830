using Mobility.Rules.Cases;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// Everything that can be known about a person, by name, with what holds when nobody says anything. A question mark in the type stands for unknown;
/// otherwise the absent value is a fact. Spans have both ends included.
/// </summary>
internal static partial class Facts
{
    private static readonly Dictionary<string, Fact> All = [];
    private static readonly List<FactDefinition> InOrder = [];

    /// <summary>Every fact, in the order of the vocabulary.</summary>
    public static IReadOnlyList<FactDefinition> Definitions => InOrder;

    public static readonly Fact<IReadOnlyDictionary<string, int>?> DaysPresentByYear = Counts(
        "days_present_by_year",
        FactType.CountByYear
    );
    public static readonly Fact<IReadOnlyDictionary<string, int>?> DaysPresentByCountry = Counts(
        "days_present_by_country",
        FactType.CountByCountry
    );
    public static readonly Fact<int?> Max12MonthDays = Whole("max_12_month_days", absence: FactAbsence.Counted);
    public static readonly Fact<int?> Prior4YearsDays = Whole("prior_4_years_days");
    public static readonly Fact<int?> MaxOtherCountryDays = Whole("max_other_country_days");
    public static readonly Fact<int> CertifiedPresenceDays = Whole("certified_presence_days", absent: 0);
    public static readonly Fact<int> PresumedPresenceDays = Whole("presumed_presence_days", absent: 0);
    public static readonly Fact<int> SporadicAbsenceDays = Whole("sporadic_absence_days", absent: 0);
    public static readonly Fact<int?> ContinuousStayDays = Whole("continuous_stay_days");
    public static readonly Fact<int?> OvernightDaysPerYear = Whole("overnight_days_per_year");
    public static readonly Fact<int?> LongestBlockDays = Whole("longest_block_days");
    public static readonly Fact<bool?> RecursEveryYear = Flag("recurs_every_year");
    public static readonly Fact<IReadOnlyList<string>?> Citizenships = CountriesOrUnknown("citizenships");
    public static readonly Fact<IReadOnlyList<CountrySpan>> ResidencePermits = Spans<CountrySpan>(
        "residence_permits",
        (map, from, to) => new(from, to, map.Needed("country").Country()),
        [new("country", FactType.Country, Required: true)]
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
    public static readonly Fact<string?> CentreOfInterestsCountry = Country("centre_of_interests_country");
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
    public static readonly Fact<IReadOnlyList<string>> Years183OrMoreDeclared = Years("years_183_or_more_declared");
    public static readonly Fact<IReadOnlyList<string>> YearsWithAbsenceOver30DaysDeclared = Years(
        "years_with_absence_over_30_days_declared"
    );
    public static readonly Fact<IReadOnlyList<DateSpan>> ResidencePeriodsDeclared = Spans("residence_periods_declared");
    public static readonly Fact<IReadOnlyList<DateSpan>> ShortInterruptionsDeclared = Spans("short_interruptions_declared");
    public static readonly Fact<string?> HomeCountry = Country("home_country");
    public static readonly Fact<string> HostCountry = NeededCountry("host_country");
    public static readonly Fact<IReadOnlyList<TreatyClauseSpan>> TreatyClauses = Spans<TreatyClauseSpan>(
        "treaty_clauses",
        ReadClause,
        [FieldOf<TreatyClause>("clause", required: true), FieldOf<TreatyUnit>("unit", required: false)],
        FactAbsence.Required
    );
    public static readonly Fact<AnnualDate> HostTaxYearStarts = Add<AnnualDate>(
        new("host_tax_year_starts", FactType.MonthDay) { WhenAbsent = FactAbsence.Value, Absent = "\"01-01\"" },
        node => node.MonthDay(),
        new(1, 1)
    );
    public static readonly Fact<IReadOnlyList<DateSpan>> HostResidencePeriods = Spans("host_residence_periods");
    public static readonly Fact<IReadOnlyList<DateSpan>> UnableToLeavePeriods = Spans("unable_to_leave_periods");
    public static readonly Fact<IReadOnlyList<StatusSpan>> UsStatusPeriods = Spans<StatusSpan>(
        "us_status_periods",
        (map, from, to) => new(from, to, map.Needed("category").Word<UsStatus>()),
        [FieldOf<UsStatus>("category", required: true)]
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
    public static readonly Fact<int?> TiesCountDeclared = Whole("ties_count_declared", unit: "ties");
    public static readonly Fact<bool?> AutomaticOverseasTestsMetDeclared = Flag("automatic_overseas_tests_met_declared");
    public static readonly Fact<bool?> AutomaticOverseas3MetDeclared = Flag("automatic_overseas_3_met_declared");
    public static readonly Fact<bool?> AutomaticUk2MetDeclared = Flag("automatic_uk_2_met_declared");
    public static readonly Fact<bool?> AutomaticUk3MetDeclared = Flag("automatic_uk_3_met_declared");
    public static readonly Fact<bool?> SufficientHoursOverseasDeclared = Flag("sufficient_hours_overseas_declared");
    public static readonly Fact<bool?> SufficientHoursUkDeclared = Flag("sufficient_hours_uk_declared");
    public static readonly Fact<bool?> SignificantBreakOverseasDeclared = Flag("significant_break_overseas_declared");
    public static readonly Fact<bool?> SignificantBreakUkDeclared = Flag("significant_break_uk_declared");
    public static readonly Fact<int?> Over3hUkDays = Whole("over_3h_uk_days");
    public static readonly Fact<WorkTestSpan?> WorkTestPeriod = Add<WorkTestSpan?>(
        new("work_test_period", FactType.Span)
        {
            IsList = true,
            IsOneItem = true,
            Fields =
            [
                new("over_3h_days", FactType.Whole, Required: true),
                new("over_3h_uk_days", FactType.Whole, Required: true),
            ],
        },
        ReadWorkTest,
        null
    );
    public static readonly Fact<IReadOnlyList<HomeSpan>?> Homes = SpansOrUnknown<HomeSpan>(
        "homes",
        (map, from, to) =>
            new(from, to, map.Needed("country").Country(), map.Optional("present_days")?.Whole(), map.Optional("name")?.Text()),
        [
            new("country", FactType.Country, Required: true),
            new("present_days", FactType.Whole, Required: false),
            new("name", FactType.Text, Required: false),
        ]
    );
    public static readonly Fact<string?> TransitFromCountry = Country("transit_from_country");
    public static readonly Fact<string?> TransitToCountry = Country("transit_to_country");
    public static readonly Fact<bool?> TransitUnrelatedActivities = Flag("transit_unrelated_activities");
    public static readonly Fact<int> ExceptionalCircumstancesDays = Whole("exceptional_circumstances_days", absent: 0);
    public static readonly Fact<IReadOnlyList<DateSpan>> AccommodationPeriods = Spans("accommodation_periods");
    public static readonly Fact<int> AccommodationNights = Whole("accommodation_nights", absent: 0, unit: "nights");
    public static readonly Fact<bool> AccommodationOfCloseRelative = Flag("accommodation_of_close_relative", absent: false);
    public static readonly Fact<bool> RelevantJob = Flag("relevant_job", absent: false);
    public static readonly Fact<int?> CrossBorderTripsCount = Whole("cross_border_trips_count", unit: "trips");
    public static readonly Fact<IReadOnlyList<bool>> CrossBorderTripsOnDay = Many<bool>(
        new("cross_border_trips_on_day", FactType.Entry) { Fields = [new("starts_in_uk", FactType.Flag, Required: true)] },
        ReadTrip
    );
    public static readonly Fact<decimal> UkWorkHours = Add(
        new("uk_work_hours", FactType.Number)
        {
            Unit = "hours",
            WhenAbsent = FactAbsence.Value,
            Absent = "0",
        },
        node => node.Number(),
        0m
    );
    public static readonly Fact<DateSpan?> ReferencePeriod = OneSpan("reference_period");
    public static readonly Fact<int> DisregardedWorkDays = Whole("disregarded_work_days", absent: 0);
    public static readonly Fact<int> LeaveDays = Whole("leave_days", absent: 0);
    public static readonly Fact<int> SickDays = Whole("sick_days", absent: 0);
    public static readonly Fact<int> EmbeddedNonWorkingDays = Whole("embedded_non_working_days", absent: 0);
    public static readonly Fact<IReadOnlyList<int>> GapLengthsDays = Many<int>(
        new("gap_lengths_days", FactType.Whole) { Unit = "days" },
        node => node.Whole()
    );
    public static readonly Fact<IReadOnlyList<DateSpan>> GapPeriods = Spans("gap_periods");
    public static readonly Fact<decimal?> NetWorkHours = Add<decimal?>(
        new("net_work_hours", FactType.Number) { Unit = "hours" },
        node => node.Number(),
        null
    );
    public static readonly Fact<int?> DailyWorkMinutes = Whole("daily_work_minutes", unit: "minutes");
    public static readonly Fact<IReadOnlyList<Weekday>> WorkingWeekdays = Add<IReadOnlyList<Weekday>>(
        new("working_weekdays", FactType.Word)
        {
            IsList = true,
            Choices = ChoicesOf<Weekday>(),
            WhenAbsent = FactAbsence.Value,
            Absent = $"[{string.Join(", ", ChoicesOf<Weekday>().Select(day => $"\"{day}\""))}]",
        },
        node => node.List(item => item.Word<Weekday>()),
        Enum.GetValues<Weekday>()
    );
    public static readonly Fact<IReadOnlyList<DateSpan>> PublicHolidays = Spans("public_holidays");
    public static readonly Fact<IReadOnlyList<DateSpan>> WorkPeriods = Spans("work_periods");
    public static readonly Fact<IReadOnlyList<LeaveSpan>> LeavePeriods = Spans<LeaveSpan>(
        "leave_periods",
        (map, from, to) => new(from, to, map.Needed("kind").Word<LeaveKind>()),
        [FieldOf<LeaveKind>("kind", required: true)]
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
    public static readonly Fact<string?> SufficientLinkCountry = Country("sufficient_link_country");
    public static readonly Fact<bool?> SufficientLinkWithin6MonthsDeclared = Flag("sufficient_link_within_6_months_declared");
    public static readonly Fact<bool?> SufficientUkTiesBeforeDeclared = Flag("sufficient_uk_ties_before_declared");
    public static readonly Fact<LocalDate?> PartnerUkPartStartsOn = Day("partner_uk_part_starts_on");
    public static readonly Fact<LocalDate?> MovedToJoinPartnerOn = Day("moved_to_join_partner_on");
    public static readonly Fact<int> SplitYearCaseDeclared = NeededWhole("split_year_case_declared");
    public static readonly Fact<LocalDate?> OverseasPartStartsDeclared = Day("overseas_part_starts_declared");
    public static readonly Fact<LocalDate?> UkPartStartsDeclared = Day("uk_part_starts_declared");
    public static readonly Fact<string> LastSoleUkResidenceYearDeclared = NeededYear("last_sole_uk_residence_year_declared");
    public static readonly Fact<LocalDate?> SoleUkResidenceEndsOn = Day("sole_uk_residence_ends_on");
    public static readonly Fact<bool?> SoleUkResidence4Of7YearsDeclared = Flag("sole_uk_residence_4_of_7_years_declared");

    // What the conformance vocabulary leaves out: findings about homes, ties and status that limbs other than days rest on.
    public static readonly Fact<bool?> DwellingAvailable = Flag("dwelling_available");
    public static readonly Fact<bool?> FamilyHomeInCountry = Flag("family_home_in_country");
    public static readonly Fact<bool?> FamilyHomeAbroad = Flag("family_home_abroad");
    public static readonly Fact<bool?> PrincipalStayInCountry = Flag("principal_stay_in_country");
    public static readonly Fact<bool?> MainOccupationInCountry = Flag("main_occupation_in_country");
    public static readonly Fact<bool?> EconomicCoreInCountry = Flag("economic_core_in_country");
    public static readonly Fact<bool?> ExecutiveOfLargeCompany = Flag("executive_of_large_company");
    public static readonly Fact<bool?> ExecutivePresumptionRebutted = Flag("executive_presumption_rebutted");
    public static readonly Fact<bool?> SpouseAndMinorChildrenResident = Flag("spouse_and_minor_children_resident");
    public static readonly Fact<bool?> FamilyPresumptionRebutted = Flag("family_presumption_rebutted");
    public static readonly Fact<bool?> CivilResidenceMostOfYear = Flag("civil_residence_most_of_year");
    public static readonly Fact<bool?> FamilyDomicileMostOfYear = Flag("family_domicile_most_of_year");
    public static readonly Fact<bool?> CivilDomicileMostOfYear = Flag("civil_domicile_most_of_year");
    public static readonly Fact<bool?> RegisteredAsResident = Flag("registered_as_resident");
    public static readonly Fact<bool?> RegistrationRebutted = Flag("registration_rebutted");
    public static readonly Fact<bool?> FormerlyDomiciledInCountry = Flag("formerly_domiciled_in_country");
    public static readonly Fact<bool?> EssentialTies = Flag("essential_ties");
    public static readonly Fact<bool?> ResidesInCountry = Flag("resides_in_country");
    public static readonly Fact<bool?> PermanentAbodeAbroad = Flag("permanent_abode_abroad");
    public static readonly Fact<bool?> GovernmentSuperMember = Flag("government_super_member");
    public static readonly Fact<bool?> LiableToTaxElsewhere = Flag("liable_to_tax_elsewhere");
    public static readonly Fact<bool?> JobExpectedForAYear = Flag("job_expected_for_a_year");
    public static readonly Fact<bool?> UsualResidenceInCountry = Flag("usual_residence_in_country");
    public static readonly Fact<bool?> LaterPermitOrEmployment = Flag("later_permit_or_employment");
    public static readonly Fact<bool?> ReturnedForGood = Flag("returned_for_good");
    public static readonly Fact<bool?> LeftForGood = Flag("left_for_good");
    public static readonly Fact<bool?> FirstYearChoiceMade = Flag("first_year_choice_made");
    public static readonly Fact<bool?> FamilyInCountry = Flag("family_in_country");
    public static readonly Fact<bool?> IntendsToStay = Flag("intends_to_stay");
    public static readonly Fact<bool?> SocialTiesInCountry = Flag("social_ties_in_country");
    public static readonly Fact<bool?> ReturnedWithinAYear = Flag("returned_within_a_year");
    public static readonly Fact<bool?> SeatOfWealthInCountry = Flag("seat_of_wealth_in_country");
    public static readonly Fact<bool?> HabitualResidenceHome = Flag("habitual_residence_home");
    public static readonly Fact<bool?> HomeAbroad = Flag("home_abroad");
    public static readonly Fact<bool?> IncomeMostlyFromCountry = Flag("income_mostly_from_country");
    public static readonly Fact<bool?> MainProfessionalCentreInCountry = Flag("main_professional_centre_in_country");
    public static readonly Fact<bool?> ResidentInHomeCountry = Flag("resident_in_home_country");
    public static readonly Fact<bool?> ResidentInHostCountry = Flag("resident_in_host_country");
    public static readonly Fact<bool?> VitalInterestsUndeterminable = Flag("vital_interests_undeterminable");
    public static readonly Fact<bool?> StayPlannedOverSixMonths = Flag("stay_planned_over_six_months");
    public static readonly Fact<bool?> ElectedResidenceOnArrival = Flag("elected_residence_on_arrival");
    public static readonly Fact<int?> NonResidentYearsOfPrior10 = Whole("non_resident_years_of_prior_10", unit: "years");
    public static readonly Fact<int?> Prior7YearsDays = Whole("prior_7_years_days");
    public static readonly Fact<IReadOnlyList<string>?> PermanentHomeCountries = CountriesOrUnknown("permanent_home_countries");
    public static readonly Fact<string?> VitalInterestsCountry = Country("vital_interests_country");
    public static readonly Fact<IReadOnlyList<string>?> HabitualAbodeCountries = CountriesOrUnknown("habitual_abode_countries");

    // The whole statutory residence test, and tax homes.
    public static readonly Fact<bool> DiedInYear = Flag("died_in_year", absent: false);
    public static readonly Fact<LocalDate?> DiedOn = Day("died_on");
    public static readonly Fact<bool?> ResidentSecondPriorYearDeclared = Flag("resident_second_prior_year_declared");
    public static readonly Fact<bool?> SecondPriorYearSplitByDepartureDeclared = Flag(
        "second_prior_year_split_by_departure_declared"
    );
    public static readonly Fact<bool?> SecondPriorYearSplitByWorkAbroadDeclared = Flag(
        "second_prior_year_split_by_work_abroad_declared"
    );
    public static readonly Fact<bool?> Overseas3MetSecondPriorYearDeclared = Flag("overseas_3_met_second_prior_year_declared");
    public static readonly Fact<bool?> Overseas3MetUntilDeathDeclared = Flag("overseas_3_met_until_death_declared");
    public static readonly Fact<bool?> AutomaticUkMetPrior3YearsDeclared = Flag("automatic_uk_met_prior_3_years_declared");
    public static readonly Fact<bool?> PriorYearSplitIfNotResidentDeclared = Flag("prior_year_split_if_not_resident_declared");
    public static readonly Fact<bool?> PartnerResidentInUk = Flag("partner_resident_in_uk");
    public static readonly Fact<bool?> PartnerSeparated = Flag("partner_separated");
    public static readonly Fact<bool?> ChildUnder18ResidentInUk = Flag("child_under_18_resident_in_uk");
    public static readonly Fact<int?> DaysWithChildInUk = Whole("days_with_child_in_uk");
    public static readonly Fact<bool?> ChildResidentOnlyByEducation = Flag("child_resident_only_by_education");
    public static readonly Fact<int?> ChildDaysInUkOutsideTerm = Whole("child_days_in_uk_outside_term");
    public static readonly Fact<bool?> PartnerFallsInCase1Declared = Flag("partner_falls_in_case_1_declared");
    public static readonly Fact<LocalDate?> PartnerOverseasPartStartsOn = Day("partner_overseas_part_starts_on");
    public static readonly Fact<LocalDate?> MovedAbroadToJoinPartnerOn = Day("moved_abroad_to_join_partner_on");
    public static readonly Fact<bool?> LivesMostlyAbroadAfterDepartureDeclared = Flag(
        "lives_mostly_abroad_after_departure_declared"
    );
    public static readonly Fact<bool?> FullTimeUkWorkFromStartDeclared = Flag("full_time_uk_work_from_start_declared");
    public static readonly Fact<bool?> UkHomeKeptNextYearDeclared = Flag("uk_home_kept_next_year_declared");
    public static readonly Fact<bool?> NextYearIsSplitDeclared = Flag("next_year_is_split_declared");
    public static readonly Fact<int> TaxHomeCountriesCount = Whole("tax_home_countries_count", absent: 1, unit: "countries");
    public static readonly Fact<bool?> TaxedAsResidentOfTaxHomes = Flag("taxed_as_resident_of_tax_homes");

    /// <summary>The fact of a name, or null.</summary>
    public static Fact? Find(string name) => All.GetValueOrDefault(name);
}

using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>A span of days.</summary>
/// <param name="From">First day (inclusive); null for since before all records.</param>
/// <param name="To">Last day (inclusive); null for open.</param>
internal record DateSpan(LocalDate? From, LocalDate? To)
{
    public bool Contains(LocalDate day) => Touches(day, day);

    /// <summary>Whether any day lies between two dates, both included.</summary>
    public bool Touches(LocalDate from, LocalDate to) => !(From > to) && !(To < from);
}

internal sealed record StatusSpan(LocalDate? From, LocalDate? To, UsStatus Category) : DateSpan(From, To);

/// <summary>A clause of a treaty; Listed is the entry of the rule book that it comes from, null where it was declared.</summary>
internal sealed record TreatyClauseSpan(
    LocalDate? From,
    LocalDate? To,
    TreatyClause Clause,
    TreatyUnit Unit,
    TreatyClauseInForce? Listed = null
) : DateSpan(From, To);

internal sealed record CountrySpan(LocalDate? From, LocalDate? To, string Country) : DateSpan(From, To);

internal sealed record LeaveSpan(LocalDate? From, LocalDate? To, LeaveKind Kind) : DateSpan(From, To);

/// <summary>A home. PresentDays are those of the whole tax year (null when unknown); spans of one name are one home, one without is its own.</summary>
internal sealed record HomeSpan(LocalDate? From, LocalDate? To, string Country, int? PresentDays, string? Name)
    : DateSpan(From, To);

/// <summary>A year of work: days of long work anywhere, and those of them in the country.</summary>
internal sealed record WorkTestSpan(LocalDate? From, LocalDate? To, int LongDays, int LongDaysHere) : DateSpan(From, To);

internal enum UsStatus
{
    NotExempt,
    Student,
    JTeacherTrainee,
    ForeignGovernment,
    GreenCard,
}

internal enum TreatyClause
{
    Rolling12Months,
    CalendarYear,
    HostTaxYear,
}

internal enum TreatyUnit
{
    Presence,
    Workdays,
    WorkPeriods,
}

internal enum LeaveKind
{
    Annual,
    Parenting,
    Sick,
}

internal enum VisaClass
{
    Permanent,
    TemporaryWithLocalEmployment,
    TemporaryOther,
}

internal enum EmploymentSource
{
    HongKong,
    NonHongKong,
}

internal enum Weekday
{
    Mon = 1,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

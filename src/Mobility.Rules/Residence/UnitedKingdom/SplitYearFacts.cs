using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>One case of a split year.</summary>
/// <param name="Test">Name of the case in the rule file.</param>
/// <param name="IsDeparture">Whether the part abroad comes second.</param>
/// <param name="Day">First day of the second part; null when unknown or not in the year.</param>
/// <param name="IsMet">Whether the case is met; null when that hangs on what is unknown.</param>
internal sealed record SplitYearCase(string Test, bool IsDeparture, LocalDate? Day, bool? IsMet)
{
    /// <summary>Midnights in the country in the part abroad.</summary>
    public int? Days { get; init; }

    public int? PermittedWorkdays { get; init; }

    public int? PermittedDays { get; init; }
}

/// <summary>What the cases of a split year ask in common, with what one fact says about another.</summary>
internal sealed class SplitYearFacts(ResidenceRule rule, ResidenceQuestion question, TaxYear year)
{
    /// <summary>Resident in the year before. Whoever met an overseas test was not.</summary>
    public bool? WasResident { get; } =
        question.Get(Facts.ResidentPriorYearDeclared) ?? NotIf(question.Get(Facts.Overseas3MetPriorYearDeclared));

    /// <summary>Resident in the year after.</summary>
    public bool? WillBeResident { get; } =
        question.Get(Facts.ResidentNextYearDeclared) ?? NotIf(question.Get(Facts.Overseas3MetNextYearDeclared));

    public bool? WorkedAbroadBefore { get; } =
        question.Get(Facts.Overseas3MetPriorYearDeclared) ?? NotIf(question.Get(Facts.ResidentPriorYearDeclared));

    public bool? WorksAbroadAfter { get; } =
        question.Get(Facts.Overseas3MetNextYearDeclared) ?? NotIf(question.Get(Facts.ResidentNextYearDeclared));

    /// <summary>Whether a day splits the year: there is a part of it on either side.</summary>
    public bool Splits(LocalDate? day) => day > year.From && day <= year.To;

    /// <summary>Number of days from a day to the end of the year.</summary>
    public int LengthFrom(LocalDate day) => Period.DaysBetween(day, year.To) + 1;

    /// <summary>Number of days of the year before a day.</summary>
    public int LengthBefore(LocalDate day) => Period.DaysBetween(year.From, day);

    /// <summary>Midnights from a day to the end of the year; null when nobody gives them and no stay is recorded.</summary>
    public int? DaysFrom(LocalDate day) => question.Get(Facts.UkDaysAfterDeparture) ?? Counted(day, year.To);

    /// <summary>Midnights of the year before a day; null when nobody gives them and no stay is recorded.</summary>
    public int? DaysBefore(LocalDate day) => question.Get(Facts.UkDaysBeforeUkPart) ?? Counted(year.From, day.PlusDays(-1));

    /// <summary>Midnights of the year; null when no stay is recorded.</summary>
    public int? DaysInYear => Counted(year.From, year.To);

    /// <summary>First day from which the person has a home in the country without a break to the end of the year; null if there is none.</summary>
    public LocalDate? HomeHereFrom { get; } = FromToTheEnd(Days(rule, question, year, here: true), year);

    /// <summary>First day from which all homes are in the country, and there is one, to the end of the year; null if there is none.</summary>
    public LocalDate? HomesOnlyHereFrom { get; } =
        FromToTheEnd(Days(rule, question, year, here: true).Without(Days(rule, question, year, here: false)), year);

    /// <summary>Whether the first home in the country in the year is the one with which <see cref="HomeHereFrom"/> begins.</summary>
    public bool HomeHereIsFirst => HomeHereFrom is not null && Days(rule, question, year, here: true).First == HomeHereFrom;

    /// <summary>Whether there is a home in the country throughout the year after; null when it is not known.</summary>
    public bool? HomeKeptNextYear
    {
        get
        {
            var next = TaxYear.Containing(year.To.PlusDays(1), new(year.From.Month, year.From.Day));
            return question.Get(Facts.UkHomeKeptNextYearDeclared)
                ?? (Days(rule, question, next, here: true).Count == next.Length ? true : null);
        }
    }

    private int? Counted(LocalDate from, LocalDate to) =>
        question.Stays.Count == 0 ? null : Presence.In(rule.Country, question, DayConvention.Midnight, year.To).Between(from, to);

    private static DaySet Days(ResidenceRule rule, ResidenceQuestion question, TaxYear year, bool here) =>
        DaySet.Of((question.Get(Facts.Homes) ?? []).Where(home => (home.Country == rule.Country) == here), year.From, year.To);

    private static LocalDate? FromToTheEnd(DaySet days, TaxYear year) =>
        days.Last == year.To ? DaySet.Date(days.Runs[^1].From) : null;

    private static bool? NotIf(bool? fact) => fact is true ? false : null;
}

using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>Midnights in the country, less the one midnight of somebody passing through.</summary>
internal static class TransitPresence
{
    /// <summary>The facts it reads.</summary>
    public static IReadOnlyList<Fact> Reads { get; } =
    [Facts.TransitFromCountry, Facts.TransitToCountry, Facts.TransitUnrelatedActivities];

    /// <summary>
    /// The midnights that count as days spent in the country. The midnight of a transit (arriving one day, leaving the next, on the way between two
    /// other countries) is left out when nothing was done that had little to do with the passage, unless another stay touches that date. When nobody
    /// says what was done, it counts.
    /// </summary>
    public static DaySet Days(ResidenceRule rule, ResidenceQuestion question, LocalDate openEnd)
    {
        var all = Presence.In(rule.Country, question, DayConvention.Midnight, openEnd);
        var passesThrough =
            question.Get(Facts.TransitUnrelatedActivities) is false
            && question.Get(Facts.TransitFromCountry) != rule.Country
            && question.Get(Facts.TransitToCountry) != rule.Country;
        if (!passesThrough)
        {
            return all;
        }

        var others = Presence.Days(
            question,
            DayConvention.AnyPartOfDay,
            openEnd,
            stay => stay.Country == rule.Country && !IsOneNightTransit(stay)
        );
        var transit = Presence.Days(
            question,
            DayConvention.Midnight,
            openEnd,
            stay => stay.Country == rule.Country && IsOneNightTransit(stay)
        );
        return all.Without(transit.Without(others));
    }

    /// <summary>Why a date of a stay is no midnight that counts.</summary>
    public static DayMark WhyLeftOut(Stay stay, LocalDate day) =>
        day == stay.Depart ? DayMark.NoMidnight : DayMark.LeftOutPassingThrough;

    /// <summary>Days spent in a tax year: the number given for it, or else counted from stays.</summary>
    public static int DaysOf(ResidenceRule rule, ResidenceQuestion question, TaxYear year) =>
        question.Get(Facts.DaysPresentByYear) is { } given && given.TryGetValue(year.Label, out var number)
            ? number
            : Days(rule, question, year.To).Between(year.From, year.To);

    private static bool IsOneNightTransit(Stay stay) =>
        stay.Purpose == StayPurpose.Transit && stay.Depart == stay.Arrive.PlusDays(1);
}

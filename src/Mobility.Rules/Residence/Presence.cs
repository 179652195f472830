using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>Which dates of the recorded stays are days of presence.</summary>
internal static class Presence
{
    /// <summary>
    /// The days of presence under a convention. A stay without a departure goes on to <paramref name="openEnd"/>, or to the day of the question;
    /// nothing after that day counts.
    /// </summary>
    /// <param name="question">Has the stays.</param>
    /// <param name="convention">Which dates of a stay count.</param>
    /// <param name="openEnd">Last day of the period asked about (inclusive).</param>
    /// <param name="counts">Whether a stay counts; null when every one does.</param>
    public static DaySet Days(
        ResidenceQuestion question,
        DayConvention convention,
        LocalDate openEnd,
        Func<Stay, bool>? counts = null
    ) =>
        Clip(
            WithHeld(
                convention == DayConvention.DepartureOut
                    ? DepartureOut(question, question.On ?? openEnd, counts)
                    : DaySet.Of(
                        question
                            .Stays.Where(stay => counts is null || counts(stay))
                            .Select(stay => Of(stay, convention, question.On ?? openEnd))
                    ),
                question.Held,
                counts
            ),
            question.On
        );

    /// <summary>The days of presence in one country.</summary>
    public static DaySet In(string country, ResidenceQuestion question, DayConvention convention, LocalDate openEnd) =>
        Days(question, convention, openEnd, stay => stay.Country == country);

    /// <summary>The dates of one stay that count.</summary>
    public static Run Of(Stay stay, DayConvention convention, LocalDate openEnd)
    {
        var from = DaySet.Number(stay.Arrive);
        var to = DaySet.Number(stay.Depart ?? openEnd);
        return convention switch
        {
            DayConvention.AnyPartOfDay => new(from, to),
            DayConvention.Midnight => new(from, StaysOn(stay) ? to : to - 1),
            DayConvention.FullDay => new(stay.FromMidnight ? from : from + 1, StaysOn(stay) ? to : to - 1),
            _ => throw new ArgumentOutOfRangeException(
                nameof(convention),
                convention,
                "The dates of one stay do not say it alone."
            ),
        };
    }

    /// <summary>Whether the person was there at the end of the last day.</summary>
    private static bool StaysOn(Stay stay) => stay.Depart is null || stay.ToMidnight;

    /// <summary>
    /// Arrival in, departure out. A date of leaving is out even if the person comes back on it; a date of nothing but a visit within it is in.
    /// </summary>
    private static DaySet DepartureOut(ResidenceQuestion question, LocalDate openEnd, Func<Stay, bool>? counts)
    {
        var stays = question.Stays.Where(stay => counts is null || counts(stay)).ToList();
        var inside = DaySet.Of(stays.Select(stay => Of(stay, DayConvention.FullDay, openEnd)));
        var begun = DaySet.Of(stays.Select(stay => Of(stay, DayConvention.AnyPartOfDay, openEnd)));
        var left = DaySet.Of(
            stays
                .Where(stay => stay.Depart > stay.Arrive && !stay.ToMidnight)
                .Select(stay => new Run(DaySet.Number(stay.Depart!.Value), DaySet.Number(stay.Depart.Value)))
        );
        return begun.Without(left).With(inside);
    }

    private static DaySet WithHeld(DaySet days, HeldDays? held, Func<Stay, bool>? counts) =>
        held?.Days.First is { } first && (counts is null || counts(new() { Country = held.Country, Arrive = first }))
            ? days.With(held.Days)
            : days;

    private static DaySet Clip(DaySet days, LocalDate? on) =>
        on is { } last && days.Last > last ? days.Within(days.First!.Value, last) : days;
}

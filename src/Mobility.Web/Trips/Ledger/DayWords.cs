using Microsoft.Extensions.Localization;
using Mobility.Casework.Trips.Ledger;

namespace Mobility.Web.Trips.Ledger;

/// <summary>A day of the ledger in words, in a code and in a colour: three ways to say the same.</summary>
public static class DayWords
{
    /// <summary>Where the person was, in a few words.</summary>
    public static string Where(IStringLocalizer<TripTexts> texts, ReaderFormat reader, LedgerDay day)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(day);
        var places = string.Join(", ", day.Places.Select(p => Place(texts, reader, p, day.Places.Count)));
        return day.Knowledge switch
        {
            DayKnowledge.Known => places,
            DayKnowledge.Planned => texts["Ledger.Planned", places],
            DayKnowledge.NotConfirmed => texts["Ledger.NotConfirmed", places],
            _ => texts[$"Knowledge.{day.Knowledge}"],
        };
    }

    private static string Place(IStringLocalizer<TripTexts> texts, ReaderFormat reader, DayShare share, int places) =>
        share.Percent is { } part && places > 1
            ? texts["Ledger.Part", reader.Country(share.Country), part]
            : reader.Country(share.Country);

    /// <summary>The code in a small cell; “?” for every day nobody knows.</summary>
    public static string Code(LedgerDay day) =>
        day.Knowledge switch
        {
            DayKnowledge.Known => string.Join("/", day.Places.Select(p => p.Country)),
            DayKnowledge.Planned => string.Join("/", day.Places.Select(p => p.Country)),
            DayKnowledge.ToCome => "",
            DayKnowledge.DateLine => "–",
            _ => "?",
        };

    /// <summary>The classes of a cell; unknown days are red and dotted, plans dashed, split days cut.</summary>
    public static string Css(LedgerDay day, IReadOnlyList<CountryTotal> totals)
    {
        var main = day.Places.Count > 0 ? day.Places[^1].Country : null;
        var rank = totals.Select(t => t.Country).ToList().IndexOf(main ?? "") is >= 0 and < YearGrid.Colours and var at
            ? at + 1
            : YearGrid.OtherColour;
        return day.Knowledge switch
        {
            DayKnowledge.Known => $"a k-{rank}" + (day.Places.Count > 1 ? " sp" : ""),
            DayKnowledge.Planned => $"p k-{rank}",
            DayKnowledge.ToCome or DayKnowledge.DateLine => "o",
            _ => "u",
        };
    }
}

using Microsoft.Extensions.Localization;
using Mobility.Casework.Cases;
using NodaTime;

namespace Mobility.Web.Portal;

/// <summary>Where the move is, said as one says it to a family.</summary>
public static class PortalWords
{
    public static string WhereWeAre(
        IStringLocalizer<PortalTexts> texts,
        ReaderFormat reader,
        OwnMove move,
        string city,
        LocalDate today
    )
    {
        var start = reader.Day(move.Start);
        var end = move.End is { } last ? reader.Day(last) : "";
        return move.Phase switch
        {
            CasePhase.Cancelled => texts["Where.Cancelled", city],
            CasePhase.Closed => texts["Where.Closed", city],
            CasePhase.PreDeparture => texts.Counted("Where.Before", Period.DaysBetween(today, move.Start), city, start),
            CasePhase.OnAssignment => texts["Where.There", city, move.WeekOn(today), start],
            CasePhase.StartRepatriation => texts["Where.ReturnAhead", city, move.WeekOn(today), end],
            CasePhase.Offboarding => texts["Where.LastWeeks", city, end],
            CasePhase.PostAssignment => texts["Where.Back", city, end],
            _ => texts["Where.Planning", city],
        };
    }
}

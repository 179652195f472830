using Mobility.Casework.Access;
using Mobility.Casework.Board;
using Mobility.Rules;
using Mobility.Rules.Trips;
using Mobility.Web.Trips;

namespace Mobility.Web.Board;

/// <summary>How a row of the board looks and where it leads; paths from the root.</summary>
public static class BoardLook
{
    /// <summary>Kind of the <c>state</c> element, as the same finding has it elsewhere.</summary>
    public static string KindOf(BoardLevel level) =>
        level switch
        {
            BoardLevel.Passed or BoardLevel.WillPass => "red",
            BoardLevel.Undecided or BoardLevel.Near or BoardLevel.Question => "amber",
            BoardLevel.AtHome => "blue",
            BoardLevel.Within => "green",
            _ => "grey",
        };

    /// <summary>Where the reason stands; null for those who may not read it.</summary>
    public static string? Why(BoardLine line, Rule? rule, Viewer viewer) =>
        rule is DayRule ? new DaysAddress(line.Number) { Why = line.Row.RuleId } + "#why"
        : CaseAccess.Allows(viewer, CaseRight.ReadAdvice)
            ? $"/cases/{line.Number}/residence#finding-{line.Row.RuleId.Replace('/', '-')}"
        : null;

    /// <summary>The stay that passes the limit, in the list of the year it begins in; null where the breach is of no recorded trip.</summary>
    public static string? Trip(BoardLine line) =>
        Guid.TryParseExact(line.Row.BreachStay, "n", out var trip)
            ? new DaysAddress(line.Number) { Year = line.Row.BreachArrive?.Year } + $"#trip-{trip:n}"
            : null;
}

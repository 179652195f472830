using Mobility.Casework.Cases;
using NodaTime;

namespace Mobility.Web.Cases;

/// <summary>How a phase is shown: the kind of its state element.</summary>
public static class PhaseLook
{
    public static string KindOf(CasePhase phase) =>
        phase switch
        {
            CasePhase.PendingConfirmation => "violet",
            CasePhase.PreDeparture or CasePhase.PostAssignment => "blue",
            CasePhase.OnAssignment => "green",
            CasePhase.StartRepatriation or CasePhase.Offboarding => "amber",
            _ => "grey",
        };
}

/// <summary>How near a date is, for what falls due or expires on it.</summary>
public static class DueLook
{
    /// <summary>Days from today to the date; below zero when it is past.</summary>
    public static int DaysTo(LocalDate date, LocalDate today) => Period.Between(today, date, PeriodUnits.Days).Days;

    /// <summary>Red when late, amber within a week, else grey.</summary>
    public static string KindOf(LocalDate due, LocalDate today) =>
        DaysTo(due, today) switch
        {
            < 0 => "red",
            <= 7 => "amber",
            _ => "grey",
        };
}

using System.Linq.Expressions;
using NodaTime;

namespace Mobility.Casework.Cases;

/// <summary>Where a case stands. Computed from its facts on a given day, never stored, never set by hand.</summary>
public enum CasePhase
{
    Draft,
    Exploration,
    PendingConfirmation,
    PreDeparture,
    OnAssignment,
    StartRepatriation,
    Offboarding,
    PostAssignment,
    Cancelled,
    Closed,
}

/// <summary>The dates of a case that put it into a phase.</summary>
public sealed record CaseDates(
    LocalDate Start,
    LocalDate? End,
    LocalDate InitiatedOn,
    LocalDate? ConfirmedOn,
    LocalDate? OnHoldSince,
    LocalDate? CancelledOn,
    LocalDate? ClosedOn
)
{
    public static CaseDates Of(Case file) =>
        new(file.Start, file.End, file.InitiatedOn, file.ConfirmedOn, file.OnHoldSince, file.CancelledOn, file.ClosedOn);

    /// <summary>Neither closed nor cancelled.</summary>
    public bool IsActive => ClosedOn is null && CancelledOn is null;
}

/// <summary>The facts that put a case into a phase.</summary>
public static class CasePhases
{
    /// <summary>The eight phases of a case that runs its course, in order.</summary>
    public static IReadOnlyList<CasePhase> Course { get; } =
    [
        CasePhase.Draft,
        CasePhase.Exploration,
        CasePhase.PendingConfirmation,
        CasePhase.PreDeparture,
        CasePhase.OnAssignment,
        CasePhase.StartRepatriation,
        CasePhase.Offboarding,
        CasePhase.PostAssignment,
    ];

    /// <summary>The return is planned from this long before the last day.</summary>
    public static Period RepatriationLead { get; } = Period.FromMonths(6);

    /// <summary>The host is left in this long before the last day.</summary>
    public static Period OffboardingLead { get; } = Period.FromMonths(1);

    /// <summary>The phase on <paramref name="today"/>, in the case's own zone.</summary>
    public static CasePhase On(Case file, LocalDate today) => On(CaseDates.Of(file), today);

    /// <inheritdoc cref="On(Case, LocalDate)"/>
    public static CasePhase On(CaseDates dates, LocalDate today) =>
        dates switch
        {
            { CancelledOn: not null } => CasePhase.Cancelled,
            { ClosedOn: not null } => CasePhase.Closed,
            { ConfirmedOn: null } => CasePhase.PendingConfirmation,
            _ when today < dates.Start => CasePhase.PreDeparture,
            { End: null } => CasePhase.OnAssignment,
            { End: { } end } when today > end => CasePhase.PostAssignment,
            { End: { } end } when today > end - OffboardingLead => CasePhase.Offboarding,
            { End: { } end } when today > end - RepatriationLead => CasePhase.StartRepatriation,
            _ => CasePhase.OnAssignment,
        };

    /// <summary>The first day of a phase as the dates stand; null where they do not tell.</summary>
    public static LocalDate? FirstDayOf(CasePhase phase, CaseDates dates)
    {
        return phase switch
        {
            CasePhase.Draft or CasePhase.Exploration or CasePhase.PendingConfirmation => dates.InitiatedOn,
            CasePhase.PreDeparture => dates.ConfirmedOn,
            CasePhase.OnAssignment => Later(dates.Start, dates.ConfirmedOn),
            CasePhase.StartRepatriation => Within(RepatriationLead),
            CasePhase.Offboarding => Within(OffboardingLead),
            CasePhase.PostAssignment => dates.End?.PlusDays(1),
            CasePhase.Cancelled => dates.CancelledOn,
            CasePhase.Closed => dates.ClosedOn,
            _ => null,
        };

        // The lead itself is still outside; and a stay shorter than the lead is in it from its first day.
        LocalDate? Within(Period lead) =>
            dates.End is { } end ? Later((end - lead).PlusDays(1), Later(dates.Start, dates.ConfirmedOn)) : null;

        static LocalDate Later(LocalDate one, LocalDate? other) => other is { } known ? LocalDate.Max(one, known) : one;
    }

    /// <summary>The same as <see cref="On(CaseDates, LocalDate)"/>, as a condition a database can answer.</summary>
    public static Expression<Func<Case, bool>> Is(CasePhase phase, LocalDate today)
    {
        // A last day D is "within the lead" when today > D - lead. Months don't subtract in SQL, so the bound is moved to today's side:
        // the first last day that is still outside the lead.
        var repatriation = FirstEndOutside(today, RepatriationLead);
        var offboarding = FirstEndOutside(today, OffboardingLead);
        return phase switch
        {
            CasePhase.Cancelled => c => c.CancelledOn != null,
            CasePhase.Closed => c => c.CancelledOn == null && c.ClosedOn != null,
            CasePhase.PendingConfirmation => c => c.CancelledOn == null && c.ClosedOn == null && c.ConfirmedOn == null,
            CasePhase.PreDeparture => c =>
                c.CancelledOn == null && c.ClosedOn == null && c.ConfirmedOn != null && c.Start > today,
            CasePhase.OnAssignment => c =>
                c.CancelledOn == null
                && c.ClosedOn == null
                && c.ConfirmedOn != null
                && c.Start <= today
                && (c.End == null || c.End >= repatriation),
            CasePhase.StartRepatriation => c =>
                c.CancelledOn == null
                && c.ClosedOn == null
                && c.ConfirmedOn != null
                && c.Start <= today
                && c.End >= offboarding
                && c.End < repatriation,
            CasePhase.Offboarding => c =>
                c.CancelledOn == null
                && c.ClosedOn == null
                && c.ConfirmedOn != null
                && c.Start <= today
                && c.End >= today
                && c.End < offboarding,
            CasePhase.PostAssignment => c =>
                c.CancelledOn == null && c.ClosedOn == null && c.ConfirmedOn != null && c.Start <= today && c.End < today,
            // No fact leads there yet: requests and exploration arrive with the intake of their own.
            _ => c => false,
        };
    }

    private static LocalDate FirstEndOutside(LocalDate today, Period lead)
    {
        var end = today + lead;
        while (end - lead < today)
        {
            end = end.PlusDays(1);
        }
        while (end.PlusDays(-1) - lead >= today)
        {
            end = end.PlusDays(-1);
        }
        return end;
    }
}

using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Rules.Deadlines;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Deadlines;

/// <summary>
/// What planning did to the deadlines of one case, told in at most one row of history for each kind: a line for each deadline.
/// </summary>
internal sealed class DeadlineNews
{
    private readonly List<FieldChange> planned = [];
    private readonly List<FieldChange> moved = [];
    private readonly List<FieldChange> causes = [];
    private readonly List<FieldChange> withdrawn = [];

    public void Planned(Deadline row) => planned.Add(new FieldChange(row.Title, null, Iso(row.DueOn)));

    public void Withdrawn(Deadline row) => withdrawn.Add(new FieldChange(row.Title, Iso(row.DueOn), null));

    /// <summary>A new due date, and which fact or which version of the rule it comes from. One that was done or waived is open again.</summary>
    public void Moved(
        Deadline row,
        DeadlineState stateBefore,
        LocalDate dueBefore,
        PlannedDeadline reasonBefore,
        string versionBefore,
        PlannedDeadline now
    )
    {
        moved.Add(new FieldChange(row.Title, Iso(dueBefore), Iso(row.DueOn)));
        if (stateBefore != DeadlineState.Open)
        {
            causes.Add(new FieldChange(nameof(Deadline.State), stateBefore.ToString(), nameof(DeadlineState.Open)));
        }
        if (reasonBefore.AnchorOn != now.AnchorOn)
        {
            causes.Add(new FieldChange(now.Anchor.ToString(), Iso(reasonBefore.AnchorOn), Iso(now.AnchorOn)));
        }
        if (versionBefore != row.RuleVersion)
        {
            causes.Add(new FieldChange(row.RuleId, versionBefore, row.RuleVersion));
        }
    }

    public void Tell(MobilityDbContext db, Case file, ChangeContext change)
    {
        Add(ChangeKind.DeadlinePlanned, planned, []);
        Add(ChangeKind.DeadlineMoved, moved, causes.Distinct());
        Add(ChangeKind.DeadlineWithdrawn, withdrawn, []);

        void Add(ChangeKind kind, List<FieldChange> rows, IEnumerable<FieldChange> because)
        {
            if (rows.Count > 0)
            {
                db.AddHistory(change, kind, string.Join("; ", rows.Select(r => r.Field)), file.Id, fields: [.. rows, .. because]);
            }
        }
    }

    private static string? Iso(LocalDate? date) => date is { } day ? LocalDatePattern.Iso.Format(day) : null;
}

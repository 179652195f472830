using Mobility.Casework.Data;
using Mobility.Casework.History;

namespace Mobility.Casework.Assessments;

/// <summary>
/// What follows from a change of facts: the assignee's findings, the case's deadlines, the alerts newly due. Called by every service that
/// changes a fact a rule reads, inside its transaction and after its save.
/// </summary>
public sealed class CaseReview(MobilityDbContext db)
{
    private readonly MobilityDbContext db = db;

    public Task RefreshAsync(Guid caseId, ChangeContext change, CancellationToken cancellation) => Task.CompletedTask;
}

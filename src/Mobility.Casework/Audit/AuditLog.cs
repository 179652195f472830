using Mobility.Casework.Data;
using Mobility.Casework.Operations;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Audit;

/// <summary>Adds rows to the audit, to be saved with what they tell of.</summary>
public sealed class AuditLog(MobilityDbContext db, ProgramMetrics metrics)
{
    public void Add(AuditKind kind, Instant at, Visit visit, Guid? accountId = null, string? name = null, string? subject = null)
    {
        metrics.Audited(kind);
        db.AuditEvents.Add(
            new AuditEvent
            {
                At = at,
                Kind = kind,
                AccountId = accountId,
                Name = name,
                Network = visit.Network,
                Device = visit.Device,
                Subject = subject is { Length: > 300 } ? subject[..299] + "…" : subject,
            }
        );
    }
}

using System.Text.Json;
using Mobility.Casework.Data;

namespace Mobility.Casework.History;

public static class HistoryExtensions
{
    /// <summary>Adds a row of history to the unit of work, to be saved with the change itself.</summary>
    public static Change AddHistory(
        this MobilityDbContext db,
        ChangeContext change,
        ChangeKind kind,
        string subject,
        Guid? caseId = null,
        Guid? personId = null,
        IReadOnlyCollection<FieldChange>? fields = null,
        string? why = null,
        Guid? aboutAccountId = null
    )
    {
        var row = change.Row(kind, subject, caseId, personId, fields, why, aboutAccountId);
        row.FormKey = change.FormKey;
        db.Changes.Add(row);
        return row;
    }

    /// <summary>The row alone, for what goes in by <see cref="BulkInsert"/>.</summary>
    internal static Change Row(
        this ChangeContext change,
        ChangeKind kind,
        string subject,
        Guid? caseId = null,
        Guid? personId = null,
        IReadOnlyCollection<FieldChange>? fields = null,
        string? why = null,
        Guid? aboutAccountId = null
    ) =>
        new()
        {
            At = change.At,
            ByAccountId = change.AccountId,
            ByName = change.ByName,
            InCoverFor = caseId is null ? null : change.InCoverFor,
            Kind = kind,
            Subject = subject.Length <= 300 ? subject : subject[..299] + "…",
            CaseId = caseId,
            PersonId = personId,
            AboutAccountId = aboutAccountId,
            Why = why ?? change.Why,
            Fields = fields is { Count: > 0 } ? JsonSerializer.Serialize(fields) : null,
        };

    public static IReadOnlyList<FieldChange> FieldChanges(this Change change) =>
        change.Fields is null ? [] : JsonSerializer.Deserialize<List<FieldChange>>(change.Fields) ?? [];
}

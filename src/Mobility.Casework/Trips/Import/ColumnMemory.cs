using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.History;

namespace Mobility.Casework.Trips.Import;

/// <summary>Remembers for each client what somebody said the columns of its travel files are.</summary>
public sealed class ColumnMemory(MobilityDbContext db)
{
    /// <summary>What was said about a file with these headers; null when nobody said anything.</summary>
    public async Task<TravelColumnChoice?> RecallAsync(Guid clientId, TravelFileSample sample, CancellationToken cancellation)
    {
        var key = sample.Key(sample.HeaderLine == 0);
        var fields = await db
            .ImportColumns.Where(c => c.ClientId == clientId && c.HeaderKey == key)
            .Select(c => c.Fields)
            .SingleOrDefaultAsync(cancellation);
        // The separator and the line of the header are those of the file at hand.
        return fields is null
            ? null
            : new TravelColumnChoice(sample.Delimiter, sample.HeaderLine, TravelColumnChoice.FieldsOf(fields));
    }

    /// <summary>Remembers it, in the place of what was said before.</summary>
    public Task RememberAsync(
        Guid caseId,
        TravelFileSample sample,
        TravelColumnChoice choice,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                var client =
                    await db.Cases.Where(c => c.Id == caseId).Select(c => (Guid?)c.ClientId).SingleOrDefaultAsync(token)
                    ?? throw new NotHereException();
                var key = sample.Key(choice.HeaderLine == 0);
                var known = await db.ImportColumns.SingleOrDefaultAsync(c => c.ClientId == client && c.HeaderKey == key, token);
                var fields = choice.FieldsAsJson();
                if (known?.Fields == fields)
                {
                    return;
                }
                if (known is null)
                {
                    known = new ImportColumns
                    {
                        ClientId = client,
                        HeaderKey = key,
                        Fields = fields,
                        ByName = change.ByName,
                    };
                    db.ImportColumns.Add(known);
                }
                (known.Fields, known.ByName, known.At) = (fields, change.ByName, change.At);
                db.AddHistory(
                    change,
                    ChangeKind.ImportColumnsNamed,
                    string.Join(", ", sample.Headers.Where(header => header.Length > 0).Select(Short).Take(MostNamed)),
                    caseId
                );
                await db.SaveChangesAsync(token);
            },
            cancellation
        );

    private const int MostNamed = 6;

    private static string Short(string header) => header.Length <= 30 ? header : header[..30];
}

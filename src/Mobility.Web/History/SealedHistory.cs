using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.Keys;
using Mobility.Casework.PersonalData;
using NodaTime;

namespace Mobility.Web.History;

/// <summary>
/// Puts what history keeps sealed into what a reader may see of it: the end of a number, that it was erased, or nothing. Whole values are not
/// shown in a history at all.
/// </summary>
public sealed class SealedHistory(MobilityDbContext db, MasterKeys keys)
{
    // Keys of words in HistoryTexts.resx.
    private const string Erased = "ErasedForGood";

    private const string NotShown = "NotForThisReader";

    /// <summary>Asks the database only when a row has something sealed.</summary>
    public async Task<IReadOnlyList<ChangeRow>> ReadableAsync(
        IReadOnlyList<ChangeRow> rows,
        Viewer viewer,
        Guid caseId,
        Instant now,
        CancellationToken cancellation
    )
    {
        var people = rows.Where(IsSealed).Select(r => r.PersonId!.Value).Distinct().ToList();
        if (people.Count == 0)
        {
            return rows;
        }
        var isViewers = await db.Cases.CarriedBy(viewer, db.Covers, now).AnyAsync(c => c.Id == caseId, cancellation);
        var wrapped = await db
            .PersonKeys.AsNoTracking()
            .Where(k => people.Contains(k.PersonId))
            .ToDictionaryAsync(k => k.PersonId, cancellation);
        var seals = people.ToDictionary(
            p => p,
            p => PersonSeal.Of(keys, p, wrapped.GetValueOrDefault(p)?.MasterKeyId, wrapped.GetValueOrDefault(p)?.Wrapped)
        );
        return
        [
            .. rows.Select(r =>
                IsSealed(r)
                    ? r with
                    {
                        Readable =
                        [
                            .. r.FieldChanges.Select(f =>
                                Readable(f, seals[r.PersonId!.Value], viewer, new(caseId, r.PersonId.Value, isViewers))
                            ),
                        ],
                    }
                    : r
            ),
        ];
    }

    private static bool IsSealed(ChangeRow row) => row.Kind == ChangeKind.PersonalValueRecorded && row.PersonId is not null;

    private static FieldChange Readable(FieldChange field, PersonSeal seal, Viewer viewer, PersonOnCase whose)
    {
        if (field.Sealed is not { } place)
        {
            return field;
        }
        return new FieldChange(field.Field, Value(field.Before), Value(field.After));

        string? Value(string? text) =>
            text is null ? null
            : !PersonalAccess.Allows(viewer, place.Field, whose) ? NotShown
            : seal.Open(place.Field, place.Of, Convert.FromBase64String(text)) is { } open
                ? PersonalText.Masked(place.Field, open)
            : Erased;
    }
}

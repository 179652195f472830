using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.Keys;

namespace Mobility.Casework.PersonalData;

/// <summary>
/// Finds people by a whole passport or tax number without opening a value: each is kept beside its value as a hash that only this database
/// can make. A part of a number finds nothing.
/// </summary>
public sealed class PersonalSearch(MobilityDbContext db, MasterKeys keys)
{
    private const int Most = 50;

    private static readonly PersonalField[] Searched = [PersonalField.PassportNumber, PersonalField.TaxNumber];

    /// <summary>
    /// Those who have the number, in the fields that <paramref name="viewer"/> may search; whose cases are the viewer's to see is the caller's
    /// to ask.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> FindAsync(Viewer viewer, string number, CancellationToken cancellation)
    {
        var key = await SearchKey.GetAsync(db, keys, cancellation);
        string?[] hashes = [.. Searched.Where(f => PersonalAccess.MaySearch(viewer, f)).Select(f => Hash(key, f, number))];
        return hashes.Length == 0
            ? []
            : await db
                .PersonalValues.Where(v => hashes.Contains(v.SearchHash))
                .Select(v => v.PersonId)
                .Distinct()
                .Take(Most)
                .ToListAsync(cancellation);
    }

    internal static async Task<string?> HashAsync(
        MobilityDbContext db,
        MasterKeys keys,
        PersonalField field,
        string text,
        CancellationToken cancellation
    ) => Searched.Contains(field) ? Hash(await SearchKey.GetAsync(db, keys, cancellation), field, text) : null;

    /// <summary>With the field in it: that a passport and a tax number are alike is not to be seen either.</summary>
    internal static string? Hash(SearchKey key, PersonalField field, string text) =>
        Searched.Contains(field) ? key.HashOf($"{field} {PersonalText.Normal(text)}") : null;
}

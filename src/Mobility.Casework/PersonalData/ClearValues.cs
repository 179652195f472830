using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.Keys;

namespace Mobility.Casework.PersonalData;

/// <summary>
/// Seals what earlier versions kept clear: dates of birth. No migration can, as the database has no key. A run that was broken off goes on
/// with the next start; a second finds nothing.
/// </summary>
public static class ClearValues
{
    private const int BatchSize = 500;

    /// <summary>Returns how many values were sealed.</summary>
    public static async Task<int> SealAsync(MobilityDbContext db, MasterKeys keys, CancellationToken cancellation)
    {
        var done = 0;
        while (true)
        {
            var people = await db
                .People.Where(p => p.ClearBirthDate != null)
                .OrderBy(p => p.Id)
                .Take(BatchSize)
                .ToListAsync(cancellation);
            if (people.Count == 0)
            {
                break;
            }
            if (done == 0)
            {
                await db.OweRewriteAsync(cancellation);
            }
            var ids = people.ConvertAll(p => p.Id);
            var known = await db.PersonKeys.Where(k => ids.Contains(k.PersonId)).ToDictionaryAsync(k => k.PersonId, cancellation);
            var sealedAlready = await db
                .PersonalValues.Where(v => ids.Contains(v.PersonId) && v.Field == PersonalField.BirthDate)
                .Select(v => v.PersonId)
                .ToHashSetAsync(cancellation);
            foreach (var person in people.Where(p => !sealedAlready.Contains(p.Id)))
            {
                if (!known.TryGetValue(person.Id, out var row))
                {
                    var (seal, made) = PersonSeal.New(keys, person.Id);
                    db.PersonKeys.Add(made);
                    db.PersonalValues.Add(ValueOf(person, seal));
                }
                else if (row.ErasedAt is null)
                {
                    db.PersonalValues.Add(ValueOf(person, PersonSeal.Of(keys, person.Id, row.MasterKeyId, row.Wrapped)));
                }
            }
            people.ForEach(p => p.ClearBirthDate = null);
            try
            {
                await db.SaveChangesAsync(cancellation);
                done += people.Count;
            }
            catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.IsUniqueViolation())
            {
                // Another node is at it as well: the batch is read again.
            }
            db.ChangeTracker.Clear();
        }
        await db.RewriteIfOwedAsync(cancellation);
        return done;
    }

    private static PersonalValue ValueOf(People.Person person, PersonSeal seal) =>
        new()
        {
            PersonId = person.Id,
            Field = PersonalField.BirthDate,
            Sealed = seal.Seal(PersonalField.BirthDate, "", $"{person.ClearBirthDate:uuuu-MM-dd}"),
        };
}

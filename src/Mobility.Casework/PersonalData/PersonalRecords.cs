using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.Keys;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.PersonalData;

/// <summary>A value, opened.</summary>
/// <param name="PersonId">Whose.</param>
/// <param name="Field">What it is.</param>
/// <param name="Of">Of which passport or country.</param>
/// <param name="Version">What a change starts from.</param>
/// <param name="Text">Null when it is erased.</param>
public sealed record PersonalItem(Guid PersonId, PersonalField Field, string Of, long Version, string? Text);

/// <summary>
/// Keeps, opens, shows and erases what is sealed about people. Who may ask for what, <see cref="Access.PersonalAccess"/> says; callers ask it
/// first.
/// </summary>
public sealed class PersonalRecords(MobilityDbContext db, MasterKeys keys, AuditLog audit)
{
    /// <summary>The values of some fields of some people, opened, with one query. Those of others are not opened.</summary>
    public async Task<IReadOnlyList<PersonalItem>> ReadAsync(
        IReadOnlyCollection<Guid> people,
        IReadOnlyCollection<PersonalField> fields,
        CancellationToken cancellation
    )
    {
        if (fields.Count == 0)
        {
            return [];
        }
        var rows = await db
            .PersonalValues.Where(v => people.Contains(v.PersonId) && fields.Contains(v.Field))
            .Join(
                db.PersonKeys,
                v => v.PersonId,
                k => k.PersonId,
                (v, k) =>
                    new
                    {
                        v.PersonId,
                        v.Field,
                        v.Of,
                        v.Version,
                        v.Sealed,
                        k.MasterKeyId,
                        k.Wrapped,
                    }
            )
            .ToListAsync(cancellation);
        return
        [
            .. rows.GroupBy(r => (r.PersonId, r.MasterKeyId, r.Wrapped?.Length))
                .SelectMany(person =>
                {
                    var seal = PersonSeal.Of(keys, person.Key.PersonId, person.Key.MasterKeyId, person.First().Wrapped);
                    return person.Select(r => new PersonalItem(
                        r.PersonId,
                        r.Field,
                        r.Of,
                        r.Version,
                        seal.Open(r.Field, r.Of, r.Sealed)
                    ));
                }),
        ];
    }

    /// <summary>The date of birth, for what depends on age; null while unknown or erased.</summary>
    public async Task<LocalDate?> BirthDateAsync(Guid personId, CancellationToken cancellation) =>
        await ReadAsync([personId], [PersonalField.BirthDate], cancellation) is [{ Text: { } text }]
            ? PersonalText.DateOf(text)
            : null;

    /// <summary>Opens one value because somebody asked to see it, and notes that they did. It throws for one that is not there.</summary>
    public async Task<PersonalItem> ShowAsync(
        Guid personId,
        PersonalField field,
        string of,
        Visit visit,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        var item =
            (await ReadAsync([personId], [field], cancellation)).FirstOrDefault(i => i.Of == of) ?? throw new NotHereException();
        var name = await db.People.Where(p => p.Id == personId).Select(p => p.FullName).SingleAsync(cancellation);
        audit.Add(
            AuditKind.Viewed,
            change.At,
            visit,
            change.AccountId,
            change.ByName,
            $"{name}: {field} {await NameOfAsync(field, of, cancellation)}".TrimEnd()
        );
        // Noted before anything is shown.
        await db.SaveChangesAsync(cancellation);
        return item;
    }

    /// <summary>
    /// Keeps a value in the place of the one that was there; null takes it away. Throws <see cref="RefusedException"/> for what is no such
    /// value, for one that somebody changed after <paramref name="version"/> (0: there was none), and for a person who was erased.
    /// </summary>
    public async Task SetAsync(
        Guid caseId,
        Guid personId,
        PersonalField field,
        string of,
        string? text,
        long version,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        for (var first = true; ; first = false)
        {
            try
            {
                await db.InTransactionAsync(
                    token => SetOnceAsync(caseId, personId, field, of, text, version, change, token),
                    cancellation
                );
                return;
            }
            catch (DbUpdateException e) when (first && db.Database.CurrentTransaction is null && e.IsUniqueViolation())
            {
                // Somebody kept the person's first value at the same moment: the other key holds.
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>
    /// Destroys the person's key. Every value sealed with it, also in the history, can never be opened again; the rows stay, and read as
    /// erased. Copies in backups go when the backups do.
    /// </summary>
    public async Task EraseAsync(Guid personId, ChangeContext change, CancellationToken cancellation)
    {
        await db.InTransactionAsync(
            async token =>
            {
                var person = await db.People.SingleOrDefaultAsync(p => p.Id == personId, token) ?? throw new NotHereException();
                var key = await db.PersonKeys.SingleOrDefaultAsync(k => k.PersonId == personId, token);
                if (key is null)
                {
                    key = new PersonKey { PersonId = personId };
                    db.PersonKeys.Add(key);
                }
                if (key.ErasedAt is not null)
                {
                    return;
                }
                (key.MasterKeyId, key.Wrapped, key.ErasedAt) = (null, null, change.At);
                person.ClearBirthDate = null;
                foreach (var value in await db.PersonalValues.Where(v => v.PersonId == personId).ToListAsync(token))
                {
                    value.SearchHash = null;
                }
                foreach (var file in await CasesOfAsync(personId, token))
                {
                    db.AddHistory(change, ChangeKind.PersonErased, person.FullName, file, personId);
                }
                await db.SaveChangesAsync(token);
            },
            cancellation
        );
        await db.ForgetOldPagesAsync(cancellation);
    }

    /// <summary>Seals the first value of somebody who is being added, to be saved with the person.</summary>
    internal void AddFirst(Person person, PersonalField field, string text)
    {
        var (seal, key) = PersonSeal.New(keys, person.Id);
        db.PersonKeys.Add(key);
        db.PersonalValues.Add(
            new PersonalValue
            {
                PersonId = person.Id,
                Field = field,
                Sealed = seal.Seal(field, "", text),
            }
        );
    }

    private async Task SetOnceAsync(
        Guid caseId,
        Guid personId,
        PersonalField field,
        string of,
        string? text,
        long version,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        var person = await OnCaseAsync(caseId, personId, cancellation);
        await CheckPlaceAsync(personId, field, of, cancellation);
        var kept = string.IsNullOrWhiteSpace(text) ? null : PersonalText.Checked(field, text, change.At.InUtc().Date);
        // First, because in a database without a search key it saves one.
        var hash = kept is null ? null : await PersonalSearch.HashAsync(db, keys, field, kept, cancellation);
        var seal = await SealAsync(personId, cancellation);
        var known = await db.PersonalValues.SingleOrDefaultAsync(
            v => v.PersonId == personId && v.Field == field && v.Of == of,
            cancellation
        );
        if ((known?.Version ?? 0) != version)
        {
            throw new RefusedException("", "PersonalValueChanged");
        }
        var before = known?.Sealed;
        if (kept == (known is null ? null : seal.Open(field, of, known.Sealed)))
        {
            return;
        }
        var after = kept is null ? null : seal.Seal(field, of, kept);
        if (after is null)
        {
            db.PersonalValues.Remove(known!);
        }
        else
        {
            known ??= db
                .PersonalValues.Add(
                    new PersonalValue
                    {
                        PersonId = personId,
                        Field = field,
                        Of = of,
                        Sealed = after,
                    }
                )
                .Entity;
            known.Sealed = after;
            known.SearchHash = hash;
        }
        var name = await NameOfAsync(field, of, cancellation);
        db.AddHistory(
            change,
            ChangeKind.PersonalValueRecorded,
            name.Length == 0 ? person : $"{person}, {name}",
            caseId,
            personId,
            [FieldChange.OfSealed(field, of, before, after)]
        );
        await db.SaveChangesAsync(cancellation);
    }

    private async Task<string> OnCaseAsync(Guid caseId, Guid personId, CancellationToken cancellation) =>
        await db
            .People.Where(p =>
                p.Id == personId
                && (
                    db.Cases.Any(c => c.Id == caseId && c.AssigneeId == personId)
                    || db.CaseMembers.Any(m => m.CaseId == caseId && m.PersonId == personId)
                )
            )
            .Select(p => p.FullName)
            .SingleOrDefaultAsync(cancellation)
        ?? throw new NotHereException();

    private async Task CheckPlaceAsync(Guid personId, PersonalField field, string of, CancellationToken cancellation)
    {
        var fits = field switch
        {
            PersonalField.PassportNumber => Guid.TryParse(of, out var id)
                && id.ToString() == of
                && await db.Passports.AnyAsync(p => p.Id == id && p.PersonId == personId, cancellation),
            PersonalField.TaxNumber => of.Length == 2 && of.All(char.IsAsciiLetterUpper),
            _ => of.Length == 0,
        };
        if (!fits)
        {
            throw new NotHereException();
        }
    }

    private async Task<PersonSeal> SealAsync(Guid personId, CancellationToken cancellation)
    {
        // Held until the change is saved: erased meanwhile, the person would be found again by what is kept now.
        await db
            .PersonKeys.Where(k => k.PersonId == personId)
            .ExecuteUpdateAsync(s => s.SetProperty(k => k.ErasedAt, k => k.ErasedAt), cancellation);
        var known = await db.PersonKeys.SingleOrDefaultAsync(k => k.PersonId == personId, cancellation);
        if (known is null)
        {
            var (seal, row) = PersonSeal.New(keys, personId);
            db.PersonKeys.Add(row);
            return seal;
        }
        return known.ErasedAt is null
            ? PersonSeal.Of(keys, personId, known.MasterKeyId, known.Wrapped)
            : throw new RefusedException("", "PersonIsErased");
    }

    /// <summary>The country a number belongs to; empty where a person has one value of the field.</summary>
    private async Task<string> NameOfAsync(PersonalField field, string of, CancellationToken cancellation) =>
        field == PersonalField.PassportNumber && Guid.TryParse(of, out var passport)
            ? await db.Passports.Where(p => p.Id == passport).Select(p => p.Country).SingleOrDefaultAsync(cancellation) ?? ""
            : of;

    private Task<List<Guid>> CasesOfAsync(Guid personId, CancellationToken cancellation) =>
        db
            .Cases.Where(c => c.AssigneeId == personId || c.Members.Any(m => m.PersonId == personId))
            .Select(c => c.Id)
            .ToListAsync(cancellation);
}

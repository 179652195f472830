using Microsoft.EntityFrameworkCore;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.Permits;
using Mobility.Casework.PersonalData;
using NodaTime;

namespace Mobility.Web.PersonalData;

/// <summary>Whose values a page is about, and where it lies: on a case, or in the family's own place.</summary>
/// <param name="Whose">The person on the case.</param>
/// <param name="Name">The person's whole name.</param>
/// <param name="Number">The case's number; null in the family's own place, which names none.</param>
/// <param name="Assignee">The assignee's name, for the way back.</param>
public sealed record PersonalPlace(PersonOnCase Whose, string Name, string? Number, string Assignee)
{
    public string Address => Number is null ? "/portal/personal" : $"/cases/{Number}/people/{Whose.PersonId}/personal";

    public string Back => Number is null ? "/portal" : $"/cases/{Number}";
}

/// <summary>What the page of a person's sealed values shows.</summary>
public sealed record PersonalPage
{
    public required PersonalPlace Place { get; init; }

    /// <summary>The fields the reader may see, in their order.</summary>
    public required IReadOnlyList<PersonalField> Fields { get; init; }

    public required IReadOnlyList<PersonalItem> Items { get; init; }

    /// <summary>The passports, those in force first; empty for those who may not see their numbers.</summary>
    public required IReadOnlyList<Passport> Passports { get; init; }

    /// <summary>The one value somebody asked to see.</summary>
    public PersonalItem? Shown { get; init; }

    public bool IsErased => Items.Any(i => i.Text is null);

    /// <summary>What stands under a field; a passport stands there also without its number.</summary>
    public IEnumerable<(string Of, PersonalItem? Item)> Of(PersonalField field) =>
        field switch
        {
            PersonalField.PassportNumber => Passports.Select(p =>
                (p.Id.ToString(), Items.FirstOrDefault(i => i.Field == field && i.Of == p.Id.ToString()))
            ),
            PersonalField.TaxNumber => Items
                .Where(i => i.Field == field)
                .OrderBy(i => i.Of, StringComparer.Ordinal)
                .Select(i => (i.Of, (PersonalItem?)i)),
            _ => [("", Items.FirstOrDefault(i => i.Field == field))],
        };

    public bool IsShown(PersonalItem item) => Shown is not null && Shown.Field == item.Field && Shown.Of == item.Of;
}

/// <summary>Finds whose values a reader may see, and opens those.</summary>
public sealed class PersonalPages(MobilityDbContext db, PersonalRecords records, IClock clock)
{
    /// <summary>
    /// The person of a case that <paramref name="viewer"/> works on, or, without a number, the viewer's own. Throws
    /// <see cref="NotHereException"/> for everybody else.
    /// </summary>
    public async Task<PersonalPlace> FindAsync(Viewer viewer, string? number, Guid? personId, CancellationToken cancellation)
    {
        var cases = number is null
            ? db.Cases.OwnCases(viewer)
            : db.Cases.For(viewer, CaseRight.ReadPersonal).Where(c => c.Number == number);
        var carried = db.Cases.CarriedBy(viewer, db.Covers, clock.GetCurrentInstant());
        var id = number is null ? viewer.PersonId : personId;
        var found = await cases
            .Where(c => c.AssigneeId == id || c.Members.Any(m => m.PersonId == id))
            .OrderBy(c => c.ClosedOn != null || c.CancelledOn != null)
            .ThenByDescending(c => c.Start)
            .Select(c => new
            {
                c.Id,
                IsViewers = carried.Any(own => own.Id == c.Id),
                Assignee = c.Assignee!.FullName,
                Name = db.People.Where(p => p.Id == id).Select(p => p.FullName).First(),
            })
            .FirstOrDefaultAsync(cancellation);
        return found is null
            ? throw new NotHereException()
            : new PersonalPlace(new PersonOnCase(found.Id, id!.Value, found.IsViewers), found.Name, number, found.Assignee);
    }

    public async Task<PersonalPage> ReadAsync(
        Viewer viewer,
        PersonalPlace place,
        PersonalItem? shown,
        CancellationToken cancellation
    )
    {
        var person = place.Whose.PersonId;
        var fields = PersonalAccess.Fields(viewer, place.Whose);
        return new PersonalPage
        {
            Place = place,
            Fields = fields,
            Items = await records.ReadAsync([person], fields, cancellation),
            Passports = fields.Contains(PersonalField.PassportNumber)
                ? await db
                    .Passports.AsNoTracking()
                    .Where(p => p.PersonId == person)
                    .OrderBy(p => p.ReplacedAt != null)
                    .ThenByDescending(p => p.ValidTo)
                    .ToListAsync(cancellation)
                : [],
            Shown = shown,
        };
    }
}

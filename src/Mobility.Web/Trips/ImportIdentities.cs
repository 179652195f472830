using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Web.People;
using Mobility.Web.Plumbing;

namespace Mobility.Web.Trips;

/// <summary>Says who an import is for, and whether the file or another person of the same name speaks against it.</summary>
public sealed class ImportIdentities(MobilityDbContext db, CurrentPerson person)
{
    private const int MostCases = 20;

    public async Task<ImportIdentity> OfAsync(CaseRef file, IReadOnlyList<string> travellers, CancellationToken cancellation)
    {
        var own = await db
            .People.Where(p => p.Id == file.AssigneeId)
            .Select(p => new
            {
                p.FullName,
                p.CalledName,
                p.SearchName,
                p.Email,
                p.HomeCountry,
            })
            .SingleAsync(cancellation);
        var namesakes = await IdsAsync(file, [own.SearchName], cancellation);
        var other = travellers.FirstOrDefault(name => !NamesAlike.Are(name, own.FullName, own.CalledName));
        return new ImportIdentity
        {
            Name = own.FullName,
            Email = own.Email,
            Home = own.HomeCountry,
            OtherName = other,
            OtherCases = other is null
                ? []
                : await CasesAsync(await IdsAsync(file, Spellings(other), cancellation), cancellation),
            NamesakeCount = namesakes.Count,
            NamesakeCases = await CasesAsync(namesakes, cancellation),
        };
    }

    /// <summary>A name as people are found by it, also when the list has the family name first and a comma behind it.</summary>
    private static List<string> Spellings(string name)
    {
        var parts = name.Split(',', 2, StringSplitOptions.TrimEntries);
        return parts is [var last, var first] ? [SearchText.Of(name), SearchText.Of(first, last)] : [SearchText.Of(name)];
    }

    private Task<List<Guid>> IdsAsync(CaseRef file, List<string> names, CancellationToken cancellation) =>
        db
            .People.Where(p => p.ClientId == file.ClientId && names.Contains(p.SearchName) && p.Id != file.AssigneeId)
            .Select(p => p.Id)
            .ToListAsync(cancellation);

    private async Task<IReadOnlyList<string>> CasesAsync(List<Guid> people, CancellationToken cancellation) =>
        people.Count == 0
            ? []
            : await db
                .Cases.VisibleTo(person.Viewer)
                .Where(c => people.Contains(c.AssigneeId))
                .OrderBy(c => c.Number)
                .Select(c => c.Number)
                .Take(MostCases)
                .ToListAsync(cancellation);
}

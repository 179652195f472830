using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.People;

namespace Mobility.Web.Cases;

/// <summary>What the selects of the case forms offer.</summary>
public sealed record CaseChoices
{
    public required IReadOnlyList<SelectListItem> Clients { get; init; }

    /// <summary>Entities of all the clients asked for, each under its client's name.</summary>
    public required IReadOnlyList<SelectListItem> Entities { get; init; }

    public required IReadOnlyList<SelectListItem> Consultants { get; init; }

    /// <summary>Reads them for one client, or for every client the person sees.</summary>
    public static async Task<CaseChoices> ReadAsync(
        MobilityDbContext db,
        Viewer viewer,
        ReaderFormat reader,
        Guid? clientId,
        CancellationToken cancellation
    )
    {
        var clients = await db
            .Clients.VisibleTo(viewer)
            .Where(c => clientId == null || c.Id == clientId)
            .OrderBy(c => c.Name)
            .Select(c => new
            {
                c.Id,
                c.Name,
                Entities = c
                    .Entities.OrderBy(e => e.Name)
                    .Select(e => new
                    {
                        e.Id,
                        e.Name,
                        e.City,
                        e.Country,
                    })
                    .ToList(),
            })
            .AsNoTracking()
            .ToListAsync(cancellation);
        var entities = new List<SelectListItem>();
        foreach (var client in clients)
        {
            var group = clientId is null ? new SelectListGroup { Name = client.Name } : null;
            entities.AddRange(
                client.Entities.Select(e => new SelectListItem(
                    $"{e.Name}, {e.City ?? reader.Country(e.Country)}",
                    e.Id.ToString()
                )
                {
                    Group = group,
                })
            );
        }
        return new CaseChoices
        {
            Clients = [.. clients.Select(c => new SelectListItem(c.Name, c.Id.ToString()))],
            Entities = entities,
            Consultants = await StaffAsync(db, cancellation),
        };
    }

    /// <summary>Everybody of the relocation company who can carry a case or a task.</summary>
    public static async Task<IReadOnlyList<SelectListItem>> StaffAsync(MobilityDbContext db, CancellationToken cancellation)
    {
        var staff = await db
            .Accounts.Where(a =>
                a.DeactivatedAt == null
                && (a.Kind == PersonKind.Consultant || a.Kind == PersonKind.TeamLead || a.Kind == PersonKind.Administrator)
            )
            .OrderBy(a => a.DisplayName)
            .Select(a => new { a.Id, a.DisplayName })
            .ToListAsync(cancellation);
        return [.. staff.Select(a => new SelectListItem(a.DisplayName, a.Id.ToString()))];
    }
}

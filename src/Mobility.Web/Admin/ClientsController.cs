using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.Admin;

/// <summary>A client in the list.</summary>
public sealed record ClientRow(Guid Id, string Name, int Entities, int Cases);

/// <summary>The list, and what was typed to add one.</summary>
public sealed record ClientsPage(IReadOnlyList<ClientRow> Clients, string? Name);

/// <summary>An entity as typed.</summary>
public sealed class EntityForm
{
    public string? EntityName { get; set; }

    public string? Country { get; set; }

    public string? City { get; set; }
}

/// <summary>A client with its entities.</summary>
public sealed record ClientPage(Client Client, EntityForm Form);

/// <summary>The client companies.</summary>
[ForKinds(PersonKind.Administrator)]
public sealed class ClientsController(
    MobilityDbContext db,
    ClientService clients,
    Countries countries,
    CurrentPerson person,
    ReaderFormat reader,
    IStringLocalizer<AdminTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    [HttpGet("/admin/clients")]
    public Task<IActionResult> Index(CancellationToken cancellation) => ListAsync(null, cancellation);

    [HttpPost("/admin/clients")]
    public async Task<IActionResult> Add(string? name, CancellationToken cancellation)
    {
        new FormCheck(ModelState, texts, reader).AtMost(nameof(name), name, 200);
        if (!ModelState.IsValid)
        {
            return await ListAsync(name, cancellation);
        }
        try
        {
            var client = await clients.AddAsync(name ?? "", person.Change(), cancellation);
            return LocalRedirect($"/admin/clients/{client.Id}");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return await ListAsync(name, cancellation);
        }
    }

    [HttpGet("/admin/clients/{id:guid}")]
    public Task<IActionResult> Show(Guid id, CancellationToken cancellation) => PageAsync(id, new EntityForm(), cancellation);

    [HttpPost("/admin/clients/{id:guid}/entities")]
    public async Task<IActionResult> AddEntity(Guid id, EntityForm form, CancellationToken cancellation)
    {
        var check = new FormCheck(ModelState, texts, reader);
        check.AtMost(nameof(form.EntityName), form.EntityName, 200);
        check.AtMost(nameof(form.Country), form.Country, FormCheck.LongestCountry);
        check.AtMost(nameof(form.City), form.City, 100);
        if (!ModelState.IsValid)
        {
            return await PageAsync(id, form, cancellation);
        }
        try
        {
            var country = CountryInput.Read(countries, form.Country, CultureInfo.CurrentUICulture) ?? form.Country ?? "";
            await clients.AddEntityAsync(id, form.EntityName ?? "", country, form.City, person.Change(), cancellation);
            return LocalRedirect($"/admin/clients/{id}");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return await PageAsync(id, form, cancellation);
        }
    }

    private async Task<IActionResult> ListAsync(string? name, CancellationToken cancellation)
    {
        var rows = await db
            .Clients.OrderBy(c => c.Name)
            .Select(c => new ClientRow(c.Id, c.Name, c.Entities.Count, db.Cases.Count(f => f.ClientId == c.Id)))
            .ToListAsync(cancellation);
        return View("Clients", new ClientsPage(rows, name));
    }

    private async Task<IActionResult> PageAsync(Guid id, EntityForm form, CancellationToken cancellation) =>
        await db
            .Clients.AsNoTracking()
            .Include(c => c.Entities.OrderBy(e => e.Name))
            .SingleOrDefaultAsync(c => c.Id == id, cancellation)
            is { } client
            ? View("Client", new ClientPage(client, form))
            : NotFound();
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Admin;

/// <summary>An invitation as typed. What is asked hangs on the kind, which is chosen first.</summary>
public sealed class InviteForm
{
    /// <summary>Null when what was sent is no kind: it must not fall back to one.</summary>
    public PersonKind? Kind { get; set; }

    public string? DisplayName { get; set; }

    public string? Email { get; set; }

    public Guid? ClientId { get; set; }

    public Guid? FirmId { get; set; }

    public string? NewFirm { get; set; }

    public string? Language { get; set; }

    public string? TimeZone { get; set; }

    public bool NeedsClient => Kind == PersonKind.ProgrammeManager;

    public bool NeedsFirm => Kind is PersonKind.TaxAdviser or PersonKind.ImmigrationAdviser or PersonKind.Supplier;
}

/// <summary>The form with what there is to choose from; only one of the two lists is ever filled.</summary>
public sealed record InvitePage(InviteForm Form, IReadOnlyList<SelectListItem> Clients, IReadOnlyList<SelectListItem> Firms);

/// <summary>Lets people in who do not belong to the family of a case; those are invited on it.</summary>
[ForKinds(PersonKind.Administrator)]
public sealed class InviteController(
    MobilityDbContext db,
    AccountService accounts,
    CurrentPerson person,
    IDateTimeZoneProvider zones,
    ReaderFormat reader,
    IStringLocalizer<AdminTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    /// <summary>The kinds that can be invited here.</summary>
    public static IReadOnlyList<PersonKind> Kinds { get; } =
    [
        PersonKind.Consultant,
        PersonKind.TeamLead,
        PersonKind.Administrator,
        PersonKind.ProgrammeManager,
        PersonKind.TaxAdviser,
        PersonKind.ImmigrationAdviser,
        PersonKind.Supplier,
    ];

    [HttpGet("/admin/people/invite")]
    public async Task<IActionResult> Index(PersonKind? kind, CancellationToken cancellation) =>
        kind is { } chosen && Kinds.Contains(chosen)
            ? await FormAsync(
                new InviteForm
                {
                    Kind = chosen,
                    Language = person.Language,
                    TimeZone = person.Zone.Id,
                },
                cancellation
            )
            : View("InviteKind");

    [HttpPost("/admin/people/invite")]
    public async Task<IActionResult> Invite(InviteForm form, CancellationToken cancellation)
    {
        if (form.Kind is not { } kind || !Kinds.Contains(kind))
        {
            return View("InviteKind");
        }
        var check = new FormCheck(ModelState, texts, reader);
        check.AtMost(nameof(form.DisplayName), form.DisplayName, 200);
        check.AtMost(nameof(form.Email), form.Email, FormCheck.LongestEmail);
        check.AtMost(nameof(form.NewFirm), form.NewFirm, 200);
        check.Known(nameof(form.Language), form.Language is null || OwnAccount.IsLanguage(form.Language));
        check.Known(nameof(form.TimeZone), form.TimeZone is null || zones.GetZoneOrNull(form.TimeZone) is not null);
        if (!ModelState.IsValid)
        {
            return await FormAsync(form, cancellation);
        }
        try
        {
            var issued = await accounts.InviteByMailAsync(
                new NewAccount
                {
                    Email = form.Email ?? "",
                    DisplayName = form.DisplayName ?? "",
                    Kind = kind,
                    // A field another kind would have is not this kind's, whatever was sent.
                    ClientId = form.NeedsClient ? form.ClientId : null,
                    FirmId = form.NeedsFirm ? form.FirmId : null,
                    NewFirm = form.NeedsFirm ? form.NewFirm : null,
                    Language = form.Language ?? person.Language,
                    TimeZone = form.TimeZone ?? person.Zone.Id,
                },
                caseId: null,
                person.Change(),
                cancellation
            );
            return LocalRedirect($"/admin/people/{issued.Account.Id}?linkSent=true");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return await FormAsync(form, cancellation);
        }
    }

    private async Task<IActionResult> FormAsync(InviteForm form, CancellationToken cancellation)
    {
        var clients = form.NeedsClient
            ? await ChoicesAsync(db.Clients.OrderBy(c => c.Name).Select(c => new Choice(c.Id, c.Name)), cancellation)
            : [];
        var firms = form.NeedsFirm
            ? await ChoicesAsync(
                db.Firms.Where(f => f.Kind == form.Kind).OrderBy(f => f.Name).Select(f => new Choice(f.Id, f.Name)),
                cancellation
            )
            : [];
        return View("Invite", new InvitePage(form, clients, firms));
    }

    // The id becomes text here: the databases would write its letters large, and what was chosen would be none of the choices.
    private static async Task<IReadOnlyList<SelectListItem>> ChoicesAsync(
        IQueryable<Choice> rows,
        CancellationToken cancellation
    ) => [.. (await rows.ToListAsync(cancellation)).Select(r => new SelectListItem(r.Name, r.Id.ToString()))];

    private sealed record Choice(Guid Id, string Name);
}

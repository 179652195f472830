using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Rules;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.Cases;

/// <summary>The form of a case with what stands around it.</summary>
public sealed record AmendPage(AmendForm Form, CaseChoices Choices, string Number, string Assignee);

/// <summary>Changes the terms of a case, and brings two people's changes together when both save.</summary>
[CaseRoute(CaseRight.Change)]
public sealed class AmendController(
    MobilityDbContext db,
    CurrentPerson person,
    CaseService cases,
    Countries countries,
    ReaderFormat reader,
    IStringLocalizer<CaseTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    [HttpGet("/cases/{number}/amend")]
    public async Task<IActionResult> Form(CaseRef file, CancellationToken cancellation)
    {
        var stored = await LoadAsync(file, cancellation);
        var form = new AmendForm { Version = stored.Version };
        form.Take(CaseTerms.Of(stored), reader);
        form.Was.Take(CaseTerms.Of(stored), reader);
        return await ShowAsync(form, stored, cancellation);
    }

    [HttpPost("/cases/{number}/amend")]
    public async Task<IActionResult> Save(CaseRef file, AmendForm form, CancellationToken cancellation)
    {
        var check = new FormCheck(ModelState, texts, reader);
        var yours = form.Check(check, countries);
        check.Required(nameof(AmendForm.Why), form.Why, "Refused.Why");
        check.AtMost(nameof(AmendForm.Why), form.Why, 1000);
        var stored = await LoadAsync(file, cancellation);
        if (yours is null || !ModelState.IsValid && form.WasVersion is null)
        {
            return await ShowAsync(form, stored, cancellation);
        }
        if (form.WasVersion is not null && stored.Version == form.Version)
        {
            yours = Merge(form, CaseTerms.Of(stored), yours);
        }
        if (!ModelState.IsValid)
        {
            return await ShowConflictAsync(form, yours, stored, cancellation);
        }
        try
        {
            await cases.AmendAsync(file.Id, form.Version, yours, person.Change(form.Why), cancellation);
            return Redirect($"/cases/{file.Number}");
        }
        catch (StaleVersionException)
        {
            db.ChangeTracker.Clear();
            return await ShowConflictAsync(form, yours, await LoadAsync(file, cancellation), cancellation);
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return await ShowAsync(form, stored, cancellation);
        }
    }

    /// <summary>The person's terms with the picked fields of the saved ones.</summary>
    private CaseTerms Merge(AmendForm form, CaseTerms theirs, CaseTerms yours)
    {
        var merged = yours;
        foreach (var difference in TermDifference.Between(WasOf(form) ?? theirs, theirs, yours))
        {
            var name = difference.Field.Name;
            switch (form.Pick.GetValueOrDefault(name))
            {
                case "theirs":
                    merged = difference.Field.Take(merged, theirs);
                    break;
                case "yours":
                    break;
                default:
                    ModelState.AddModelError($"Pick[{name}]", texts["Conflict.Choose", texts[$"Field.{name}"]]);
                    break;
            }
        }
        return ModelState.IsValid ? merged : yours;
    }

    private CaseTerms? WasOf(AmendForm form) =>
        form.Was.Check(new FormCheck(new Microsoft.AspNetCore.Mvc.ModelBinding.ModelStateDictionary(), texts, reader), countries);

    private Task<Case> LoadAsync(CaseRef file, CancellationToken cancellation) =>
        db.Cases.AsNoTracking().Include(c => c.Assignee).SingleAsync(c => c.Id == file.Id, cancellation);

    private async Task<IActionResult> ShowAsync(AmendForm form, Case stored, CancellationToken cancellation) =>
        View(
            "/Cases/Amend.cshtml",
            new AmendPage(
                form,
                await CaseChoices.ReadAsync(db, person.Viewer, reader, stored.ClientId, cancellation),
                stored.Number,
                stored.Assignee!.FullName
            )
        );

    private async Task<IActionResult> ShowConflictAsync(
        AmendForm form,
        CaseTerms yours,
        Case stored,
        CancellationToken cancellation
    )
    {
        var theirs = CaseTerms.Of(stored);
        var was = WasOf(form) ?? theirs;
        var last = await db
            .Changes.Where(c => c.CaseId == stored.Id)
            .OrderByDescending(c => c.At)
            .Select(c => new { c.ByName, c.At })
            .FirstAsync(cancellation);
        var page = new ConflictPage
        {
            Number = stored.Number,
            Assignee = stored.Assignee!.FullName,
            WasVersion = form.WasVersion ?? form.Version,
            TheirVersion = stored.Version,
            Was = was,
            Yours = yours,
            Differences = TermDifference.Between(was, theirs, yours),
            ByName = last.ByName,
            At = last.At,
            Why = form.Why,
            Names = await NamesAsync(stored.ClientId, [was, theirs, yours], cancellation),
            Picks = form.Pick,
        };
        var view = View("/Cases/Conflict.cshtml", page);
        view.StatusCode = StatusCodes.Status409Conflict;
        return view;
    }

    // What a form names that is no entity of this client, and nobody who works here, has no name on this page.
    private async Task<Dictionary<Guid, string>> NamesAsync(Guid clientId, CaseTerms[] all, CancellationToken cancellation)
    {
        var entities = all.SelectMany(t => new[] { t.HomeEntityId, t.HostEntityId }).OfType<Guid>().Distinct().ToList();
        var consultants = all.Select(t => t.ConsultantId).Distinct().ToList();
        var names = await db
            .LegalEntities.Where(e => entities.Contains(e.Id) && e.ClientId == clientId)
            .Select(e => new { e.Id, e.Name })
            .ToDictionaryAsync(e => e.Id, e => e.Name, cancellation);
        foreach (
            var account in await db
                .Accounts.Where(a => consultants.Contains(a.Id) && CaseService.Staff.Contains(a.Kind))
                .Select(a => new { a.Id, a.DisplayName })
                .ToListAsync(cancellation)
        )
        {
            names[account.Id] = account.DisplayName;
        }
        return names;
    }
}

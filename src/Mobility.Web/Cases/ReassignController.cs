using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Limits;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.Cases;

/// <summary>
/// Many cases to another consultant: chosen, previewed, moved. Each step carries the choice along, so that nothing is kept between them, and
/// the last one carries the versions that the preview showed.
/// </summary>
[ForKinds(PersonKind.Administrator, PersonKind.TeamLead)]
public sealed class ReassignController(
    MobilityDbContext db,
    CurrentPerson person,
    CaseReassignment reassignment,
    ReaderFormat reader,
    IStringLocalizer<CaseTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    private ReassignReader Reader => new(db, person.Viewer, person.Now);

    private FormCheck Check => new(ModelState, texts, reader);

    /// <summary>The choice: ticked cases, all that a filter finds, or all of a person.</summary>
    [HttpGet("/cases/reassign")]
    [Limited(Limit.Search)]
    public async Task<IActionResult> Choose(
        [FromQuery] CaseFilter filter,
        [FromQuery] ReassignForm form,
        bool all,
        CancellationToken cancellation
    )
    {
        // What is in the address chooses, and what of it is not understood is told; the rest of the form is typed here.
        foreach (var understood in ModelState.Where(s => s.Value!.Errors.Count == 0).Select(s => s.Key).ToList())
        {
            ModelState.Remove(understood);
        }
        form = new ReassignForm { Pick = form.Pick, From = form.From };
        if (form.From is not null || form.Pick.Count > 0)
        {
            return await ChooseAsync(form, cancellation);
        }
        if (!all)
        {
            return await StartAsync(cancellation);
        }
        var (count, rows) = await Reader.MatchingAsync(filter, person.Today, cancellation);
        if (count > CaseReassignment.Most)
        {
            Check.Refuse("", "Refused.TooManyMatch", count, CaseReassignment.Most);
            return await StartAsync(cancellation);
        }
        return count == 0 ? await StartAsync(cancellation) : await ShowAsync(PageOf(form, rows), cancellation);
    }

    [HttpPost("/cases/reassign")]
    public async Task<IActionResult> Preview(ReassignForm form, CancellationToken cancellation)
    {
        if (form.Edit)
        {
            ModelState.Clear();
            return await ChooseAsync(form, cancellation);
        }
        return await CheckAsync(form, cancellation) is { } to
            ? await PreviewAsync(form, to, cancellation)
            : await ChooseAsync(form, cancellation);
    }

    [HttpPost("/cases/reassign/confirm")]
    public async Task<IActionResult> Move(ReassignForm form, CancellationToken cancellation)
    {
        if (await CheckAsync(form, cancellation) is not { } to)
        {
            return await ChooseAsync(form, cancellation);
        }
        var picks = ReadPicks(form);
        if (picks is null || picks.Any(p => p.Version is null))
        {
            return NotFound();
        }
        if (await Reader.PickedAsync([.. picks.Select(p => p.Number)], cancellation) is not { } rows)
        {
            return NotFound();
        }
        var seen = picks.ToDictionary(p => p.Number, p => p.Version!.Value, StringComparer.Ordinal);
        try
        {
            var moved = await reassignment.MoveAsync(
                new ReassignCases
                {
                    Cases = [.. rows.Select(r => new PickedCase(r.Id, seen[r.Number]))],
                    ToId = to.Id,
                    WithTasksOf = form.From,
                },
                person.Change(form.Why),
                cancellation
            );
            if (moved.Stayed.Count > 0)
            {
                return await LeftoversAsync(form, to, moved, cancellation);
            }
            TempData[Returning.Saved] = texts.Counted("Reassign.Moved", moved.Moved, to.Name, moved.Tasks).ToString();
            return Redirect($"/cases?consultant={to.Id}");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return await ChooseAsync(form, cancellation);
        }
    }

    /// <summary>Where nothing is chosen yet: the two ways to choose.</summary>
    private async Task<IActionResult> StartAsync(CancellationToken cancellation) =>
        View(
            "/Cases/Reassign.cshtml",
            new ReassignPage { Form = new ReassignForm(), Carriers = await Reader.CarriersAsync(cancellation) }
        );

    private async Task<IActionResult> ChooseAsync(ReassignForm form, CancellationToken cancellation)
    {
        if (form.Pick.Count > CaseReassignment.Most)
        {
            Check.Refuse("", "Refused.TooManyPicked", CaseReassignment.Most);
            return await StartAsync(cancellation);
        }
        return await RowsAsync(form, cancellation) switch
        {
            null => NotFound(),
            [] when form.From is null => await StartAsync(cancellation),
            var rows => await ShowAsync(PageOf(form, rows), cancellation),
        };
    }

    private async Task<IActionResult> PreviewAsync(ReassignForm form, Receiver to, CancellationToken cancellation)
    {
        if (await RowsAsync(form, cancellation) is not { } rows)
        {
            return NotFound();
        }
        var judged = rows.Select(r =>
            r with
            {
                Hindrance = CaseReassignment.HindranceOf(r.EndedOn is not null, r.ConsultantId, to.Id, changed: false),
            }
        );
        return await ShowAsync(PageOf(form, [.. judged]) with { To = to }, cancellation);
    }

    /// <summary>What did not move, with what somebody did to it meanwhile: it can be moved as it is now.</summary>
    private async Task<IActionResult> LeftoversAsync(
        ReassignForm form,
        Receiver to,
        Reassigned moved,
        CancellationToken cancellation
    )
    {
        ModelState.Clear();
        var rows = (await RowsAsync(form, cancellation) ?? []).Where(r => moved.Stayed.ContainsKey(r.Id)).ToList();
        var changed = rows.FindAll(r => moved.Stayed[r.Id] == MoveHindrance.Changed);
        var news = await Reader.NewsAsync([.. changed.Select(r => r.Id)], cancellation);
        // Their tasks have gone.
        form.From = null;
        return await ShowAsync(
            new ReassignPage
            {
                Form = form,
                To = to,
                Moved = moved.Moved,
                Moving = [.. changed.Select(r => r with { News = news.GetValueOrDefault(r.Id) })],
                Staying = [.. rows.Except(changed).Select(r => r with { Hindrance = moved.Stayed[r.Id] })],
            },
            cancellation
        );
    }

    private async Task<IActionResult> ShowAsync(ReassignPage page, CancellationToken cancellation)
    {
        if (page.Form.From is { } from)
        {
            if (await Reader.CarrierAsync(from, cancellation) is not { } carrier)
            {
                return NotFound();
            }
            page = page with { From = carrier.Person, OtherTasks = carrier.OtherTasks };
        }
        if (!page.IsPreview)
        {
            page = page with
            {
                Staff = [.. (await CaseChoices.StaffAsync(db, cancellation)).Where(s => s.Value != page.Form.From?.ToString())],
            };
        }
        return View("/Cases/Reassign.cshtml", page);
    }

    private static ReassignPage PageOf(ReassignForm form, IReadOnlyList<ReassignRow> rows)
    {
        var judged = rows.Select(r => r.EndedOn is null ? r : r with { Hindrance = MoveHindrance.Ended }).ToList();
        return new ReassignPage
        {
            Form = form,
            Moving = judged.FindAll(r => r.Hindrance is null),
            Staying = judged.FindAll(r => r.Hindrance is not null),
        };
    }

    /// <summary>The chosen cases: the ticked ones, or all of a person before anybody has ticked; null when one is not there.</summary>
    private async Task<IReadOnlyList<ReassignRow>?> RowsAsync(ReassignForm form, CancellationToken cancellation)
    {
        if (form is { Pick.Count: 0, From: { } from } && HttpMethods.IsGet(Request.Method))
        {
            return await Reader.OfPersonAsync(from, cancellation);
        }
        return ReadPicks(form) is { } picks ? await Reader.PickedAsync([.. picks.Select(p => p.Number)], cancellation) : null;
    }

    private static List<Pick>? ReadPicks(ReassignForm form)
    {
        var picks = form.Pick.Select(p => p is null ? null : Pick.Read(p)).OfType<Pick>().DistinctBy(p => p.Number).ToList();
        return picks.Count == form.Pick.Distinct(StringComparer.Ordinal).Count() ? picks : null;
    }

    /// <summary>Whom they go to, or null when something was refused.</summary>
    private async Task<Receiver?> CheckAsync(ReassignForm form, CancellationToken cancellation)
    {
        var check = Check;
        if (form.Pick.Count > CaseReassignment.Most)
        {
            return null;
        }
        if (form.Pick.Count == 0 && form.From is null)
        {
            check.Refuse("", "Refused.NoCases");
        }
        check.Required(nameof(ReassignForm.Why), form.Why, "Refused.Why");
        check.AtMost(nameof(ReassignForm.Why), form.Why, CaseReassignment.LongestReason);
        var to = check.Required(nameof(ReassignForm.ToId), form.ToId, "Refused.ToId")
            ? await Reader.ReceiverAsync(form.ToId!.Value, cancellation)
            : null;
        if (to is null && check.Fine(nameof(ReassignForm.ToId)))
        {
            check.Refuse(nameof(ReassignForm.ToId), "Refused.ToId");
        }
        if (to is not null && to.Id == form.From)
        {
            check.Refuse(nameof(ReassignForm.ToId), "Refused.SamePerson");
        }
        return ModelState.IsValid ? to : null;
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.Tasks;
using Mobility.Web.Cases;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Tasks;

/// <summary>A task as typed.</summary>
public sealed class TaskForm
{
    public string? What { get; set; }

    public string? Why { get; set; }

    public LocalDate? DueOn { get; set; }

    public Guid? AssignedToId { get; set; }

    public string? WaitingFor { get; set; }

    /// <summary>The task, or null when something was refused.</summary>
    public NewTask? Check(FormCheck check, Guid caseId)
    {
        var what = check.Required(nameof(What), What, "Refused.What");
        check.AtMost(nameof(What), What, 200);
        check.AtMost(nameof(Why), Why, 500);
        check.AtMost(nameof(WaitingFor), WaitingFor, 200);
        var assigned = check.Required(nameof(AssignedToId), AssignedToId, "Refused.AssignedTo");
        return what && assigned
            ? new NewTask
            {
                CaseId = caseId,
                What = What!.Trim(),
                Why = string.IsNullOrWhiteSpace(Why) ? null : Why.Trim(),
                DueOn = DueOn,
                AssignedToId = AssignedToId!.Value,
                WaitingFor = string.IsNullOrWhiteSpace(WaitingFor) ? null : WaitingFor.Trim(),
            }
            : null;
    }
}

public sealed record NewTaskPage(TaskForm Form, IReadOnlyList<SelectListItem> Staff, string Number, string Assignee);

public sealed record DropTaskPage(string Number, Guid Id, string What, string? Why);

/// <summary>Tasks of a case: made, done, dropped.</summary>
[CaseRoute(CaseRight.Change)]
public sealed class TasksController(
    MobilityDbContext db,
    CurrentPerson person,
    TaskService tasks,
    ReaderFormat reader,
    IStringLocalizer<TaskTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    [HttpGet("/cases/{number}/tasks/new")]
    public Task<IActionResult> New(CaseRef file, CancellationToken cancellation) =>
        ShowAsync(file, new TaskForm { AssignedToId = person.Viewer.AccountId }, cancellation);

    [HttpPost("/cases/{number}/tasks/new")]
    public async Task<IActionResult> Create(CaseRef file, TaskForm form, CancellationToken cancellation)
    {
        var request = form.Check(new FormCheck(ModelState, texts, reader), file.Id);
        if (request is not null && ModelState.IsValid)
        {
            try
            {
                await tasks.CreateAsync(request, person.Change(), cancellation);
                return Redirect($"/cases/{file.Number}#tasks");
            }
            catch (RefusedException refusal)
            {
                ModelState.AddRefusal(refusal, reader, shared, texts);
            }
        }
        return await ShowAsync(file, form, cancellation);
    }

    /// <summary>Doing it twice changes nothing: two people may press at once.</summary>
    [HttpPost("/cases/{number}/tasks/{id:guid}/done")]
    public async Task<IActionResult> Done(CaseRef file, Guid id, string? returnTo, CancellationToken cancellation)
    {
        await FindAsync(file, id, cancellation);
        try
        {
            await tasks.DoneAsync(id, person.Change(), cancellation);
        }
        catch (RefusedException refusal)
        {
            TempData[Returning.Notice] = reader.Fill(shared, "Refused." + refusal.Code, refusal.Arguments);
        }
        return this.BackTo(returnTo, $"/cases/{file.Number}#tasks");
    }

    [HttpGet("/cases/{number}/tasks/{id:guid}/drop")]
    public async Task<IActionResult> AskDrop(CaseRef file, Guid id, CancellationToken cancellation) =>
        View("/Tasks/Drop.cshtml", new DropTaskPage(file.Number, id, await FindAsync(file, id, cancellation), null));

    [HttpPost("/cases/{number}/tasks/{id:guid}/drop")]
    public async Task<IActionResult> Drop(CaseRef file, Guid id, string? why, CancellationToken cancellation)
    {
        var what = await FindAsync(file, id, cancellation);
        var check = new FormCheck(ModelState, texts, reader);
        check.Required("Why", why, "Refused.Why");
        check.AtMost("Why", why, 1000);
        if (!ModelState.IsValid)
        {
            return View("/Tasks/Drop.cshtml", new DropTaskPage(file.Number, id, what, why));
        }
        try
        {
            await tasks.DropAsync(id, person.Change(why), cancellation);
        }
        catch (RefusedException refusal)
        {
            TempData[Returning.Notice] = reader.Fill(shared, "Refused." + refusal.Code, refusal.Arguments);
        }
        return Redirect($"/cases/{file.Number}#tasks");
    }

    /// <summary>What a task of this case is about; of another case it is not here.</summary>
    private async Task<string> FindAsync(CaseRef file, Guid id, CancellationToken cancellation) =>
        await db.Tasks.Where(t => t.Id == id && t.CaseId == file.Id).Select(t => t.What).SingleOrDefaultAsync(cancellation)
        ?? throw new NotHereException();

    private async Task<IActionResult> ShowAsync(CaseRef file, TaskForm form, CancellationToken cancellation) =>
        View(
            "/Tasks/New.cshtml",
            new NewTaskPage(
                form,
                await CaseChoices.StaffAsync(db, cancellation),
                file.Number,
                await db.People.Where(p => p.Id == file.AssigneeId).Select(p => p.FullName).SingleAsync(cancellation)
            )
        );
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.Opinions;
using Mobility.Rules;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Findings;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.Opinions;

public sealed record OpinionPage(OpinionForm Form, string Number, string Assignee, FindingView Finding, string? ReplacesOf);

public sealed record WithdrawOpinionPage(string Number, Guid Id, long Version, string Rule, string? Why);

/// <summary>An adviser's own word on what a rule says about the case's assignee.</summary>
[CaseRoute(CaseRight.GiveOpinion)]
public sealed class OpinionsController(
    MobilityDbContext db,
    CurrentPerson person,
    OpinionService opinions,
    RuleBook rules,
    ReaderFormat reader,
    IStringLocalizer<OpinionTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    [HttpGet("/cases/{number}/opinions/new")]
    public async Task<IActionResult> New(CaseRef file, string? rule, Guid? replaces, CancellationToken cancellation)
    {
        if (rule is null && replaces is null)
        {
            return WhereAnswersAre(file);
        }
        var form = new OpinionForm { Rule = rule, ValidFrom = person.Today };
        if (replaces is { } id)
        {
            form = OpinionForm.Again(await OwnAsync(file, id, cancellation));
            form.ValidFrom = person.Today;
        }
        return await ShowAsync(file, form, cancellation);
    }

    [HttpPost("/cases/{number}/opinions/new")]
    public async Task<IActionResult> Give(CaseRef file, OpinionForm form, CancellationToken cancellation)
    {
        if (form.Rule is null)
        {
            return WhereAnswersAre(file);
        }
        var request = form.Check(new FormCheck(ModelState, texts, reader), file.AssigneeId, ModelState.IsValid);
        if (request is null || !ModelState.IsValid)
        {
            return await ShowAsync(file, form, cancellation);
        }
        try
        {
            var opinion = await opinions.GiveAsync(file.Id, request, person.Change(), cancellation);
            return LocalRedirect($"~/cases/{file.Number}/residence#opinion-{opinion.Id:n}");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
        }
        catch (StaleVersionException)
        {
            await ShowNewerAsync(file, form, cancellation);
        }
        return await ShowAsync(file, form, cancellation);
    }

    [HttpGet("/cases/{number}/opinions/{opinionId:guid}/withdraw")]
    public async Task<IActionResult> AskWithdraw(CaseRef file, Guid opinionId, CancellationToken cancellation) =>
        View("Withdraw", Page(file, await OwnAsync(file, opinionId, cancellation), null));

    [HttpPost("/cases/{number}/opinions/{opinionId:guid}/withdraw")]
    public async Task<IActionResult> Withdraw(
        CaseRef file,
        Guid opinionId,
        long version,
        string? why,
        CancellationToken cancellation
    )
    {
        try
        {
            await opinions.WithdrawAsync(file.Id, opinionId, version, person.Change(why), cancellation);
            return LocalRedirect($"~/cases/{file.Number}/residence");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
        }
        catch (StaleVersionException)
        {
            TempData[Returning.Notice] = texts["Stale.Withdraw"].Value;
            return LocalRedirect($"~/cases/{file.Number}/residence");
        }
        return View("Withdraw", Page(file, await OwnAsync(file, opinionId, cancellation), why));
    }

    /// <summary>
    /// The adviser replaced or withdrew it elsewhere meanwhile: says what stands there now, beside what was typed, and makes the form replace that
    /// one when it is sent again.
    /// </summary>
    private async Task ShowNewerAsync(CaseRef file, OpinionForm form, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        var newer = await db
            .Opinions.AsNoTracking()
            .Where(o =>
                o.PersonId == file.AssigneeId
                && o.RuleId == form.Rule
                && o.ByAccountId == person.Viewer.AccountId
                && o.WithdrawnAt == null
            )
            .OrderByDescending(o => o.GivenAt)
            .FirstOrDefaultAsync(cancellation);
        form.Replaces = newer?.Id;
        form.ReplacesVersion = newer?.Version;
        ModelState.Clear();
        ModelState.AddModelError(
            "",
            newer is null ? texts["Stale.Gone"] : texts["Stale.Newer", texts.Of("Answer", newer.Answer), newer.Reason]
        );
    }

    // Without a rule there is no form: the page of residence leads to each.
    private LocalRedirectResult WhereAnswersAre(CaseRef file) => LocalRedirect($"~/cases/{file.Number}/residence");

    private WithdrawOpinionPage Page(CaseRef file, Opinion opinion, string? why) =>
        new(file.Number, opinion.Id, opinion.Version, rules.Find(opinion.RuleId)?.Label ?? opinion.RuleId, why);

    private async Task<Opinion> OwnAsync(CaseRef file, Guid id, CancellationToken cancellation) =>
        await db
            .Opinions.AsNoTracking()
            .SingleOrDefaultAsync(
                o =>
                    o.Id == id
                    && o.PersonId == file.AssigneeId
                    && o.ByAccountId == person.Viewer.AccountId
                    && o.WithdrawnAt == null,
                cancellation
            )
        ?? throw new NotHereException();

    private async Task<IActionResult> ShowAsync(CaseRef file, OpinionForm form, CancellationToken cancellation)
    {
        var found = await db
            .Assessments.Where(a => a.PersonId == file.AssigneeId && a.RuleId == form.Rule && a.ReplacedAt == null)
            .Select(a => new
            {
                a.Finding,
                a.Person!.FullName,
                a.Person.HomeCountry,
                Replaces = db
                    .Opinions.Where(o =>
                        o.Id == form.Replaces && o.PersonId == file.AssigneeId && o.ByAccountId == person.Viewer.AccountId
                    )
                    .Select(o => o.ByName)
                    .FirstOrDefault(),
            })
            .SingleOrDefaultAsync(cancellation);
        if (found is null || rules.Find(form.Rule!) is not { } rule || !rule.IsFor(person.Viewer.Kind))
        {
            return NotFound();
        }
        var finding = FindingView.Of([FindingJson.Deserialize(found.Finding)], rules, found.HomeCountry)[0];
        return View("New", new OpinionPage(form, file.Number, found.FullName, finding, found.Replaces));
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.Residence;
using Mobility.Rules;
using Mobility.Rules.Residence;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Facts;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.Residence;

public sealed record FactPage(
    FactForm Form,
    FactDefinition Fact,
    Rule Rule,
    IReadOnlyList<Rule> ReadBy,
    string Number,
    string Assignee,
    IReadOnlyList<DeclaredFact> Declared
);

public sealed record WithdrawFactPage(string Number, DeclaredFact Fact, string? Why);

/// <summary>Declares one fact about the case's assignee, for the rule that asks for it, and takes it back.</summary>
[CaseRoute(CaseRight.DeclareFacts)]
public sealed class FactsController(
    MobilityDbContext db,
    CurrentPerson person,
    DeclaredFactService facts,
    RuleBook rules,
    FactText typed,
    FactWords words,
    ReaderFormat reader,
    IStringLocalizer<ResidenceTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    [HttpGet("/cases/{number}/facts/new")]
    public async Task<IActionResult> New(CaseRef file, string? name, string? rule, Guid? replaces, CancellationToken cancellation)
    {
        if (name is null && replaces is null)
        {
            return WhereFactsAre(file);
        }
        var form = new FactForm { Name = name, Rule = rule };
        if (replaces is { } id)
        {
            var older = await OnCaseAsync(file, id, cancellation);
            form.Name = older.Name;
            form.Replaces = older.Id;
            form.ReplacesVersion = older.Version;
            form.Everywhere = older.Jurisdiction is null;
            form.Rule =
                rule
                ?? ReadersOf(older.Name).FirstOrDefault(r => r.Jurisdiction == older.Jurisdiction)?.Id
                ?? ReadersOf(older.Name).FirstOrDefault()?.Id;
            form.ValidFrom = older.ValidFrom;
            form.ValidTo = older.ValidTo;
            form.Evidence = older.Evidence;
            form.Value = FactDefinition.Find(older.Name) is { } fact ? words.Typed(fact, older.Value) : null;
        }
        return await ShowAsync(file, form, cancellation);
    }

    [HttpPost("/cases/{number}/facts/new")]
    public async Task<IActionResult> Declare(CaseRef file, FactForm form, CancellationToken cancellation)
    {
        if (form.Name is null)
        {
            return WhereFactsAre(file);
        }
        if (FactDefinition.Find(form.Name) is not { } fact || rules.Find(form.Rule ?? "") is not { } rule)
        {
            return NotFound();
        }
        var reading = form.Value?.Length > FactInput.Longest ? FactReading.Nothing : typed.Read(fact, form.Value);
        if (reading.Problem is { } problem)
        {
            ModelState.AddModelError(nameof(form.Value), problem);
        }
        var request = form.Check(
            new FormCheck(ModelState, texts, reader),
            file.AssigneeId,
            rule.Jurisdiction,
            reading.Json,
            ModelState.IsValid
        );
        if (request is null || !ModelState.IsValid)
        {
            return await ShowAsync(file, form, cancellation);
        }
        try
        {
            await facts.RecordAsync(file.Id, request, person.Change(), cancellation);
            return LocalRedirect($"~/cases/{file.Number}/residence#finding-{form.Rule!.Replace('/', '-')}");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
        }
        catch (StaleVersionException)
        {
            await ShowTheirsAsync(form, request, cancellation);
        }
        return await ShowAsync(file, form, cancellation);
    }

    [HttpGet("/cases/{number}/facts/{factId:guid}/withdraw")]
    public async Task<IActionResult> AskWithdraw(CaseRef file, Guid factId, CancellationToken cancellation) =>
        View("Withdraw", new WithdrawFactPage(file.Number, await OnCaseAsync(file, factId, cancellation), null));

    [HttpPost("/cases/{number}/facts/{factId:guid}/withdraw")]
    public async Task<IActionResult> Withdraw(
        CaseRef file,
        Guid factId,
        long version,
        string? why,
        CancellationToken cancellation
    )
    {
        try
        {
            await facts.WithdrawAsync(file.Id, factId, version, person.Change(why), cancellation);
            return LocalRedirect($"~/cases/{file.Number}/residence#facts");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
        }
        catch (StaleVersionException)
        {
            TempData[Returning.Notice] = texts["Stale.Withdraw"].Value;
            return LocalRedirect($"~/cases/{file.Number}/residence#facts");
        }
        return View("Withdraw", new WithdrawFactPage(file.Number, await OnCaseAsync(file, factId, cancellation), why));
    }

    /// <summary>
    /// Somebody replaced or withdrew the fact that this one was to replace: says what stands there now, beside what was typed, and makes the form
    /// replace that one when it is sent again.
    /// </summary>
    private async Task ShowTheirsAsync(FactForm form, NewDeclaredFact yours, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        var standing = Standing;
        var theirs = await db
            .DeclaredFacts.AsNoTracking()
            .Where(f =>
                f.PersonId == yours.PersonId
                && f.Name == yours.Name
                && f.Jurisdiction == yours.Jurisdiction
                && f.Standing == standing
                && f.WithdrawnAt == null
            )
            .OrderByDescending(f => f.RecordedAt)
            .FirstOrDefaultAsync(cancellation);
        form.Replaces = theirs?.Id;
        form.ReplacesVersion = theirs?.Version;
        ModelState.Clear();
        ModelState.AddModelError(
            "",
            theirs is null
                ? texts["Stale.Gone"]
                : texts["Stale.Theirs", theirs.ByName, words.Say(theirs.Name, theirs.Value), theirs.Reason]
        );
    }

    private FactStanding Standing => person.Viewer.IsAdviser ? FactStanding.Adviser : FactStanding.Declared;

    // Without a fact there is no form: the page of residence leads to each.
    private LocalRedirectResult WhereFactsAre(CaseRef file) => LocalRedirect($"~/cases/{file.Number}/residence#facts");

    private async Task<DeclaredFact> OnCaseAsync(CaseRef file, Guid id, CancellationToken cancellation)
    {
        var standing = Standing;
        return await db
                .DeclaredFacts.AsNoTracking()
                .SingleOrDefaultAsync(
                    f => f.Id == id && f.PersonId == file.AssigneeId && f.Standing == standing && f.WithdrawnAt == null,
                    cancellation
                )
            ?? throw new NotHereException();
    }

    private IEnumerable<ResidenceRule> ReadersOf(string name) =>
        rules.ResidenceRules.Where(r => !r.IsComputation && r.Reads.Any(f => f.Name == name));

    private async Task<IActionResult> ShowAsync(CaseRef file, FactForm form, CancellationToken cancellation)
    {
        if (
            FactDefinition.Find(form.Name ?? "") is not { } fact
            || rules.Find(form.Rule ?? "") is not { } rule
            || ReadersOf(fact.Name).ToList() is not { Count: > 0 } readers
            || readers.TrueForAll(r => r.Id != rule.Id)
        )
        {
            return NotFound();
        }
        var name = await db.People.Where(p => p.Id == file.AssigneeId).Select(p => p.FullName).SingleAsync(cancellation);
        var declared = await db.FactsOfAsync(file.AssigneeId, null, cancellation);
        return View(
            "Declare",
            new FactPage(
                form,
                fact,
                rule,
                readers,
                file.Number,
                name,
                [.. declared.Where(f => f.Name == fact.Name && f.Id != form.Replaces)]
            )
        );
    }
}

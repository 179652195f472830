using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.Cases;

/// <summary>A page's form with the choices of its selects.</summary>
public sealed record FormPage<TForm>(TForm Form, CaseChoices Choices);

/// <summary>Intake: a person, a route, two dates.</summary>
[ForKinds(PersonKind.Administrator, PersonKind.Consultant, PersonKind.TeamLead)]
public sealed class NewCaseController(
    MobilityDbContext db,
    CurrentPerson person,
    CaseService cases,
    Countries countries,
    ReaderFormat reader,
    IStringLocalizer<CaseTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    private const string FamilyPrefix = nameof(NewCaseForm.Family) + "[";

    [HttpGet("/cases/new")]
    public Task<IActionResult> New(CancellationToken cancellation) =>
        ShowAsync(new NewCaseForm { Type = AssignmentType.LongTerm, ConsultantId = person.Viewer.AccountId }, cancellation);

    [HttpPost("/cases/new")]
    public async Task<IActionResult> Open(NewCaseForm form, string? act, CancellationToken cancellation)
    {
        if (act is not null)
        {
            Rearrange(form, act);
            return await ShowAsync(form, cancellation);
        }
        var request = form.CheckAll(new FormCheck(ModelState, texts, reader), countries, person.Today);
        if (!ModelState.IsValid || request is null)
        {
            return await ShowAsync(form, cancellation);
        }
        try
        {
            var file = await cases.OpenAsync(request, person.Change(), cancellation);
            return Redirect($"/cases/{file.Number}");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return await ShowAsync(form, cancellation);
        }
    }

    /// <summary>Adds a row for a member of the family or takes one out; nothing is checked yet, and nothing typed is lost.</summary>
    private void Rearrange(NewCaseForm form, string act)
    {
        var typed = ModelState.ToDictionary(s => s.Key, s => s.Value!.AttemptedValue);
        ModelState.Clear();
        if (act == "add" && form.Family.Count < NewCaseForm.MostMembers)
        {
            form.Family.Add(new MemberForm());
        }
        var removed =
            int.TryParse(act, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < form.Family.Count
                ? index
                : int.MaxValue;
        if (removed < form.Family.Count)
        {
            form.Family.RemoveAt(removed);
        }
        foreach (var (name, value) in typed)
        {
            if (Moved(name, removed) is { } moved)
            {
                ModelState.SetModelValue(moved, value, value);
            }
        }
    }

    /// <summary>The name of a field after a row was taken out; null for the fields of that row.</summary>
    private static string? Moved(string name, int removed)
    {
        if (!name.StartsWith(FamilyPrefix, StringComparison.Ordinal))
        {
            return name;
        }
        var end = name.IndexOf(']', StringComparison.Ordinal);
        var row = int.Parse(name.AsSpan(FamilyPrefix.Length, end - FamilyPrefix.Length), CultureInfo.InvariantCulture);
        return row == removed ? null
            : row < removed ? name
            : $"{FamilyPrefix}{row - 1}{name[end..]}";
    }

    private async Task<IActionResult> ShowAsync(NewCaseForm form, CancellationToken cancellation) =>
        View(
            "/Cases/New.cshtml",
            new FormPage<NewCaseForm>(form, await CaseChoices.ReadAsync(db, person.Viewer, reader, null, cancellation))
        );
}

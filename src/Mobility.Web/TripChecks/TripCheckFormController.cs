using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.People;
using Mobility.Casework.TripChecks;
using Mobility.Rules.TripChecks;
using Mobility.Web.People;
using Mobility.Web.Plumbing;

namespace Mobility.Web.TripChecks;

/// <summary>Tells a trip, shows what the rule book says of it, and keeps it only when asked to.</summary>
[ForKinds(
    PersonKind.Administrator,
    PersonKind.Consultant,
    PersonKind.TeamLead,
    PersonKind.TaxAdviser,
    PersonKind.ImmigrationAdviser,
    PersonKind.Assignee
)]
[Route("trip-checks")]
public sealed class TripCheckFormController(
    TripCheckPages pages,
    TripCheckService checks,
    TripCheckReader forms,
    CurrentPerson person,
    ReaderFormat reader,
    IStringLocalizer<TripCheckTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    /// <summary>What the form's buttons do; the number of the stop follows <see cref="Remove"/>.</summary>
    public const string Add = "add";

    public const string Save = "save";

    public const string Remove = "remove-";

    private bool IsOwn => person.Viewer.IsFamily;

    [HttpGet("new")]
    public async Task<IActionResult> New(string? who, CancellationToken cancellation)
    {
        var meant = IsOwn || !string.IsNullOrWhiteSpace(who) ? await pages.MeantAsync(who, cancellation) : [];
        return Show(
            new()
            {
                Form = new() { Who = who },
                Case = meant is [var only] ? only : null,
                IsOwn = IsOwn,
            }
        );
    }

    [HttpPost("new")]
    public async Task<IActionResult> New(TripCheckForm form, string? act, CancellationToken cancellation)
    {
        var page = new TripCheckFormPage { Form = form, IsOwn = IsOwn };
        if (ChangesRows(form, act))
        {
            return Show(page);
        }
        var meant = await pages.MeantAsync(form.Who, cancellation);
        var trip = forms.Read(form, ModelState);
        if (meant is not [var file])
        {
            return CheckStranger(page with { Found = meant }, trip, act);
        }
        page = page with { Case = file };
        if (trip is null)
        {
            return Show(page);
        }
        try
        {
            if (act == Save)
            {
                var saved = await checks.SaveAsync(file.Id, trip, person.Change(), cancellation);
                return Redirect($"/trip-checks/{saved.Number}");
            }
            return Show(page with { Preview = await checks.PreviewAsync(file.Id, trip, person.Now, cancellation) });
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return Show(page);
        }
    }

    /// <summary>Somebody without a case is checked by what is said of them, once that is where they live. Nothing of it is kept.</summary>
    private ViewResult CheckStranger(TripCheckFormPage page, Trip? trip, string? act)
    {
        var form = page.Form;
        var mayState = !IsOwn && page.Found.Count == 0 && !string.IsNullOrWhiteSpace(form.Who);
        page = page with { MayState = mayState };
        if (!mayState || !form.StatesTraveller)
        {
            Refuse(form.Who, page.Found);
            return Show(page);
        }
        if (forms.ReadTraveller(form, ModelState) is not { } traveller || trip is null)
        {
            return Show(page);
        }
        try
        {
            var preview = checks.Preview(traveller, trip, person.Today);
            if (act == Save)
            {
                ModelState.AddModelError(nameof(form.Who), texts["Refused.NoCaseToKeep"]);
            }
            return Show(page with { Preview = preview });
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return Show(page);
        }
    }

    [HttpGet("{check}/amend")]
    public async Task<IActionResult> Amend(string check, CancellationToken cancellation) =>
        await pages.LoadAsync(check, null, cancellation) is not { } kept ? NotFound()
        // What was called off says so itself.
        : kept.IsOpen ? Show(AmendPage(kept, forms.Write(kept.Trip, kept.No)))
        : Redirect($"/trip-checks/{kept.Number}");

    [HttpPost("{check}/amend")]
    public async Task<IActionResult> Amend(string check, TripCheckForm form, string? act, CancellationToken cancellation)
    {
        if (await pages.LoadAsync(check, null, cancellation) is not { } kept)
        {
            return NotFound();
        }
        var page = AmendPage(kept, form);
        if (ChangesRows(form, act) || forms.Read(form, ModelState) is not { } trip)
        {
            return Show(page);
        }
        try
        {
            if (act == Save)
            {
                await checks.AmendAsync(kept.Id, form.No, trip, person.Change(form.Why), cancellation);
                return Redirect($"/trip-checks/{kept.Number}");
            }
            return Show(page with { Preview = await checks.PreviewAmendedAsync(kept.Id, trip, person.Now, cancellation) });
        }
        catch (StaleVersionException stale)
        {
            ModelState.AddModelError("", texts["Refused.Stale"]);
            ModelState.Remove(nameof(form.No));
            form.No = (int)stale.Current;
            return Show(page);
        }
        catch (RefusedException refusal)
        {
            ModelState.AddRefusal(refusal, reader, shared, texts);
            return Show(page);
        }
    }

    private TripCheckFormPage AmendPage(TripCheckPage kept, TripCheckForm form) =>
        new()
        {
            Form = form,
            Number = kept.Number,
            Case = kept.Case,
            IsOwn = IsOwn,
        };

    private ViewResult Show(TripCheckFormPage page)
    {
        page.Form.MakeReady();
        return View("Form", page);
    }

    private void Refuse(string? who, IReadOnlyList<TripCase> meant)
    {
        if (
            ModelState.GetFieldValidationState(nameof(TripCheckForm.Who))
            == Microsoft.AspNetCore.Mvc.ModelBinding.ModelValidationState.Invalid
        )
        {
            return;
        }
        var key =
            IsOwn ? "Refused.NoCase"
            : string.IsNullOrWhiteSpace(who) ? "Refused.Who"
            : meant.Count == 0 ? "Refused.WhoUnknown"
            : "Refused.WhoSeveral";
        ModelState.AddModelError(nameof(TripCheckForm.Who), texts[key, who?.Trim() ?? ""]);
    }

    private bool ChangesRows(TripCheckForm form, string? act)
    {
        if (act == Add)
        {
            if (form.Stops.Count < TripCheckReader.MostStops)
            {
                form.Stops.Add(new());
            }
            return true;
        }
        if (act?.StartsWith(Remove, StringComparison.Ordinal) != true)
        {
            return false;
        }
        if (
            int.TryParse(act[Remove.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < form.Stops.Count
        )
        {
            form.Stops.RemoveAt(index);
            // The rows after it have other names now.
            ModelState.Clear();
        }
        return true;
    }
}

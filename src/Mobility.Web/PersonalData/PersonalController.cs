using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Permits;
using Mobility.Casework.PersonalData;
using Mobility.Rules;
using Mobility.Web.People;
using Mobility.Web.Permits;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.PersonalData;

/// <summary>The form of one value.</summary>
/// <param name="Place">Whose value it is.</param>
/// <param name="Form">What was typed.</param>
/// <param name="Known">What is kept now, not shown.</param>
/// <param name="Label">Which of several values.</param>
/// <param name="Theirs">What somebody else kept meanwhile, to be seen before it is written over.</param>
public sealed record PersonalEditPage(
    PersonalPlace Place,
    PersonalForm Form,
    PersonalItem? Known,
    string? Label,
    PersonalItem? Theirs
);

public sealed record PersonalPassportPage(PersonalPlace Place, PaperForm Form);

/// <summary>
/// What is sealed about a person: on the cases of those who work with it, and each person's own in the family's place. A page shows the end
/// of a number; the whole comes only as the answer to a post, which is noted, and is in no address.
/// </summary>
public sealed class PersonalController(
    PersonalPages pages,
    PersonalRecords records,
    PaperService papers,
    CurrentPerson person,
    Countries countries,
    ReaderFormat reader,
    IStringLocalizer<PersonalTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    private const string OnCase = "/cases/{number}/people/{personId:guid}/personal";

    private const string Own = "/portal/personal";

    [HttpGet(OnCase)]
    [HttpGet(Own)]
    public async Task<IActionResult> Index([FromRoute] string? number, [FromRoute] Guid? personId, CancellationToken cancellation)
    {
        var place = await pages.FindAsync(person.Viewer, number, personId, cancellation);
        return View(await pages.ReadAsync(person.Viewer, place, shown: null, cancellation));
    }

    /// <summary>Shows one value whole.</summary>
    [HttpPost(OnCase)]
    [HttpPost(Own)]
    public async Task<IActionResult> Show(
        [FromRoute] string? number,
        [FromRoute] Guid? personId,
        PersonalField? field,
        string? of,
        CancellationToken cancellation
    )
    {
        var place = await pages.FindAsync(person.Viewer, number, personId, cancellation);
        if (field is not { } asked || !ModelState.IsValid)
        {
            return Redirect(place.Address);
        }
        Allow(asked, place);
        var shown = await records.ShowAsync(
            place.Whose.PersonId,
            asked,
            of ?? "",
            Visits.Of(HttpContext),
            person.Change(),
            cancellation
        );
        return View("Index", await pages.ReadAsync(person.Viewer, place, shown, cancellation));
    }

    [HttpGet(OnCase + "/edit")]
    [HttpGet(Own + "/edit")]
    public async Task<IActionResult> Edit(
        [FromRoute] string? number,
        [FromRoute] Guid? personId,
        PersonalField? field,
        string? of,
        CancellationToken cancellation
    )
    {
        var place = await pages.FindAsync(person.Viewer, number, personId, cancellation);
        var form = new PersonalForm { Field = field ?? PersonalField.BirthDate, Of = of };
        Allow(form.Field.Value, place);
        return await EditAsync(place, form, fresh: true, shown: false, cancellation);
    }

    [HttpPost(OnCase + "/edit")]
    [HttpPost(Own + "/edit")]
    public async Task<IActionResult> Save(
        [FromRoute] string? number,
        [FromRoute] Guid? personId,
        PersonalForm form,
        CancellationToken cancellation
    )
    {
        var place = await pages.FindAsync(person.Viewer, number, personId, cancellation);
        if (form.Field is not { } field)
        {
            return Redirect(place.Address);
        }
        Allow(field, place);
        var of = form.Of;
        var stale = false;
        var text = form.Remove ? null : form.Check(new FormCheck(ModelState, texts, reader), countries);
        if (form.Remove || (ModelState.IsValid && text is not null))
        {
            try
            {
                await records.SetAsync(
                    place.Whose.CaseId,
                    place.Whose.PersonId,
                    field,
                    form.Of ?? "",
                    text,
                    form.Version,
                    person.Change(),
                    cancellation
                );
                return Redirect(place.Address);
            }
            catch (RefusedException refusal)
            {
                ModelState.AddRefusal(refusal, reader, shared, texts);
                // Somebody who is shown what is there now may write over it.
                stale = refusal.Code == "PersonalValueChanged";
            }
        }
        if (!stale)
        {
            // Until it is kept, a new number has no place: the country is still a field.
            form.Of = of;
        }
        return await EditAsync(place, form, fresh: stale, shown: stale, cancellation);
    }

    [HttpGet(OnCase + "/passport")]
    [HttpGet(Own + "/passport")]
    public async Task<IActionResult> Passport(
        [FromRoute] string? number,
        [FromRoute] Guid? personId,
        CancellationToken cancellation
    )
    {
        var place = await pages.FindAsync(person.Viewer, number, personId, cancellation);
        Allow(PersonalField.PassportNumber, place);
        return View(new PersonalPassportPage(place, new PaperForm()));
    }

    [HttpPost(OnCase + "/passport")]
    [HttpPost(Own + "/passport")]
    public async Task<IActionResult> RecordPassport(
        [FromRoute] string? number,
        [FromRoute] Guid? personId,
        PaperForm form,
        CancellationToken cancellation
    )
    {
        var place = await pages.FindAsync(person.Viewer, number, personId, cancellation);
        Allow(PersonalField.PassportNumber, place);
        (form.Kind, form.PersonId) = (PaperKind.Passport, place.Whose.PersonId);
        var country = form.Check(new FormCheck(ModelState, texts, reader), countries);
        if (ModelState.IsValid && country is not null)
        {
            try
            {
                await papers.RecordPassportAsync(
                    place.Whose.CaseId,
                    place.Whose.PersonId,
                    form.Passport(country),
                    person.Change(),
                    cancellation
                );
                return Redirect(place.Address);
            }
            catch (RefusedException refusal)
            {
                ModelState.AddRefusal(refusal, reader, shared, texts);
            }
        }
        return View("Passport", new PersonalPassportPage(place, form));
    }

    private void Allow(PersonalField field, PersonalPlace place)
    {
        if (!PersonalAccess.Allows(person.Viewer, field, place.Whose))
        {
            throw new NotHereException();
        }
    }

    private async Task<IActionResult> EditAsync(
        PersonalPlace place,
        PersonalForm form,
        bool fresh,
        bool shown,
        CancellationToken cancellation
    )
    {
        var page = await pages.ReadAsync(person.Viewer, place, shown: null, cancellation);
        var known = page.Items.FirstOrDefault(i => i.Field == form.Field && i.Of == (form.Of ?? ""));
        form.Version = fresh ? known?.Version ?? 0 : form.Version;
        var theirs =
            shown && known is not null
                ? await records.ShowAsync(
                    place.Whose.PersonId,
                    known.Field,
                    known.Of,
                    Visits.Of(HttpContext),
                    person.Change(),
                    cancellation
                )
                : null;
        string? label = null;
        if (form.Field == PersonalField.PassportNumber)
        {
            var passport = page.Passports.FirstOrDefault(p => p.Id.ToString() == form.Of) ?? throw new NotHereException();
            label = texts["PassportOf", reader.Country(passport.Country), reader.Date(passport.ValidTo)];
        }
        else if (form.Field == PersonalField.TaxNumber && known is not null)
        {
            label = reader.Country(known.Of);
        }
        return View("Edit", new PersonalEditPage(place, form, known, label, theirs));
    }
}

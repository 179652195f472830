using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.People;
using Mobility.Casework.Trips.Ledger;
using Mobility.Rules;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Portal.Days;

/// <summary>Where a traveller enters their own days, a week at a time.</summary>
[Area("Portal")]
[Route("portal/days")]
[ForKinds(PersonKind.Assignee)]
public sealed class PortalDaysController(
    WeekPages pages,
    DayDeclarationService declarations,
    DayReminderService reminders,
    Countries countries,
    CurrentPerson person,
    ReaderFormat reader,
    IStringLocalizer<PortalTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    private const string Page = "/Portal/Days/Week.cshtml";

    [HttpGet("")]
    public async Task<IActionResult> Week(LocalDate? week, int? saved, CancellationToken cancellation)
    {
        var (page, _) = await pages.LoadAsync(person.Viewer, week, cancellation);
        return View(Page, page with { Saved = saved is > 0 and < 8 ? saved : null });
    }

    [HttpPost("")]
    public async Task<IActionResult> Save(WeekForm form, CancellationToken cancellation)
    {
        var (page, caseId) = await pages.LoadAsync(person.Viewer, form.Week, cancellation);
        if (caseId is not { } file)
        {
            return NotFound();
        }
        var days = Read(form, page);
        if (ModelState.IsValid)
        {
            try
            {
                var saved = await declarations.DeclareAsync(file, days, page.Today, person.Change(), cancellation);
                return LocalRedirect($"~/portal/days?week={reader.Iso(page.Week)}&saved={saved}");
            }
            catch (RefusedException refusal)
            {
                ModelState.AddRefusal(new RefusedException("", refusal.Code, [.. refusal.Arguments]), reader, shared, texts);
            }
        }
        return View(Page, page with { Form = form });
    }

    [HttpPost("reminders")]
    public async Task<IActionResult> Reminders(bool stop, CancellationToken cancellation)
    {
        var (_, caseId) = await pages.LoadAsync(person.Viewer, null, cancellation);
        if (caseId is not { } file)
        {
            return NotFound();
        }
        await reminders.SetAsync(file, stop, person.Change(), cancellation);
        return LocalRedirect("~/portal/days#mails");
    }

    /// <summary>The days that say something new: what is known already, and left as it is, is not said again.</summary>
    private List<NewDay> Read(WeekForm form, WeekPage page)
    {
        var check = new FormCheck(ModelState, texts, reader);
        var days = new List<NewDay>();
        var known = page.Rows.ToDictionary(r => r.Day.Date);
        for (var i = 0; i < form.Rows.Count; i++)
        {
            var row = form.Rows[i];
            if (row.Day is not { } date || !known.TryGetValue(date, out var before))
            {
                continue;
            }
            check.Known(
                $"Rows[{i}].Place",
                string.IsNullOrEmpty(row.Place) || row.Place == WeekRowForm.Unknown || Chosen(row, page) is not null
            );
            var place = Country(check, row.Other, $"Rows[{i}].Other") ?? Chosen(row, page);
            var also = Country(check, row.Also, $"Rows[{i}].Also");
            if (row.Place == WeekRowForm.Unknown && string.IsNullOrWhiteSpace(row.Other))
            {
                if (before.Day.Knowledge != DayKnowledge.SaidUnknown)
                {
                    days.Add(new NewDay { Day = date, Places = [] });
                }
                continue;
            }
            if (place is null)
            {
                if (also is not null)
                {
                    check.Refuse($"Rows[{i}].Place", "PlaceNeeded");
                }
                continue;
            }
            DayShare[] places =
                also is null || also == place
                    ? [new DayShare(place, null)]
                    : [new DayShare(also, null), new DayShare(place, null)];
            if (!IsSaid(before, places, row))
            {
                days.Add(
                    new NewDay
                    {
                        Day = date,
                        Places = places,
                        Activity = row.Activity,
                    }
                );
            }
        }
        return days;
    }

    private static bool IsSaid(WeekDayRow before, DayShare[] places, WeekRowForm row) =>
        before.Day.Knowledge == DayKnowledge.Known
        && before.Day.Activity == row.Activity
        && before.Day.Places.Select(p => p.Country).SequenceEqual(places.Select(p => p.Country));

    private static string? Chosen(WeekRowForm row, WeekPage page) =>
        row.Place is { } code && page.Choices.Contains(code) ? code : null;

    private string? Country(FormCheck check, string? typed, string field)
    {
        check.AtMost(field, typed, FormCheck.LongestCountry);
        if (string.IsNullOrWhiteSpace(typed) || !check.Fine(field))
        {
            return null;
        }
        var code = CountryInput.Read(countries, typed, CultureInfo.CurrentUICulture);
        if (code is null)
        {
            ModelState.AddModelError(field, shared["Refused.UnknownCountry", typed.Trim()]);
        }
        return code;
    }
}

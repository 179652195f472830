using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.People;
using Mobility.Casework.Trips.Ledger;
using Mobility.Rules;
using Mobility.Rules.Trips;
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
            var isUnknown = row.Place == WeekRowForm.Unknown && string.IsNullOrWhiteSpace(row.Other);
            if (place is null && !isUnknown)
            {
                if (also is not null)
                {
                    check.Refuse($"Rows[{i}].Place", "PlaceNeeded");
                }
                continue;
            }
            string[] places =
                isUnknown ? []
                : also is null || also == place ? [place!]
                : [also, place!];
            var says = isUnknown ? WeekRowForm.Unknown : WeekDayRow.Said(places, row.Activity);
            var now = WeekDayRow.Seen(before.Day);
            if (says == now)
            {
                continue;
            }
            if (says == row.Seen)
            {
                // Left as it was shown, and otherwise by now: if the page comes again it shows that.
                foreach (var field in new[] { "Place", "Activity", "Other", "Also" })
                {
                    ModelState.Remove($"Rows[{i}].{field}");
                }
                row.Day = null;
                continue;
            }
            if (row.Seen is not null && row.Seen != now)
            {
                check.Refuse($"Rows[{i}].Place", "Days.ChangedMeanwhile", before.Day.EnteredBy ?? "");
                continue;
            }
            days.Add(NewDay(before.Day, places, isUnknown ? null : row.Activity));
        }
        return days;
    }

    /// <summary>Of a day whose places stay, what somebody measured or proved stays too.</summary>
    private static NewDay NewDay(LedgerDay before, string[] places, DayActivity? activity)
    {
        var kept = before.Declaration is { } said && said.Shares.Select(s => s.Country).SequenceEqual(places) ? said : null;
        return new NewDay
        {
            Day = before.Date,
            Places = kept?.Shares ?? [.. places.Select(p => new DayShare(p, null))],
            Activity = activity,
            Evidence = kept?.Evidence ?? default,
            Document = kept?.Document,
        };
    }

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

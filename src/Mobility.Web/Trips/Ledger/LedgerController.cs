using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Ledger;
using Mobility.Rules;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Trips.Ledger;

/// <summary>The ledger of a case's assignee, a month at a time, and what staff say about single days.</summary>
[Route("cases/{number}/ledger")]
[CaseRoute(CaseRight.Read)]
public sealed class LedgerController(
    MobilityDbContext db,
    DayDeclarationService declarations,
    DayReminderService reminders,
    Countries countries,
    CurrentPerson person,
    ReaderFormat reader,
    IStringLocalizer<TripTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Month(CaseRef file, LocalDate? month, CancellationToken cancellation) =>
        View("/Trips/Ledger/Month.cshtml", await LoadAsync(file, month, cancellation));

    [HttpPost("")]
    [CaseRoute(CaseRight.RecordTravel)]
    public async Task<IActionResult> Declare(CaseRef file, [Bind(Prefix = "Day")] DayForm form, CancellationToken cancellation)
    {
        var page = await LoadAsync(file, form.From, cancellation);
        if (Check(form) is { } days)
        {
            try
            {
                await declarations.DeclareAsync(file.Id, days, page.Today, person.Change(form.Why), cancellation);
                return LocalRedirect(Address(file, days[0].Day) + $"#d-{reader.Iso(days[0].Day)}");
            }
            catch (RefusedException refusal)
            {
                var field = refusal.Field == nameof(NewDay.Day) ? "Day.From" : "Day.Country";
                ModelState.AddRefusal(new RefusedException(field, refusal.Code, [.. refusal.Arguments]), reader, shared, texts);
            }
        }
        return View("/Trips/Ledger/Month.cshtml", page with { Form = form });
    }

    [HttpPost("withdraw")]
    [CaseRoute(CaseRight.RecordTravel)]
    public async Task<IActionResult> Withdraw(
        CaseRef file,
        LocalDate? day,
        Guid? said,
        string? reason,
        CancellationToken cancellation
    )
    {
        var check = new FormCheck(ModelState, texts, reader);
        check.Required(nameof(reason), reason, "WithdrawalReason");
        check.AtMost(nameof(reason), reason, TripsController.LongestReason);
        check.Required(nameof(day), day, "FirstDayNeeded");
        check.Known(nameof(said), said is not null);
        if (day is { } date && said is { } seen && ModelState.IsValid)
        {
            try
            {
                await declarations.WithdrawAsync(file.Id, date, seen, person.Change(reason), cancellation);
                return LocalRedirect(Address(file, date) + $"#d-{reader.Iso(date)}");
            }
            catch (RefusedException refusal)
            {
                ModelState.AddRefusal(
                    new RefusedException(nameof(reason), refusal.Code, [.. refusal.Arguments]),
                    reader,
                    shared,
                    texts
                );
            }
        }
        var page = await LoadAsync(file, day, cancellation);
        return View("/Trips/Ledger/Month.cshtml", page with { WithdrawalOf = day });
    }

    [HttpPost("reminders")]
    [CaseRoute(CaseRight.RecordTravel)]
    public async Task<IActionResult> Reminders(CaseRef file, bool stop, LocalDate? month, CancellationToken cancellation)
    {
        await reminders.SetAsync(file.Id, stop, person.Change(), cancellation);
        return LocalRedirect(month is { } shown ? Address(file, shown) : $"~/cases/{file.Number}/ledger");
    }

    private string Address(CaseRef file, LocalDate day) => $"~/cases/{file.Number}/ledger?month={reader.Iso(day)}";

    private async Task<MonthPage> LoadAsync(CaseRef file, LocalDate? month, CancellationToken cancellation)
    {
        var head = await db
            .Cases.Where(c => c.Id == file.Id)
            .Select(c => new
            {
                c.Assignee!.FullName,
                c.Assignee.HomeCountry,
                c.Assignee.TimeZone,
                c.Assignee.DayRemindersStoppedAt,
                c.Start,
                c.End,
            })
            .SingleAsync(cancellation);
        var today = person.Now.DateIn(head.TimeZone);
        var ledger = await db.LedgerOfAsync(file.AssigneeId, null, cancellation);
        var first = ledger.Stays.Select(s => s.Arrive).Append(head.Start).Append(today).Min();
        var last = ledger.Stays.Select(s => s.Depart ?? s.Arrive).Append(today).Max();
        var shown = month is { } asked ? LocalDate.Max(first, LocalDate.Min(asked, last)) : today;
        var start = FirstOf(shown);
        return new MonthPage
        {
            Number = file.Number,
            Name = head.FullName,
            Home = head.HomeCountry,
            Today = today,
            Month = start,
            Days = ledger.Days(start, start.PlusMonths(1).PlusDays(-1), today),
            First = FirstOf(first),
            Last = FirstOf(last),
            MayRecord = CaseAccess.Allows(person.Viewer, CaseRight.RecordTravel),
            RemindersStopped = head.DayRemindersStoppedAt is not null,
        };
    }

    private static LocalDate FirstOf(LocalDate day) => new(day.Year, day.Month, 1);

    private List<NewDay>? Check(DayForm form)
    {
        var check = new FormCheck(ModelState, texts, reader);
        var country = form.PlaceUnknown ? null : Country(check, form.Country, "Day.Country", needed: true);
        var also = form.PlaceUnknown ? null : Country(check, form.Also, "Day.Also", needed: false);
        check.Required("Day.From", form.From, "FirstDayNeeded");
        check.AtMost("Day.Document", form.Document, DayDeclaration.LongestDocument);
        check.AtMost("Day.Why", form.Why, TripsController.LongestReason);
        var to = form.To ?? form.From;
        if (to < form.From)
        {
            check.Refuse("Day.To", "EndBeforeStart", form.From!.Value);
        }
        else if (form.From is { } from && to > from.PlusDays(DayDeclarationService.MostDays - 1))
        {
            check.Refuse("Day.To", "TooManyDays", DayDeclarationService.MostDays);
        }
        if (form.AlsoPercent is not null && form.AlsoPercent is not (25 or 50 or 75))
        {
            check.Known("Day.AlsoPercent", false);
        }
        if (!ModelState.IsValid || form.From is not { } first)
        {
            return null;
        }
        DayShare[] places =
            country is null ? []
            : also is null ? [new DayShare(country, null)]
            : [new DayShare(also, form.AlsoPercent), new DayShare(country, form.AlsoPercent is { } part ? 100 - part : null)];
        return
        [
            .. Enumerable
                .Range(0, Period.DaysBetween(first, to!.Value) + 1)
                .Select(i => new NewDay
                {
                    Day = first.PlusDays(i),
                    Places = places,
                    Activity = form.Activity,
                    Evidence = form.Evidence,
                    Document = form.Document,
                }),
        ];
    }

    private string? Country(FormCheck check, string? typed, string field, bool needed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            if (needed)
            {
                check.Required(field, typed, "CountryNeeded");
            }
            return null;
        }
        check.AtMost(field, typed, FormCheck.LongestCountry);
        if (!check.Fine(field))
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

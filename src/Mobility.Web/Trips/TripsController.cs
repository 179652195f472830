using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Trips;
using Mobility.Rules;
using Mobility.Rules.Trips;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Forms;
using Mobility.Web.Trips.Planner;
using NodaTime;

namespace Mobility.Web.Trips;

/// <summary>The day page of a case's assignee, and the trips it is made of.</summary>
[Route("cases/{number}")]
[CaseRoute(CaseRight.Read)]
public sealed class TripsController(
    DaysPages pages,
    TripService trips,
    Countries countries,
    CurrentPerson person,
    ReaderFormat reader,
    IStringLocalizer<TripTexts> texts,
    IStringLocalizer<SharedTexts> shared
) : Controller
{
    /// <summary>As much as a reason beside a trip or an import may say.</summary>
    public const int LongestReason = 500;

    [HttpGet("days")]
    public async Task<IActionResult> Days(
        CaseRef file,
        int? year,
        LocalDate? asOf,
        string? why,
        Guid? changed,
        bool removed,
        [Bind(Prefix = "Try")] TryForm form,
        CancellationToken cancellation
    )
    {
        var page = await LoadAsync(file, Address(file, year, asOf, why), cancellation, removed);
        if (asOf > page.Today)
        {
            ModelState.AddModelError(nameof(asOf), texts["AsOfInFuture", reader.Date(page.Today)]);
        }
        page = page with { Changed = changed, Try = form };
        if (!form.IsEmpty && Check(form, page.AsOf) is { } country && ModelState.IsValid)
        {
            page = pages.With(page, form, country);
        }
        return View("Days", page);
    }

    [HttpPost("trips")]
    [CaseRoute(CaseRight.RecordTravel)]
    public async Task<IActionResult> Add(
        CaseRef file,
        int? year,
        [Bind(Prefix = "Trip")] TripForm form,
        CancellationToken cancellation
    )
    {
        if (Check(file, form) is { } request)
        {
            try
            {
                var trip = await trips.RecordAsync(file.Id, request, person.Change(), cancellation);
                return LocalRedirect(Changed(file, trip));
            }
            catch (RefusedException refusal)
            {
                Refuse(refusal, "Trip.");
            }
        }
        var page = await LoadAsync(file, Address(file, year, null, null), cancellation);
        return View("Days", page with { Form = form });
    }

    [HttpPost("trips/{tripId:guid}/confirm")]
    [CaseRoute(CaseRight.RecordTravel)]
    public async Task<IActionResult> Confirm(CaseRef file, Guid tripId, CancellationToken cancellation)
    {
        var page = await LoadAsync(file, Address(file, null, null, null), cancellation);
        try
        {
            await trips.ConfirmAsync(file.Id, tripId, page.Today, person.Change(), cancellation);
        }
        catch (RefusedException refusal)
        {
            Refuse(refusal, "");
            return View("Days", page);
        }
        return LocalRedirect($"~{Address(file, null, null, null)}#trips");
    }

    [HttpPost("trips/{tripId:guid}/remove")]
    [CaseRoute(CaseRight.RecordTravel)]
    public async Task<IActionResult> Remove(CaseRef file, Guid tripId, int? year, string? reason, CancellationToken cancellation)
    {
        var check = new FormCheck(ModelState, texts, reader);
        check.Required(nameof(reason), reason, "Refused.RemovalReason");
        check.AtMost(nameof(reason), reason, LongestReason);
        if (!ModelState.IsValid)
        {
            var page = await LoadAsync(file, Address(file, year, null, null), cancellation);
            return View("Days", page with { RemovalOf = tripId });
        }
        try
        {
            await trips.RemoveAsync(file.Id, tripId, person.Change(reason), cancellation);
        }
        catch (RefusedException refusal)
        {
            Refuse(refusal, "");
            return View("Days", await LoadAsync(file, Address(file, year, null, null), cancellation));
        }
        return LocalRedirect($"~{Address(file, year, null, null)}#trips");
    }

    [HttpPost("trips/{tripId:guid}/restore")]
    [CaseRoute(CaseRight.RecordTravel)]
    public async Task<IActionResult> Restore(CaseRef file, Guid tripId, int? year, CancellationToken cancellation)
    {
        try
        {
            await trips.RestoreAsync(file.Id, tripId, person.Change(), cancellation);
        }
        catch (RefusedException refusal)
        {
            Refuse(new RefusedException("", refusal.Code, [.. refusal.Arguments]), "");
            return View("Days", await LoadAsync(file, Address(file, year, null, null), cancellation, removed: true));
        }
        return LocalRedirect($"~{Address(file, year, null, null)}#trips");
    }

    /// <summary>The last day of a stay that has none yet.</summary>
    [HttpPost("trips/{tripId:guid}/end")]
    [CaseRoute(CaseRight.RecordTravel)]
    public async Task<IActionResult> End(
        CaseRef file,
        Guid tripId,
        [Bind(Prefix = "End")] EndForm form,
        CancellationToken cancellation
    )
    {
        var page = await LoadAsync(file, Address(file, null, null, null), cancellation);
        if (new FormCheck(ModelState, texts, reader).Required("End.Depart", form.Depart, "LastDayNeeded") && ModelState.IsValid)
        {
            try
            {
                await trips.EndAsync(file.Id, tripId, form.Depart!.Value, page.Today, person.Change(), cancellation);
                return LocalRedirect($"~{Address(file, null, null, null)}#trips");
            }
            catch (RefusedException refusal)
            {
                Refuse(refusal, refusal.Field.Length == 0 ? "" : "End.");
            }
        }
        return View("Days", page with { EndOf = tripId });
    }

    /// <summary>The days of a year between the recorded trips, said to have been spent in one country.</summary>
    [HttpPost("trips/between")]
    [CaseRoute(CaseRight.RecordTravel)]
    public async Task<IActionResult> Between(CaseRef file, int year, string? country, CancellationToken cancellation)
    {
        var page = await LoadAsync(file, Address(file, year, null, null), cancellation);
        if (Country(new FormCheck(ModelState, texts, reader), country, nameof(country)) is { } code && ModelState.IsValid)
        {
            try
            {
                await trips.RecordBetweenAsync(
                    file.Id,
                    file.AssigneeId,
                    code,
                    new LocalDate(page.Grid.Year, 1, 1),
                    LocalDate.Min(page.Today, new LocalDate(page.Grid.Year, 12, 31)),
                    person.Change(texts["WhyBetween"]),
                    cancellation
                );
                return LocalRedirect($"~{Address(file, year, null, null)}#year");
            }
            catch (RefusedException refusal)
            {
                Refuse(refusal, "");
            }
        }
        return View("Days", page);
    }

    private Task<DaysPage> LoadAsync(CaseRef file, DaysAddress address, CancellationToken cancellation, bool removed = false)
    {
        var mayRecord = CaseAccess.Allows(person.Viewer, CaseRight.RecordTravel);
        return pages.LoadAsync(file, address, mayRecord, cancellation, removed && mayRecord);
    }

    private static DaysAddress Address(CaseRef file, int? year, LocalDate? asOf, string? why) =>
        new(file.Number)
        {
            Year = year,
            AsOf = asOf,
            Why = why,
        };

    private static string Changed(CaseRef file, Trip trip) =>
        $"~/cases/{file.Number}/days?year={trip.Arrive.Year}&changed={trip.Id}#trip-{trip.Id:n}";

    /// <summary>The country of a tried trip; null when something is missing or wrong, which then stands beside its field.</summary>
    private string? Check(TryForm form, LocalDate asOf)
    {
        var check = new FormCheck(ModelState, texts, reader);
        check.Required("Try.From", form.From, "FirstDayNeeded");
        if (form.From is { } from)
        {
            var (earliest, latest) = PlannedTrip.FirstDays(asOf);
            if (from < earliest || from > latest)
            {
                check.Refuse("Try.From", "TryOutsideCoverage", earliest, latest);
            }
            else if (form.To < from)
            {
                check.Refuse("Try.To", "EndBeforeStart", from);
            }
            else if (form.To > from.PlusYears(2))
            {
                check.Refuse("Try.To", "TryTooLong");
            }
            else if (form.To is null && from <= asOf)
            {
                check.Required("Try.To", form.To, "LastDayNeeded");
            }
        }
        return Country(check, form.Country, "Try.Country");
    }

    private NewTrip? Check(CaseRef file, TripForm form)
    {
        var check = new FormCheck(ModelState, texts, reader);
        var country = form.PlaceUnknown ? null : Country(check, form.Country, "Trip.Country");
        check.Required("Trip.Arrive", form.Arrive, "FirstDayNeeded");
        check.AtMost("Trip.Note", form.Note, 500);
        check.AtMost("Trip.Document", form.Document, 200);
        return ModelState.IsValid && form.Arrive is { } arrive
            ? new NewTrip
            {
                PersonId = file.AssigneeId,
                Country = country,
                Arrive = arrive,
                Depart = form.Depart,
                Status = form.Status,
                Evidence = form.Evidence,
                Purpose = form.Purpose == StayPurpose.Unstated ? null : form.Purpose.ToString(),
                Note = string.IsNullOrWhiteSpace(form.Note) ? null : form.Note.Trim(),
                Document = string.IsNullOrWhiteSpace(form.Document) ? null : form.Document.Trim(),
                MakeRoom = form.MakeRoom,
            }
            : null;
    }

    private string? Country(FormCheck check, string? typed, string field)
    {
        if (!check.Required(field, typed, "CountryNeeded"))
        {
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
            ModelState.AddModelError(field, shared["Refused.UnknownCountry", typed!.Trim()]);
        }
        return code;
    }

    private void Refuse(RefusedException refusal, string prefix) =>
        ModelState.AddRefusal(
            new RefusedException(prefix + refusal.Field, refusal.Code, [.. refusal.Arguments]),
            reader,
            shared,
            texts
        );
}

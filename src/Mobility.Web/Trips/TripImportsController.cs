using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Import;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Limits;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Trips;

/// <summary>Brings a travel history from a file into a case: sent, looked at beside what is recorded, then saved as a whole or not at all.</summary>
[Route("cases/{number}/trips/import")]
[CaseRoute(CaseRight.RecordTravel)]
public sealed class TripImportsController(
    MobilityDbContext db,
    TravelFileReader files,
    TripImportService imports,
    CurrentPerson person,
    IDateTimeZoneProvider zones,
    ReaderFormat reader,
    IStringLocalizer<TripTexts> texts
) : Controller
{
    /// <summary>A file up to this size is shown as text when it has problems, to be mended where it is.</summary>
    private const int MendedInPlace = 100 * 1024;

    [HttpGet("")]
    public async Task<IActionResult> Form(CaseRef file, CancellationToken cancellation) =>
        View("/Trips/Import.cshtml", await PageAsync(file, cancellation));

    [HttpPost("")]
    [Limited(Limit.Upload)]
    [UploadLimit(ImportPage.Megabytes, "/Trips/TooLarge.cshtml")]
    public async Task<IActionResult> Read(CaseRef file, ImportForm form, CancellationToken cancellation)
    {
        var check = new FormCheck(ModelState, texts, reader);
        var upload = form.File is { Length: > 0 } chosen ? chosen : null;
        if (upload is null && string.IsNullOrWhiteSpace(form.Text) && check.Fine(nameof(form.Text)))
        {
            check.Refuse(nameof(form.File), form.File is null ? "FileNeeded" : "FileIsEmpty");
        }
        if (!ModelState.IsValid)
        {
            return View("/Trips/Import.cshtml", (await PageAsync(file, cancellation)) with { Form = form });
        }
        var options = await OptionsAsync(file, form.Order, cancellation);
        byte[]? small = null;
        TravelFile read;
        if (upload is not null)
        {
            await using var stream = upload.OpenReadStream();
            read = await files.ReadAsync(stream, upload.FileName, options, cancellation);
            if (!read.CanBeImported && upload.Length <= MendedInPlace)
            {
                stream.Position = 0;
                small = new byte[upload.Length];
                await stream.ReadExactlyAsync(small, cancellation);
            }
        }
        else
        {
            read = files.Read(Encoding.UTF8.GetBytes(form.Text!), texts["PastedName"], options);
        }
        if (!read.CanBeImported)
        {
            form.Text = upload is null ? form.Text : TextOf(small);
            ModelState.Remove(nameof(form.Text));
            return View("/Trips/Import.cshtml", (await PageAsync(file, cancellation)) with { Form = form, Refused = read });
        }
        var import = await imports.PrepareAsync(file.Id, read, person.Change(), cancellation);
        return LocalRedirect($"~/cases/{file.Number}/trips/import/{import.Id}");
    }

    [HttpGet("{importId:guid}")]
    public async Task<IActionResult> Preview(CaseRef file, Guid importId, CancellationToken cancellation)
    {
        var earlier = await Earlier(file).SingleOrDefaultAsync(i => i.Id == importId, cancellation);
        var name = await NameAsync(file, cancellation);
        return earlier?.State switch
        {
            null => NotFound(),
            TripImportState.Pending => View(
                "/Trips/Preview.cshtml",
                PreviewPage.Of(file.Number, name, await imports.PreviewAsync(file.Id, importId, cancellation))
            ),
            TripImportState.Saved => View("/Trips/Saved.cshtml", new SavedImportPage(file.Number, name, earlier)),
            _ => LocalRedirect($"~/cases/{file.Number}/trips/import"),
        };
    }

    [HttpPost("{importId:guid}/confirm")]
    public async Task<IActionResult> Confirm(CaseRef file, Guid importId, OverlapForm form, CancellationToken cancellation)
    {
        try
        {
            if (form.All is null)
            {
                var preview = await imports.PreviewAsync(file.Id, importId, cancellation);
                var page = PreviewPage.Of(file.Number, await NameAsync(file, cancellation), preview) with { Form = form };
                if (!form.Decides(page.Overlaps))
                {
                    new FormCheck(ModelState, texts, reader).Refuse(nameof(form.All), "OverlapsUndecided");
                    return View("/Trips/Preview.cshtml", page);
                }
            }
            await imports.ConfirmAsync(file.Id, importId, form.ToDecisions(), person.Change(), cancellation);
        }
        catch (RefusedException)
        {
            // Somebody discarded or undid it meanwhile; the page of the import says where it stands.
        }
        return LocalRedirect($"~/cases/{file.Number}/trips/import/{importId}");
    }

    [HttpPost("{importId:guid}/discard")]
    public async Task<IActionResult> Discard(CaseRef file, Guid importId, CancellationToken cancellation)
    {
        await imports.DiscardAsync(file.Id, importId, cancellation);
        return LocalRedirect($"~/cases/{file.Number}/trips/import");
    }

    [HttpPost("{importId:guid}/undo")]
    public async Task<IActionResult> Undo(CaseRef file, Guid importId, string? reason, CancellationToken cancellation)
    {
        new FormCheck(ModelState, texts, reader).AtMost(nameof(reason), reason, TripsController.LongestReason);
        if (!ModelState.IsValid)
        {
            return View("/Trips/Import.cshtml", (await PageAsync(file, cancellation)) with { UndoOf = importId });
        }
        try
        {
            await imports.UndoAsync(file.Id, importId, person.Change(reason), cancellation);
        }
        catch (RefusedException)
        {
            // It never was saved: there is nothing to undo, and the list of imports shows that.
        }
        return LocalRedirect($"~/cases/{file.Number}/trips/import#earlier");
    }

    private async Task<ImportPage> PageAsync(CaseRef file, CancellationToken cancellation) =>
        new()
        {
            Number = file.Number,
            Name = await NameAsync(file, cancellation),
            Earlier = await Earlier(file)
                .Where(i => i.State == TripImportState.Saved || i.State == TripImportState.Undone)
                .OrderByDescending(i => i.At)
                .Take(50)
                .ToListAsync(cancellation),
        };

    private Task<string> NameAsync(CaseRef file, CancellationToken cancellation) =>
        db.People.Where(p => p.Id == file.AssigneeId).Select(p => p.FullName).SingleAsync(cancellation);

    private IQueryable<EarlierImport> Earlier(CaseRef file) =>
        db
            .TripImports.Where(i => i.CaseId == file.Id)
            .Join(
                db.Accounts,
                i => i.ByAccountId,
                a => a.Id,
                (i, a) =>
                    new EarlierImport
                    {
                        Id = i.Id,
                        FileName = i.FileName,
                        State = i.State,
                        Rows = i.RowCount,
                        By = a.DisplayName,
                        At = i.At,
                    }
            );

    /// <summary>The person's own today and zone: what is still to come there is a plan.</summary>
    private async Task<TravelFileOptions> OptionsAsync(CaseRef file, DateOrder? order, CancellationToken cancellation)
    {
        var zoneName = await db.People.Where(p => p.Id == file.AssigneeId).Select(p => p.TimeZone).SingleAsync(cancellation);
        var zone = zones.GetZoneOrNull(zoneName) ?? DateTimeZone.Utc;
        return new TravelFileOptions
        {
            DateOrder = order,
            Today = person.Now.InZone(zone).Date,
            Zone = zone,
            MaxBytes = ImportPage.Megabytes * 1024L * 1024L,
        };
    }

    /// <summary>The text of a small file, when it is text beyond doubt.</summary>
    private static string? TextOf(byte[]? file)
    {
        if (file is null || file.Contains((byte)0))
        {
            return null;
        }
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

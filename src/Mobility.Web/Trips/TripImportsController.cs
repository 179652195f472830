using System.Text;
using Microsoft.AspNetCore.Http.Features;
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
    TripImportUndo undo,
    ColumnMemory memory,
    ImportIdentities identities,
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
        byte[] sent;
        if (upload is null)
        {
            sent = Encoding.UTF8.GetBytes(form.Text!);
        }
        else
        {
            sent = new byte[upload.Length];
            await using var stream = upload.OpenReadStream();
            await stream.ReadExactlyAsync(sent, cancellation);
        }
        var sample = files.SampleOf(sent);
        var columns = sample is null ? null : await memory.RecallAsync(file.ClientId, sample, cancellation);
        var options = await OptionsAsync(file, form.Order, cancellation) with { Columns = columns };
        var read = files.Read(sent, upload?.FileName ?? texts["PastedName"], options);
        if (read.CanBeImported)
        {
            var import = await imports.PrepareAsync(file.Id, read, person.Change(), cancellation, sample is null ? null : sent);
            return LocalRedirect($"~/cases/{file.Number}/trips/import/{import.Id}");
        }
        var asks = sample is not null && (columns is not null || read.Problems.Any(p => IsAboutColumns(p.Code)));
        var waiting = asks ? await imports.KeepForColumnsAsync(file.Id, read, sent, person.Change(), cancellation) : null;
        return await RefusedAsync(file, form, read, upload is null ? null : sent, waiting?.Id, cancellation);
    }

    /// <summary>The first rows of a file, for a person to say what its columns are.</summary>
    [HttpGet("{importId:guid}/columns")]
    public async Task<IActionResult> Columns(CaseRef file, Guid importId, CancellationToken cancellation) =>
        await ColumnsPageAsync(file, importId, null, cancellation) is { } page
            ? View("/Trips/Columns.cshtml", page)
            : LocalRedirect($"~/cases/{file.Number}/trips/import");

    [HttpPost("{importId:guid}/columns")]
    public async Task<IActionResult> Columns(CaseRef file, Guid importId, ColumnsForm form, CancellationToken cancellation)
    {
        if (await ColumnsPageAsync(file, importId, form, cancellation) is not { } page)
        {
            return LocalRedirect($"~/cases/{file.Number}/trips/import");
        }
        // Binding stops at the first column that is none; what was chosen for those behind it is kept all the same. What was sent may be no form.
        var chosen = HttpContext.Features.Get<IFormFeature>()?.Form;
        form.Fields = [.. Enumerable.Range(0, page.Sample.Headers.Count).Select(i => chosen?[$"Fields[{i}]"].FirstOrDefault())];
        // A file whose first row was taken for travel has its headers on the first line, if it has any.
        var headerLine =
            form.NoHeader ? 0
            : page.Sample.HeaderLine > 0 ? page.Sample.HeaderLine
            : 1;
        var check = new FormCheck(ModelState, texts, reader);
        var fields = new List<TravelField?>();
        foreach (var said in form.Fields.Take(page.Sample.Headers.Count))
        {
            var known = Enum.GetValues<TravelField>()
                .Where(f => f.ToString() == said)
                .Select(f => (TravelField?)f)
                .FirstOrDefault();
            check.Known($"{nameof(form.Fields)}[{fields.Count}]", known is not null || string.IsNullOrEmpty(said));
            fields.Add(known);
        }
        var choice = new TravelColumnChoice(page.Sample.Delimiter, headerLine, fields);
        if (ModelState.IsValid && !choice.IsEnough)
        {
            check.Refuse(nameof(form.Fields), "ColumnsNotEnough");
        }
        if (!ModelState.IsValid)
        {
            return View("/Trips/Columns.cshtml", page);
        }
        var (name, sent) = await imports.SentAsync(file.Id, importId, cancellation);
        var options = await OptionsAsync(file, form.Order, cancellation) with { Columns = choice };
        var read = files.Read(sent, name, options);
        if (!read.CanBeImported)
        {
            return await RefusedAsync(file, new ImportForm { Order = form.Order }, read, sent, importId, cancellation);
        }
        await memory.RememberAsync(file.Id, page.Sample, choice, person.Change(), cancellation);
        var import = await imports.PrepareAsync(file.Id, read, person.Change(), cancellation, sent);
        return LocalRedirect($"~/cases/{file.Number}/trips/import/{import.Id}");
    }

    private static bool IsAboutColumns(TravelProblemCode code) =>
        code is TravelProblemCode.HeaderNotFound or TravelProblemCode.MissingColumn or TravelProblemCode.AmbiguousColumns;

    [HttpGet("{importId:guid}")]
    public async Task<IActionResult> Preview(CaseRef file, Guid importId, CancellationToken cancellation)
    {
        var earlier = await Earlier(file).SingleOrDefaultAsync(i => i.Id == importId, cancellation);
        var name = await NameAsync(file, cancellation);
        return earlier?.State switch
        {
            null => NotFound(),
            TripImportState.Pending => View("/Trips/Preview.cshtml", await PreviewPageAsync(file, importId, new(), cancellation)),
            TripImportState.AwaitingColumns => LocalRedirect($"~/cases/{file.Number}/trips/import/{importId}/columns"),
            TripImportState.Saved => View("/Trips/Saved.cshtml", new SavedImportPage(file.Number, name, earlier)),
            _ => LocalRedirect($"~/cases/{file.Number}/trips/import"),
        };
    }

    [HttpPost("{importId:guid}/confirm")]
    public async Task<IActionResult> Confirm(CaseRef file, Guid importId, OverlapForm form, CancellationToken cancellation)
    {
        try
        {
            var page = await PreviewPageAsync(file, importId, form, cancellation);
            Check(page);
            if (!ModelState.IsValid)
            {
                return View("/Trips/Preview.cshtml", page);
            }
            var decisions = form.ToDecisions() with
            {
                Gaps = form.Decide(page.Preview.Gaps, page.Identity?.Home),
                NameInFile = page.Identity?.OtherName,
            };
            await imports.ConfirmAsync(file.Id, importId, decisions, person.Change(), cancellation);
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

    /// <summary>Undoes an import as a whole, and asks first when its days were changed since.</summary>
    /// <param name="file">The case.</param>
    /// <param name="importId">The import.</param>
    /// <param name="reason">Why; kept in the history.</param>
    /// <param name="changed">What happens to trips of the import that were changed since; null before that was asked.</param>
    /// <param name="asked">Whether it was asked.</param>
    /// <param name="cancellation">Stops it.</param>
    [HttpPost("{importId:guid}/undo")]
    public async Task<IActionResult> Undo(
        CaseRef file,
        Guid importId,
        string? reason,
        ChangedTrips? changed,
        bool asked,
        CancellationToken cancellation
    )
    {
        var check = new FormCheck(ModelState, texts, reader);
        check.Required(nameof(reason), reason, "Refused.UndoReason");
        check.AtMost(nameof(reason), reason, TripsController.LongestReason);
        if (!ModelState.IsValid)
        {
            return View("/Trips/Import.cshtml", (await PageAsync(file, cancellation)) with { UndoOf = importId });
        }
        try
        {
            await undo.UndoAsync(file.Id, importId, changed, person.Change(reason), cancellation);
        }
        catch (RefusedException refusal) when (refusal.Code == "ImportChangedSince")
        {
            if (asked)
            {
                check.Refuse(nameof(changed), "ChangedUndecided");
            }
            var import = await Earlier(file).SingleAsync(i => i.Id == importId, cancellation);
            var since = await undo.PreviewAsync(file.Id, importId, cancellation);
            var name = await NameAsync(file, cancellation);
            return View("/Trips/Undo.cshtml", new UndoPage(file.Number, name, import, since, reason, asked));
        }
        catch (RefusedException)
        {
            // It never was saved: there is nothing to undo, and the list of imports shows that.
        }
        return LocalRedirect($"~/cases/{file.Number}/trips/import#earlier");
    }

    /// <summary>Lets an import that was undone wait again, to be looked at beside what is recorded now.</summary>
    [HttpPost("{importId:guid}/again")]
    public async Task<IActionResult> Again(CaseRef file, Guid importId, CancellationToken cancellation)
    {
        try
        {
            var import = await imports.AgainAsync(file.Id, importId, person.Change(), cancellation);
            return LocalRedirect($"~/cases/{file.Number}/trips/import/{import.Id}");
        }
        catch (RefusedException)
        {
            // It stands, or is being decided about already; the list of imports shows that.
            return LocalRedirect($"~/cases/{file.Number}/trips/import#earlier");
        }
    }

    private void Check(PreviewPage page)
    {
        var check = new FormCheck(ModelState, texts, reader);
        var form = page.Form;
        if (page.Identity is { Asks: true } && !form.NameIsRight)
        {
            check.Refuse(nameof(form.NameIsRight), "NameUndecided");
        }
        if (form.All is null && !form.Decides(page.Overlaps))
        {
            check.Refuse(nameof(form.All), "OverlapsUndecided");
        }
        if (form.Decide(page.MissingCrossings, page.Identity?.Home).Count < page.MissingCrossings.Count)
        {
            check.Refuse(nameof(form.AllMissing), "CrossingsUndecided");
        }
    }

    private async Task<PreviewPage> PreviewPageAsync(
        CaseRef file,
        Guid importId,
        OverlapForm form,
        CancellationToken cancellation
    )
    {
        var preview = await imports.PreviewAsync(file.Id, importId, cancellation);
        var identity = await identities.OfAsync(file, preview.File.Travellers, cancellation);
        return PreviewPage.Of(file.Number, identity.Name, preview) with { Identity = identity, Form = form };
    }

    private async Task<IActionResult> RefusedAsync(
        CaseRef file,
        ImportForm form,
        TravelFile read,
        byte[]? sent,
        Guid? asksColumns,
        CancellationToken cancellation
    )
    {
        form.Text = sent is null ? form.Text : TextOf(sent);
        ModelState.Remove(nameof(form.Text));
        var page = await PageAsync(file, cancellation) with { Form = form, Refused = read, AsksColumns = asksColumns };
        return View("/Trips/Import.cshtml", page);
    }

    /// <summary>Null when the import waits no longer, or has no columns.</summary>
    private async Task<ColumnsPage?> ColumnsPageAsync(
        CaseRef file,
        Guid importId,
        ColumnsForm? form,
        CancellationToken cancellation
    )
    {
        try
        {
            var (name, sent) = await imports.SentAsync(file.Id, importId, cancellation);
            if (files.SampleOf(sent) is not { } sample)
            {
                return null;
            }
            var said = await memory.RecallAsync(file.ClientId, sample, cancellation);
            return new ColumnsPage
            {
                Number = file.Number,
                Name = await NameAsync(file, cancellation),
                ImportId = importId,
                FileName = name,
                Sample = sample,
                Form =
                    form
                    ?? new ColumnsForm
                    {
                        NoHeader = sample.HeaderLine == 0,
                        Fields = [.. (said?.Fields ?? sample.Guess).Select(f => f?.ToString())],
                    },
            };
        }
        catch (RefusedException)
        {
            // It was saved or discarded meanwhile; the list of imports shows that.
            return null;
        }
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
                        CanComeAgain = i.State == TripImportState.Undone && i.Rows != null,
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
    private static string? TextOf(byte[] file)
    {
        if (file.Length > MendedInPlace || file.Contains((byte)0))
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

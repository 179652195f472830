using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.Tasks;
using Mobility.Casework.TripChecks;
using Mobility.Rules.TripChecks;
using Mobility.Web.People;
using NodaTime;

namespace Mobility.Web.TripChecks;

/// <summary>A case whose assignee's trips are checked.</summary>
public sealed record TripCase(Guid Id, string Number, string Traveller, string? HomeCity);

/// <summary>A line of the list.</summary>
public sealed record TripCheckRow
{
    public required string Number { get; init; }

    public required string Traveller { get; init; }

    public required string Countries { get; init; }

    public required LocalDate From { get; init; }

    public required LocalDate To { get; init; }

    public required TripOutcome Worst { get; init; }

    public required int LatestNo { get; init; }

    public required int? ConfirmedNo { get; init; }

    public required bool IsCancelled { get; init; }
}

/// <summary>The list of trip checks.</summary>
public sealed record TripCheckList(string? Q, int Page, int Pages, int Total, IReadOnlyList<TripCheckRow> Rows);

/// <summary>One version of a check, for the list of earlier answers.</summary>
public sealed record TripCheckVersionRow(int No, Instant SavedAt, string ByName, string? Why);

/// <summary>What became of a task of a confirmed check; a deadline has none.</summary>
public sealed record TripCheckActRow(string Key, CaseTaskState? Task);

/// <summary>A kept check as its page shows it.</summary>
public sealed record TripCheckPage
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public required TripCase Case { get; init; }

    /// <summary>The version shown.</summary>
    public required int No { get; init; }

    public required int LatestNo { get; init; }

    public required int? ConfirmedNo { get; init; }

    public required Instant? CancelledAt { get; init; }

    public required string? CancelReason { get; init; }

    public required CheckedTrip Trip { get; init; }

    public required TripAnswer Answer { get; init; }

    /// <summary>How the version shown differs from the one before; empty for the first.</summary>
    public required IReadOnlyList<TripDifference> Differences { get; init; }

    public required IReadOnlyList<TripCheckVersionRow> Versions { get; init; }

    public required IReadOnlyDictionary<string, TripCheckActRow> Acts { get; init; }

    public required LocalDate Today { get; init; }

    /// <summary>Whether the reader may make tasks and deadlines of it.</summary>
    public required bool MayConfirm { get; init; }

    public bool IsLatest => No == LatestNo;

    public bool IsOpen => CancelledAt is null;

    public Instant SavedAt => Versions.First(version => version.No == No).SavedAt;
}

/// <summary>The form, and under it the answer when there is one.</summary>
public sealed record TripCheckFormPage
{
    public required TripCheckForm Form { get; init; }

    /// <summary>The traveller's case, once it is known.</summary>
    public TripCase? Case { get; init; }

    /// <summary>Number of the check that is amended; null for a new one.</summary>
    public string? Number { get; init; }

    public TripPreview? Preview { get; init; }

    /// <summary>Whether the reader is the traveller.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>Cases to choose from, where what was typed fits several.</summary>
    public IReadOnlyList<TripCase> Found { get; init; } = [];
}

/// <summary>Reads what the pages of trip checks show; everything starts from what the person may see.</summary>
public sealed class TripCheckPages(MobilityDbContext db, CurrentPerson person)
{
    public const int PageSize = 100;

    private IQueryable<Case> Cases => db.Cases.AsNoTracking().TripsCheckedBy(person.Viewer);

    private IQueryable<TripCheck> Checks => db.TripChecks.AsNoTracking().On(db.Cases.TripsCheckedBy(person.Viewer));

    public async Task<TripCheckList> ListAsync(string? q, int page, CancellationToken cancellation)
    {
        var found = Checks;
        foreach (var word in SearchText.Of(q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(6))
        {
            var number = word.ToUpperInvariant();
            found = found.Where(t => t.Person!.SearchName.Contains(word) || t.Number.Contains(number));
        }
        var total = await found.CountAsync(cancellation);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        page = Math.Clamp(page, 1, pages);
        var rows = await found
            .OrderByDescending(t => t.From)
            .ThenByDescending(t => t.Number)
            .Skip((page - 1) * PageSize)
            .Take(PageSize)
            .Select(t => new TripCheckRow
            {
                Number = t.Number,
                Traveller = t.Person!.FullName,
                Countries = t.Countries,
                From = t.From,
                To = t.To,
                Worst = t.Worst,
                LatestNo = t.LatestNo,
                ConfirmedNo = t.ConfirmedNo,
                IsCancelled = t.CancelledAt != null,
            })
            .ToListAsync(cancellation);
        return new(q, page, pages, total, rows);
    }

    /// <summary>The check of a number and the version it stands at; null when it is not there for this person.</summary>
    public Task<TripCheck?> FindAsync(string number, CancellationToken cancellation) =>
        Checks.SingleOrDefaultAsync(t => t.Number == number, cancellation);

    public async Task<TripCheckPage?> LoadAsync(string number, int? no, CancellationToken cancellation)
    {
        if (await FindAsync(number, cancellation) is not { } check)
        {
            return null;
        }
        var shown = no ?? check.LatestNo;
        var versions = await db
            .TripCheckVersions.AsNoTracking()
            .Where(v => v.TripCheckId == check.Id)
            .OrderByDescending(v => v.No)
            .Select(v => new TripCheckVersionRow(v.No, v.SavedAt, v.ByName, v.Why))
            .ToListAsync(cancellation);
        var texts = await db
            .TripCheckVersions.AsNoTracking()
            .Where(v => v.TripCheckId == check.Id && (v.No == shown || v.No == shown - 1))
            .ToListAsync(cancellation);
        if (texts.Find(v => v.No == shown) is not { } version)
        {
            return null;
        }
        var answer = CheckedTrip.ReadAnswer(version.Answer);
        var before = texts.Find(v => v.No == shown - 1);
        var acts = await db
            .TripCheckActs.AsNoTracking()
            .Where(a => a.TripCheckId == check.Id)
            .Select(a => new TripCheckActRow(a.Key, a.TaskId == null ? null : a.Task!.State))
            .ToListAsync(cancellation);
        return new()
        {
            Id = check.Id,
            Number = check.Number,
            Case = await CaseAsync(check.CaseId, cancellation),
            No = shown,
            LatestNo = check.LatestNo,
            ConfirmedNo = check.ConfirmedNo,
            CancelledAt = check.CancelledAt,
            CancelReason = check.CancelReason,
            Trip = CheckedTrip.Read(version.Trip),
            Answer = answer,
            Differences = before is null ? [] : answer.ChangesSince(CheckedTrip.ReadAnswer(before.Answer)),
            Versions = versions,
            Acts = acts.ToDictionary(act => act.Key),
            Today = person.Today,
            MayConfirm = CaseAccess.Allows(person.Viewer, CaseRight.Change),
        };
    }

    public Task<TripCase> CaseAsync(Guid caseId, CancellationToken cancellation) =>
        Rows(Cases.Where(c => c.Id == caseId)).SingleAsync(cancellation);

    /// <summary>
    /// The cases that somebody means by a number or a name, those that run before those that ended; a traveller's own whatever was typed. Six at most.
    /// </summary>
    public async Task<IReadOnlyList<TripCase>> MeantAsync(string? who, CancellationToken cancellation)
    {
        var found = Cases;
        if (!person.Viewer.IsFamily)
        {
            var words = SearchText.Of(who ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                return [];
            }
            var number = who!.Trim();
            if (await Rows(Cases.Where(c => c.Number == number)).ToListAsync(cancellation) is [var exact])
            {
                return [exact];
            }
            foreach (var word in words.Take(6))
            {
                found = found.Where(c => c.Assignee!.SearchName.Contains(word));
            }
        }
        var running = await Rows(
                found.Where(c => c.CancelledOn == null && c.ClosedOn == null).OrderByDescending(c => c.Start).Take(6)
            )
            .ToListAsync(cancellation);
        return running.Count > 0 || person.Viewer.IsFamily
            ? [.. running.Take(person.Viewer.IsFamily ? 1 : 6)]
            : await Rows(found.OrderByDescending(c => c.Start).Take(6)).ToListAsync(cancellation);
    }

    private static IQueryable<TripCase> Rows(IQueryable<Case> cases) =>
        cases.Select(c => new TripCase(c.Id, c.Number, c.Assignee!.FullName, c.HomeCity));
}

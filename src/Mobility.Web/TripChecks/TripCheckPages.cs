using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.People;
using Mobility.Casework.Tasks;
using Mobility.Casework.TripChecks;
using Mobility.Rules.TripChecks;
using Mobility.Web.Cases;
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

    public required string Client { get; init; }

    public required string Countries { get; init; }

    public required LocalDate From { get; init; }

    public required LocalDate To { get; init; }

    public required TripOutcome Worst { get; init; }

    public required int LatestNo { get; init; }

    public required int? ConfirmedNo { get; init; }

    public required bool IsCancelled { get; init; }

    internal static Expression<Func<TripCheck, TripCheckRow>> Of =>
        t =>
            new()
            {
                Number = t.Number,
                Traveller = t.Person!.FullName,
                Client = t.Case!.Client!.Name,
                Countries = t.Countries,
                From = t.From,
                To = t.To,
                Worst = t.Worst,
                LatestNo = t.LatestNo,
                ConfirmedNo = t.ConfirmedNo,
                IsCancelled = t.CancelledAt != null,
            };
}

/// <summary>The list of trip checks, with what its filters offer.</summary>
public sealed record TripCheckList
{
    public required TripCheckFilter Filter { get; init; }

    public required int Pages { get; init; }

    public required int Total { get; init; }

    public required IReadOnlyList<TripCheckRow> Rows { get; init; }

    /// <summary>Clients to choose from; empty for those who have no choice.</summary>
    public required IReadOnlyList<Choice> Clients { get; init; }

    /// <summary>The countries of all checks, ISO 3166 alpha-2.</summary>
    public required IReadOnlyList<string> Countries { get; init; }
}

/// <summary>One version of a check, for the list of earlier answers.</summary>
public sealed record TripCheckVersionRow(int No, Instant SavedAt, string ByName, string? Why);

/// <summary>What became of a task or deadline of a confirmed check.</summary>
/// <param name="Key">Its name within the trip.</param>
/// <param name="State">Key of its state among the texts.</param>
/// <param name="IsOpen">Whether it waits to be done.</param>
/// <param name="Href">Where it is done; null where the reader has no such page.</param>
public sealed record TripCheckActRow(string Key, string State, bool IsOpen, string? Href);

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

    /// <summary>Whether the reader may amend it and call it off.</summary>
    public required bool MayAmend { get; init; }

    /// <summary>Whether the reader may read why it was changed and what is on file; a traveller's file is their own.</summary>
    public required bool ShowsInside { get; init; }

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

    /// <summary>Whether somebody without a case is meant, so that what is known of them can be said.</summary>
    public bool MayState { get; init; }

    /// <summary>Cases to choose from, where what was typed fits several.</summary>
    public IReadOnlyList<TripCase> Found { get; init; } = [];
}

/// <summary>Reads what the pages of trip checks show; everything starts from what the person may see.</summary>
public sealed class TripCheckPages(MobilityDbContext db, CurrentPerson person)
{
    public const int PageSize = 100;

    private IQueryable<Case> Cases => db.Cases.AsNoTracking().TripsCheckedBy(person.Viewer);

    private IQueryable<TripCheck> Checks => db.TripChecks.AsNoTracking().On(db.Cases.TripChecksReadBy(person.Viewer));

    public async Task<TripCheckList> ListAsync(TripCheckFilter filter, CancellationToken cancellation)
    {
        var found = filter.Apply(Checks, person.Today);
        var total = await found.CountAsync(cancellation);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        filter.Page = Math.Clamp(filter.Page, 1, pages);
        var ordered = filter.When == TripTime.Ahead ? found.OrderBy(t => t.From) : found.OrderByDescending(t => t.From);
        return new()
        {
            Filter = filter,
            Pages = pages,
            Total = total,
            Rows = await ordered
                .ThenBy(t => t.Number)
                .Skip((filter.Page - 1) * PageSize)
                .Take(PageSize)
                .Select(TripCheckRow.Of)
                .ToListAsync(cancellation),
            Clients = person.Viewer.IsStaff
                ?
                [
                    .. (
                        await db
                            .Clients.VisibleTo(person.Viewer)
                            .OrderBy(c => c.Name)
                            .Select(c => new { c.Id, c.Name })
                            .ToListAsync(cancellation)
                    ).Select(c => new Choice(c.Id.ToString(), c.Name)),
                ]
                : [],
            Countries = person.Viewer.IsFamily
                ? []
                :
                [
                    .. (await Checks.Select(t => t.Countries).Distinct().ToListAsync(cancellation))
                        .SelectMany(codes => codes.Split(','))
                        .Distinct(),
                ],
        };
    }

    /// <summary>A check that the person may change; null when there is none of that number.</summary>
    public Task<TripCheck?> FindAsync(string number, CancellationToken cancellation) =>
        db
            .TripChecks.AsNoTracking()
            .On(db.Cases.TripsCheckedBy(person.Viewer))
            .SingleOrDefaultAsync(t => t.Number == number, cancellation);

    /// <summary>The check of a number as the person reads it; null when it, or that version, is not there for this person.</summary>
    public async Task<TripCheckPage?> LoadAsync(string number, int? no, CancellationToken cancellation)
    {
        if (await Checks.SingleOrDefaultAsync(t => t.Number == number, cancellation) is not { } check)
        {
            return null;
        }
        var (viewer, shownFile) = (person.Viewer, await CaseAsync(check.CaseId, cancellation));
        var readsReasons = CaseAccess.Allows(viewer, CaseRight.ReadHistory);
        var shown = no ?? check.LatestNo;
        var versions = await db
            .TripCheckVersions.AsNoTracking()
            .Where(v => v.TripCheckId == check.Id)
            .OrderByDescending(v => v.No)
            .Select(v => new TripCheckVersionRow(
                v.No,
                v.SavedAt,
                v.ByName,
                readsReasons || v.ByAccountId == viewer.AccountId ? v.Why : null
            ))
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
        return new()
        {
            Id = check.Id,
            Number = check.Number,
            Case = shownFile,
            No = shown,
            LatestNo = check.LatestNo,
            ConfirmedNo = check.ConfirmedNo,
            CancelledAt = check.CancelledAt,
            CancelReason = readsReasons ? check.CancelReason : null,
            Trip = CheckedTrip.Read(version.Trip),
            Answer = answer,
            Differences = before is null ? [] : answer.ChangesSince(CheckedTrip.ReadAnswer(before.Answer)),
            Versions = versions,
            Acts = await ActsAsync(check, shownFile.Number, cancellation),
            Today = person.Today,
            MayConfirm = CaseAccess.Allows(viewer, CaseRight.Change),
            MayAmend = viewer.Kind != PersonKind.ProgrammeManager,
            ShowsInside = viewer.Kind != PersonKind.ProgrammeManager,
        };
    }

    /// <summary>What became of the tasks, and of the deadlines that the case's reviews made, by the name within the trip.</summary>
    private async Task<IReadOnlyDictionary<string, TripCheckActRow>> ActsAsync(
        TripCheck check,
        string caseNumber,
        CancellationToken cancellation
    )
    {
        if (check.ConfirmedNo is null)
        {
            return new Dictionary<string, TripCheckActRow>();
        }
        var acts = await db
            .TripCheckActs.AsNoTracking()
            .Where(a => a.TripCheckId == check.Id)
            .Select(a => new
            {
                a.Key,
                a.RuleId,
                a.Country,
                a.TaskId,
                Task = a.TaskId == null ? null : (CaseTaskState?)a.Task!.State,
            })
            .ToListAsync(cancellation);
        var prefix = $"{check.Id:n} ";
        var deadlines = await db
            .Deadlines.AsNoTracking()
            .Where(d => d.CaseId == check.CaseId && d.Subject.StartsWith(prefix))
            .Select(d => new
            {
                d.Id,
                d.RuleId,
                d.Subject,
                d.State,
            })
            .ToListAsync(cancellation);
        return acts.Select(act =>
            {
                if (act.Task is { } state)
                {
                    var open = state == CaseTaskState.Open;
                    return new TripCheckActRow(
                        act.Key,
                        $"Task.{state}",
                        open,
                        open && person.Viewer.IsStaff ? $"/cases/{caseNumber}#task-{act.TaskId}" : null
                    );
                }
                var made = deadlines.Find(d => d.RuleId == act.RuleId && d.Subject == prefix + act.Country);
                var due = made?.State == DeadlineState.Open;
                return new TripCheckActRow(
                    act.Key,
                    $"Deadline.{made?.State ?? DeadlineState.Withdrawn}",
                    due,
                    due && !person.Viewer.IsFamily ? $"/cases/{caseNumber}#deadline-{made!.Id}" : null
                );
            })
            .ToDictionary(act => act.Key);
    }

    public Task<TripCase> CaseAsync(Guid caseId, CancellationToken cancellation) =>
        Rows(db.Cases.AsNoTracking().TripChecksReadBy(person.Viewer).Where(c => c.Id == caseId)).SingleAsync(cancellation);

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

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Assessments;
using Mobility.Casework.Covers;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Casework.Tasks;
using NodaTime;

namespace Mobility.Casework.Cases;

/// <summary>A case as somebody saw it who wants it moved.</summary>
public sealed record PickedCase(Guid Id, long Version);

/// <summary>Cases that go to another consultant, with their open work.</summary>
public sealed record ReassignCases
{
    public required IReadOnlyCollection<PickedCase> Cases { get; init; }

    /// <summary>Who carries them from now on.</summary>
    public required Guid ToId { get; init; }

    /// <summary>Somebody whose open tasks on other people's cases go along; null when only the cases move.</summary>
    public Guid? WithTasksOf { get; init; }
}

/// <summary>Why a case stays where it is.</summary>
public enum MoveHindrance
{
    /// <summary>It was closed or cancelled: there is no work on it.</summary>
    Ended,

    /// <summary>The consultant it should go to carries it.</summary>
    TheirsAlready,

    /// <summary>Somebody changed it after it was seen.</summary>
    Changed,
}

/// <summary>What a move came to.</summary>
/// <param name="Moved">How many cases moved.</param>
/// <param name="Tasks">How many open tasks moved, those on other people's cases included.</param>
/// <param name="Stayed">The cases that did not.</param>
public sealed record Reassigned(int Moved, int Tasks, IReadOnlyDictionary<Guid, MoveHindrance> Stayed);

/// <summary>
/// Gives many cases to another consultant at once: the open tasks of whoever carried a case go with it; deadlines, reminders and alerts follow
/// the case by themselves. The number of queries does not depend on how many cases move.
/// </summary>
public sealed class CaseReassignment(MobilityDbContext db, IMailRenderer renderer)
{
    /// <summary>Most cases that move at once.</summary>
    public const int Most = 1000;

    public const int LongestReason = 500;

    /// <summary>
    /// Moves those that are as they were seen, in one transaction, and leaves the others alone. Asking twice moves nothing twice. Throws
    /// <see cref="RefusedException"/> without a case, without a reason, or when the new consultant does not work here, and
    /// <see cref="NotHereException"/> when one of the cases does not exist.
    /// </summary>
    public Task<Reassigned> MoveAsync(ReassignCases request, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                Check(request, change);
                var seen = request.Cases.ToDictionary(c => c.Id, c => c.Version);
                await db.HoldCasesAsync(seen.Keys, token);
                var to = await StaffAsync(request.ToId, token);
                var files = await ReadAsync(seen.Keys, token);
                if (files.Count != seen.Count)
                {
                    throw new NotHereException();
                }
                var stayed = files
                    .Select(f => (f.Id, Hindrance: HindranceOf(f.Ended, f.ConsultantId, to.Id, f.Version != seen[f.Id])))
                    .Where(f => f.Hindrance is not null)
                    .ToDictionary(f => f.Id, f => f.Hindrance!.Value);
                var moving = files.FindAll(f => !stayed.ContainsKey(f.Id));
                var tasks = await MoveTasksAsync(moving, to, change, token);
                tasks += await MoveOtherTasksAsync(request.WithTasksOf, to, change, token);
                await MoveCasesAsync(moving, to, token);
                await QueueMailsAsync(moving, tasks, to, change, token);
                await db.SaveChangesAsync(token);
                return new Reassigned(moving.Count, tasks, stayed);
            },
            cancellation
        );

    /// <summary>Why a case cannot move to somebody; null when it can.</summary>
    public static MoveHindrance? HindranceOf(bool ended, Guid consultantId, Guid toId, bool changed) =>
        ended ? MoveHindrance.Ended
        : consultantId == toId ? MoveHindrance.TheirsAlready
        : changed ? MoveHindrance.Changed
        : null;

    private static void Check(ReassignCases request, ChangeContext change)
    {
        if (request.Cases.Count == 0 && request.WithTasksOf is null)
        {
            throw new RefusedException("", "NoCases");
        }
        if (request.Cases.Count > Most)
        {
            throw new RefusedException("", "TooManyCases", Most);
        }
        if (request.WithTasksOf == request.ToId)
        {
            throw new RefusedException(nameof(ReassignCases.ToId), "SamePerson");
        }
        change.NeedWhy(LongestReason);
    }

    private async Task<Account> StaffAsync(Guid id, CancellationToken cancellation)
    {
        var account = await db
            .Accounts.AsNoTracking()
            .SingleOrDefaultAsync(a => a.Id == id && a.DeactivatedAt == null, cancellation);
        return account is not null && CoverAccess.CarriesCases(account.Kind)
            ? account
            : throw new RefusedException(nameof(ReassignCases.ToId), "UnknownConsultant");
    }

    private Task<List<MovingCase>> ReadAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellation) =>
        db
            .Cases.Where(c => ids.Contains(c.Id))
            .OrderBy(c => c.Number)
            .Select(c => new MovingCase(
                c.Id,
                c.Number,
                c.Version,
                c.AssigneeId,
                c.Assignee!.FullName,
                c.ConsultantId,
                c.Consultant!.DisplayName,
                c.ClosedOn != null || c.CancelledOn != null
            ))
            .ToListAsync(cancellation);

    private async Task<int> MoveTasksAsync(
        List<MovingCase> moving,
        Account to,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        var ids = moving.ConvertAll(f => f.Id);
        var own = db.Tasks.Where(t =>
            ids.Contains(t.CaseId) && t.State == CaseTaskState.Open && t.AssignedToId == t.Case!.ConsultantId
        );
        var counts = await own.GroupBy(t => t.CaseId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        await AssignAsync(own, to, cancellation);
        var rows = moving.ConvertAll(f =>
        {
            List<FieldChange> fields = [new(nameof(CaseTerms.ConsultantId), f.Consultant, to.DisplayName)];
            if (counts.TryGetValue(f.Id, out var tasks))
            {
                fields.Add(new("OpenTasks", null, $"{tasks}"));
            }
            return change.Row(ChangeKind.CaseReassigned, to.DisplayName, f.Id, f.AssigneeId, fields);
        });
        await db.BulkInsertAsync(rows, cancellation);
        return counts.Values.Sum();
    }

    private async Task<int> MoveOtherTasksAsync(Guid? from, Account to, ChangeContext change, CancellationToken cancellation)
    {
        if (from is null)
        {
            return 0;
        }
        // Those on the moved cases have gone by now.
        var others = db.Tasks.Where(t =>
            t.AssignedToId == from
            && t.State == CaseTaskState.Open
            && t.Case!.ConsultantId != from
            && t.Case.ClosedOn == null
            && t.Case.CancelledOn == null
        );
        var tasks = await others.Select(t => new { t.CaseId, t.What }).ToListAsync(cancellation);
        await AssignAsync(others, to, cancellation);
        await db.BulkInsertAsync(
            [
                .. tasks
                    .GroupBy(t => t.CaseId, t => t.What)
                    .Select(g => change.Row(ChangeKind.TasksReassigned, $"{to.DisplayName}: {string.Join("; ", g)}", g.Key)),
            ],
            cancellation
        );
        return tasks.Count;
    }

    // Past the change tracker, so the versions rise here.
    private static Task<int> AssignAsync(IQueryable<CaseTask> tasks, Account to, CancellationToken cancellation) =>
        tasks.ExecuteUpdateAsync(
            s => s.SetProperty(t => t.AssignedToId, to.Id).SetProperty(t => t.Version, t => t.Version + 1),
            cancellation
        );

    private Task<int> MoveCasesAsync(List<MovingCase> moving, Account to, CancellationToken cancellation)
    {
        var ids = moving.ConvertAll(f => f.Id);
        return db
            .Cases.Where(c => ids.Contains(c.Id))
            .ExecuteUpdateAsync(
                s => s.SetProperty(c => c.ConsultantId, to.Id).SetProperty(c => c.Version, c => c.Version + 1),
                cancellation
            );
    }

    /// <summary>One mail to the new consultant and one to each old one; whoever is away is told through who covers them.</summary>
    private async Task QueueMailsAsync(
        List<MovingCase> moving,
        int tasks,
        Account to,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        if (moving.Count == 0)
        {
            return;
        }
        var olds = moving.ConvertAll(f => f.ConsultantId).Distinct().ToList();
        var accounts = await db.Accounts.AsNoTracking().Where(a => olds.Contains(a.Id)).ToListAsync(cancellation);
        var standIns = await db.StandInsAsync([.. olds, to.Id], change.At, cancellation);
        await QueueAsync(to, moving, toReader: true);
        foreach (var old in accounts)
        {
            await QueueAsync(old, moving.FindAll(f => f.ConsultantId == old.Id), toReader: false);
        }

        async Task QueueAsync(Account about, List<MovingCase> cases, bool toReader)
        {
            var standIn = standIns.GetValueOrDefault(about.Id);
            var account = standIn?.Account ?? about;
            // Whoever moved them knows.
            if (account.Id == change.AccountId || account.DeactivatedAt is not null || account.Email is null)
            {
                return;
            }
            var reader = MailReader.Of(account);
            var rendered = await renderer.RenderAsync(
                new ReassignmentMail
                {
                    Reader = reader,
                    ToReader = toReader,
                    Others = toReader ? [.. cases.Select(f => f.Consultant).Distinct()] : [to.DisplayName],
                    Cases = [.. cases.Take(ReassignmentMail.Named).Select(f => (f.Number, f.Assignee))],
                    Count = cases.Count,
                    Tasks = toReader ? tasks : 0,
                    By = change.ByName,
                    InCoverFor = standIn?.Away,
                    CoverUntil = standIn?.Until,
                    Path = $"/cases?consultant={to.Id}",
                },
                cancellation
            );
            db.MailMessages.Add(rendered.ToRow(reader, change.At));
        }
    }

    private sealed record MovingCase(
        Guid Id,
        string Number,
        long Version,
        Guid AssigneeId,
        string Assignee,
        Guid ConsultantId,
        string Consultant,
        bool Ended
    );
}

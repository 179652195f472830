using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Tasks;

/// <summary>A task as a person or a rule asks for it.</summary>
public sealed record NewTask
{
    public required Guid CaseId { get; init; }

    public required string What { get; init; }

    public string? Why { get; init; }

    public LocalDate? DueOn { get; init; }

    public required Guid AssignedToId { get; init; }

    public string? WaitingFor { get; init; }

    public string? RuleId { get; init; }
}

/// <summary>Makes tasks and moves them on.</summary>
public sealed class TaskService(MobilityDbContext db)
{
    /// <summary>Makes a task. Throws <see cref="RefusedException"/> when it is given to somebody who does not work here.</summary>
    public async Task<CaseTask> CreateAsync(NewTask request, ChangeContext change, CancellationToken cancellation)
    {
        var worksHere = await db.Accounts.AnyAsync(
            a =>
                a.Id == request.AssignedToId
                && a.DeactivatedAt == null
                && (a.Kind == PersonKind.Consultant || a.Kind == PersonKind.TeamLead || a.Kind == PersonKind.Administrator),
            cancellation
        );
        if (!worksHere)
        {
            throw new RefusedException(nameof(NewTask.AssignedToId), "DoesNotWorkHere");
        }
        var task = new CaseTask
        {
            CaseId = request.CaseId,
            What = request.What,
            Why = request.Why,
            DueOn = request.DueOn,
            AssignedToId = request.AssignedToId,
            WaitingFor = request.WaitingFor,
            WaitingSince = request.WaitingFor is null ? null : change.At.InUtc().Date,
            RuleId = request.RuleId,
            CreatedAt = change.At,
        };
        db.Tasks.Add(task);
        db.AddHistory(change, ChangeKind.TaskCreated, task.What, task.CaseId, why: request.Why);
        await db.SaveChangesAsync(cancellation);
        return task;
    }

    /// <summary>Marks it done; doing it twice changes nothing. Throws <see cref="RefusedException"/> when it was dropped meanwhile.</summary>
    public Task DoneAsync(Guid taskId, ChangeContext change, CancellationToken cancellation) =>
        EndAsync(taskId, CaseTaskState.Done, ChangeKind.TaskDone, change, cancellation);

    /// <summary>Takes it off the list without its being done; twice changes nothing. Throws <see cref="RefusedException"/> when it was done meanwhile.</summary>
    public Task DropAsync(Guid taskId, ChangeContext change, CancellationToken cancellation) =>
        EndAsync(taskId, CaseTaskState.Dropped, ChangeKind.TaskDropped, change, cancellation);

    private Task EndAsync(
        Guid taskId,
        CaseTaskState state,
        ChangeKind kind,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                // Held, so that two who end it at once follow each other, on both databases.
                await db.Tasks.Where(t => t.Id == taskId).ExecuteUpdateAsync(s => s.SetProperty(t => t.What, t => t.What), token);
                var task = await db.Tasks.SingleOrDefaultAsync(t => t.Id == taskId, token) ?? throw new NotHereException();
                if (task.State == state)
                {
                    return;
                }
                if (task.State != CaseTaskState.Open)
                {
                    throw new RefusedException("", "TaskIsNotOpen", task.State.ToString());
                }
                task.State = state;
                task.DoneAt = change.At;
                db.AddHistory(change, kind, task.What, task.CaseId);
                await db.SaveChangesAsync(token);
            },
            cancellation
        );
}

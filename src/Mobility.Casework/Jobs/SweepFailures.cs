using Mobility.Casework.Data;

namespace Mobility.Casework.Jobs;

/// <summary>A sweep did all it could, and could not do some; the first reason is inside.</summary>
public sealed class SweepFailedException(string message, Exception first) : Exception(message, first);

/// <summary>
/// Lets a sweep go on past what cannot be done: a batch that fails is tried one by one, what fails alone is left for the next run, and in
/// the end the run is reported as failed. One broken record must not silence everybody's reminders.
/// </summary>
internal sealed class SweepFailures(string what)
{
    // So many broken records are not broken records but a broken program or database.
    private const int TooMany = 100;

    private readonly List<(Guid Id, Exception Reason)> failures = [];

    /// <summary>What failed so far.</summary>
    public IReadOnlyList<Guid> Ids => failures.ConvertAll(f => f.Id);

    /// <summary>Does a batch, or what can be done of it, each try on an empty context. Returns the sum of what the tries returned.</summary>
    public async Task<int> TryAsync(MobilityDbContext db, IReadOnlyList<Guid> ids, Func<IReadOnlyList<Guid>, Task<int>> act)
    {
        db.ChangeTracker.Clear();
        try
        {
            return await act(ids);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (ids.Count == 1)
            {
                failures.Add((ids[0], e));
                ThrowIf(failures.Count >= TooMany);
                return 0;
            }
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
        var done = 0;
        foreach (var id in ids)
        {
            done += await TryAsync(db, [id], act);
        }
        return done;
    }

    public void ThrowIfAny() => ThrowIf(failures.Count > 0);

    private void ThrowIf(bool failed)
    {
        if (failed)
        {
            var (id, reason) = failures[0];
            throw new SweepFailedException(
                $"{failures.Count} × {what} could not be done; the first is {id}: {reason.Message}",
                reason
            );
        }
    }
}

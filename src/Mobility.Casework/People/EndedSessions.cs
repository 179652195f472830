using Microsoft.Extensions.Caching.Memory;

namespace Mobility.Casework.People;

/// <summary>
/// The security stamps that died on this node a moment ago. Every session is compared with its account's stamp in the database once a
/// minute; until then this answers without a query, so that a person who is shut out is out with the next request. Another node learns of
/// it within that minute.
/// </summary>
public sealed class EndedSessions : IDisposable
{
    // Longer than the minute after which every session has been compared anyway.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly MemoryCache dead = new(new MemoryCacheOptions());

    /// <summary>Ends the sessions that carry <paramref name="stamp"/>. Call after the change is committed.</summary>
    public void End(string? stamp)
    {
        if (stamp is not null)
        {
            dead.Set(stamp, true, Kept);
        }
    }

    public bool IsOver(string? stamp) => stamp is not null && dead.TryGetValue(stamp, out _);

    public void Dispose() => dead.Dispose();
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mobility.Casework.Audit;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using NodaTime;

namespace Mobility.Casework.People;

/// <summary>A session that lives, with what every page asks about whose it is.</summary>
public sealed record LiveSession
{
    public required Guid Id { get; init; }

    public required SessionStage Stage { get; init; }

    public required Instant StartedAt { get; init; }

    public required Instant LastSeenAt { get; init; }

    public required Instant ExpiresAt { get; init; }

    public required Guid AccountId { get; init; }

    public required PersonKind Kind { get; init; }

    public required string DisplayName { get; init; }

    public required string Email { get; init; }

    public required string Language { get; init; }

    public required string TimeZone { get; init; }

    public Guid? ClientId { get; init; }

    public Guid? FirmId { get; init; }

    public Guid? PersonId { get; init; }
}

/// <summary>Starts, finds and ends sessions.</summary>
public sealed class SessionService(MobilityDbContext db, AuditLog audit, IOptions<AccountOptions> options)
{
    /// <summary>How long a sign-in waits for its second factor, or for one to be set up.</summary>
    public static Duration StageLife { get; } = Duration.FromMinutes(15);

    /// <summary>How long ended sessions stay to be looked at by whoever asks what happened.</summary>
    private static readonly Duration Kept = Duration.FromDays(90);

    private Duration Idle => Duration.FromTimeSpan(options.Value.IdleTimeout);

    // Often enough for the list of one's sessions, rarely enough that reading pages is not writing.
    private Duration SeenEvery => Duration.Min(Duration.FromMinutes(5), Idle / 4);

    /// <summary>
    /// Starts a session. <paramref name="replaces"/>, the one this browser had, ends with it: what somebody put into a browser beforehand is
    /// worth nothing afterwards.
    /// </summary>
    public Task<Session> StartAsync(
        Account account,
        SessionStage stage,
        Visit visit,
        Guid? replaces,
        Instant now,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                if (replaces is { } old)
                {
                    await EndAsync(db.Sessions.Where(s => s.Id == old), SessionEnd.Replaced, now, token);
                }
                await db.Sessions.Where(s => s.AccountId == account.Id && s.ExpiresAt < now - Kept).ExecuteDeleteAsync(token);
                var life = stage == SessionStage.Whole ? Duration.FromTimeSpan(options.Value.SessionLife) : StageLife;
                var session = new Session
                {
                    AccountId = account.Id,
                    Stage = stage,
                    StartedAt = now,
                    LastSeenAt = now,
                    ExpiresAt = now + life,
                    Network = visit.Network,
                    Device = visit.Device,
                };
                db.Sessions.Add(session);
                if (stage == SessionStage.Whole)
                {
                    audit.Add(AuditKind.SignedIn, now, visit, account.Id, account.DisplayName);
                }
                await db.SaveChangesAsync(token);
                return session;
            },
            cancellation
        );

    /// <summary>
    /// The session of this id if it lives: not ended, not too old, not unused for too long, its person not shut out. One read; every few
    /// minutes also one write.
    /// </summary>
    public async Task<LiveSession?> FindAsync(Guid id, Instant now, CancellationToken cancellation)
    {
        var unusedSince = now - Idle;
        var session = await db
            .Sessions.Where(s =>
                s.Id == id
                && s.EndedAt == null
                && s.ExpiresAt > now
                && s.LastSeenAt > unusedSince
                && s.Account!.DeactivatedAt == null
            )
            .Select(s => new LiveSession
            {
                Id = s.Id,
                Stage = s.Stage,
                StartedAt = s.StartedAt,
                LastSeenAt = s.LastSeenAt,
                ExpiresAt = s.ExpiresAt,
                AccountId = s.AccountId,
                Kind = s.Account!.Kind,
                DisplayName = s.Account.DisplayName,
                Email = s.Account.Email!,
                Language = s.Account.Language,
                TimeZone = s.Account.TimeZone,
                ClientId = s.Account.ClientId,
                FirmId = s.Account.FirmId,
                PersonId = s.Account.PersonId,
            })
            .SingleOrDefaultAsync(cancellation);
        if (session is not null && session.LastSeenAt <= now - SeenEvery)
        {
            await SeenAsync(id, now, cancellation);
        }
        return session;
    }

    private async Task SeenAsync(Guid id, Instant now, CancellationToken cancellation)
    {
        try
        {
            await db.ImpatientlyAsync(
                () =>
                    db
                        .Sessions.Where(s => s.Id == id && s.EndedAt == null)
                        .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now), cancellation),
                cancellation
            );
        }
        catch (Exception e) when (e.IsDatabaseBusy() || e.IsStorageRefused())
        {
            // Somebody else holds the database, or it takes nothing more. Reading goes on, and a later request notes that the session is in use.
        }
    }

    /// <summary>A person's living sessions, the latest used first.</summary>
    public Task<List<Session>> OfAsync(Guid accountId, Instant now, CancellationToken cancellation)
    {
        var unusedSince = now - Idle;
        return db
            .Sessions.AsNoTracking()
            .Where(s =>
                s.AccountId == accountId
                && s.ExpiresAt > now
                && s.EndedAt == null
                && s.LastSeenAt > unusedSince
                && s.Stage == SessionStage.Whole
            )
            .OrderByDescending(s => s.LastSeenAt)
            .ThenByDescending(s => s.Id)
            .ToListAsync(cancellation);
    }

    /// <summary>Signs out of this session.</summary>
    public Task LeaveAsync(Guid id, Instant now, CancellationToken cancellation) =>
        EndAsync(db.Sessions.Where(s => s.Id == id), SessionEnd.SignedOut, now, cancellation);

    /// <summary>Ends one session of the person who acts. Throws <see cref="NotHereException"/> for one that is not theirs or is over.</summary>
    public Task EndOwnAsync(Guid id, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var own = db.Sessions.Where(s => s.Id == id && s.AccountId == change.AccountId);
                if (await EndAsync(own, SessionEnd.EndedElsewhere, change.At, token) == 0)
                {
                    throw new NotHereException();
                }
                await TellAsync(change, token);
            },
            cancellation
        );

    /// <summary>Ends every session of the person who acts, this one included.</summary>
    public Task EndAllOwnAsync(ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                if (await EndAllAsync(change.AccountId!.Value, SessionEnd.EndedElsewhere, change.At, token) > 0)
                {
                    await TellAsync(change, token);
                }
            },
            cancellation
        );

    /// <summary>Ends every session of somebody, in the transaction of the change that asks for it.</summary>
    internal Task<int> EndAllAsync(Guid accountId, SessionEnd why, Instant now, CancellationToken cancellation) =>
        EndAsync(db.Sessions.Where(s => s.AccountId == accountId && s.ExpiresAt > now), why, now, cancellation);

    private Task<int> TellAsync(ChangeContext change, CancellationToken cancellation)
    {
        db.AddHistory(change, ChangeKind.SessionsEnded, change.ByName, aboutAccountId: change.AccountId);
        return db.SaveChangesAsync(cancellation);
    }

    private static Task<int> EndAsync(IQueryable<Session> which, SessionEnd why, Instant now, CancellationToken cancellation) =>
        which
            .Where(s => s.EndedAt == null)
            .ExecuteUpdateAsync(
                s => s.SetProperty(x => x.EndedAt, now).SetProperty(x => x.Ended, (SessionEnd?)why),
                cancellation
            );
}

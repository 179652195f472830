using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Covers;

/// <summary>A cover as somebody asks for it; both days are included.</summary>
public sealed record NewCover(Guid AwayId, Guid CoveredById, LocalDate From, LocalDate Until);

/// <summary>Sets covers and ends them early.</summary>
public sealed class CoverService(MobilityDbContext db, IMailRenderer renderer)
{
    public const int LongestReason = 500;

    /// <summary>Longer than this somebody is not away but gone, and the cases are reassigned.</summary>
    public static readonly Period Longest = Period.FromYears(1);

    /// <summary>
    /// Sets a cover from the beginning of its first day to the end of its last, where whoever is away lives; from now, when that day has begun.
    /// Whoever did not set it is told by mail. Throws <see cref="RefusedException"/>: nobody covers who is away at the time, nobody is covered
    /// twice, and whoever covers somebody is not covered, so that there is never a chain of covers to follow.
    /// </summary>
    public Task<Cover> SetAsync(NewCover request, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                change.NeedWhy(LongestReason);
                if (request.AwayId == request.CoveredById)
                {
                    throw new RefusedException(nameof(NewCover.CoveredById), "CoversOneself");
                }
                // Two covers of one person set at one moment, or one set while somebody is shut out, follow each other.
                await HoldAsync(request.AwayId, request.CoveredById, token);
                var away = await StaffAsync(request.AwayId, nameof(NewCover.AwayId), token);
                var standIn = await StaffAsync(request.CoveredById, nameof(NewCover.CoveredById), token);
                CheckDays(request, change.At.DateIn(away.TimeZone));
                var zone = TimeZones.Of(away.TimeZone);
                var cover = new Cover
                {
                    AwayId = away.Id,
                    CoveredById = standIn.Id,
                    From = request.From,
                    Until = request.Until,
                    TimeZone = away.TimeZone,
                    StartsAt = Instant.Max(zone.AtStartOfDay(request.From).ToInstant(), change.At),
                    EndsAt = zone.AtStartOfDay(request.Until.PlusDays(1)).ToInstant(),
                    Reason = change.Why!,
                };
                await CheckOverlapsAsync(cover, away, standIn, token);
                db.Covers.Add(cover);
                Tell(cover, ChangeKind.CoverSet, away, standIn, change);
                await QueueMailsAsync(cover, away, standIn, ended: false, change, token);
                await db.SaveChangesAsync(token);
                return cover;
            },
            cancellation
        );

    /// <summary>Ends a cover now, or calls off one that has not begun. One that is over stays as it is.</summary>
    public Task EndAsync(Guid coverId, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                RefusedException.ThrowIfLonger(nameof(ChangeContext.Why), change.Why, LongestReason);
                var parties =
                    await db
                        .Covers.Where(c => c.Id == coverId)
                        .Select(c => new { c.AwayId, c.CoveredById })
                        .SingleOrDefaultAsync(token)
                    ?? throw new NotHereException();
                await HoldAsync(parties.AwayId, parties.CoveredById, token);
                await EndAsync(db.Covers.Where(c => c.Id == coverId), change, token);
            },
            cancellation
        );

    /// <summary>Whoever is shut out covers nobody any more. Part of the transaction that shuts them out.</summary>
    internal Task EndThoseByAsync(Guid accountId, ChangeContext change, CancellationToken cancellation) =>
        EndAsync(db.Covers.Where(c => c.CoveredById == accountId), change, cancellation);

    private async Task EndAsync(IQueryable<Cover> covers, ChangeContext change, CancellationToken cancellation)
    {
        var unfinished = await covers
            .Where(c => c.EndsAt > change.At && c.EndedAt == null)
            .Include(c => c.Away)
            .Include(c => c.CoveredBy)
            .ToListAsync(cancellation);
        foreach (var cover in unfinished)
        {
            cover.EndsAt = change.At;
            cover.EndedAt = change.At;
            Tell(cover, ChangeKind.CoverEnded, cover.Away!, cover.CoveredBy!, change);
            await QueueMailsAsync(cover, cover.Away!, cover.CoveredBy!, ended: true, change, cancellation);
        }
        await db.SaveChangesAsync(cancellation);
    }

    private Task<int> HoldAsync(Guid one, Guid other, CancellationToken cancellation) =>
        db
            .Accounts.Where(a => a.Id == one || a.Id == other)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.DeactivatedAt, a => a.DeactivatedAt), cancellation);

    private async Task<Account> StaffAsync(Guid id, string field, CancellationToken cancellation)
    {
        var account = await db
            .Accounts.AsNoTracking()
            .SingleOrDefaultAsync(a => a.Id == id && a.DeactivatedAt == null, cancellation);
        return account is not null && CoverAccess.CarriesCases(account.Kind)
            ? account
            : throw new RefusedException(field, "DoesNotWorkHere");
    }

    private static void CheckDays(NewCover request, LocalDate today)
    {
        if (request.From < today)
        {
            throw new RefusedException(nameof(NewCover.From), "CoverInPast", today);
        }
        if (request.Until < request.From)
        {
            throw new RefusedException(nameof(NewCover.Until), "EndBeforeStart", request.From);
        }
        if (request.Until > request.From + Longest)
        {
            throw new RefusedException(nameof(NewCover.Until), "CoverTooLong", request.From + Longest);
        }
    }

    private async Task CheckOverlapsAsync(Cover cover, Account away, Account standIn, CancellationToken cancellation)
    {
        var overlapping = await db
            .Covers.Where(c => c.StartsAt < cover.EndsAt && c.EndsAt > cover.StartsAt && c.EndsAt > c.StartsAt)
            .Where(c => c.AwayId == away.Id || c.AwayId == standIn.Id || c.CoveredById == away.Id)
            .OrderBy(c => c.StartsAt)
            .Select(c => new
            {
                c.AwayId,
                c.From,
                c.Until,
                Away = c.Away!.DisplayName,
                CoveredBy = c.CoveredBy!.DisplayName,
            })
            .ToListAsync(cancellation);
        if (overlapping.Find(c => c.AwayId == away.Id) is { } same)
        {
            throw new RefusedException(
                nameof(NewCover.From),
                "CoveredAlready",
                away.DisplayName,
                same.CoveredBy,
                same.From,
                same.Until
            );
        }
        if (overlapping.Find(c => c.AwayId == standIn.Id) is { } absent)
        {
            throw new RefusedException(
                nameof(NewCover.CoveredById),
                "CoverIsAway",
                standIn.DisplayName,
                absent.From,
                absent.Until
            );
        }
        if (overlapping is [var covering, ..])
        {
            throw new RefusedException(
                nameof(NewCover.From),
                "CoversSomebody",
                away.DisplayName,
                covering.Away,
                covering.From,
                covering.Until
            );
        }
    }

    private void Tell(Cover cover, ChangeKind kind, Account away, Account standIn, ChangeContext change) =>
        db.AddHistory(
            change,
            kind,
            $"{away.DisplayName}: {standIn.DisplayName}",
            fields:
            [
                new(nameof(Cover.CoveredBy), null, standIn.DisplayName),
                new(nameof(Cover.From), null, LocalDatePattern.Iso.Format(cover.From)),
                new(nameof(Cover.Until), null, LocalDatePattern.Iso.Format(cover.Until)),
            ],
            aboutAccountId: away.Id
        );

    // Whoever does it knows. The reason stays in Mobility: mail is not a safe place.
    private async Task QueueMailsAsync(
        Cover cover,
        Account away,
        Account standIn,
        bool ended,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        foreach (var account in new[] { standIn, away })
        {
            if (account.Id == change.AccountId || account.DeactivatedAt is not null || account.Email is null)
            {
                continue;
            }
            var reader = MailReader.Of(account);
            var rendered = await renderer.RenderAsync(
                new CoverMail
                {
                    Reader = reader,
                    IsAway = account.Id == away.Id,
                    Away = away.DisplayName,
                    CoveredBy = standIn.DisplayName,
                    From = cover.From,
                    Until = cover.Until,
                    Ended = ended,
                    By = change.ByName,
                },
                cancellation
            );
            db.MailMessages.Add(rendered.ToRow(reader, change.At));
        }
    }
}

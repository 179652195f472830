using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Web.Admin;

/// <summary>What the list of people is narrowed to; all of it stands in the address.</summary>
public sealed record AccountFilter
{
    public string? Q { get; init; }

    public PersonKind? Kind { get; init; }

    public AccountState? State { get; init; }

    public int Page { get; init; } = 1;

    public string AtPage(int page)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["q"] = string.IsNullOrWhiteSpace(Q) ? null : Q,
            ["kind"] = Kind?.ToString(),
            ["state"] = State?.ToString(),
            ["page"] = page == 1 ? null : page.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        return QueryHelpers.AddQueryString("/admin/people", query.Where(q => q.Value is not null));
    }
}

/// <summary>Somebody in the list of people. Instants are null where they say nothing.</summary>
public sealed record AccountRow
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    public required PersonKind Kind { get; init; }

    /// <summary>The client or firm they work for.</summary>
    public string? Of { get; init; }

    public required bool Confirmed { get; init; }

    public DateTimeOffset? LockedUntil { get; init; }

    public Instant? DeactivatedAt { get; init; }

    /// <summary>Until when the newest link works that was not used.</summary>
    public Instant? LinkUntil { get; init; }

    public AccountState StateAt(Instant now) =>
        DeactivatedAt is not null ? AccountState.Deactivated
        : !Confirmed ? AccountState.Invited
        : LockedUntil > now.ToDateTimeOffset() ? AccountState.Locked
        : AccountState.Active;
}

/// <summary>A page of the list.</summary>
public sealed record AccountListPage(AccountFilter Filter, IReadOnlyList<AccountRow> Rows, int Total)
{
    public const int Size = 50;

    public int First => Total == 0 ? 0 : ((Filter.Page - 1) * Size) + 1;

    public int Last => First + Rows.Count - 1;

    public bool HasNext => Last < Total;
}

/// <summary>Reads who can sign in, could, or was asked to.</summary>
public sealed class AccountList(MobilityDbContext db, IClock clock)
{
    public async Task<AccountListPage> ReadAsync(AccountFilter filter, CancellationToken cancellation)
    {
        filter = filter with { Page = Math.Clamp(filter.Page, 1, 100_000) };
        var accounts = db.Accounts.AsNoTracking();
        var words = SearchText.Of(filter.Q);
        if (words.Length > 0)
        {
            accounts = accounts.Where(a => a.SearchText.Contains(words));
        }
        if (filter.Kind is { } kind)
        {
            accounts = accounts.Where(a => a.Kind == kind);
        }
        if (filter.State is { } state)
        {
            accounts = accounts.Where(AccountStates.Is(state, clock.GetCurrentInstant()));
        }
        var total = await accounts.CountAsync(cancellation);
        var rows = await Rows(accounts.OrderBy(a => a.SearchText).ThenBy(a => a.Id))
            .Skip((filter.Page - 1) * AccountListPage.Size)
            .Take(AccountListPage.Size)
            .ToListAsync(cancellation);
        return new AccountListPage(filter, rows, total);
    }

    public Task<AccountRow?> FindAsync(Guid id, CancellationToken cancellation) =>
        Rows(db.Accounts.AsNoTracking().Where(a => a.Id == id)).SingleOrDefaultAsync(cancellation);

    private IQueryable<AccountRow> Rows(IQueryable<Account> accounts) =>
        accounts.Select(a => new AccountRow
        {
            Id = a.Id,
            Name = a.DisplayName,
            Email = a.Email!,
            Kind = a.Kind,
            Of =
                a.Client != null ? a.Client.Name
                : a.Firm != null ? a.Firm.Name
                : null,
            Confirmed = a.EmailConfirmed,
            LockedUntil = a.LockoutEnd,
            DeactivatedAt = a.DeactivatedAt,
            LinkUntil = db.Invitations.Where(i => i.AccountId == a.Id && i.UsedAt == null).Max(i => (Instant?)i.ExpiresAt),
        });
}

using System.Linq.Expressions;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Web.Admin;

/// <summary>Whether somebody can sign in.</summary>
public enum AccountState
{
    Active,

    /// <summary>Was asked in and has not answered.</summary>
    Invited,

    /// <summary>Too many wrong passwords, for a quarter of an hour.</summary>
    Locked,

    Deactivated,
}

public static class AccountStates
{
    /// <summary>The state as a condition the database answers.</summary>
    public static Expression<Func<Account, bool>> Is(AccountState state, Instant now)
    {
        DateTimeOffset? time = now.ToDateTimeOffset();
        return state switch
        {
            AccountState.Deactivated => a => a.DeactivatedAt != null,
            AccountState.Invited => a => a.DeactivatedAt == null && !a.EmailConfirmed,
            AccountState.Locked => a => a.DeactivatedAt == null && a.EmailConfirmed && a.LockoutEnd > time,
            _ => a => a.DeactivatedAt == null && a.EmailConfirmed && (a.LockoutEnd == null || a.LockoutEnd <= time),
        };
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.Operations;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Web.Operations;
using Mobility.Web.People;
using Mobility.Web.Plumbing;

namespace Mobility.Web.Admin;

/// <summary>What an administrator looks after, in numbers; each opens its page.</summary>
public sealed record AdminOverview(
    int Active,
    int Invited,
    int MailWaiting,
    int MailFailed,
    int JobsFailed,
    int RulesDue,
    int Problems
);

/// <summary>The first page of administration.</summary>
[ForKinds(PersonKind.Administrator)]
public sealed class AdminController(
    MobilityDbContext db,
    RuleBook rules,
    SystemStates states,
    NodeNumbers node,
    CurrentPerson person
) : Controller
{
    [HttpGet("/admin")]
    public async Task<IActionResult> Index(CancellationToken cancellation)
    {
        var now = person.Now;
        var state = await states.ReadAsync(cancellation);
        return View(
            new AdminOverview(
                await db.Accounts.CountAsync(AccountStates.Is(AccountState.Active, now), cancellation),
                await db.Accounts.CountAsync(AccountStates.Is(AccountState.Invited, now), cancellation),
                state.MailWaiting,
                state.MailFailed,
                state.Jobs.Values.Count(r => r.Error is not null),
                rules.Rules.Count(r => r.IsDueForReview(person.Today)),
                SystemHealth.Problems(state, node.StartedAt).Count
            )
        );
    }
}

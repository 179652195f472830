using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Web.People;
using Mobility.Web.Plumbing;

namespace Mobility.Web.Admin;

/// <summary>What an administrator looks after, in numbers; each opens its page.</summary>
public sealed record AdminOverview(int Active, int Invited, int MailWaiting, int MailFailed, int JobsFailed, int RulesDue);

/// <summary>The first page of administration.</summary>
[ForKinds(PersonKind.Administrator)]
public sealed class AdminController(MobilityDbContext db, RuleBook rules, CurrentPerson person) : Controller
{
    [HttpGet("/admin")]
    public async Task<IActionResult> Index(CancellationToken cancellation)
    {
        var now = person.Now;
        return View(
            new AdminOverview(
                await db.Accounts.CountAsync(AccountStates.Is(AccountState.Active, now), cancellation),
                await db.Accounts.CountAsync(AccountStates.Is(AccountState.Invited, now), cancellation),
                await db.MailMessages.CountAsync(m => m.State == MailState.Waiting, cancellation),
                await db.MailMessages.CountAsync(m => m.State == MailState.Failed, cancellation),
                await db.JobRuns.CountAsync(r => r.Error != null, cancellation),
                rules.Rules.Count(r => r.IsDueForReview(person.Today))
            )
        );
    }
}

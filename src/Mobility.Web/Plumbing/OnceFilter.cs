using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.TripChecks;
using Mobility.Web.People;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.Plumbing;

/// <summary>
/// A form that was sent twice changed once: the database refuses the second, whatever the service made of that. Who sent it is led to what the
/// first one made.
/// </summary>
public sealed class OnceFilter(MobilityDbContext db, CurrentPerson person) : IAsyncActionFilter
{
    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        var done = await next();
        if (SentForm.Asked(context.HttpContext) is not { } key || IsMadeHere(key))
        {
            return;
        }
        // Trouble with the database itself is no answer to this question.
        if (done.Exception is { } error && (error.IsDatabaseBusy() || error.IsStorageRefused()))
        {
            return;
        }
        var made = await db
            .Changes.AsNoTracking()
            .Where(c => c.FormKey == key)
            .Select(c => new
            {
                c.Kind,
                c.AboutAccountId,
                c.Subject,
                Number = db.Cases.Where(f => f.Id == c.CaseId).Select(f => f.Number).FirstOrDefault(),
            })
            .SingleOrDefaultAsync(context.HttpContext.RequestAborted);
        if (made is null)
        {
            return;
        }
        (context.Controller as Controller)?.TempData.Remove(Returning.Notice);
        done.ExceptionHandled = true;
        done.Result = new LocalRedirectResult(
            IsOfTripCheck(made.Kind) ? $"/trip-checks/{TripCheckService.NumberIn(made.Subject)}"
            : made.Number is not { } number ? PageOf(made.Kind, made.AboutAccountId)
            // Family never sees a case by its number: what they do is on pages of their own.
            : person.Viewer.IsFamily ? OwnPageOf(made.Kind)
            : $"/cases/{number}{PartOf(made.Kind)}"
        );
    }

    private bool IsMadeHere(Guid key) =>
        db.ChangeTracker.Entries<Change>().Any(c => c.Entity.FormKey == key && c.State == EntityState.Unchanged);

    // A traveller has checks and no page of a case.
    private static bool IsOfTripCheck(ChangeKind kind) =>
        kind
            is ChangeKind.TripCheckSaved
                or ChangeKind.TripCheckAmended
                or ChangeKind.TripCheckConfirmed
                or ChangeKind.TripCheckCancelled;

    private static string PartOf(ChangeKind kind) =>
        kind switch
        {
            ChangeKind.TripRecorded
            or ChangeKind.TripConfirmed
            or ChangeKind.TripRemoved
            or ChangeKind.TripRestored
            or ChangeKind.TripEnded
            or ChangeKind.TripsImported
            or ChangeKind.TripImportUndone => "/days",
            ChangeKind.ImportColumnsNamed => "/trips/import",
            ChangeKind.DaysDeclared
            or ChangeKind.DaysWithdrawn
            or ChangeKind.DayRemindersStopped
            or ChangeKind.DayRemindersResumed => "/ledger",
            ChangeKind.FactDeclared or ChangeKind.FactWithdrawn or ChangeKind.OpinionGiven or ChangeKind.OpinionWithdrawn =>
                "/residence",
            _ => "",
        };

    private static string OwnPageOf(ChangeKind kind) =>
        kind switch
        {
            ChangeKind.DaysDeclared or ChangeKind.DayRemindersStopped or ChangeKind.DayRemindersResumed => "/portal/days",
            _ => "/portal",
        };

    private string PageOf(ChangeKind kind, Guid? accountId) =>
        kind switch
        {
            ChangeKind.CoverSet or ChangeKind.CoverEnded => "/covers",
            _ when accountId == person.Viewer.AccountId => "/account",
            _ when accountId is { } about => $"/admin/people/{about}",
            ChangeKind.ClientAdded or ChangeKind.EntityAdded => "/admin/clients",
            ChangeKind.MailRetried => "/admin/mail",
            _ => "/",
        };
}

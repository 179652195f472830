using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using NodaTime;

namespace Mobility.Web.Admin;

/// <summary>A mail in the outbox. Its text is not shown: it says things about people, or carries a link that lets somebody in.</summary>
public sealed record MailRow(
    Guid Id,
    string ToName,
    string ToAddress,
    string Subject,
    string? CaseNumber,
    MailState State,
    Instant CreatedAt,
    Instant NextTryAt,
    Instant? SentAt,
    int Tries,
    string? Error,
    bool IsKept
);

/// <summary>Mails of one state, the ones to look at first on top, and how many there are in all.</summary>
public sealed record MailPart(MailState State, IReadOnlyList<MailRow> Rows, int Total);

/// <summary>The outbox.</summary>
[ForKinds(PersonKind.Administrator)]
public sealed class MailController(MobilityDbContext db, FailedMail failed, CurrentPerson person) : Controller
{
    private const int Shown = 50;

    [HttpGet("/admin/mail")]
    public async Task<IActionResult> Index(CancellationToken cancellation)
    {
        var parts = new List<MailPart>();
        foreach (var state in new[] { MailState.Failed, MailState.Waiting, MailState.Sent })
        {
            var mails = db.MailMessages.AsNoTracking().Where(m => m.State == state);
            var rows = await mails
                .OrderByDescending(m => m.CreatedAt)
                .ThenByDescending(m => m.Id)
                .Take(Shown)
                .Select(m => new MailRow(
                    m.Id,
                    m.ToName,
                    m.ToAddress,
                    m.Subject,
                    db.Cases.Where(c => c.Id == m.CaseId).Select(c => c.Number).FirstOrDefault(),
                    m.State,
                    m.CreatedAt,
                    m.NextTryAt,
                    m.SentAt,
                    m.Tries,
                    m.Error,
                    m.Text != "" || m.Html != ""
                ))
                .ToListAsync(cancellation);
            parts.Add(new MailPart(state, rows, rows.Count < Shown ? rows.Count : await mails.CountAsync(cancellation)));
        }
        return View("Mail", parts);
    }

    [HttpPost("/admin/mail/{id:guid}/retry")]
    public async Task<IActionResult> Retry(Guid id, CancellationToken cancellation)
    {
        await failed.RetryAsync(id, person.Change(), cancellation);
        return LocalRedirect("/admin/mail");
    }
}

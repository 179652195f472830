using System.Collections.Concurrent;
using Mobility.Casework.Mail;

namespace Mobility.Testing;

/// <summary>Keeps what it was asked to put into words, and puts it into few.</summary>
public sealed class RecordingRenderer : IMailRenderer
{
    private readonly ConcurrentQueue<AlertMail> alerts = new();
    private readonly ConcurrentQueue<CoverMail> covers = new();
    private readonly ConcurrentQueue<ReassignmentMail> reassignments = new();

    /// <summary>Every alert mail since the start, in order.</summary>
    public IReadOnlyList<AlertMail> Alerts => [.. alerts];

    public IReadOnlyList<CoverMail> Covers => [.. covers];

    public IReadOnlyList<ReassignmentMail> Reassignments => [.. reassignments];

    /// <summary>Mails it cannot put into words; none when left alone.</summary>
    public Predicate<AlertMail> Fail { get; set; } = _ => false;

    /// <summary>The same of invitations and of links to set a new password.</summary>
    public Predicate<InvitationMail> FailInvitation { get; set; } = _ => false;

    private readonly ConcurrentQueue<DaysMail> days = new();

    /// <summary>Every reminder of missing days since the start, in order.</summary>
    public IReadOnlyList<DaysMail> Days => [.. days];

    public Task<RenderedMail> RenderAsync(DaysMail mail, CancellationToken cancellation)
    {
        days.Enqueue(mail);
        return Task.FromResult(new RenderedMail("Days", $"{mail.From} {mail.Missing}", $"<p>{mail.Path}</p>"));
    }

    public Task<RenderedMail> RenderAsync(InvitationMail mail, CancellationToken cancellation) =>
        FailInvitation(mail)
            ? throw new InvalidOperationException("There are no words for this mail.")
            : Task.FromResult(new RenderedMail("Invitation", mail.Token, mail.Token));

    public Task<RenderedMail> RenderAsync(AlertMail mail, CancellationToken cancellation)
    {
        if (Fail(mail))
        {
            throw new InvalidOperationException("There are no words for this mail.");
        }
        alerts.Enqueue(mail);
        return Task.FromResult(new RenderedMail(mail.Title, mail.Why, $"<p>{mail.Path}</p>"));
    }

    public Task<RenderedMail> RenderAsync(CoverMail mail, CancellationToken cancellation)
    {
        covers.Enqueue(mail);
        return Task.FromResult(new RenderedMail("Cover", mail.Away, $"<p>{mail.CoveredBy}</p>"));
    }

    public Task<RenderedMail> RenderAsync(ReassignmentMail mail, CancellationToken cancellation)
    {
        reassignments.Enqueue(mail);
        return Task.FromResult(new RenderedMail("Cases moved", $"{mail.Count}", $"<p>{mail.Path}</p>"));
    }
}

namespace Mobility.Casework.Mail;

/// <summary>Mails in few plain words, until the host brings its own renderer.</summary>
internal sealed class PlainMails : IMailRenderer
{
    public Task<RenderedMail> RenderAsync(InvitationMail mail, CancellationToken cancellation) =>
        Task.FromResult(Plain("Invitation", $"/invitation/{mail.Token}"));

    public Task<RenderedMail> RenderAsync(AlertMail mail, CancellationToken cancellation) =>
        Task.FromResult(Plain(mail.Title, $"{mail.Why} {mail.Path}"));

    private static RenderedMail Plain(string subject, string text) => new(subject, text, "");
}

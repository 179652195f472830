using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Mobility.Casework.Mail;

public enum MailState
{
    Waiting,
    Sent,

    /// <summary>Refused for good, or tried to the end of the ladder. Shown with its error until somebody deals with it.</summary>
    Failed,
}

/// <summary>A mail is a row first, in the transaction of the change it tells of; a job sends it.</summary>
public sealed class MailMessage
{
    internal const int LongestName = 200;
    internal const int LongestSubject = 400;
    internal const int LongestError = 1000;

    public Guid Id { get; set; } = Guid.CreateVersion7();

    public required string ToAddress { get; set; }

    public required string ToName { get; set; }

    /// <summary>The case it is about, for the case's own page.</summary>
    public Guid? CaseId { get; set; }

    public required string Subject { get; set; }

    /// <summary>Empty in a mail that lets somebody in: see <see cref="MailSeal"/>.</summary>
    public required string Text { get; set; }

    /// <summary>Beside an empty <see cref="Text"/> the sealed words in base 64, and nothing once they are not kept any more.</summary>
    public required string Html { get; set; }

    internal bool IsSealed => Text.Length == 0 && Html.Length > 0;

    public MailState State { get; set; }

    public Instant CreatedAt { get; set; }

    /// <summary>Not before this instant.</summary>
    public Instant NextTryAt { get; set; }

    public int Tries { get; set; }

    /// <summary>A node that is sending it holds it until then.</summary>
    public Instant? ClaimedUntil { get; set; }

    public Instant? SentAt { get; set; }

    /// <summary>What the mail server said last.</summary>
    public string? Error { get; set; }
}

internal sealed class MailMessageMapping : IEntityTypeConfiguration<MailMessage>
{
    public void Configure(EntityTypeBuilder<MailMessage> builder)
    {
        builder.ToTable("MailMessages");
        builder.Property(m => m.ToAddress).HasMaxLength(254);
        builder.Property(m => m.ToName).HasMaxLength(MailMessage.LongestName);
        builder.Property(m => m.Subject).HasMaxLength(MailMessage.LongestSubject);
        builder.Property(m => m.Error).HasMaxLength(MailMessage.LongestError);
        builder.HasIndex(m => new { m.State, m.NextTryAt });
        builder.HasIndex(m => new { m.State, m.CreatedAt });
        builder.HasIndex(m => m.CaseId);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Mobility.Casework.People;

/// <summary>How far somebody has come in signing in.</summary>
public enum SessionStage
{
    /// <summary>Signed in.</summary>
    Whole,

    /// <summary>The password was right; the second factor is still to come.</summary>
    FactorAwaited,

    /// <summary>The password was right; a second factor is required and there is none yet. Only its set-up opens.</summary>
    FactorMissing,
}

/// <summary>Why a session ended before its time.</summary>
public enum SessionEnd
{
    SignedOut,

    /// <summary>The same browser signed in anew, or came a stage further.</summary>
    Replaced,

    /// <summary>The person ended it from another browser.</summary>
    EndedElsewhere,

    PasswordSet,

    /// <summary>A second factor was taken away.</summary>
    FactorRemoved,

    Deactivated,

    /// <summary>The database was put back from a backup, in which the session may have lived once more.</summary>
    Restored,
}

/// <summary>
/// One browser in which somebody signed in. The cookie only names the row: whether the session still lives, and whose it is, is read from
/// here at every request.
/// </summary>
public sealed class Session
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public Guid AccountId { get; set; }

    public Account? Account { get; set; }

    public SessionStage Stage { get; set; }

    public Instant StartedAt { get; set; }

    /// <summary>Of the last request, within a few minutes: not every request writes.</summary>
    public Instant LastSeenAt { get; set; }

    /// <summary>The session lives before this instant, however much it is used.</summary>
    public Instant ExpiresAt { get; set; }

    /// <summary>Where it was started from, shortened to the network: see <see cref="Visit"/>.</summary>
    public string? Network { get; set; }

    /// <summary>Browser and system in plain words; null where neither was known.</summary>
    public string? Device { get; set; }

    public Instant? EndedAt { get; set; }

    public SessionEnd? Ended { get; set; }
}

/// <summary>Where a request comes from, as far as it is kept.</summary>
/// <param name="Network">The address without its last part: enough to recognise a place, too little to follow somebody.</param>
/// <param name="Device">Browser and system in plain words.</param>
public sealed record Visit(string? Network, string? Device)
{
    public static Visit Unknown { get; } = new(null, null);
}

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("Sessions");
        builder.Property(s => s.Network).HasMaxLength(45);
        builder.Property(s => s.Device).HasMaxLength(80);
        builder.HasIndex(s => new { s.AccountId, s.ExpiresAt });
        builder.HasOne(s => s.Account).WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

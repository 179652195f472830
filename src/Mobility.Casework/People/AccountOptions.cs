namespace Mobility.Casework.People;

/// <summary>The settings under <c>Accounts</c>.</summary>
public sealed class AccountOptions
{
    public const string Section = "Accounts";

    /// <summary>A session that has not been used for so long is over.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(2);

    /// <summary>A session is over after this, however much it is used.</summary>
    public TimeSpan SessionLife { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Whether staff and advisers must have a second factor.</summary>
    public bool RequireSecondFactor { get; set; } = true;

    /// <summary>How long the link of a forgotten password works.</summary>
    public TimeSpan ResetLife { get; set; } = TimeSpan.FromHours(1);

    /// <summary>What is wrong with the settings, in a sentence; null when nothing is.</summary>
    public string? Problem()
    {
        (string Name, TimeSpan Value)[] lives =
        [
            (nameof(IdleTimeout), IdleTimeout),
            (nameof(SessionLife), SessionLife),
            (nameof(ResetLife), ResetLife),
        ];
        foreach (var (name, value) in lives)
        {
            if (value < TimeSpan.FromMinutes(1) || value > TimeSpan.FromDays(365))
            {
                return $"{Section}:{name} must be between a minute and 365 days, written as in 02:00:00.";
            }
        }
        return null;
    }
}

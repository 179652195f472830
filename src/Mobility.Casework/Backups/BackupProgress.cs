namespace Mobility.Casework.Backups;

public enum BackupStep
{
    Copying,
    Packing,
    Checking,
    Unpacking,
}

/// <summary>How far a long step is, in bytes. Reported at every percent at most.</summary>
public sealed record BackupProgress(BackupStep Step, long Done, long All)
{
    /// <summary>0 to 100.</summary>
    public int Percent => All <= 0 ? 100 : (int)Math.Min(100, Done * 100 / All);
}

/// <summary>Leaves out reports that say nothing new.</summary>
internal sealed class PercentSteps(IProgress<BackupProgress>? progress, BackupStep step, long all)
{
    private int last = -1;

    public void Report(long done)
    {
        var now = new BackupProgress(step, done, all);
        if (now.Percent != last)
        {
            last = now.Percent;
            progress?.Report(now);
        }
    }
}

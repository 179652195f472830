using Mobility.Casework.Backups;

namespace Mobility.Web.Plumbing.Commands;

/// <summary>One line that says how far it is, for somebody who looks on. Not Progress&lt;T&gt;: that reports later and out of order.</summary>
internal sealed class TerminalProgress : IProgress<BackupProgress>
{
    private TerminalProgress() { }

    /// <summary>None where nobody looks on: what a timed job prints is mailed.</summary>
    public static TerminalProgress? OrNone() => Console.IsErrorRedirected ? null : new TerminalProgress();

    public void Report(BackupProgress value) =>
        Console.Error.Write($"\r{value.Step} {value.Percent, 3} %   {(value.Percent == 100 ? Environment.NewLine : "")}");
}

namespace Mobility.Casework.Backups;

/// <summary>
/// A file that only the program's user may read, and that goes again unless it was moved to its place. Made, never taken over: a file of that
/// name that lies there already belongs to somebody else, or to a run that was killed.
/// </summary>
internal sealed class OwnFile : IDisposable
{
    private OwnFile(string path, FileStream stream)
    {
        Path = path;
        Stream = stream;
    }

    public string Path { get; }

    public FileStream Stream { get; }

    public static OwnFile Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        try
        {
            return new OwnFile(path, new FileStream(path, options));
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new BackupRefusedException(
                $"{path} is in the way: it belongs to a run that is still at work or was killed. If none is at work, delete it.",
                e
            );
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw new BackupRefusedException($"{path} cannot be made: {e.Message}", e);
        }
    }

    /// <summary>Whether the file system refused something. A file too large for it or for its user is an argument out of range to the runtime.</summary>
    public static bool IsRefusal(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    public void Dispose()
    {
        Stream.Dispose();
        // What SQLite puts beside a database goes with it.
        foreach (var end in (string[])["", "-journal", "-wal", "-shm"])
        {
            File.Delete(Path + end);
        }
    }
}

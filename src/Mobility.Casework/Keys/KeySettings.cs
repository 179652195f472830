using Microsoft.Extensions.Configuration;
using Mobility.Casework.Data;

namespace Mobility.Casework.Keys;

/// <summary>Where the master key comes from: <c>Keys:Master</c> or <c>Keys:MasterFile</c>, and beside it <c>Keys:Earlier</c> or <c>Keys:EarlierFile</c>.</summary>
public static class KeySettings
{
    /// <summary>
    /// Reads the settings. With <paramref name="mayMake"/> (Development) and none set, the key is a file beside the embedded database, made
    /// when it is not there. Throws <see cref="KeysRefusedException"/>.
    /// </summary>
    public static MasterKeys Read(IConfiguration configuration, string contentRoot, DatabaseOptions database, bool mayMake)
    {
        if (Find(configuration, contentRoot) is { } found)
        {
            return found;
        }
        if (!mayMake)
        {
            throw new KeysRefusedException(
                "Keys:Master is not set: make a master key with \"keys new\", keep it apart from the database, and set Keys:Master to it or Keys:MasterFile to a file that holds it."
            );
        }
        var file = database.File is { } data
            ? Path.ChangeExtension(data, ".key")
            : Path.GetFullPath("data/mobility.key", contentRoot);
        var made = !File.Exists(file);
        if (made)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            WriteNew(file);
        }
        var earlier = Read(configuration, contentRoot, "Earlier");
        return new MasterKeys(FromFile(file, "The master key's file"), earlier) { MadeFile = made ? file : null };
    }

    /// <summary>What the settings hold; null when they hold no master key. Throws <see cref="KeysRefusedException"/> when it cannot be read.</summary>
    public static MasterKeys? Find(IConfiguration configuration, string contentRoot) =>
        Read(configuration, contentRoot, "Master") is { } master
            ? new MasterKeys(master, Read(configuration, contentRoot, "Earlier"))
            : null;

    /// <summary>Writes a new key into a file that was not there, for its owner's eyes only.</summary>
    public static void WriteNew(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        try
        {
            using var writer = new StreamWriter(file, options);
            writer.WriteLine(MasterKey.NewText());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeysRefusedException($"The key cannot be written to a new file {file}: {e.Message}", e);
        }
    }

    private static MasterKey? Read(IConfiguration configuration, string contentRoot, string name)
    {
        var (text, file) = (configuration[$"Keys:{name}"], configuration[$"Keys:{name}File"]);
        return (string.IsNullOrWhiteSpace(text), string.IsNullOrWhiteSpace(file)) switch
        {
            (true, true) => null,
            (false, true) => MasterKey.Read(text!) ?? throw NotAKey($"Keys:{name}"),
            (true, false) => FromFile(Path.GetFullPath(file!, contentRoot), $"Keys:{name}File"),
            _ => throw new KeysRefusedException($"Keys:{name} and Keys:{name}File are both set: leave one of them out."),
        };
    }

    private static MasterKey FromFile(string file, string setting)
    {
        try
        {
            return MasterKey.Read(File.ReadAllText(file)) ?? throw NotAKey($"{setting} ({file})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeysRefusedException($"{setting} cannot be read: {e.Message}", e);
        }
    }

    // Never with the text itself: this goes into logs.
    private static KeysRefusedException NotAKey(string where) =>
        new($"{where} is not a master key: it must hold 32 bytes in base64, as \"keys new\" makes them.");
}

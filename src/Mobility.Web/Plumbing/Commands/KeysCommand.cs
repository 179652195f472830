using Mobility.Casework.Data;
using Mobility.Casework.Keys;

namespace Mobility.Web.Plumbing.Commands;

/// <summary>Makes a master key, and puts a new one in the place of an older one.</summary>
internal static class KeysCommand
{
    public static int New(string[] args)
    {
        switch (args)
        {
            case []:
                Console.WriteLine(MasterKey.NewText());
                return 0;
            case [var file] when !file.StartsWith("--", StringComparison.Ordinal):
                KeySettings.WriteNew(Path.GetFullPath(file));
                return 0;
            default:
                throw new CommandRefusedException("keys new takes a file to write the key into, or nothing.");
        }
    }

    public static async Task<int> RotateAsync(string[] args)
    {
        var settings = Settings.Read(args);
        var database = DatabaseOptions.From(settings.Configuration, settings.ContentRoot);
        var keys = KeySettings.Read(settings.Configuration, settings.ContentRoot, database, mayMake: false);
        await DatabaseStart.SoundAsync(database, CancellationToken.None);
        await using var db = DatabaseRegistration.Open(database);
        var done = await KeyRotation.RotateAsync(db, keys, CancellationToken.None);
        Console.WriteLine($"{done} keys wrapped anew. Every key in the database now opens with {keys.Current.Id} alone.");
        return 0;
    }
}

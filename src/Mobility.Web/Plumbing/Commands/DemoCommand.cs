using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.Demo;
using Mobility.Casework.Keys;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Web.Plumbing.Commands;

/// <summary>Fills an empty database with the demonstration programme.</summary>
internal static class DemoCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var words = new Queue<string>(args);
        var others = new List<string>();
        string? file = null;
        var options = new DemoOptions { Today = SystemClock.Instance.GetCurrentInstant().InUtc().Date };
        while (words.TryDequeue(out var word))
        {
            switch (word)
            {
                case "--cases":
                    options = options with { Cases = Number(word, words) };
                    break;
                case "--seed":
                    options = options with { Seed = Number(word, words) };
                    break;
                case "--full":
                    options = options with { Full = true };
                    break;
                case "--database":
                    file = Value(word, words);
                    break;
                default:
                    others.Add(word);
                    break;
            }
        }
        var settings = Settings.Read([.. others]);
        var database = file is null
            ? DatabaseOptions.From(settings.Configuration, settings.ContentRoot)
            : DatabaseOptions.ForFile(file, Environment.CurrentDirectory);
        var mayMake = file is not null || settings.IsDevelopment;
        var keys = KeySettings.Read(settings.Configuration, settings.ContentRoot, database, mayMake);
        // A file named here is meant to be made; the configured database is not, in Production.
        await DatabaseStart.ReadyAsync(database, mayMake, CancellationToken.None);
        await using var db = DatabaseRegistration.Open(database);
        if (await db.Clients.AnyAsync())
        {
            throw new CommandRefusedException(
                "The database already has clients. The demonstration programme only goes into an empty one."
            );
        }
        await KeyStart.ReadyAsync(db, keys, CancellationToken.None);
        await DemoProgramme.CreateAsync(db, RuleBook.Load(settings.RulesFolder), keys, options, CancellationToken.None);
        Console.WriteLine(
            $"{options.Cases} cases. Everybody signs in with \"{DemoAccounts.Password}\", for example {DemoPersonas.All[0].Email}."
        );
        if (keys.MadeFile is { } made)
        {
            Console.WriteLine($"Made a master key for it in {made}.");
        }
        return 0;
    }

    private static int Number(string word, Queue<string> words) =>
        int.TryParse(Value(word, words), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new CommandRefusedException($"{word} takes a whole number above 0.");

    private static string Value(string word, Queue<string> words) =>
        words.TryDequeue(out var value) ? value : throw new CommandRefusedException($"{word} takes a value.");
}

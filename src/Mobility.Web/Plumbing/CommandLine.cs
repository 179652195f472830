using Microsoft.Extensions.Options;
using Mobility.Casework.Backups;
using Mobility.Casework.Data;
using Mobility.Casework.Keys;
using Mobility.Web.Plumbing.Commands;

namespace Mobility.Web.Plumbing;

/// <summary>One executable is the server and the tool: the first words say which.</summary>
public static class CommandLine
{
    /// <summary>Runs the verb in <paramref name="args"/>. Returns 0, 1 when it could not be done, 2 when the words are not understood, 3 when a comparison found something.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            return args switch
            {
                [] or ["serve"] or [['-', '-', ..], ..] => await ServeCommand.RunAsync(args),
                ["serve", .. var rest] => await ServeCommand.RunAsync(rest),
                ["migrate", .. var rest] => await MigrateCommand.RunAsync(rest),
                ["demo", .. var rest] => await DemoCommand.RunAsync(rest),
                ["rules", "check", .. var rest] => RulesCommand.Check(rest),
                ["rules", "impact", .. var rest] => await ImpactCommand.RunAsync(rest),
                ["evaluate", .. var rest] => EvaluateCommand.Run(rest),
                ["keys", "new", .. var rest] => KeysCommand.New(rest),
                ["keys", "rotate", .. var rest] => await KeysCommand.RotateAsync(rest),
                ["backup", .. var rest] => await BackupCommand.RunAsync(rest),
                ["restore", .. var rest] => await RestoreCommand.RunAsync(rest),
                ["admin", "invite", .. var rest] => await InviteCommand.RunAsync(rest),
                _ => Usage(),
            };
        }
        catch (Exception e)
            when (e is CommandRefusedException or DatabaseRefusedException or KeysRefusedException or BackupRefusedException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (OptionsValidationException e)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, e.Failures));
            return 1;
        }
    }

    private static int Usage()
    {
        Console.Error.WriteLine(
            """
            Mobility, the system of record of an international secondment programme.

              serve                      runs the web server; also without a verb
              migrate                    makes or upgrades the database
              demo [--cases N] [--full] [--database FILE] [--seed N]
                                         fills an empty database with the demonstration programme
              rules check [FOLDER]       lists every problem of the rule files; exits 1 if there is one
              rules impact OLD NEW       lists the running cases whose outcomes another rules folder would move; writes nothing;
                                         exits 0 when none would, 3 when some would
              evaluate FILE              answers a file of cases as JSON; exits 1 if one could not be answered
              keys new [FILE]            prints a new master key, or writes it into a new file
              keys rotate                wraps every key in the database with Keys:Master; until then Keys:Earlier opens them
              backup FILE                copies the database into one file, also while the server runs
              restore FILE [--check] [--replace]
                                         puts a backup in the database's place, while no server runs on it; with --check only looks
                                         whether it could; with --replace over a database that is in use, which is kept beside
              admin invite EMAIL         makes an administrator and prints the one-time link

            Settings come from appsettings.json, environment variables (Site__Url) and --Name:Of:Setting=value.
            """
        );
        return 2;
    }
}

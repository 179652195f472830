using System.Net;
using Microsoft.Data.Sqlite;
using Mobility.Testing;
using Mobility.Testing.Published;

namespace Mobility.Web.Tests.Published;

/// <summary>The program as delivered, run from the root folder as a process.</summary>
[NonParallelizable]
public sealed class PublishedProgramTests
{
    private string folder = "";

    private string Database => Path.Combine(folder, "mobility.db");

    private Dictionary<string, string> Settings =>
        new()
        {
            ["ConnectionStrings:Mobility"] = $"Data Source={Database}",
            ["Mail:Folder"] = Path.Combine(folder, "mail"),
            ["Site:Url"] = "https://mobility.example.com",
            ["Keys:Master"] = TestKeys.Master,
        };

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("mobility-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task Migrated_and_served_from_the_root_folder_it_shows_the_sign_in_page_with_its_styles()
    {
        var migrated = await PublishedProgram.RunAsync(Settings, "migrate");
        Assert.That(migrated.ExitCode, Is.Zero, migrated.Error);

        await using var server = await PublishedProgram.ServeAsync(Settings);
        using var client = new HttpClient { BaseAddress = server.Address };
        var page = await client.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
        var style = await client.GetAsync(new Uri("/mobility.css", UriKind.Relative));

        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("<form"));
            Assert.That(style.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        });
        Assert.That(await server.StopAsync(), Is.Zero);
    }

    [Test]
    public async Task It_answers_whether_it_is_alive_and_ready()
    {
        await PublishedProgram.RunAsync(Settings, "migrate");
        await using var server = await PublishedProgram.ServeAsync(Settings);
        using var client = new HttpClient { BaseAddress = server.Address };

        Assert.Multiple(async () =>
        {
            Assert.That(await client.GetStringAsync(new Uri("/health/live", UriKind.Relative)), Is.EqualTo("Healthy"));
            Assert.That(await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative)), Is.EqualTo("Healthy"));
        });
    }

    [Test]
    public async Task The_first_administrator_gets_a_link_of_the_configured_site()
    {
        await PublishedProgram.RunAsync(Settings, "migrate");

        var invited = await PublishedProgram.RunAsync(Settings, "admin", "invite", "ada@nordlys.example");

        Assert.That(invited.ExitCode, Is.Zero, invited.Error);
        Assert.That(invited.Output, Does.Match(@"https://mobility\.example\.com/invitation/[0-9a-f]{64}\s*$"));
    }

    [Test]
    public async Task Serving_without_a_site_address_is_refused_in_a_sentence()
    {
        await PublishedProgram.RunAsync(Settings, "migrate");
        var settings = Settings;
        settings.Remove("Site:Url");

        await RefusedAsync(settings, "Site:Url is not set");
    }

    [Test]
    public async Task Serving_without_a_master_key_is_refused_in_a_sentence_that_says_how_to_make_one()
    {
        await PublishedProgram.RunAsync(Settings, "migrate");
        var settings = Settings;
        settings.Remove("Keys:Master");

        await RefusedAsync(settings, "make a master key with \"keys new\"");
    }

    [Test]
    public async Task Serving_with_another_master_key_than_the_databases_is_refused_in_a_sentence()
    {
        await PublishedProgram.RunAsync(Settings, "migrate");
        await using (var server = await PublishedProgram.ServeAsync(Settings))
        {
            await server.StopAsync();
        }
        var settings = Settings;
        settings["Keys:Master"] = (await PublishedProgram.RunAsync(Settings, "keys", "new")).Output;

        await RefusedAsync(settings, "The database asks for the master key");

        settings["Keys:Earlier"] = TestKeys.Master;
        var rotated = await PublishedProgram.RunAsync(settings, "keys", "rotate");
        Assert.That(rotated.ExitCode, Is.Zero, rotated.Error);
        await RefusedAsync(Settings, "The database asks for the master key");
    }

    [Test]
    public async Task A_mistake_in_the_mail_settings_is_refused_in_a_sentence()
    {
        var settings = Settings;
        settings["Mail:Transport"] = "Smtp";

        await RefusedAsync(settings, "Mail:Smtp:Host must be the mail server's name or address when Mail:Transport is Smtp.");
    }

    [Test]
    public async Task Serving_never_makes_a_database_over_a_missing_one()
    {
        await RefusedAsync(Settings, "is not there. Run \"migrate\" to make it");
        Assert.That(File.Exists(Database), Is.False);
    }

    [Test]
    public async Task A_damaged_database_is_refused_in_a_sentence()
    {
        await File.WriteAllTextAsync(Database, string.Concat(Enumerable.Repeat("This is not a database. ", 200)));

        await RefusedAsync(Settings, "is damaged or not a database");
    }

    [Test]
    public async Task A_newer_database_is_refused_in_a_sentence()
    {
        await PublishedProgram.RunAsync(Settings, "migrate");
        await ExecuteAsync("INSERT INTO __EFMigrationsHistory VALUES ('29991231000000_FromTheFuture', '10.0.0')");

        await RefusedAsync(Settings, "29991231000000_FromTheFuture");
    }

    [Test]
    public async Task Somebody_elses_database_is_refused_in_a_sentence()
    {
        await ExecuteAsync("CREATE TABLE Invoices (Id INTEGER)");

        await RefusedAsync(Settings, "is not one of Mobility's");
    }

    [Test]
    public async Task An_older_database_is_refused_until_it_is_migrated()
    {
        await PublishedProgram.RunAsync(Settings, "migrate");
        await ExecuteAsync(
            "DELETE FROM __EFMigrationsHistory WHERE MigrationId = (SELECT MAX(MigrationId) FROM __EFMigrationsHistory)"
        );
        await ExecuteAsync(
            "INSERT OR IGNORE INTO __EFMigrationsHistory SELECT MIN(MigrationId), '10.0.0' FROM __EFMigrationsHistory"
        );

        var result = await PublishedProgram.RunAsync(Settings, "serve");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error.Trim().Split('\n'), Has.Length.EqualTo(1), result.Error);
    }

    [Test]
    public async Task A_read_only_database_is_refused_in_a_sentence()
    {
        await PublishedProgram.RunAsync(Settings, "migrate");
        // An immutable file is what a read-only disk is, also for root.
        var settings = Settings;
        settings["ConnectionStrings:Mobility"] = $"Data Source={Database};Mode=ReadOnly";

        await RefusedAsync(settings, "is read-only");
    }

    [Test]
    public async Task An_unreachable_server_is_refused_in_a_sentence_that_keeps_the_password()
    {
        var settings = Settings;
        settings["Database:Provider"] = "SqlServer";
        settings["ConnectionStrings:Mobility"] =
            "Server=127.0.0.1,1;Database=mobility;User Id=sa;Password=Not-For-Logs-1;Connect Timeout=2;Encrypt=false;ConnectRetryCount=0";

        var result = await RefusedAsync(settings, "cannot be reached");

        Assert.That(result.Error, Does.Not.Contain("Not-For-Logs-1"));
    }

    [Test]
    public async Task Broken_rule_files_are_refused_with_file_and_line()
    {
        var rules = Directory.CreateDirectory(Path.Combine(folder, "rules", "xx", "residence")).FullName;
        await File.WriteAllTextAsync(Path.Combine(rules, "broken.yaml"), "id: xx/broken\nkind: no-such-kind\n");
        var settings = Settings;
        settings["Rules:Path"] = Path.Combine(folder, "rules");
        await PublishedProgram.RunAsync(Settings, "migrate");

        var served = await PublishedProgram.RunAsync(settings, "serve");
        var check = await PublishedProgram.RunAsync(settings, "rules", "check");

        Assert.Multiple(() =>
        {
            Assert.That(served.ExitCode, Is.EqualTo(1));
            Assert.That(served.Error, Does.Contain("xx/residence/broken.yaml:2:"));
            Assert.That(check.ExitCode, Is.EqualTo(1));
            Assert.That(check.Output, Does.Contain("xx/residence/broken.yaml:2:"));
        });
    }

    [Test]
    public async Task Its_own_rules_travel_with_it_and_have_no_problem()
    {
        var check = await PublishedProgram.RunAsync(Settings, "rules", "check");

        Assert.That(check.ExitCode, Is.Zero, check.Output);
        Assert.That(check.Output, Does.Contain("no problem"));
    }

    [Test]
    public void The_stand_in_for_the_sql_server_types_is_in_the_output()
    {
        var assembly = System.Reflection.AssemblyName.GetAssemblyName(
            Path.Combine(PublishedProgram.Folder, "Microsoft.SqlServer.Server.dll")
        );

        Assert.That(assembly.Name, Is.EqualTo("Microsoft.SqlServer.Server"));
    }

    [Test]
    public void A_parameter_of_a_sql_server_command_finds_the_types_it_asks_for()
    {
        using var command = new Microsoft.Data.SqlClient.SqlCommand();

        Assert.That(
            () => command.Parameters.AddWithValue("@name", "value").SqlDbType,
            Is.EqualTo(System.Data.SqlDbType.NVarChar)
        );
    }

    [Test]
    public async Task A_word_it_does_not_know_gets_the_list_of_verbs()
    {
        var result = await PublishedProgram.RunAsync(Settings, "sevre");

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain("migrate").And.Contain("admin invite"));
    }

    private static async Task<ProgramResult> RefusedAsync(Dictionary<string, string> settings, string sentence)
    {
        var result = await PublishedProgram.RunAsync(settings, "serve");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error, Does.Contain(sentence));
            Assert.That(result.Error.Trim().Split('\n'), Has.Length.EqualTo(1), "One plain sentence, no stack.");
        });
        return result;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

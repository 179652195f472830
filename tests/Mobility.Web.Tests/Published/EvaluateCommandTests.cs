using System.Text;
using System.Text.Json;
using Mobility.Testing.Published;

namespace Mobility.Web.Tests.Published;

/// <summary>The command <c>evaluate</c> as delivered: what it prints, where, and what it leaves behind.</summary>
[NonParallelizable]
public sealed class EvaluateCommandTests
{
    private const string Case = """
        {"id": "år", "rule": "it/residence-183", "as_of": "2025-12-31",
         "given": {"year": "2025", "stays": [{"country": "IT", "arrive": "2025-01-01", "depart": "2025-07-02"}], "facts": {}}}
        """;

    private string folder = "";

    private string Database => Path.Combine(folder, "mobility.db");

    private Dictionary<string, string> Settings => new() { ["ConnectionStrings:Mobility"] = $"Data Source={Database}" };

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("mobility-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [TestCase("UTC", "en_US.UTF-8")]
    [TestCase("Pacific/Kiritimati", "tr_TR.UTF-8")]
    [TestCase("America/Los_Angeles", "de_DE.ISO-8859-1")]
    public async Task Standard_output_is_the_results_alone_whatever_the_machine_speaks(string zone, string language)
    {
        var settings = Settings;
        settings["TZ"] = zone;
        settings["LANG"] = language;
        settings["LC_ALL"] = language;

        var result = await EvaluateAsync(Encoding.UTF8, Json(Case), settings);

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(
            result.Output,
            Is.EqualTo(
                """
                {"format":"mobility-results/1","results":[
                {"id":"år","rule":"it/residence-183","result":{"days_counted":183,"threshold_days":183,"threshold_crossed_on":"2025-07-02","resident":true,"test_met":"it-presence"}}
                ]}

                """
            )
        );
        Assert.That(result.Error, Is.Empty);
        Assert.That(
            Directory.GetFiles(folder).Select(Path.GetFileName),
            Is.EqualTo(new[] { "cases.json" }),
            "no database is made"
        );
    }

    [Test]
    public async Task A_case_that_cannot_be_answered_makes_the_exit_code_1_and_the_others_are_answered()
    {
        var result = await EvaluateAsync(
            Encoding.UTF8,
            Json($"{Case.Replace("2025-07-02", "2025-02-30")}, {Case.Replace("år", "good")}")
        );

        using var printed = JsonDocument.Parse(result.Output);
        var results = printed.RootElement.GetProperty("results");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(results[0].GetProperty("error").GetString(), Does.Contain("2025-02-30"));
            Assert.That(results[1].GetProperty("result").GetProperty("resident").GetBoolean(), Is.True);
        });
    }

    [Test]
    public async Task A_file_with_another_byte_order_is_read([Values("utf-16", "utf-16BE", "utf-8")] string encoding)
    {
        var result = await EvaluateAsync(Encoding.GetEncoding(encoding), Json(Case));

        Assert.That(result.ExitCode, Is.Zero, result.Error);
    }

    [Test]
    public async Task A_file_that_cannot_be_read_is_refused_in_a_sentence_and_nothing_is_printed()
    {
        await RefusedAsync(Path.Combine(folder, "missing.json"), "Could not find file");
        await RefusedAsync(folder, "This is a folder. Say which file in it to evaluate.");
        var latin = Path.Combine(folder, "latin.json");
        await File.WriteAllTextAsync(latin, Json(Case), Encoding.Latin1);
        await RefusedAsync(latin, "The file is not text in UTF-8.");
        var empty = Path.Combine(folder, "empty.json");
        await File.WriteAllTextAsync(empty, "");
        await RefusedAsync(empty, "The file is not valid JSON, line 1: ");
    }

    [Test]
    public async Task Without_a_file_it_says_how_it_is_asked()
    {
        var result = await PublishedProgram.RunAsync(Settings, "evaluate");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Output, Is.Empty);
        Assert.That(result.Error, Does.Contain("evaluate FILE"));
    }

    private async Task RefusedAsync(string file, string sentence)
    {
        var result = await PublishedProgram.RunAsync(Settings, "evaluate", file);

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Output, Is.Empty);
            Assert.That(result.Error, Does.StartWith($"{file}: ").And.Contain(sentence));
        });
    }

    private async Task<ProgramResult> EvaluateAsync(Encoding encoding, string json, Dictionary<string, string>? settings = null)
    {
        var file = Path.Combine(folder, "cases.json");
        await File.WriteAllTextAsync(file, json, encoding);
        return await PublishedProgram.RunAsync(settings ?? Settings, "evaluate", file);
    }

    private static string Json(string cases) => $$"""{"format": "mobility-conformance/1", "cases": [{{cases}}]}""";
}

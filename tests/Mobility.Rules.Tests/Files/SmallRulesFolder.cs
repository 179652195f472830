using NUnit.Framework;

namespace Mobility.Rules.Tests.Files;

/// <summary>Tests that put one mistake into a small, sound rules folder.</summary>
public abstract class SmallRulesFolder
{
    private protected const string Source = "{title: A law, url: \"https://example.org/law\", checked: 2026-11-22}";

    /// <summary>A sound rule; the tests put one mistake into it. The line numbers in the tests are those of this text.</summary>
    private protected const string Rule = $$"""
        id: xx/nights
        kind: midnights-in-tax-year
        label: Nights
        counts: midnight
        covers-from: 2020-01-01
        review-by: 2027-06-30
        parameters:
          threshold-days:
            unit: days
            values:
              - from: 2020-01-01
                value: 183
                source: {{Source}}
              - from: 2022-01-01
                value: 100
                source: {{Source}}
          year-starts:
            unit: month-day
            values:
              - from: 2020-01-01
                value: 04-06
                source: {{Source}}
        alert-at: [90, 120]
        """;

    private protected const string Examples = $$"""
        examples:
          - name: one night
            as-of: 2024-12-31
            stays:
              - {country: XX, arrive: 2024-12-10, depart: 2024-12-11}
            expect: {used: 1}
            source: {{Source}}
        """;

    private protected string Folder { get; private set; } = "";

    [SetUp]
    public void MakeFolder()
    {
        Folder = Directory.CreateTempSubdirectory("rules").FullName;
        Write("countries.yaml", "countries:\n  - {code: XX, alpha3: XXX, name: Exland, zones: [Europe/Berlin]}\n");
        Write("coverage.yaml", "coverage: []\n");
        Write("xx/residence/nights.yaml", Rule);
        Write("xx/residence/nights.examples.yaml", Examples);
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Folder, recursive: true);

    private protected string[] Problems() => RuleBook.Load(Folder).Problems.Select(problem => problem.ToString()).ToArray();

    private protected void Write(string path, string text)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private protected static string ReplaceFirst(string text, string old, string replacement)
    {
        var at = text.IndexOf(old, StringComparison.Ordinal);
        return text[..at] + replacement + text[(at + old.Length)..];
    }
}

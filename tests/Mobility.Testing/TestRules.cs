using System.Globalization;
using Mobility.Rules;

namespace Mobility.Testing;

/// <summary>
/// Rule books for tests. <see cref="Repository"/> is the real one; <see cref="WithDeadlines"/> has the real day rules and deadline rules of the
/// test's own, so that a change of the real ones breaks no test that is about something else.
/// </summary>
public static class TestRules
{
    private static readonly Lazy<RuleBook> Real = new(() => RuleBook.Load(RepositoryFolder.Rules));

    public static RuleBook Repository => Real.Value;

    /// <summary>The real day rules, and a deadline rule for each line given.</summary>
    public static RuleBook WithDeadlines(params IReadOnlyList<TestDeadline> deadlines) => Changed(_ => { }, deadlines);

    /// <summary>The same, after <paramref name="change"/> had its way with the folder.</summary>
    public static RuleBook Changed(Action<string> change, params IReadOnlyList<TestDeadline> deadlines)
    {
        var folder = Directory.CreateTempSubdirectory("mobility-rules-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(RepositoryFolder.Rules, "*.yaml", SearchOption.AllDirectories))
            {
                var path = Path.GetRelativePath(RepositoryFolder.Rules, file);
                if (!path.Split(Path.DirectorySeparatorChar).Contains("deadlines"))
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
                    File.Copy(file, Path.Combine(folder, path));
                }
            }
            Directory.CreateDirectory(Path.Combine(folder, "everywhere", "deadlines"));
            foreach (var deadline in deadlines)
            {
                var path = Path.Combine(folder, "everywhere", "deadlines", deadline.Name);
                File.WriteAllText(path + ".yaml", deadline.ToYaml());
                File.WriteAllText(path + ".examples.yaml", TestDeadline.Example);
            }
            change(folder);
            var book = RuleBook.Load(folder);
            return book.Problems.Count == 0 ? book : throw new InvalidOperationException(string.Join('\n', book.Problems));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>A deadline rule in a line.</summary>
/// <param name="Name">Last part of its id, <c>everywhere/…</c>.</param>
/// <param name="Trigger">The event, as a rule file writes it.</param>
/// <param name="Offset">Time from the event to the due day, as -P9M.</param>
/// <param name="RemindDaysBefore">The ladder, falling.</param>
public sealed record TestDeadline(string Name, string Trigger, string Offset, params IReadOnlyList<int> RemindDaysBefore)
{
    public string Actor { get; init; } = "consultant";

    public string? OfRule { get; init; }

    /// <summary>The one host country it is for; null for all.</summary>
    public string? AppliesTo { get; init; }

    public string ToYaml() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            id: everywhere/{{Name}}
            kind: deadline
            label: {{Name.Replace('-', ' ')}}
            covers-from: 2000-01-01
            review-by: 2030-01-01
            trigger: {{Trigger}}
            {{(OfRule is null ? "" : $"of-rule: {OfRule}")}}
            {{(AppliesTo is null ? "" : $"applies-to: [{AppliesTo}]")}}
            actor: {{Actor}}
            severity: high
            basis: operational
            consequence: Something goes wrong.
            remind-days-before: [{{string.Join(", ", RemindDaysBefore)}}]
            parameters:
              offset:
                unit: period
                values:
                  - from: 2000-01-01
                    value: {{Offset}}
                    source: {title: "Norm of the tests", checked: 2026-11-22}

            """
        );

    /// <summary>A book takes no rule without an example.</summary>
    internal const string Example = """
        examples:
          - name: "nothing known"
            as-of: 2026-11-22
            expect: {due: []}
            source: {title: "Norm of the tests", url: "https://example.org/norm", checked: 2026-11-22}

        """;
}

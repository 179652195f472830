using System.Globalization;
using System.Text.RegularExpressions;
using Mobility.Rules.Deadlines;
using Mobility.Rules.Deadlines.Questions;
using Mobility.Rules.Residence;
using NUnit.Framework;

namespace Mobility.Rules.Tests;

/// <summary>The examples guard the values: a value that is off by one turns an example of its rule red.</summary>
public sealed partial class MutationTests
{
    private static IEnumerable<TestCaseData> Values =>
        RulesFolder.Book.Rules.SelectMany(rule =>
            File.ReadAllLines(Path.Combine(RulesFolder.Path, rule.File))
                .Select((text, index) => (Match: ValueLine().Match(text), Line: index))
                .Where(line => line.Match.Success && line.Match.Groups["value"].Value != "null")
                .SelectMany(line =>
                    Mutations(line.Match.Groups["value"].Value)
                        .Select(
                            (other, index) =>
                                new TestCaseData(rule.Id, line.Line, line.Match.Groups["value"].Value, other).SetName(
                                    $"{{m}}({rule.Id}, line {line.Line + 1}{(index == 0 ? "" : $", part {index + 1}")})"
                                )
                        )
                )
        );

    [TestCaseSource(nameof(Values))]
    public void A_value_that_is_off_by_one_turns_an_example_red(string ruleId, int line, string value, string other)
    {
        var rule = RulesFolder.Book.Find(ruleId)!;
        var folder = Directory.CreateTempSubdirectory("rules").FullName;
        try
        {
            foreach (var used in RulesFolder.Book.DayRules.Concat(WithUses(rule)))
            {
                Copy(used.File, folder);
                Copy(used.File.Replace(".yaml", ".examples.yaml", StringComparison.Ordinal), folder);
            }

            foreach (var calendars in CalendarsOf(rule))
            {
                Copy(calendars, folder);
            }

            Copy("countries.yaml", folder);
            Copy("coverage.yaml", folder);
            var path = Path.Combine(folder, rule.File);
            var lines = File.ReadAllLines(path);
            lines[line] = lines[line].Replace($"value: {value}", $"value: {other}", StringComparison.Ordinal);
            File.WriteAllLines(path, lines);
            var book = RuleBook.Load(folder);
            Assert.That(book.Problems, Is.Empty);
            var changed = book.Find(ruleId)!;

            Assert.That(changed.Examples.Count(example => example.Differences(changed).Count > 0), Is.Positive);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The files of the holidays that a rule, or an example of it, names.</summary>
    private static IEnumerable<string> CalendarsOf(Rule rule) =>
        rule switch
        {
            DeadlineRule { Rolling: { } rolling } deadline => [rolling.File, deadline.Calendar!.File],
            DateRule => RulesFolder
                .Book.Calendars.All.Where(calendar => calendar.Country == rule.Jurisdiction)
                .Select(calendar => calendar.File)
                .Distinct(),
            _ => [],
        };

    /// <summary>A rule and all that it builds on, however far down.</summary>
    private static IEnumerable<Rule> WithUses(Rule rule) =>
        rule is ResidenceRule { Uses: var uses } ? uses.SelectMany(WithUses).Append(rule) : [rule];

    /// <summary>The values next to one: a number one off, each term of a criterion turned round, each word of a treaty's clause another.</summary>
    private static IEnumerable<string> Mutations(string value)
    {
        if (Clause().IsMatch(value))
        {
            var words = value.Split(' ');
            return words.Select(
                (word, index) => string.Join(' ', words.Select((same, other) => other == index ? OtherWord(word) : same))
            );
        }

        if (!Term().IsMatch(value))
        {
            return [OffByOne(value)];
        }

        return Term()
            .Matches(value)
            .Select(term =>
                value[..term.Index]
                + (term.Value.StartsWith("not ", StringComparison.Ordinal) ? term.Value[4..] : $"not {term.Value}")
                + value[(term.Index + term.Length)..]
            );
    }

    private static string OtherWord(string word) =>
        word switch
        {
            "rolling-12-months" => "calendar-year",
            "calendar-year" or "host-tax-year" => "rolling-12-months",
            "workdays" or "work-periods" => "presence",
            "none" or "unlimited" => "unread",
            "unread" => "unlimited",
            _ => OffByOne(word),
        };

    private static string OffByOne(string value)
    {
        if (value is "none" or "unlimited" or "unread")
        {
            return OtherWord(value);
        }

        if (value == "02-last")
        {
            return "02-28";
        }

        if (!value.Any(char.IsDigit))
        {
            return value == "midnight" ? "any-part-of-day" : "midnight";
        }

        if (MonthAndDay().IsMatch(value))
        {
            var day = new DateTime(
                2023,
                int.Parse(value[..2], CultureInfo.InvariantCulture),
                int.Parse(value[3..], CultureInfo.InvariantCulture),
                0,
                0,
                0,
                DateTimeKind.Unspecified
            );
            return day.AddDays(1).ToString("MM-dd", CultureInfo.InvariantCulture);
        }

        return LastNumber()
            .Replace(
                value,
                match => (int.Parse(match.Value, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture)
            );
    }

    private static void Copy(string file, string folder)
    {
        var target = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Combine(RulesFolder.Path, file), target, overwrite: true);
    }

    [GeneratedRegex(@"^\s+value: (?<value>\S.*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValueLine();

    [GeneratedRegex(
        @"^(rolling-12-months|calendar-year|host-tax-year)\b",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Clause();

    /// <summary>A fact or the id of a rule, with its not.</summary>
    [GeneratedRegex(
        @"(not )?\b([a-z0-9]+(_[a-z0-9]+)+|[a-z]+/[a-z0-9-]+|citizenships)\b",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Term();

    [GeneratedRegex(@"^\d\d-\d\d$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MonthAndDay();

    [GeneratedRegex(@"\d+(?=\D*$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastNumber();
}

using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Rules;

/// <summary>A value that a finding used and that another book has otherwise.</summary>
/// <param name="RuleId">The rule whose value it is: the one that was asked, or one it builds on.</param>
/// <param name="Parameter">Name of the parameter; null when something else in the rule that decides differs (a list, a step), or all of it.</param>
/// <param name="Before">The values that are no longer there, <c>2026-01-01=183</c>, with blanks between; null when there was none.</param>
/// <param name="After">Those that are there instead; null when there is none.</param>
public sealed record MovedValue(string RuleId, string? Parameter, string? Before, string? After);

/// <summary>
/// What a finding rests on in the rule book, as a few lines of text to be stored beside it, so that any other book can be asked later whether
/// it would give the same: of each parameter that was used the values from the first one used on, of the others only the days on which they
/// begin and end, and of each rule the rest that decides as a hash.
/// </summary>
public static class ValuesBehind
{
    private const string Nothing = "-";

    /// <summary>The lines of a finding that this book gave.</summary>
    /// <exception cref="ArgumentException">The finding's rule is not in the book.</exception>
    public static string Of(Finding finding, RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(book);
        var rule =
            book.Find(finding.RuleId)
            ?? throw new ArgumentException($"The rule book has no rule '{finding.RuleId}'.", nameof(finding));
        var used = finding
            .ParametersUsed.GroupBy(value => value.Name)
            .ToDictionary(group => group.Key, group => group.Min(value => value.InForceFrom));
        return string.Join(
            '\n',
            WithWhatItUses(rule)
                .SelectMany(each =>
                    each.Parameters.Select(parameter =>
                            used.TryGetValue(parameter.Name, out var from)
                                ? $"{each.Id} {parameter.Name} {Write(FromOn(parameter, from))}"
                                : $"{each.Id} {parameter.Name} {Nothing} {Days(parameter)}"
                        )
                        .Prepend($"{each.Id} {each.Shape}")
                )
        );
    }

    /// <summary>What differs in <paramref name="book"/>; empty when it would use the same.</summary>
    /// <param name="lines">What <see cref="Of"/> gave.</param>
    /// <param name="book">The book to compare with.</param>
    public static IReadOnlyList<MovedValue> Moved(string lines, RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(book);
        var moved = new List<MovedValue>();
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ');
            var rule = book.Find(words[0]);
            if (rule is null)
            {
                if (!moved.Exists(other => other.RuleId == words[0]))
                {
                    moved.Add(new(words[0], null, null, null));
                }
            }
            else if (words.Length == 2)
            {
                if (rule.Shape != words[1])
                {
                    moved.Add(new(rule.Id, null, words[1], rule.Shape));
                }
            }
            else if (Differs(rule, words) is { } difference)
            {
                moved.Add(difference);
            }
        }

        return moved;
    }

    /// <summary>
    /// Dated values as text: <c>2026-01-01=183 2027-01-01=</c>, the last of them an end. Blanks inside a value do not break, so that those between values
    /// part them.
    /// </summary>
    internal static string Write(IEnumerable<DatedValue> values) =>
        string.Join(' ', values.Select(value => $"{IsoDate.Write(value.From)}={value.Written?.Replace(' ', '\u00a0')}"));

    private static MovedValue? Differs(Rule rule, string[] words)
    {
        var parameter = rule.Parameters.FirstOrDefault(parameter => parameter.Name == words[1]);
        var wasUsed = words[2] != Nothing;
        var before = string.Join(' ', wasUsed ? words[2..] : words[3..]);
        var after =
            parameter is null ? null
            : wasUsed ? Write(FromOn(parameter, IsoDate.Read(words[2][..words[2].IndexOf('=', StringComparison.Ordinal)])))
            : Days(parameter);
        return before == after ? null : new(rule.Id, words[1], Without(before, after), Without(after, before));
    }

    private static string? Without(string? entries, string? others)
    {
        var left = (entries ?? "").Split(' ').Except((others ?? "").Split(' ')).ToList();
        return left.Count == 0 ? null : string.Join(' ', left);
    }

    /// <summary>The value in force on a day, and every later one.</summary>
    private static IEnumerable<DatedValue> FromOn(Parameter parameter, LocalDate day) =>
        parameter.Values.Skip(parameter.Values.Count(value => value.From <= day) - 1);

    /// <summary>The days on which a parameter begins to have a value, changes it or ends, with a mark where it ends.</summary>
    private static string Days(Parameter parameter) =>
        string.Join(' ', parameter.Values.Select(value => IsoDate.Write(value.From) + (value.Written is null ? "!" : "")));

    private static IEnumerable<Rule> WithWhatItUses(Rule rule)
    {
        var found = new List<Rule> { rule };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(((found[i] as ResidenceRule)?.Uses ?? []).Where(other => !found.Contains(other)));
        }

        return found.OrderBy(each => each != rule).ThenBy(each => each.Id, StringComparer.Ordinal);
    }
}

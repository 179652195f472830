using System.Globalization;
using NUnit.Framework;

namespace Mobility.Rules.Tests;

/// <summary>Every worked example beside a rule is a case of its own.</summary>
public sealed class ExampleTests
{
    private static IEnumerable<TestCaseData> Examples =>
        RulesFolder.Book.Rules.SelectMany(rule =>
            rule.Examples.Select(example => new TestCaseData(rule, example).SetName($"{{m}}({rule.Id}: {Plain(example.Name)})"))
        );

    [Test]
    public void The_rules_folder_has_no_problem()
    {
        Assert.That(RulesFolder.Book.Problems.Select(problem => problem.ToString()), Is.Empty);
    }

    [TestCaseSource(nameof(Examples))]
    public void Example(Rule rule, RuleExample example)
    {
        Assert.That(example.Differences(rule), Is.Empty, $"{example.File}:{example.Line.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>Test names with brackets, dots or quotes are cut apart by runners.</summary>
    private static string Plain(string name) =>
        string.Concat(name.Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or ','));
}

using NUnit.Framework;

namespace Mobility.Rules.Tests.Files;

/// <summary>Mistakes in examples, countries and coverage, and in what stands where.</summary>
public sealed class FolderTests : SmallRulesFolder
{
    [TestCase(
        "expect: {used: 1}",
        "expect: {uesd: 1}",
        new[]
        {
            "xx/residence/nights.examples.yaml:6:14: Unknown key 'uesd' in 'expect'",
            "6:5: An example must expect something.",
        },
        TestName = "An expectation nobody knows"
    )]
    [TestCase(
        "country: XX",
        "country: QQ",
        new[] { "xx/residence/nights.examples.yaml:5:19: 'QQ' in 'country' is not in countries.yaml." },
        TestName = "A country nobody knows"
    )]
    [TestCase(
        "country: XX",
        "country: xx",
        new[]
        {
            "xx/residence/nights.examples.yaml:5:19: 'country' must be a country code of two capital letters such as NO, not 'xx'.",
        },
        TestName = "A country in small letters"
    )]
    [TestCase(
        "depart: 2024-12-11",
        "depart: 2024-12-09",
        new[] { "xx/residence/nights.examples.yaml:5:43: A stay cannot end before it begins." },
        TestName = "A stay that ends before it begins"
    )]
    [TestCase(
        "as-of: 2024-12-31",
        "as-of: tomorrow",
        new[] { "xx/residence/nights.examples.yaml:3:12: 'as-of' must be a date such as 2026-11-22, not 'tomorrow'." },
        TestName = "An example without a day"
    )]
    [TestCase(
        "    source: " + Source,
        "",
        new[] { "xx/residence/nights.examples.yaml:2:5: 'source' is missing in an example." },
        TestName = "An example without a source"
    )]
    public void A_mistake_in_an_example_is_reported_where_it_stands(string right, string wrong, string[] problems)
    {
        Write("xx/residence/nights.examples.yaml", ReplaceFirst(Examples, right, wrong));

        Assert.That(Problems(), Has.Length.EqualTo(problems.Length));
        Assert.Multiple(() =>
        {
            foreach (var problem in problems)
            {
                Assert.That(Problems(), Has.Some.Contains(problem));
            }
        });
    }

    [Test]
    public void Two_examples_of_one_name_are_refused()
    {
        Write("xx/residence/nights.examples.yaml", Examples + Examples[Examples.IndexOf('\n', StringComparison.Ordinal)..]);

        Assert.That(
            Problems(),
            Is.EqualTo(new[] { "xx/residence/nights.examples.yaml:8:5: Two examples are named 'one night'." })
        );
    }

    [Test]
    public void A_rule_without_examples_is_refused()
    {
        File.Delete(Path.Combine(Folder, "xx/residence/nights.examples.yaml"));

        Assert.That(
            Problems(),
            Is.EqualTo(
                new[] { "xx/residence/nights.yaml:1:1: The rule has no examples: 'nights.examples.yaml' is missing beside it." }
            )
        );
    }

    [Test]
    public void Examples_without_a_rule_are_refused()
    {
        Write("xx/residence/days.examples.yaml", Examples);

        Assert.That(
            Problems(),
            Is.EqualTo(
                new[]
                {
                    "xx/residence/days.examples.yaml:1:1: These examples belong to no rule: there is no rule file of the same name beside them.",
                }
            )
        );
    }

    [Test]
    public void An_id_used_twice_is_refused()
    {
        Write("xx/tax/nights.yaml", Rule);
        Write("xx/tax/nights.examples.yaml", Examples);

        Assert.That(
            Problems(),
            Is.EqualTo(new[] { "xx/tax/nights.yaml:1:1: The id 'xx/nights' is already used by xx/residence/nights.yaml." })
        );
    }

    [Test]
    public void A_file_nobody_reads_is_refused()
    {
        Write("xx/nights.yaml", Rule);

        Assert.That(Problems(), Has.Length.EqualTo(1).And.Some.StartsWith("xx/nights.yaml:1:1: A rule file is named"));
    }

    [Test]
    public void Text_that_is_no_YAML_is_reported_with_its_line()
    {
        Write("xx/residence/nights.yaml", "id: xx/nights\nkind: midnights\n  label: x\n");

        Assert.That(
            Problems(),
            Has.Length.EqualTo(1).And.Some.StartsWith("xx/residence/nights.yaml:3:").And.Some.Contains("not valid YAML")
        );
    }

    [Test]
    public void Text_on_which_the_scanner_loses_its_footing_is_reported()
    {
        Write("xx/residence/nights.yaml", "id: xx/nights\nkind: [midnights\nlabel: x: y\n");

        Assert.That(
            Problems(),
            Is.EqualTo(new[] { "xx/residence/nights.yaml:2:7: This is not valid YAML; the mistake is here or further down." })
        );
    }

    [Test]
    public void No_text_whatever_makes_the_loader_throw()
    {
        var random = new Random(20261122);
        const string letters = "[]{}:-&*!|>'\"%@`# \n\t,?~\0\\a1";
        for (var i = 0; i < 1_000; i++)
        {
            var text = new System.Text.StringBuilder(Rule);
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                text[random.Next(text.Length)] = letters[random.Next(letters.Length)];
            }

            Write("xx/residence/nights.yaml", text.ToString());

            Assert.That(() => RuleBook.Load(Folder), Throws.Nothing, text.ToString());
        }
    }

    [TestCase("", "xx/residence/nights.yaml:1:1: The file is empty.")]
    [TestCase("- a\n- b\n", "xx/residence/nights.yaml:1:1: The file must be keys and values at the top.")]
    public void A_file_of_another_make_is_reported(string text, string problem)
    {
        Write("xx/residence/nights.yaml", text);

        Assert.That(Problems(), Is.EqualTo(new[] { problem }));
    }

    [Test]
    public void Every_problem_of_theFolder_is_listed_and_not_only_the_first()
    {
        Write(
            "xx/residence/nights.yaml",
            Rule.Replace("unit: days", "unit: weeks", StringComparison.Ordinal)
                .Replace("review-by: 2027-06-30", "", StringComparison.Ordinal)
                .Replace("value: 04-06", "value: April", StringComparison.Ordinal)
        );
        Write("coverage.yaml", "coverage:\n  - {jurisdiction: XX, topic: residence, status: most, last-checked: 2026-11-22}\n");

        Assert.That(
            Problems().Select(problem => string.Join(':', problem.Split(':')[..2])),
            Is.EqualTo(
                new[]
                {
                    "coverage.yaml:2",
                    "xx/residence/nights.yaml:1",
                    "xx/residence/nights.yaml:9",
                    "xx/residence/nights.yaml:21",
                }
            )
        );
    }

    [Test]
    public void A_missingFolder_is_a_problem_and_no_exception()
    {
        var book = RuleBook.Load(Path.Combine(Folder, "nowhere"));

        Assert.That(book.Problems.Single().Message, Does.StartWith("There is no rules folder at"));
    }

    [TestCase(
        "zones: [Europe/Berlin]",
        "zones: [Europe/Bonn]",
        "countries.yaml:2:43: 'Europe/Bonn' is not a time zone of the IANA list."
    )]
    [TestCase("alpha3: XXX", "alpha3: Xx", "countries.yaml:2:16: 'alpha3' must be three capital letters, not 'Xx'.")]
    [TestCase(
        "zones: [Europe/Berlin]}",
        "zones: [Europe/Berlin]}\n  - {code: XY, alpha3: XYZ, name: exland, zones: [Europe/Paris]}",
        "countries.yaml:3:5: 'EXLAND' of XY already means another country."
    )]
    public void A_mistake_in_the_countries_is_reported(string right, string wrong, string problem)
    {
        Write("countries.yaml", ReplaceFirst(File.ReadAllText(Path.Combine(Folder, "countries.yaml")), right, wrong));

        Assert.That(Problems(), Is.EqualTo(new[] { problem }));
    }
}

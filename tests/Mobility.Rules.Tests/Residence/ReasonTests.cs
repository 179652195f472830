using System.Globalization;
using Mobility.Rules.Residence;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence;

/// <summary>Every step that an answer gives can be put into words.</summary>
public sealed class ReasonTests
{
    [Test]
    public void Every_reason_of_every_example_has_its_words()
    {
        var reasons = RulesFolder
            .Book.Rules.OfType<IResidenceRule>()
            .SelectMany(rule =>
                ((Rule)rule).Examples.OfType<ResidenceExample>().SelectMany(example => rule.Answer(example.Question).Reasons)
            )
            .Select(reason => reason.Render(CultureInfo.InvariantCulture))
            .ToList();

        Assert.That(reasons, Is.Not.Empty);
        Assert.That(reasons, Has.None.Contains("{").And.None.Empty);
    }
}

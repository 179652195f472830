using System.Globalization;
using NUnit.Framework;

namespace Mobility.Rules.Tests;

/// <summary>Criteria and clauses of treaties in words.</summary>
public sealed class ParameterWordsTests
{
    [TestCase(
        ParameterUnit.Criterion,
        "domiciled_in_country and not home_abroad or au/residence-183",
        "“Domiciled in the country” and not “Home in another country” or au/residence-183"
    )]
    [TestCase(ParameterUnit.Criterion, "citizenships", "“Citizenships”")]
    [TestCase(ParameterUnit.TreatyClause, "calendar-year workdays", "Calendar year, Days worked while present")]
    [TestCase(ParameterUnit.TreatyClause, "host-tax-year 180", "Tax year of the host state, 180 days")]
    [TestCase(ParameterUnit.Days, "183", "183")]
    public void A_value_that_names_facts_is_put_into_words(ParameterUnit unit, string written, string words)
    {
        Assert.That(ParameterWords.Of(unit, written, CultureInfo.InvariantCulture), Is.EqualTo(words));
    }

    [Test]
    public void Every_value_of_the_rules_can_be_put_into_words()
    {
        var words = RulesFolder
            .Book.Rules.SelectMany(rule => rule.Parameters)
            .SelectMany(parameter =>
                parameter
                    .Values.Where(value => value.Written is not null)
                    .Select(value => ParameterWords.Of(parameter.Unit, value.Written!, CultureInfo.InvariantCulture))
            );

        Assert.That(words, Has.None.Empty.And.None.Contains("_"));
    }
}

using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence;

/// <summary>The substantial presence test as a finding where status leaves days out: 26 USC 7701(b)(3) and (5).</summary>
public sealed class WeightedYearsWithFactsTests
{
    private const string Rule = "us/substantial-presence";

    private const string StudentToJune =
        """[{"from": "2024-01-01", "to": "2024-06-30", "category": "student"}, {"from": "2024-07-01", "to": null, "category": "not-exempt"}]""";

    private static readonly LocalDate YearEnd = new(2024, 12, 31);

    private static readonly TravelRecord MostOfTheYear = new()
    {
        Stays =
        [
            new()
            {
                Country = "US",
                Arrive = new(2024, 1, 1),
                Depart = new(2024, 12, 20),
            },
        ],
    };

    [Test]
    public void Without_facts_every_day_counts()
    {
        var finding = Find(MostOfTheYear, FactSet.None);

        Assert.That((finding.Outcome, finding.TestMet), Is.EqualTo((Outcome.Breached, true)));
        Assert.That(finding.Figures!.Used, Is.EqualTo((Fraction)355), "366 less 11");
    }

    [Test]
    public void Days_of_a_student_are_left_out_and_the_answer_says_so_by_name()
    {
        var finding = Find(MostOfTheYear, FactSet.Read("us_status_periods", StudentToJune));

        Assert.That((finding.Outcome, finding.TestMet), Is.EqualTo((Outcome.Within, false)));
        Assert.That(Result(finding, "days_counted"), Is.EqualTo("173"), "31 + 31 + 30 + 31 + 30 + 20 from July on");
        Assert.That(Result(finding, "exempt_years"), Does.Contain("2024"));
        Assert.That(finding.Figures, Is.Null, "What the stays alone say is not shown as the answer.");
        Assert.That(finding.Assumptions.Select(a => a.Code), Has.Member("assume.no-forecast"));
    }

    [Test]
    public void Days_nobody_can_place_decide_where_they_would_make_up_the_number()
    {
        var record = MostOfTheYear with { UnknownSpans = [new(new(2024, 12, 21), YearEnd)] };
        var finding = Find(record, FactSet.Read("us_status_periods", StudentToJune));

        Assert.That((finding.Outcome, finding.TestMet), Is.EqualTo((Outcome.Undetermined, (bool?)null)), "173 or 184 of 183");
    }

    private static Finding Find(TravelRecord record, FactSet facts) =>
        ((IResidenceRule)RulesFolder.Book.Find(Rule)!).Find(record, facts, YearEnd);

    private static string Result(Finding finding, string name) => finding.Results.Single(r => r.Name == name).Value.GetRawText();
}

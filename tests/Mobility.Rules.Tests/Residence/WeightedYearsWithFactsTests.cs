using System.Globalization;
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

        Assert.That((finding.Outcome, finding.TestMet), Is.EqualTo((Outcome.Approaching, false)));
        Assert.That(Result(finding, "days_counted"), Is.EqualTo("173"), "31 + 31 + 30 + 31 + 30 + 20 from July on");
        Assert.That(Result(finding, "exempt_years"), Does.Contain("2024"));
        Assert.That(finding.Figures!.Used, Is.EqualTo((Fraction)173));
        var leftOut = finding.Days.Single(run => run.Reason.Code == "left-out.status");
        Assert.That((leftOut.From, leftOut.To), Is.EqualTo((new LocalDate(2024, 1, 1), new LocalDate(2024, 6, 30))));
    }

    [Test]
    public void Plans_under_the_status_do_not_count_and_plans_after_it_do()
    {
        var record = new TravelRecord
        {
            Stays =
            [
                new()
                {
                    Country = "US",
                    Arrive = new(2024, 2, 1),
                    Depart = new(2024, 12, 31),
                    Planned = true,
                },
            ],
        };
        var asOf = new LocalDate(2024, 1, 15);

        var student = Find(record, FactSet.Read("us_status_periods", StudentToJune), asOf);
        var worker = Find(record, FactSet.None, asOf);

        Assert.That(
            student.Breach!.On,
            Is.EqualTo(new LocalDate(2024, 12, 30)),
            "the 183rd day from 1 July: 31 + 31 + 30 + 31 + 30 + 30"
        );
        Assert.That(
            worker.Breach!.On,
            Is.EqualTo(new LocalDate(2024, 8, 1)),
            "the 183rd day from 1 February: 29 + 31 + 30 + 31 + 30 + 31 + 1"
        );
    }

    [Test]
    public void Days_that_sickness_took_are_left_out_by_their_cause()
    {
        var finding = Find(
            MostOfTheYear,
            FactSet.Read("unable_to_leave_periods", """[{"from": "2024-03-01", "to": "2024-03-10"}]""")
        );

        Assert.That(finding.Figures!.Used, Is.EqualTo((Fraction)345), "355 less 10");
        Assert.That(finding.Days.Single(run => run.Reason.Code == "left-out.unable-to-leave").Length, Is.EqualTo(10));
    }

    [FsCheck.NUnit.Property(MaxTest = 60)]
    public void The_figures_are_the_numbers_of_the_answer(int seed)
    {
        var random = new Random(seed);
        LocalDate Day() => new LocalDate(2018, 1, 1).PlusDays(random.Next(2500));
        var record = new TravelRecord
        {
            Stays = Enumerable
                .Range(0, random.Next(1, 8))
                .Select(_ => Day())
                .Select(from => new Stay
                {
                    Country = "US",
                    Arrive = from,
                    Depart = from.PlusDays(random.Next(0, 300)),
                })
                .ToList(),
        };
        string[] categories = ["student", "j-teacher-trainee", "foreign-government", "not-exempt", "green-card"];
        var spans = Enumerable
            .Range(0, random.Next(1, 4))
            .Select(_ => (From: Day(), Length: random.Next(0, 900), Category: categories[random.Next(categories.Length)]))
            .Select(s =>
                $$"""{"from": "{{s.From:uuuu-MM-dd}}", "to": "{{s.From.PlusDays(s.Length):uuuu-MM-dd}}", "category": "{{s.Category}}"}"""
            );

        var finding = Find(record, FactSet.Read("us_status_periods", $"[{string.Join(", ", spans)}]"), Day());

        Assert.That(
            finding.Figures!.Used,
            Is.EqualTo(
                new Fraction(long.Parse(Result(finding, "weighted_days_numerator_sixths"), CultureInfo.InvariantCulture), 6)
            )
        );
        Assert.That(
            finding
                .Days.Where(run => run is { Counted: true, Certainty: DayCertainty.Actual })
                .Aggregate((Fraction)0, (sum, run) => sum + (run.Weight * run.Length)),
            Is.EqualTo(finding.Figures.Used)
        );
    }

    [Test]
    public void Days_nobody_can_place_decide_where_they_would_make_up_the_number()
    {
        var record = MostOfTheYear with { UnknownSpans = [new(new(2024, 12, 21), YearEnd)] };
        var finding = Find(record, FactSet.Read("us_status_periods", StudentToJune));

        Assert.That((finding.Outcome, finding.TestMet), Is.EqualTo((Outcome.Undetermined, (bool?)null)), "173 or 184 of 183");
    }

    private static Finding Find(TravelRecord record, FactSet facts, LocalDate? asOf = null) =>
        ((IResidenceRule)RulesFolder.Book.Find(Rule)!).Find(record, facts, asOf ?? YearEnd);

    private static string Result(Finding finding, string name) => finding.Results.Single(r => r.Name == name).Value.GetRawText();
}

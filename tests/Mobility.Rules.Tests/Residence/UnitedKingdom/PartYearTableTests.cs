using Mobility.Rules.Residence;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence.UnitedKingdom;

/// <summary>The published tables of limits for part of a year, row by row: HMRC RDRM12170 and RDRM12270, by the last day before the UK part.</summary>
public sealed class PartYearTableTests
{
    [TestCase("2024-04-06", "2024-04-30", 1, 4, 7, 10)]
    [TestCase("2024-05-01", "2024-05-31", 2, 7, 15, 20)]
    [TestCase("2024-06-01", "2024-06-30", 4, 11, 22, 30)]
    [TestCase("2024-07-01", "2024-07-31", 5, 15, 30, 40)]
    [TestCase("2024-08-01", "2024-08-31", 6, 19, 37, 50)]
    [TestCase("2024-09-01", "2024-09-30", 7, 22, 45, 60)]
    [TestCase("2024-10-01", "2024-10-31", 9, 26, 52, 70)]
    [TestCase("2024-11-01", "2024-11-30", 10, 30, 60, 80)]
    [TestCase("2024-12-01", "2024-12-31", 11, 34, 67, 90)]
    [TestCase("2025-01-01", "2025-01-31", 12, 37, 75, 100)]
    [TestCase("2025-02-01", "2025-02-28", 14, 41, 82, 110)]
    [TestCase("2025-03-01", "2025-04-04", 15, 45, 90, 120)]
    public void The_limits_before_work_in_the_country_are_those_of_the_table(
        string from,
        string to,
        int for15,
        int for45,
        int for90,
        int for120
    )
    {
        Assert.Multiple(() =>
        {
            foreach (var day in (LocalDate[])[Day(from), Day(to)])
            {
                var answer = Asking.Ask(
                    "gb/split-year.permitted-limits",
                    (Facts.SplitYearCaseDeclared, 5),
                    (Facts.UkPartStartsDeclared, day.PlusDays(1))
                );

                Assert.That(
                    answer["substituted_limits_days"],
                    Is.EqualTo(
                        new Dictionary<string, int>
                        {
                            ["15"] = for15,
                            ["45"] = for45,
                            ["90"] = for90,
                            ["120"] = for120,
                        }
                    )
                );
            }
        });
    }

    /// <summary>The same reductions make the table of ties of somebody who died in the month (RDRM11960): 45 days are too few, one more is enough for three ties.</summary>
    [TestCase("2024-04-10", 4, 7)]
    [TestCase("2024-06-15", 11, 22)]
    [TestCase("2024-12-31", 34, 67)]
    [TestCase("2025-02-28", 41, 82)]
    [TestCase("2025-03-01", 45, 90)]
    [TestCase("2025-04-03", 45, 90)]
    public void The_table_of_ties_is_reduced_for_the_months_after_a_death(string died, int for45, int for90)
    {
        Assert.Multiple(() =>
        {
            Assert.That(Resident(died, for45, 3), Is.False);
            Assert.That(Resident(died, for45 + 1, 3), Is.True);
            Assert.That(Resident(died, for90, 2), Is.False);
            Assert.That(Resident(died, for90 + 1, 2), Is.True);
        });
    }

    private static bool? Resident(string died, int days, int ties) =>
        (bool?)
            Asking.Ask(
                "gb/statutory-residence-test",
                (Facts.DiedInYear, true),
                (Facts.DiedOn, Day(died)),
                (Facts.DaysPresentByYear, new Dictionary<string, int> { ["2024-25"] = days }),
                (Facts.ResidentPrior3YearsDeclared, true),
                (Facts.ResidentPriorYearDeclared, true),
                (Facts.AutomaticUkMetPrior3YearsDeclared, false),
                (Facts.AutomaticOverseasTestsMetDeclared, false),
                (Facts.AutomaticUk2MetDeclared, false),
                (Facts.AutomaticUk3MetDeclared, false),
                (Facts.TiesCountDeclared, ties)
            )["resident"];

    private static LocalDate Day(string text) =>
        LocalDate.FromDateTime(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
}

using FsCheck;
using FsCheck.Fluent;
using Mobility.Rules.Residence;
using Mobility.Rules.Residence.UnitedKingdom;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence.UnitedKingdom;

/// <summary>The test by a home finds the period that a search of every period finds.</summary>
public sealed class HomeTestTests
{
    private static readonly TaxYear Year = new(Asking.YearStart, Asking.YearEnd);
    private static readonly HomeLimits Limits = new(91, 30, 30, 30);

    [FsCheck.NUnit.Property(MaxTest = 400)]
    public Property Finds_what_a_search_of_every_period_finds() =>
        Prop.ForAll(
            Homes().ToArbitrary(),
            homes =>
            {
                var some = Enumerable
                    .Range(0, 1 << homes.Count(home => home.PresentDays is null))
                    .Select(choice => Search(Known(homes, choice)))
                    .Distinct()
                    .ToList();
                return HomeTest.IsMet(homes, "GB", Year, Limits) == (some.Count == 1 ? some[0] : null);
            }
        );

    [Test]
    public void Homes_nobody_told_of_leave_the_test_unknown_and_no_home_fails_it()
    {
        Assert.That(HomeTest.IsMet(null, "GB", Year, Limits), Is.Null);
        Assert.That(HomeTest.IsMet([], "GB", Year, Limits), Is.False);
    }

    [Test]
    public void One_home_cannot_have_two_numbers_of_days_in_one_year()
    {
        HomeSpan[] homes = [new(null, new(2024, 6, 5), "GB", 20, "flat"), new(new(2024, 6, 6), null, "GB", 40, "flat")];

        Assert.That(
            () => HomeTest.IsMet(homes, "GB", Year, Limits),
            Throws.TypeOf<QuestionException>().With.Message.Contains("'flat'").And.Message.Contains("20 and 40")
        );
    }

    /// <summary>A home with an unknown number of days once as little used as can be, once as much as its days in the year allow.</summary>
    private static List<HomeSpan> Known(List<HomeSpan> homes, int choice)
    {
        var known = new List<HomeSpan>();
        foreach (var home in homes)
        {
            if (home.PresentDays is not null)
            {
                known.Add(home);
                continue;
            }

            var most = Days(Asking.YearStart, Asking.YearEnd).Count(home.Contains);
            known.Add(home with { PresentDays = choice % 2 == 0 ? 0 : most });
            choice /= 2;
        }

        return known;
    }

    private static bool Search(List<HomeSpan> homes) =>
        homes
            .Where(home => home.Country == "GB" && home.PresentDays >= 30)
            .Any(home =>
                Days(Asking.YearStart.PlusDays(-90), Asking.YearEnd)
                    .Any(first =>
                    {
                        var period = Days(first, first.PlusDays(90)).ToList();
                        return period.TrueForAll(home.Contains)
                            && period.Count(day => day >= Asking.YearStart && day <= Asking.YearEnd) >= 30
                            && !homes.Exists(other =>
                                other.Country != "GB" && other.PresentDays >= 30 && period.Exists(other.Contains)
                            );
                    })
            );

    private static IEnumerable<LocalDate> Days(LocalDate from, LocalDate to) =>
        Enumerable.Range(0, Period.DaysBetween(from, to) + 1).Select(from.PlusDays);

    private static Gen<List<HomeSpan>> Homes() =>
        (
            from country in Gen.Elements("GB", "GB", "FR")
            from begins in Gen.Choose(-130, 400)
            from length in Gen.Frequency((3, Gen.Choose(85, 97)), (1, Gen.Choose(1, 400)))
            from open in Gen.Choose(0, 9)
            from present in Gen.Elements<int?>(29, 30, 60, null)
            select new HomeSpan(
                open == 0 ? null : Asking.YearStart.PlusDays(begins),
                open == 1 ? null : Asking.YearStart.PlusDays(begins + length),
                country,
                present,
                null
            )
        )
            .ListOf(4)
            .Select(homes => homes.ToList());
}

using Mobility.Rules.Trips;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Trips;

/// <summary>The rules count what sets of dates count, on records as messy as real ones.</summary>
public sealed class CountingTests
{
    private static readonly LocalDate AsOf = Records.AsOf;

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Records)], MaxTest = 120)]
    public void Schengen_counts_what_a_set_of_dates_counts(TravelRecord record)
    {
        var days = new BruteForce(record, AsOf, AsOf.PlusDays(180), Member, midnights: false, permitsMatter: true);
        var finding = RulesFolder.Book.Evaluate("schengen/short-stay-90-180", record, AsOf);
        var (from, figures) = (AsOf.PlusDays(-179), finding.Figures!);
        var (used, unknown) = (days.Actual(from, AsOf), days.Unknown(from, AsOf));
        var forecastOver = FirstDay(AsOf.PlusDays(1), day => days.IsPlanned(day) && Window(days, day, true) > 90);
        var forecastOverForSure = FirstDay(AsOf.PlusDays(1), day => days.IsPlanned(day) && Window(days, day, false) > 90);

        Assert.Multiple(() =>
        {
            Assert.That(figures.Used, Is.EqualTo((Fraction)used));
            Assert.That(figures.Unknown, Is.EqualTo((Fraction)unknown));
            Assert.That(figures.LeftLow, Is.EqualTo(Math.Max(0, 90 - used - unknown)));
            Assert.That(figures.LeftHigh, Is.EqualTo(Math.Max(0, 90 - used)));
            Assert.That(finding.Outcome == Outcome.Breached, Is.EqualTo(used > 90));
            Assert.That(finding.Outcome == Outcome.Undetermined, Is.EqualTo(used <= 90 && used + unknown > 90));
            Assert.That(finding.Outcome == Outcome.BreachForecast, Is.EqualTo(used + unknown <= 90 && forecastOver is not null));
            if (finding.Outcome == Outcome.BreachForecast)
            {
                Assert.That(finding.Breach!.On, Is.EqualTo(forecastOver));
                Assert.That(finding.Breach.OnWithoutUnknown, Is.EqualTo(forecastOverForSure));
            }

            AssertSafe(
                finding.LatestSafeExit!,
                (entering, day, withUnknown) => days.AllIfStayingFrom(entering, day.PlusDays(-179), day, withUnknown) <= 90
            );
            Assert.That(
                finding.Days.Where(run => run.Counted && run.From <= AsOf).Sum(run => run.Length),
                Is.EqualTo(used + unknown)
            );
            Assert.That(finding.Parts.Sum(part => part.Used + part.Unknown), Is.EqualTo(used + unknown));
        });
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Records)], MaxTest = 120)]
    public void Substantial_presence_counts_what_sets_of_dates_count(TravelRecord record)
    {
        var end = new LocalDate(2026, 12, 31);
        var days = new BruteForce(record, AsOf, end, Only("US"), midnights: false, permitsMatter: false);
        var finding = RulesFolder.Book.Evaluate("us/substantial-presence", record, AsOf);
        var figures = finding.Figures!;

        long Sixths(Func<LocalDate, LocalDate, int> count, LocalDate upTo) =>
            (6 * count(new(upTo.Year, 1, 1), upTo))
            + (2 * count(new(upTo.Year - 1, 1, 1), new(upTo.Year - 1, 12, 31)))
            + count(new(upTo.Year - 2, 1, 1), new(upTo.Year - 2, 12, 31));
        bool Met(LocalDate day, bool withUnknown) =>
            days.All(new(day.Year, 1, 1), day, withUnknown) >= 31 && Sixths((a, b) => days.All(a, b, withUnknown), day) >= 1098;

        var used = Sixths(days.Actual, AsOf);
        var thisYear = days.Actual(new(2025, 1, 1), AsOf);
        var met = thisYear >= 31 && used >= 1098;
        var metIfUnknown = Met(AsOf, true);
        var forecast = FirstDay(AsOf.PlusDays(1), day => days.IsPlanned(day) && Met(day, true));

        Assert.Multiple(() =>
        {
            Assert.That(figures.Used, Is.EqualTo(new Fraction(used, 6)));
            Assert.That(figures.Unknown, Is.EqualTo(new Fraction(Sixths(days.Unknown, AsOf), 6)));
            Assert.That(figures.Planned, Is.EqualTo((Fraction)days.Planned(new(2025, 1, 1), new(2025, 12, 31))));
            Assert.That(finding.Outcome == Outcome.Breached, Is.EqualTo(met));
            Assert.That(finding.Outcome == Outcome.Undetermined, Is.EqualTo(!met && metIfUnknown));
            Assert.That(finding.Outcome == Outcome.BreachForecast, Is.EqualTo(!metIfUnknown && forecast is not null));
            if (finding.Outcome == Outcome.BreachForecast)
            {
                Assert.That(finding.Breach!.On, Is.EqualTo(forecast));
            }

            var left = 0;
            while (left < 400 && !(thisYear + left + 1 >= 31 && used + (6 * (left + 1)) >= 1098))
            {
                left++;
            }

            Assert.That(figures.LeftHigh, Is.EqualTo(met ? 0 : left));
            if (!met)
            {
                AssertSafe(
                    finding.LatestSafeExit!,
                    (entering, day, withUnknown) =>
                    {
                        int Count(LocalDate a, LocalDate b) => days.AllIfStayingFrom(entering, a, b, withUnknown);
                        return Count(new(day.Year, 1, 1), day) < 31 || Sixths(Count, day) < 1098;
                    }
                );
            }
        });
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Records)], MaxTest = 120)]
    public void Midnights_count_what_a_set_of_nights_counts(TravelRecord record)
    {
        var (from, to) = (new LocalDate(2024, 4, 6), new LocalDate(2025, 4, 5));
        var nights = new BruteForce(record, AsOf, to.PlusYears(1), Only("GB"), midnights: true, permitsMatter: false);
        var finding = RulesFolder.Book.Evaluate("gb/midnights-183", record, AsOf);
        var used = nights.Actual(from, AsOf);
        var unknown = nights.Unknown(from, AsOf);

        Assert.Multiple(() =>
        {
            Assert.That(finding.Period, Is.EqualTo("2024-25"));
            Assert.That(finding.Figures!.Used, Is.EqualTo((Fraction)used));
            Assert.That(finding.Figures.Unknown, Is.EqualTo((Fraction)unknown));
            Assert.That(finding.Figures.Planned, Is.EqualTo((Fraction)nights.Planned(AsOf.PlusDays(1), to)));
            Assert.That(finding.Figures.LeftLow, Is.EqualTo(Math.Max(0, 182 - used - unknown)));
            Assert.That(
                finding.TestMet,
                Is.EqualTo(
                    used >= 183 ? true
                    : used + unknown >= 183 ? null
                    : (bool?)false
                )
            );
            Assert.That(
                finding.Days.Where(run => run.Counted && run.To <= to).Sum(run => run.Length),
                Is.EqualTo(used + unknown + nights.Planned(AsOf.PlusDays(1), to))
            );
        });
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Records)], MaxTest = 60)]
    public void The_order_and_the_repetition_of_stays_change_no_number(TravelRecord record)
    {
        var other = record with { Stays = record.Stays.Reverse().Concat(record.Stays).ToList() };
        foreach (var rule in RulesFolder.Book.DayRules)
        {
            var (a, b) = (rule.Evaluate(record, AsOf), rule.Evaluate(other, AsOf));

            Assert.Multiple(() =>
            {
                Assert.That(b.Figures, Is.EqualTo(a.Figures));
                Assert.That(b.Outcome, Is.EqualTo(a.Outcome));
                Assert.That(b.Breach?.On, Is.EqualTo(a.Breach?.On));
                Assert.That(b.AlertsReached.Select(alert => alert.On), Is.EqualTo(a.AlertsReached.Select(alert => alert.On)));
            });
        }
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Records)], MaxTest = 60)]
    public void A_finding_comes_back_from_JSON_as_it_was(TravelRecord record)
    {
        foreach (var finding in RulesFolder.Book.EvaluateDayRules(record, AsOf))
        {
            var json = FindingJson.Serialize(finding);
            var back = FindingJson.Deserialize(json);

            Assert.That(FindingJson.Serialize(back), Is.EqualTo(json));
            Assert.That(back.Figures, Is.EqualTo(finding.Figures));
            Assert.That(back.Days, Is.EqualTo(finding.Days));
            Assert.That(back.ParametersUsed, Is.EqualTo(finding.ParametersUsed));
            Assert.That(back.Summary, Is.EqualTo(finding.Summary));
        }
    }

    private static LocalDate? Member(string country) =>
        country switch
        {
            "FR" or "DE" => new(1995, 3, 26),
            "HR" => new(2023, 1, 1),
            "RO" => new(2024, 3, 31),
            _ => null,
        };

    private static Func<string, LocalDate?> Only(string country) => other => other == country ? LocalDate.MinIsoValue : null;

    private static int Window(BruteForce days, LocalDate day, bool withUnknown) => days.All(day.PlusDays(-179), day, withUnknown);

    private static LocalDate? FirstDay(LocalDate from, Func<LocalDate, bool> holds)
    {
        for (var day = from; day <= Records.AsOf.PlusYears(3); day = day.PlusDays(1))
        {
            if (holds(day))
            {
                return day;
            }
        }

        return null;
    }

    /// <summary>Every day of the stay up to the exit is safe, and the day after is not.</summary>
    private static void AssertSafe(SafeExit exit, Func<LocalDate, LocalDate, bool, bool> isSafe)
    {
        foreach (var (last, withUnknown) in new[] { (exit.WithUnknown, true), (exit.WithoutUnknown, false) })
        {
            for (var day = exit.Entering; day <= last; day = day.PlusDays(1))
            {
                Assert.That(isSafe(exit.Entering, day, withUnknown), Is.True, $"{day} of the stay from {exit.Entering}");
            }

            var next = last?.PlusDays(1) ?? exit.Entering;
            Assert.That(isSafe(exit.Entering, next, withUnknown), Is.False, $"{next} after the stay from {exit.Entering}");
        }
    }
}

using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Trips;

/// <summary>What a sweep counts is what the rule says when it is asked about the day: no number of a sweep is without its reasons.</summary>
public sealed class SweepTests
{
    private static readonly LocalDate AsOf = Records.AsOf;

    [Test]
    public void Every_rule_that_counts_days_can_be_swept() =>
        Assert.That(
            RulesFolder.Book.DayRules,
            Is.Not.Empty.And.All.Matches<DayRule>(rule => rule is RollingWindowRule or YearRule)
        );

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Records)], MaxTest = 20)]
    public void A_sweep_of_windows_says_what_the_rule_says_on_each_day(TravelRecord random)
    {
        var record = WithPurposes(random);
        foreach (var rule in RulesFolder.Book.DayRules.OfType<RollingWindowRule>())
        {
            var from = AsOf.PlusDays(-250);
            var totals = new RollingWindowSweep(rule, from, AsOf).Read(record);
            var (used, unknown) = (new int[251], new int[251]);
            totals.Used(from, used);
            totals.Unknown(from, unknown);
            LocalDate? firstOver = null;
            for (var i = 0; i < used.Length; i++)
            {
                var day = from.PlusDays(i);
                var finding = rule.Evaluate(record, day);
                Assert.That((Fraction)used[i], Is.EqualTo(finding.Figures!.Used), $"{rule.Id} used on {day}");
                Assert.That((Fraction)unknown[i], Is.EqualTo(finding.Figures.Unknown), $"{rule.Id} unknown on {day}");
                firstOver ??= finding.Outcome == Outcome.Breached ? day : null;
            }

            Assert.That(totals.FirstOver(), Is.EqualTo(firstOver), rule.Id);
        }
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Records)], MaxTest = 150)]
    public void A_sweep_of_years_says_what_the_rule_says_at_the_end_of_each_year(TravelRecord random)
    {
        var record = WithPurposes(random);
        foreach (var rule in RulesFolder.Book.DayRules.OfType<YearRule>())
        {
            var sweep = new YearSweep(rule, 2021, 2026);
            var totals = new YearTotal[6];
            sweep.Count(record, totals);
            var starts = rule.YearStarts.Values[^1].MonthDay;
            foreach (var (label, total) in sweep.Years.Zip(totals))
            {
                var finding = rule.Evaluate(record, TaxYear.Named(label, starts)!.To);
                Assert.That(finding.Period, Is.EqualTo(label));
                Assert.That(total.Used, Is.EqualTo(finding.Figures!.Used), $"{rule.Id} used in {label}");
                Assert.That(total.Unknown, Is.EqualTo(finding.Figures.Unknown), $"{rule.Id} unknown in {label}");
                Assert.That(total.Days, Is.EqualTo(finding.Parts[^1].Used), $"{rule.Id} days of {label}");
                Assert.That(total.IsMet, Is.EqualTo(finding.TestMet == true), $"{rule.Id} met in {label}");
            }
        }
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Records)], MaxTest = 20)]
    public void A_sweep_of_hosts_says_what_the_treaty_rule_says_and_what_dates_counted_one_by_one_say(TravelRecord random)
    {
        var record = WithPurposes(random);
        var rule = RulesFolder.Book.Find("treaty/article-15-183")!;
        var (from, to) = (AsOf.PlusDays(-901), AsOf.PlusDays(1200));
        string[] hosts = ["US", "FR"];
        var totals = new HostTotal[hosts.Length];
        new TreatySweep(rule, hosts, from, to).Count(record, totals);
        foreach (var (host, total) in hosts.Zip(totals))
        {
            var question = new ResidenceQuestion
            {
                AsOf = to,
                Stays = record.Stays,
                Facts = FactSet
                    .None.With(Facts.HostCountry, host)
                    .With(Facts.HostTaxYearStarts, new AnnualDate(1, 1))
                    .With(
                        Facts.TreatyClauses,
                        new List<TreatyClauseSpan> { new(null, null, TreatyClause.Rolling12Months, TreatyUnit.Presence) }
                    ),
            };
            var answer = ((IResidenceRule)rule).Answer(question);
            var exceeds = (Dictionary<string, bool>)answer["exceeds_183_on"]!;
            Assert.That(total.Largest, Is.EqualTo(answer["max_days_in_window"]), host);
            Assert.That(total.FirstOver is not null, Is.EqualTo(exceeds.ContainsValue(true)), host);
            Assert.That(total, Is.EqualTo(OneByOne(record, host, from, to)), host);
        }
    }

    [Test]
    public void A_window_of_twelve_months_has_the_29_February_of_its_leap_year()
    {
        // All of 29 February 2024 to 28 February 2025 is 366 days; the twelve months that end a day later begin on 2 March 2024 and have 364 of them.
        var stay = new Stay
        {
            Country = "FR",
            Arrive = new(2024, 2, 29),
            Depart = new(2025, 2, 28),
        };
        var totals = new HostTotal[1];
        var rule = RulesFolder.Book.Find("treaty/article-15-183")!;
        new TreatySweep(rule, ["FR"], new(2024, 1, 1), new(2025, 12, 31)).Count(new() { Stays = [stay] }, totals);

        // 29 February is day 1, so that the 184th day is 30 August: 1 + 31 + 30 + 31 + 30 + 31 + 30.
        Assert.That(totals[0], Is.EqualTo(new HostTotal(366, new(2024, 8, 30))));
    }

    [Test]
    public void Days_a_rule_does_not_cover_are_refused()
    {
        var book = RulesFolder.Book;
        var windows = (RollingWindowRule)book.Find("schengen/short-stay-90-180")!;
        var midnights = (YearRule)book.Find("gb/midnights-183")!;
        Assert.That(
            () => new RollingWindowSweep(windows, windows.CoversFrom.PlusDays(-1), AsOf),
            Throws.ArgumentException.With.Message.Contains("does not cover 2013-10-17")
        );
        Assert.That(() => new YearSweep(midnights, 2012, 2014), Throws.ArgumentException.With.Message.Contains("2012"));
        Assert.That(() => new YearSweep(midnights, 2014, 2013), Throws.ArgumentException);
        Assert.That(() => new TreatySweep(windows, ["FR"], AsOf, AsOf), Throws.ArgumentException);
        var totals = new RollingWindowSweep(windows, AsOf, AsOf).Read(TravelRecord.Empty);
        Assert.That(() => totals.Used(AsOf, new int[2]), Throws.ArgumentException.With.Message.Contains("2025-03-14"));
    }

    /// <summary>Stays as odd as they get: commutes, ship crew, and transits with, without and between times.</summary>
    private static TravelRecord WithPurposes(TravelRecord record) =>
        record with
        {
            Stays = record
                .Stays.Select(
                    (stay, i) =>
                        (i % 7) switch
                        {
                            1 => stay with { Purpose = StayPurpose.Commute },
                            2 => stay with { Purpose = StayPurpose.ShipCrew },
                            3 => stay with { Purpose = StayPurpose.Transit },
                            4 => stay with
                            {
                                Purpose = StayPurpose.Transit,
                                Depart = stay.Arrive.PlusDays(1),
                                ArriveTime = new LocalTime(10, 0),
                                DepartTime = new LocalTime(9 + (i % 3), 0),
                            },
                            5 => stay with { Depart = stay.Arrive },
                            _ => stay,
                        }
                )
                .ToList(),
        };

    private static HostTotal OneByOne(TravelRecord record, string host, LocalDate from, LocalDate to)
    {
        var there = new bool[Period.DaysBetween(from, to) + 1];
        foreach (var stay in record.Stays.Where(stay => stay.Country == host && stay.Purpose != StayPurpose.Transit))
        {
            for (var day = stay.Arrive; day <= (stay.Depart ?? to); day = day.PlusDays(1))
            {
                there[Period.DaysBetween(from, day)] = true;
            }
        }

        var (largest, firstOver) = (0, (LocalDate?)null);
        for (var i = 0; i < there.Length; i++)
        {
            var day = from.PlusDays(i);
            var start = Math.Max(0, Period.DaysBetween(from, day.PlusYears(-1)) + 1);
            var total = there[start..(i + 1)].Count(present => present);
            largest = Math.Max(largest, total);
            firstOver ??= total > 183 ? day : null;
        }

        return new(largest, firstOver);
    }
}

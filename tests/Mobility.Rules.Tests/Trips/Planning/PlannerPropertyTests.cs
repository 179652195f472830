using Mobility.Rules.Trips;
using Mobility.Rules.Trips.Planning;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Trips.Planning;

/// <summary>Whatever is recorded: what the planner offers passes nothing, a day more would, and nothing earlier is possible. Counted date by date.</summary>
public sealed class PlannerPropertyTests
{
    private static readonly LocalDate AsOf = Records.AsOf;

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Records)], MaxTest = 60)]
    public void In_the_Schengen_area(TravelRecord record, byte wait, byte length) =>
        HoldsFor(
            "schengen/short-stay-90-180",
            record,
            "FR",
            wait,
            length,
            rule => SlowPlanner.Schengen((RollingWindowRule)rule, record, AsOf, "FR")
        );

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Records)], MaxTest = 60)]
    public void In_the_United_States(TravelRecord record, byte wait, byte length) =>
        HoldsFor("us/substantial-presence", record, "US", wait, length, _ => SlowPlanner.UnitedStates(record, AsOf));

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Records)], MaxTest = 60)]
    public void In_the_United_Kingdom(TravelRecord record, byte wait, byte length) =>
        HoldsFor("gb/midnights-183", record, "GB", wait, length, _ => SlowPlanner.UnitedKingdom(record, AsOf));

    private static void HoldsFor(
        string ruleId,
        TravelRecord record,
        string country,
        byte wait,
        byte length,
        Func<Rule, SlowPlanner> slowly
    )
    {
        var slow = slowly(RulesFolder.Book.Find(ruleId)!);
        var planner = new TripPlanner(RulesFolder.Book, record, AsOf, country, isLimit: rule => rule.Id == ruleId);
        var (from, to) = (AsOf.PlusDays(1 + wait), AsOf.PlusDays(1 + wait + length));
        var plan = planner.Plan(from, to);
        var passed = slow.FirstPassed(from, to);

        Assert.That(
            plan.Passes.Select(p => p.On),
            Is.EqualTo(passed is { } day ? [day] : Array.Empty<LocalDate>()),
            "the stay itself"
        );
        if (plan.LatestSafeExit is { } exit)
        {
            Assert.That(slow.FirstPassed(from, exit), Is.Null, $"leaving on {exit} passes nothing");
            Assert.That(slow.FirstPassed(from, exit.PlusDays(1)), Is.EqualTo(plan.ExitReason!.On), "a day more does");
        }
        else if (plan.IsUnlimited)
        {
            Assert.That(slow.FirstPassed(from, from.PlusDays(TripPlanner.LongestStay)), Is.Null, "nothing limits it");
        }
        else
        {
            Assert.That(slow.FirstPassed(from, from), Is.Not.Null, "even the first day is too many");
        }

        Assert.That(plan.Shorter?.To, Is.EqualTo(passed is null ? null : plan.LatestSafeExit), "shortened as little as possible");
        if (passed is null)
        {
            Assert.That(plan.Later, Is.Null, "what passes nothing needs no other dates");
            return;
        }

        var until = plan.Later?.From ?? plan.LookedUntil.PlusDays(1);
        for (var start = from.PlusDays(1); start < until; start = start.PlusDays(1))
        {
            var end = start.PlusDays(length);
            Assert.That(
                slow.IsInTheWay(start, end) || slow.FirstPassed(start, end) is not null,
                $"{start} is earlier and possible"
            );
        }

        if (plan.Later is { } later)
        {
            Assert.That(slow.FirstPassed(later.From, later.To), Is.Null, "the later stay passes nothing");
            Assert.That(slow.IsInTheWay(later.From, later.To), Is.False);
            Assert.That(Period.DaysBetween(later.From, later.To), Is.EqualTo(length), "it is as long");
        }
    }
}

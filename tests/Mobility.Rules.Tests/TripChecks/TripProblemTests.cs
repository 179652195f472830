using Mobility.Rules.TripChecks;
using NUnit.Framework;

namespace Mobility.Rules.Tests.TripChecks;

/// <summary>Trips that cannot be are refused with the field and the mend.</summary>
public sealed class TripProblemTests
{
    private static readonly TripLeg Usual = Trips.Leg("FR", new(2026, 12, 7), new(2026, 12, 18));

    [Test]
    public void A_trip_to_nowhere_is_refused()
    {
        Assert.That(
            new Trip { Legs = [] }
                .Problems()
                .Single()
                .Field,
            Is.EqualTo(TripField.Legs)
        );
    }

    [Test]
    public void A_stay_that_ends_before_it_begins_is_refused_with_both_days()
    {
        var problem = new Trip { Legs = [Usual with { To = new(2026, 12, 6) }] }
            .Problems()
            .Single();

        Assert.That((problem.Field, problem.Index), Is.EqualTo((TripField.To, 0)));
        Assert.That(problem.What.Words(), Is.EqualTo("The stay ends on 6 Dec 2026, before it begins on 7 Dec 2026."));
    }

    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(12, true)]
    [TestCase(13, false)]
    public void Days_of_an_activity_lie_between_one_and_the_days_of_the_stay(int days, bool fine)
    {
        var trip = new Trip { Legs = [Usual with { Activities = [new(TripActivityKind.Services, days)] }] };

        Assert.That(trip.Problems().Count == 0, Is.EqualTo(fine));
    }

    [Test]
    public void The_same_activity_twice_is_refused()
    {
        var trip = new Trip
        {
            Legs = [Usual with { Activities = [new(TripActivityKind.Services, 1), new(TripActivityKind.Services, 2)] }],
        };

        Assert.That(trip.Problems().Single().What.Words(), Does.StartWith("“services” is there twice"));
    }

    /// <summary>Auckland to Honolulu: leave on 18 December and arrive on the 17th. The stays share two days.</summary>
    [TestCase(18, 0)]
    [TestCase(17, 0)]
    [TestCase(16, 1)]
    public void Across_the_date_line_somebody_may_arrive_before_they_left(int arrive, int problems)
    {
        var trip = new Trip { Legs = [Usual with { Country = "NZ" }, Trips.Leg("US", new(2026, 12, arrive), new(2026, 12, 22))] };

        Assert.That(trip.Problems(), Has.Count.EqualTo(problems));
    }

    [Test]
    public void A_paper_that_ends_before_it_begins_is_refused()
    {
        var trip = new Trip
        {
            Legs = [Usual],
            Documents = [new(TripDocumentKind.Visa, "FR", new(2026, 12, 2), new(2026, 12, 1))],
        };

        Assert.That(trip.Problems().Single().Field, Is.EqualTo(TripField.Documents));
    }

    [Test]
    public void A_trip_with_a_problem_is_not_checked()
    {
        var question = Trips.Grenoble.To(Usual with { To = new(2026, 12, 1) });

        Assert.That(
            () => RulesFolder.Book.CheckTrip(question),
            Throws.ArgumentException.With.Message.Contains("before it begins on 7 Dec 2026")
        );
    }

    [Test]
    public void Every_sentence_of_a_trip_is_there_with_its_arguments()
    {
        // Renders every result of trips that go different ways; a missing text or argument throws.
        string[] countries = ["FR", "DE", "DK", "CH", "AT", "US", "GB", "IN", "CL", "NL", "SG"];
        var trips = countries
            .SelectMany(country =>
                Enum.GetValues<TripParty>()
                    .Select(party =>
                        Trips.Grenoble.For(party, EmployerRole.Directs).To(country, Trips.Do(TripActivityKind.Services, null))
                    )
            )
            .Concat(Enum.GetValues<TripActivityKind>().Select(activity => Trips.Grenoble.To("DK", Trips.Do(activity, 3))));
        foreach (var result in trips.SelectMany(trip => RulesFolder.Book.CheckTrip(trip).Results))
        {
            var all = result
                .Reasons.Concat(result.ToGreen)
                .Concat(result.Assumptions)
                .Concat(result.Asks.Select(ask => ask.What))
                .Concat(result.Tasks.SelectMany(task => new[] { task.What, task.Why }))
                .Append(result.Summary);
            Assert.That(all.Select(text => text.Words()), Is.All.Not.Contains("{"));
        }
    }
}

using Mobility.Rules.Trips;
using Mobility.Rules.Trips.Planning;
using Mobility.Testing;
using NodaTime;

namespace Mobility.Benchmarks;

/// <summary>How long it takes to find other dates for a trip that goes too far, by the kind of rule that stands against it.</summary>
internal static class PlanRun
{
    private const int WarmUp = 20;
    private const int Measured = 200;
    private static readonly LocalDate Today = new(2026, 11, 22);

    public static async Task<int> RunAsync()
    {
        var book = TestRules.Repository;
        // Three years of journeys of eight days every twelve, so that the windows are never empty.
        string[] places = ["DE", "US", "IE", "FR", "ZA"];
        var stays = Enumerable
            .Range(0, 90)
            .Select(i => new Stay
            {
                Country = places[i % places.Length],
                Arrive = Today.PlusDays(-12 * (i + 1)),
                Depart = Today.PlusDays((-12 * (i + 1)) + 7),
            })
            .ToList();
        var record = new TravelRecord
        {
            Stays = stays,
            HomeCountry = "GB",
            Citizenships = ["GB"],
        };
        Console.WriteLine(
            $"{stays.Count} stays; limits, latest exit, other dates and the next stay, {Measured} times after {WarmUp} to warm up:"
        );
        foreach (var (country, days) in ((string, int)[])[("FR", 80), ("FR", 120), ("US", 170), ("IE", 190), ("ZA", 200)])
        {
            var from = Today.PlusDays(20);
            TripPlan? plan = null;
            var times = new Times($"{country}, {days} days", WarmUp, Measured);
            for (var i = 0; i < WarmUp + Measured; i++)
            {
                await times.TakeAsync(() =>
                {
                    plan = new TripPlanner(book, record, Today, country).Plan(from, from.PlusDays(days - 1));
                    return Task.CompletedTask;
                });
            }
            Console.WriteLine(
                $"{times.Write()} ({plan!.Limits.Count} limits; passes {plan.Passes.Count}, later {plan.Later?.From})"
            );
        }
        return 0;
    }
}

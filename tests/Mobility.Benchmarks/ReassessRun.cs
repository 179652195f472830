using Mobility.Casework.Assessments;
using Mobility.Casework.Trips;
using Mobility.Rules.Residence;
using Mobility.Testing;

namespace Mobility.Benchmarks;

/// <summary>How long it takes until everything that follows from a new trip is known: for the rules alone, for the review, and for the whole act.</summary>
internal static class ReassessRun
{
    private const int Before = 60;
    private const int WarmUp = 100;
    private const int Measured = 200;
    private static readonly string[] Places = ["DE", "US", "GB", "FR", "NL"];

    public static async Task<int> RunAsync()
    {
        using var casework = new TestCasework(TestRules.Repository);
        var today = casework.Now.InUtc().Date;
        var file = await casework.OpenCaseAsync(start: today.PlusYears(-2), end: today.PlusYears(1));
        var first = today.PlusDays(-16 * Before);
        for (var i = 0; i < Before; i++)
        {
            await casework.RecordAsync(file, Places[i % Places.Length], first.PlusDays(i * 16), first.PlusDays((i * 16) + 9));
        }

        var days = new Times("findings of all rules that count days", WarmUp, Measured);
        var residence = new Times("findings of residence of its five countries", WarmUp, Measured);
        var review = new Times("review: findings, deadlines, alerts, saved", WarmUp, Measured);
        var whole = new Times("recording the trip, with its history and the review", WarmUp, Measured);
        for (var i = 0; i < WarmUp + Measured; i++)
        {
            var day = first.PlusDays(-2);
            Trip? added = null;
            await whole.TakeAsync(async () => added = await casework.RecordAsync(file, Places[i % Places.Length], day, day));
            await review.TakeAsync(() =>
                casework.DoAsync<CaseReview>(r => r.RefreshAsync(file.Id, casework.Change(), CancellationToken.None))
            );
            var record = await casework.ReadAsync(db => db.LoadAsync(file.AssigneeId, null, CancellationToken.None));
            await days.TakeAsync(() => Task.FromResult(TestRules.Repository.EvaluateDayRules(record, today)));
            await residence.TakeAsync(() =>
                Task.FromResult(TestRules.Repository.EvaluateResidence(record, FactSet.None, today, Places))
            );
            // So that the next one is added to as many.
            await casework.DoAsync<TripService>(t =>
                t.RemoveAsync(file.Id, added!.Id, casework.Change(), CancellationToken.None)
            );
        }

        Console.WriteLine(
            $"A case with {Before} stays in {Places.Length} countries and one more, {Measured} times after {WarmUp} to warm up:"
        );
        foreach (var times in (Times[])[days, residence, review, whole])
        {
            Console.WriteLine(times.Write());
        }

        return 0;
    }
}

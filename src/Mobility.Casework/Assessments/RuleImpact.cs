using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Rules;
using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Casework.Assessments;

/// <summary>
/// An answer about a person that another rule book would give otherwise. An outcome is null where that book does not ask the rule; the number
/// is the days used and the limit, <c>174 / 183</c>, and null where nothing was counted.
/// </summary>
public sealed record ImpactOnCase(
    string Number,
    string Person,
    string RuleId,
    Outcome? Before,
    Outcome? After,
    string? NumberBefore,
    string? NumberAfter,
    IReadOnlyList<MovedValue> Values
);

/// <summary>What another rule book would move, before it goes live.</summary>
/// <param name="Rules">Rules that decide otherwise: other values, new or gone.</param>
/// <param name="Cases">How many running cases were asked.</param>
/// <param name="Moved">Outcomes that would move, by case and rule.</param>
public sealed record ImpactReport(IReadOnlyList<string> Rules, int Cases, IReadOnlyList<ImpactOnCase> Moved);

/// <summary>
/// Asks two rule books about the running cases as they stand, and only the rules in which the books differ. Nothing is written. Deadlines are
/// not compared.
/// </summary>
public static class RuleImpact
{
    private const int Batch = 100;

    /// <summary>Compares what two books say about every running case.</summary>
    /// <param name="db">Where the cases are.</param>
    /// <param name="before">The book that is live.</param>
    /// <param name="after">The book that may be.</param>
    /// <param name="now">The moment that decides everybody's day.</param>
    /// <param name="progress">Told of the cases asked so far, and of all.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    public static async Task<ImpactReport> CompareAsync(
        MobilityDbContext db,
        RuleBook before,
        RuleBook after,
        Instant now,
        IProgress<(int Asked, int All)>? progress,
        CancellationToken cancellation
    )
    {
        var rules = Differing(before, after);
        var ids =
            rules.Count == 0
                ? []
                : await db
                    .Cases.Where(c => c.CancelledOn == null && c.ClosedOn == null)
                    .OrderBy(c => c.Number)
                    .Select(c => c.Id)
                    .ToListAsync(cancellation);
        var moved = new List<ImpactOnCase>();
        var asked = 0;
        foreach (var batch in ids.Chunk(Batch))
        {
            var facts = await ReviewFacts.LoadAsync(db, batch, cancellation);
            foreach (var file in facts.Cases)
            {
                var person = file.Assignee!;
                var record = facts.TravelOf(person);
                var declared = facts.Declared[person.Id].ToList();
                var today = now.DateIn(person.TimeZone);
                moved.AddRange(
                    Compare(
                        before,
                        after,
                        Ask(before).ToDictionary(f => f.RuleId),
                        Ask(after).ToDictionary(f => f.RuleId),
                        (file.Number, person.FullName)
                    )
                );

                IReadOnlyList<Finding> Ask(RuleBook book) =>
                    AssessmentService.Evaluate(book, record, declared, today, [file.HostCountry], rules.Contains);
            }
            asked += batch.Length;
            progress?.Report((asked, ids.Count));
        }
        return new(
            [.. rules.Order(StringComparer.Ordinal)],
            ids.Count,
            [.. moved.OrderBy(m => m.Number, StringComparer.Ordinal).ThenBy(m => m.RuleId, StringComparer.Ordinal)]
        );
    }

    private static IEnumerable<ImpactOnCase> Compare(
        RuleBook before,
        RuleBook after,
        Dictionary<string, Finding> was,
        Dictionary<string, Finding> would,
        (string Number, string Person) file
    )
    {
        foreach (var id in was.Keys.Union(would.Keys))
        {
            var (old, next) = (was.GetValueOrDefault(id), would.GetValueOrDefault(id));
            if (old?.Outcome != next?.Outcome)
            {
                yield return new(
                    file.Number,
                    file.Person,
                    id,
                    old?.Outcome,
                    next?.Outcome,
                    NumberOf(old),
                    NumberOf(next),
                    old is null ? [] : ValuesBehind.Moved(ValuesBehind.Of(old, before), after)
                );
            }
        }
    }

    private static string? NumberOf(Finding? finding) =>
        finding?.Figures is { } figures
            ? $"{figures.Used.ToMixedString(CultureInfo.InvariantCulture)} / {figures.Limit.ToMixedString(CultureInfo.InvariantCulture)}"
            : null;

    /// <summary>Rules that are new, gone or decide otherwise, and those that build on one.</summary>
    private static HashSet<string> Differing(RuleBook before, RuleBook after)
    {
        var found = before
            .Rules.Concat(after.Rules)
            .Select(r => r.Id)
            .Distinct()
            .Where(id => before.Find(id)?.Substance != after.Find(id)?.Substance)
            .ToHashSet();
        while (
            after
                .Rules.OfType<ResidenceRule>()
                .FirstOrDefault(r => !found.Contains(r.Id) && r.Uses.Any(u => found.Contains(u.Id)))
                is { } builds
        )
        {
            found.Add(builds.Id);
        }
        return found;
    }
}

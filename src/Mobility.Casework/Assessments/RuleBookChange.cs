using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Rules;
using Mobility.Rules.Deadlines;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Casework.Assessments;

/// <summary>
/// What another rule book means for the cases: those whose answers used nothing that differs are marked as seen, the others are left to be
/// reviewed. Comparing costs a few queries, however many cases there are.
/// </summary>
public sealed class RuleBookChange(MobilityDbContext db, RuleBook rules)
{
    /// <summary>Keeps the running book, so that a later one can be compared with it. Doing it twice, or on two nodes at once, is harmless.</summary>
    public async Task RememberAsync(Instant now, CancellationToken cancellation)
    {
        var name = RuleBookName.Of(rules);
        if (await db.RuleBooks.AnyAsync(b => b.Name == name, cancellation))
        {
            return;
        }
        var row = new KnownRuleBook
        {
            Name = name,
            Rules = RuleBookName.Lines(rules),
            FirstUsedAt = now,
        };
        db.RuleBooks.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException error) when (error.IsUniqueViolation())
        {
            // Another node began with the same book at the same moment.
            db.Entry(row).State = EntityState.Detached;
        }
    }

    /// <summary>
    /// Marks the running cases that another book had reviewed, and on which nothing used differs, as reviewed with this one. Returns how many
    /// are left to be reviewed for the book's sake.
    /// </summary>
    public async Task<int> PassOverAsync(CancellationToken cancellation)
    {
        var name = RuleBookName.Of(rules);
        var waiting = db.Cases.Where(c => c.CancelledOn == null && c.ClosedOn == null && c.ReviewedWith != name);
        var before = await waiting
            .Where(c => c.ReviewedWith != null)
            .Select(c => c.ReviewedWith!)
            .Distinct()
            .ToListAsync(cancellation);
        foreach (var other in before)
        {
            // A book that nobody remembered cannot be compared with: its cases are all reviewed.
            if (await db.RuleBooks.AsNoTracking().SingleOrDefaultAsync(b => b.Name == other, cancellation) is { } known)
            {
                var untouched = Untouched(RuleBookDifference.Between(known, rules), await MovedKeysAsync(cancellation));
                await waiting
                    .Where(c => c.ReviewedWith == other)
                    .Where(untouched)
                    .ExecuteUpdateAsync(s => s.SetProperty(c => c.ReviewedWith, name), cancellation);
            }
        }
        return await waiting.CountAsync(cancellation);
    }

    /// <summary>The keys of what answers in force used and this book has otherwise.</summary>
    private async Task<List<string>> MovedKeysAsync(CancellationToken cancellation)
    {
        var used = await db
            .Assessments.Where(a => a.ReplacedAt == null)
            .GroupBy(a => a.ValuesKey)
            .Select(g => new { g.Key, Values = g.Max(a => a.ValuesUsed)! })
            .ToListAsync(cancellation);
        return used.Where(u => u.Values.Length == 0 || ValuesBehind.Moved(u.Values, rules).Count > 0).Select(u => u.Key).ToList();
    }

    private Expression<Func<Case, bool>> Untouched(RuleBookDifference difference, List<string> moved)
    {
        var (countries, everywhere) = (difference.Countries.ToList(), difference.Everywhere);
        var (planned, plannedFor) = (difference.DeadlinesMoved.ToList(), difference.DeadlineCountries.ToList());
        return c =>
            !everywhere
            && !db.Assessments.Any(a => a.PersonId == c.AssigneeId && a.ReplacedAt == null && moved.Contains(a.ValuesKey))
            && !countries.Contains(c.HostCountry)
            && !countries.Contains(c.HomeCountry)
            && !db.Trips.Any(t =>
                t.PersonId == c.AssigneeId && t.RemovedAt == null && t.Country != null && countries.Contains(t.Country)
            )
            && !db.Deadlines.Any(d => d.CaseId == c.Id && planned.Contains(d.RuleId))
            && !plannedFor.Contains(c.HostCountry)
            && !db.Permits.Any(p =>
                plannedFor.Contains(p.Country)
                && (p.PersonId == c.AssigneeId || db.CaseMembers.Any(m => m.CaseId == c.Id && m.PersonId == p.PersonId))
            );
    }
}

/// <summary>Where two rule books differ in what decides, and so which cases may be touched although no answer of theirs used it yet.</summary>
internal sealed record RuleBookDifference
{
    /// <summary>Countries of rules that are new or read something else than before.</summary>
    public required IReadOnlySet<string> Countries { get; init; }

    /// <summary>Whether a rule of no one country is new or differs so.</summary>
    public required bool Everywhere { get; init; }

    /// <summary>Deadline rules whose values differ, or that are gone.</summary>
    public required IReadOnlySet<string> DeadlinesMoved { get; init; }

    /// <summary>Countries of deadline rules that are new or apply otherwise.</summary>
    public required IReadOnlySet<string> DeadlineCountries { get; init; }

    public static RuleBookDifference Between(KnownRuleBook known, RuleBook now)
    {
        var before = known
            .Rules.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => (Shape: words[1], Substance: words[2]));
        var reshaped = now.Rules.Where(r => !before.TryGetValue(r.Id, out var was) || was.Shape != r.Shape).ToList();
        var answering = reshaped.Where(r => r is not DeadlineRule).ToList();
        var planning = reshaped.OfType<DeadlineRule>().ToList();
        return new()
        {
            Countries = answering.SelectMany(r => CountriesOf(r, now)).ToHashSet(),
            // A treaty or an area that is no list of countries can touch anybody.
            Everywhere = answering.Exists(r => !CountriesOf(r, now).Any()) || planning.Exists(r => r.AppliesTo.Count == 0),
            DeadlinesMoved = now
                .Deadlines.All.Where(r => before.TryGetValue(r.Id, out var was) && was.Substance != r.Substance)
                .Select(r => r.Id)
                .Concat(before.Keys.Where(id => now.Find(id) is null))
                .ToHashSet(),
            DeadlineCountries = planning.SelectMany(r => r.AppliesTo).ToHashSet(),
        };
    }

    private static IEnumerable<string> CountriesOf(Rule rule, RuleBook book) =>
        rule is DayRule days ? book.Countries.All.Select(c => c.Code).Where(days.Watches)
        : rule.Jurisdiction.Length == 2 ? [rule.Jurisdiction]
        : [];
}

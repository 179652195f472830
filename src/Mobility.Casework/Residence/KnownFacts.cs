using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Rules;
using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Casework.Residence;

/// <summary>The one place that makes a set of facts of what is declared about a person.</summary>
public static class KnownFacts
{
    /// <summary>What is declared about a person; of what was known at <paramref name="knownAt"/> where that is asked.</summary>
    public static async Task<IReadOnlyList<DeclaredFact>> FactsOfAsync(
        this MobilityDbContext db,
        Guid personId,
        Instant? knownAt,
        CancellationToken cancellation
    )
    {
        var facts = db.DeclaredFacts.AsNoTracking().Where(f => f.PersonId == personId);
        facts = knownAt is { } at
            ? facts.Where(f => f.RecordedAt <= at && (f.WithdrawnAt == null || f.WithdrawnAt > at))
            : facts.Where(f => f.WithdrawnAt == null);
        var rows = await facts.OrderBy(f => f.RecordedAt).ToListAsync(cancellation);
        // What was withdrawn later held then.
        rows.ForEach(f => f.WithdrawnAt = null);
        return rows;
    }

    /// <summary>
    /// What is declared for the rules of one jurisdiction on the day asked about. What is said of that jurisdiction goes before what is said
    /// of all, and an adviser's word before everybody's. A fact that the rule book no longer reads is left out.
    /// </summary>
    public static FactSet On(this IEnumerable<DeclaredFact> declared, LocalDate day, string jurisdiction)
    {
        var facts = FactSet.None;
        foreach (
            var fact in declared
                .Where(f => f.HoldsOn(day) && (f.Jurisdiction is null || f.Jurisdiction == jurisdiction))
                .OrderBy(f => f.Standing)
                .ThenBy(f => f.Jurisdiction is not null)
                .ThenBy(f => f.RecordedAt)
        )
        {
            if (fact.TryRead(out var read))
            {
                facts = facts.With(read);
            }
        }
        return facts;
    }

    /// <summary>
    /// Whether the rule book still reads the fact and its value. What it does not is unknown to every rule, and pages say so: a later
    /// vocabulary must not stop the review of a case.
    /// </summary>
    public static bool TryRead(this DeclaredFact fact, out FactSet read)
    {
        try
        {
            read = FactSet.Read(fact.Name, fact.Value);
            return true;
        }
        catch (QuestionException)
        {
            read = FactSet.None;
            return false;
        }
    }
}

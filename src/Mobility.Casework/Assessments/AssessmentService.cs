using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Board;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.Residence;
using Mobility.Rules;
using Mobility.Rules.Trips;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Assessments;

/// <summary>What the rules said in a review.</summary>
internal sealed class Answers
{
    /// <summary>Every finding, by person.</summary>
    public Dictionary<Guid, IReadOnlyList<Finding>> Findings { get; } = [];

    /// <summary>Outcomes that moved because the rule book has other values than the ones they used.</summary>
    public List<MovedAnswer> MovedByRules { get; } = [];
}

/// <summary>An outcome that another rule book moved, and the row in which the new one is kept.</summary>
internal sealed record MovedAnswer(Guid PersonId, Guid AssessmentId, Outcome Before, Finding Now);

/// <summary>Asks the rules of days and of residence about people, and keeps what they said.</summary>
public sealed class AssessmentService(MobilityDbContext db, RuleBook rules)
{
    /// <summary>
    /// What the rules say about a person, nothing stored: for the pages and for trying out. With <paramref name="knownAt"/> from what was
    /// known then. Throws <see cref="NotHereException"/> when there is no such person.
    /// </summary>
    public async Task<IReadOnlyList<Finding>> EvaluateAsync(
        Guid personId,
        LocalDate asOf,
        Instant? knownAt,
        CancellationToken cancellation
    )
    {
        var record = await db.LoadAsync(personId, knownAt, cancellation);
        var declared = await db.FactsOfAsync(personId, knownAt, cancellation);
        var hosts = await db
            .Cases.Where(c => c.AssigneeId == personId && c.CancelledOn == null && c.ClosedOn == null)
            .Select(c => c.HostCountry)
            .Distinct()
            .ToListAsync(cancellation);
        return Evaluate(record, declared, asOf, hosts);
    }

    /// <summary>
    /// What the rules of every country the record touches say on a day, those of the person's home (residence only: nobody counts days
    /// there), and those of <paramref name="alsoTouched"/>: country codes or rule ids, such as the host country before the first stay there.
    /// </summary>
    public IReadOnlyList<Finding> Evaluate(
        TravelRecord record,
        IReadOnlyCollection<DeclaredFact> declared,
        LocalDate asOf,
        IEnumerable<string> alsoTouched
    ) => Evaluate(rules, record, declared, asOf, alsoTouched);

    /// <summary>The same by any book, of the rules whose ids are wanted.</summary>
    internal static IReadOnlyList<Finding> Evaluate(
        RuleBook rules,
        TravelRecord record,
        IReadOnlyCollection<DeclaredFact> declared,
        LocalDate asOf,
        IEnumerable<string> alsoTouched,
        Func<string, bool>? wanted = null
    )
    {
        var touched = record.Stays.Select(s => s.Country).Concat(alsoTouched).ToHashSet();
        var byDays = rules.EvaluateDayRules(
            record,
            asOf,
            rules
                .DayRules.Where(r => wanted?.Invoke(r.Id) != false && (touched.Contains(r.Id) || touched.Any(r.Watches)))
                .Select(r => r.Id),
            place => declared.On(asOf, place)
        );
        if (record.HomeCountry is { } home)
        {
            touched.Add(home);
        }
        // Facts are declared for one jurisdiction each, so each jurisdiction is asked with its own.
        var byResidence = rules
            .ResidenceRules.Where(r =>
                wanted?.Invoke(r.Id) != false
                && (touched.Contains(r.Id) || touched.Contains(r.Jurisdiction) || r.Jurisdiction.Length != 2)
            )
            .GroupBy(r => r.Jurisdiction)
            .SelectMany(place => rules.EvaluateResidence(record, declared.On(asOf, place.Key), asOf, place.Select(r => r.Id)));
        return [.. byDays, .. byResidence];
    }

    /// <summary>
    /// Asks the rules about every assignee of the cases, and keeps each answer that is new. An answer in force is replaced when its outcome,
    /// its rule or, after a change of facts, a number differs; where only a day went by, its numbers are brought up to date in place. Each
    /// change of outcome is told in the history of the person's cases. The board's rows are written from the same answers. The caller saves.
    /// </summary>
    internal async Task<Answers> AssessAsync(
        ReviewFacts facts,
        bool factsChanged,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        var byAssignee = facts.Cases.ToLookup(c => c.AssigneeId);
        var ids = byAssignee.Select(g => g.Key).ToList();
        var inForce = (
            await db.Assessments.Where(a => ids.Contains(a.PersonId) && a.ReplacedAt == null).ToListAsync(cancellation)
        ).ToLookup(a => a.PersonId);
        var board = await BoardRows.LoadAsync(db, ids, cancellation);
        var answers = new Answers();
        foreach (var cases in byAssignee)
        {
            var person = cases.First().Assignee!;
            var before = inForce[person.Id].ToDictionary(a => a.RuleId);
            var findings = Evaluate(
                facts.TravelOf(person),
                facts.Declared[person.Id].ToList(),
                change.At.DateIn(person.TimeZone),
                cases.Select(c => c.HostCountry).Concat(before.Keys)
            );
            answers.Findings[person.Id] = findings;
            board.Write(person, facts.RunningCaseOf(person.Id), findings, rules, change.At);
            foreach (var finding in findings)
            {
                before.Remove(finding.RuleId, out var row);
                if (Keep(cases, row, finding, factsChanged, change) is { } moved)
                {
                    answers.MovedByRules.Add(moved);
                }
            }
            // What is left is of rules that are no longer in the book.
            foreach (var row in before.Values)
            {
                row.ReplacedAt = change.At;
            }
        }
        return answers;
    }

    /// <summary>Keeps a finding; gives back what to tell where another rule book, and nothing else, moved its outcome.</summary>
    private MovedAnswer? Keep(
        IGrouping<Guid, Case> cases,
        Assessment? row,
        Finding finding,
        bool factsChanged,
        ChangeContext change
    )
    {
        var said = row is null ? null : FindingJson.Deserialize(row.Finding);
        var values = ValuesBehind.Of(finding, rules);
        var moved = row is null or { ValuesUsed: "" } ? [] : ValuesBehind.Moved(row.ValuesUsed, rules);
        if (said is not null && moved.Count == 0 && !Differs(said, finding, factsChanged))
        {
            if (said.AsOf != finding.AsOf)
            {
                Write(row!, finding, values, change);
            }
            return null;
        }
        row?.ReplacedAt = change.At;
        var next = new Assessment
        {
            PersonId = cases.Key,
            RuleId = finding.RuleId,
            RuleVersion = finding.RuleVersion,
            Outcome = finding.Outcome.ToString(),
            Finding = "",
        };
        Write(next, finding, values, change);
        db.Assessments.Add(next);
        if (said is null ? !IsNews(finding) : said.Outcome == finding.Outcome)
        {
            return null;
        }
        foreach (var file in cases)
        {
            TellOf(file, said, finding, moved, change);
        }
        return moved.Count > 0 ? new MovedAnswer(cases.Key, next.Id, said!.Outcome, finding) : null;
    }

    private static void Write(Assessment row, Finding finding, string values, ChangeContext change)
    {
        row.AsOf = finding.AsOf;
        row.RuleVersion = finding.RuleVersion;
        row.ChangesOn = finding.NextChange?.On;
        row.Finding = FindingJson.Serialize(finding);
        row.ValuesUsed = values;
        row.ValuesKey = ShortHash.Of(values);
        row.At = change.At;
    }

    private static bool Differs(Finding said, Finding now, bool factsChanged) =>
        said.Outcome != now.Outcome
        || said.Period != now.Period
        || said.Breach != now.Breach
        || (factsChanged && said.Figures != now.Figures);

    // A first answer that all is well is not worth a line of history, nor is one that waits for facts nobody has been asked for yet.
    private static bool IsNews(Finding finding) =>
        finding.Outcome is Outcome.Approaching or Outcome.BreachForecast or Outcome.Breached
        || finding is { Outcome: Outcome.Undetermined, Asks.Count: 0 };

    private void TellOf(Case file, Finding? said, Finding now, IReadOnlyList<MovedValue> moved, ChangeContext change)
    {
        List<FieldChange> fields = [new(nameof(Finding.Outcome), said?.Outcome.ToString(), now.Outcome.ToString())];
        Add(nameof(Finding.Period), said?.Period, now.Period);
        Add(nameof(DayFigures.Used), said?.Figures?.Used.ToString(), now.Figures?.Used.ToString());
        Add(nameof(Finding.Breach), Iso(said?.Breach?.On), Iso(now.Breach?.On));
        foreach (var value in moved.Where(v => v.Parameter is not null))
        {
            Add(value.Parameter!.Replace('-', ' '), Dated(value.Before), Dated(value.After));
        }
        db.AddHistory(
            change,
            moved.Count > 0 ? ChangeKind.AnswerMovedByRules : ChangeKind.AnswerChanged,
            now.RuleLabel,
            file.Id,
            file.AssigneeId,
            fields,
            now.Summary.Render(CultureInfo.InvariantCulture)
        );

        void Add(string field, string? before, string? after)
        {
            if (before != after)
            {
                fields.Add(new FieldChange(field, before, after));
            }
        }

        // 2026-01-01=183 is 183 from that day on.
        static string? Dated(string? values) =>
            values is null
                ? null
                : string.Join(
                    ", ",
                    values
                        .Split(' ')
                        .Select(v => v.Split('='))
                        .Select(v => v is [var from, var written] ? $"{written} ({from})" : v[0])
                );

        static string? Iso(LocalDate? date) => date is { } day ? LocalDatePattern.Iso.Format(day) : null;
    }
}

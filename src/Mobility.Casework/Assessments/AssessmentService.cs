using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Rules;
using Mobility.Rules.Trips;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Assessments;

/// <summary>Asks the day rules about people, and keeps what they said.</summary>
public sealed class AssessmentService(MobilityDbContext db, RuleBook rules)
{
    /// <summary>
    /// What the day rules say about a person, nothing stored: for the day page and for trying out. With <paramref name="knownAt"/> from what
    /// was known then. Throws <see cref="NotHereException"/> when there is no such person.
    /// </summary>
    public async Task<IReadOnlyList<Finding>> EvaluateAsync(
        Guid personId,
        LocalDate asOf,
        Instant? knownAt,
        CancellationToken cancellation
    )
    {
        var record = await db.LoadAsync(personId, knownAt, cancellation);
        var hosts = await db
            .Cases.Where(c => c.AssigneeId == personId && c.CancelledOn == null && c.ClosedOn == null)
            .Select(c => c.HostCountry)
            .Distinct()
            .ToListAsync(cancellation);
        return Evaluate(record, asOf, hosts);
    }

    /// <summary>
    /// What the rules of every country the record touches say on a day, and those of <paramref name="alsoTouched"/>: country codes or rule
    /// ids, such as the host country before the first stay there.
    /// </summary>
    public IReadOnlyList<Finding> Evaluate(TravelRecord record, LocalDate asOf, IEnumerable<string> alsoTouched) =>
        rules.EvaluateDayRules(record, asOf, record.Stays.Select(s => s.Country).Concat(alsoTouched).ToHashSet());

    /// <summary>
    /// Asks the rules about every assignee of the cases, and keeps each answer that is new. An answer in force is replaced when its outcome,
    /// its rule or, after a change of facts, a number differs; where only a day went by, its numbers are brought up to date in place. Each
    /// change of outcome is told in the history of the person's cases. The caller saves.
    /// </summary>
    internal async Task<Dictionary<Guid, IReadOnlyList<Finding>>> AssessAsync(
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
        var answers = new Dictionary<Guid, IReadOnlyList<Finding>>();
        foreach (var cases in byAssignee)
        {
            var person = cases.First().Assignee!;
            var before = inForce[person.Id].ToDictionary(a => a.RuleId);
            var findings = Evaluate(
                facts.TravelOf(person),
                change.At.DateIn(person.TimeZone),
                cases.Select(c => c.HostCountry).Concat(before.Keys)
            );
            answers[person.Id] = findings;
            foreach (var finding in findings)
            {
                before.Remove(finding.RuleId, out var row);
                Keep(cases, row, finding, factsChanged, change);
            }
            // What is left is of rules that are no longer in the book.
            foreach (var row in before.Values)
            {
                row.ReplacedAt = change.At;
            }
        }
        return answers;
    }

    private void Keep(IGrouping<Guid, Case> cases, Assessment? row, Finding finding, bool factsChanged, ChangeContext change)
    {
        var said = row is null ? null : FindingJson.Deserialize(row.Finding);
        if (said is not null && !Differs(said, finding, factsChanged))
        {
            if (said.AsOf != finding.AsOf)
            {
                Write(row!, finding, change);
            }
            return;
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
        Write(next, finding, change);
        db.Assessments.Add(next);
        if (said is null ? IsNews(finding.Outcome) : said.Outcome != finding.Outcome)
        {
            foreach (var file in cases)
            {
                TellOf(file, said, finding, change);
            }
        }
    }

    private static void Write(Assessment row, Finding finding, ChangeContext change)
    {
        row.AsOf = finding.AsOf;
        row.ChangesOn = finding.NextChange?.On;
        row.Finding = FindingJson.Serialize(finding);
        row.At = change.At;
    }

    private static bool Differs(Finding said, Finding now, bool factsChanged) =>
        said.Outcome != now.Outcome
        || said.RuleVersion != now.RuleVersion
        || said.Period != now.Period
        || said.Breach != now.Breach
        || (factsChanged && said.Figures != now.Figures);

    // A first answer that all is well is not worth a line of history.
    private static bool IsNews(Outcome outcome) =>
        outcome is Outcome.Approaching or Outcome.BreachForecast or Outcome.Breached or Outcome.Undetermined;

    private void TellOf(Case file, Finding? said, Finding now, ChangeContext change)
    {
        List<FieldChange> fields = [new(nameof(Finding.Outcome), said?.Outcome.ToString(), now.Outcome.ToString())];
        Add(nameof(Finding.Period), said?.Period, now.Period);
        Add(nameof(DayFigures.Used), said?.Figures?.Used.ToString(), now.Figures?.Used.ToString());
        Add(nameof(Finding.Breach), Iso(said?.Breach?.On), Iso(now.Breach?.On));
        db.AddHistory(
            change,
            ChangeKind.AnswerChanged,
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

        static string? Iso(LocalDate? date) => date is { } day ? LocalDatePattern.Iso.Format(day) : null;
    }
}

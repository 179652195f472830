using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Board;

/// <summary>Writes the board's rows of some people from what a review found about them.</summary>
internal sealed class BoardRows
{
    // Later than any breach: what has none comes last in its level.
    private const long NoBreach = 99_991_231;

    private readonly MobilityDbContext db;
    private readonly ILookup<Guid, BoardRow> before;

    private BoardRows(MobilityDbContext db, ILookup<Guid, BoardRow> before) => (this.db, this.before) = (db, before);

    public static async Task<BoardRows> LoadAsync(
        MobilityDbContext db,
        IReadOnlyCollection<Guid> people,
        CancellationToken cancellation
    ) =>
        new(db, (await db.BoardRows.Where(r => people.Contains(r.PersonId)).ToListAsync(cancellation)).ToLookup(r => r.PersonId));

    /// <summary>
    /// Brings a person's rows up to date. Who has no running case is no traveller any more and leaves the board; what a rule does not ask
    /// about the person, and what only computes for another rule, has no row. The caller saves.
    /// </summary>
    public void Write(Person person, Case? running, IEnumerable<Finding> findings, RuleBook rules, Instant at)
    {
        var left = before[person.Id].ToDictionary(r => r.RuleId);
        foreach (var finding in running is null ? [] : findings)
        {
            var rule = rules.Find(finding.RuleId);
            var atHome = Standing.IsAtHome(finding, rule, person.HomeCountry);
            if (LevelOf(finding, rule, atHome) is not { } level)
            {
                continue;
            }
            if (!left.Remove(finding.RuleId, out var row))
            {
                row = new BoardRow { PersonId = person.Id, RuleId = finding.RuleId };
                db.BoardRows.Add(row);
            }
            row.ClientId = running!.ClientId;
            row.SortName = person.SearchName;
            row.Level = level;
            row.Word = Standing.WordOf(finding, rule, atHome);
            row.ComputedAt = at;
            Fill(row, finding, atHome ? null : finding.Breach);
        }
        db.BoardRows.RemoveRange(left.Values);
    }

    private static void Fill(BoardRow row, Finding finding, Breach? breach)
    {
        var figures = finding.Figures;
        row.RuleVersion = finding.RuleVersion;
        row.Period = finding.Period;
        row.Used = figures?.Used;
        row.Unknown = figures?.Unknown;
        row.Planned = figures?.Planned;
        row.Limit = figures?.Limit;
        row.Forecast = figures?.Forecast;
        row.LeftLow = figures?.LeftLow;
        row.LeftHigh = figures?.LeftHigh;
        row.BreachOn = breach?.On;
        row.BreachStay = breach?.StayId;
        row.BreachCountry = breach?.StayCountry;
        row.BreachArrive = breach?.StayArrive;
        row.AsOf = finding.AsOf;
        row.Rank = RankOf(breach, figures);
    }

    private static BoardLevel? LevelOf(Finding finding, Rule? rule, bool atHome) =>
        finding.Outcome switch
        {
            Outcome.Breached or Outcome.BreachForecast or Outcome.Approaching when atHome => BoardLevel.AtHome,
            Outcome.Breached => BoardLevel.Passed,
            Outcome.BreachForecast => BoardLevel.WillPass,
            Outcome.Undetermined when finding.Asks.Count == 0 => BoardLevel.Undecided,
            Outcome.Undetermined or Outcome.ForAdviser => BoardLevel.Question,
            Outcome.Approaching => BoardLevel.Near,
            Outcome.Within => !atHome && Standing.NearsWithPlans(finding, rule) ? BoardLevel.Near : BoardLevel.Within,
            Outcome.NotCovered => BoardLevel.NotCovered,
            _ => null,
        };

    /// <summary>The date of the breach in its digits, then how far the counter is from ten times its limit, in thousandths of it.</summary>
    private static long RankOf(Breach? breach, DayFigures? figures)
    {
        var date = breach is { On: var on } ? (on.Year * 10_000L) + (on.Month * 100) + on.Day : NoBreach;
        return (date * 10_000) + 9_999 - Fullness(figures);
    }

    private static long Fullness(DayFigures? figures)
    {
        if (figures is null || figures.Limit <= 0)
        {
            return 0;
        }
        var now = figures.Used + figures.Unknown;
        var most = figures.Forecast > now ? figures.Forecast : now;
        var share = (decimal)most.Numerator / most.Denominator * 1_000m * figures.Limit.Denominator / figures.Limit.Numerator;
        return (long)Math.Clamp(share, 0m, 9_999m);
    }
}

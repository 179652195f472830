using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.Residence;
using Mobility.Rules;
using Mobility.Rules.Residence;
using Mobility.Web.Opinions;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Findings;
using NodaTime;

namespace Mobility.Web.Residence;

/// <summary>What a country is to the person.</summary>
public enum PlaceRole
{
    Host,
    Home,
    Visited,

    /// <summary>An area or a treaty: no one country.</summary>
    Area,
}

/// <summary>One country and what its rules find, the gravest first.</summary>
public sealed record ResidencePlace(string Jurisdiction, PlaceRole Role, IReadOnlyList<FindingView> Findings);

/// <summary>A declared fact as the page lists it. <paramref name="MayChange"/> is for those of the same standing.</summary>
public sealed record DeclaredRow(DeclaredFact Fact, bool HoldsToday, bool Overridden, bool MayChange);

/// <summary>Where the case's assignee is resident, by every rule that can be asked, and what is declared for it.</summary>
public sealed record ResidencePage
{
    public required string Number { get; init; }

    public required string Name { get; init; }

    public required string? HomeCountry { get; init; }

    public required LocalDate Today { get; init; }

    public required IReadOnlyList<ResidencePlace> Places { get; init; }

    public required IReadOnlyList<DeclaredRow> Facts { get; init; }

    /// <summary>Opinions on rules that are no longer asked about the person.</summary>
    public required IReadOnlyList<OpinionView> OtherOpinions { get; init; }

    public IEnumerable<FindingView> All => Places.SelectMany(p => p.Findings);

    /// <summary>Findings that wait for facts somebody can declare.</summary>
    public int Open => All.Count(f => f.Finding.Asks.Count > 0);
}

/// <summary>Works the page out anew from the record and the declared facts: a fixed number of queries.</summary>
public sealed class ResidencePages(
    MobilityDbContext db,
    AssessmentService assessments,
    OpinionReader opinions,
    RuleBook rules,
    CurrentPerson person
)
{
    public async Task<ResidencePage> LoadAsync(CaseRef file, CancellationToken cancellation)
    {
        var head = await db
            .Cases.Where(c => c.Id == file.Id)
            .Select(c => new
            {
                c.Assignee!.FullName,
                Home = c.Assignee.HomeCountry,
                c.Assignee.TimeZone,
                c.HostCountry,
            })
            .SingleAsync(cancellation);
        var today = person.Now.InZone(Zone(head.TimeZone)).Date;
        var found = await assessments.EvaluateAsync(file.AssigneeId, today, null, cancellation);
        var given = (await opinions.OfAsync([file.AssigneeId], null, cancellation))[file.AssigneeId].ToList();
        var declared = await db.FactsOfAsync(file.AssigneeId, null, cancellation);
        var asked = found.Select(f => f.RuleId).ToHashSet();
        var views = opinions
            .Beside(FindingView.Of(found, rules, head.Home), given, file.Number, today)
            .Select(v => v with { AskHref = fact => FactAddress(file.Number, fact, v.Finding.RuleId) });
        return new ResidencePage
        {
            Number = file.Number,
            Name = head.FullName,
            HomeCountry = head.Home,
            Today = today,
            Places =
            [
                .. views
                    .GroupBy(v => v.Finding.Jurisdiction)
                    .Select(g => new ResidencePlace(g.Key, RoleOf(g.Key, head.HostCountry, head.Home), [.. g]))
                    .OrderBy(p => p.Role)
                    .ThenBy(p => p.Findings.Min(f => f.Gravity))
                    .ThenBy(p => p.Jurisdiction, StringComparer.Ordinal),
            ],
            Facts = [.. declared.Select(f => Row(f, declared, today))],
            OtherOpinions =
            [
                .. given
                    .Where(o => !asked.Contains(o.RuleId))
                    .Select(o => OpinionView.Of(o, null, today, person.Viewer, file.Number)),
            ],
        };
    }

    public static string FactAddress(string number, string fact, string rule) =>
        $"/cases/{number}/facts/new?name={Uri.EscapeDataString(fact)}&rule={Uri.EscapeDataString(rule)}";

    private DeclaredRow Row(DeclaredFact fact, IReadOnlyList<DeclaredFact> all, LocalDate today) =>
        new(
            fact,
            fact.HoldsOn(today),
            fact.Standing == FactStanding.Declared
                && all.Any(o =>
                    o.Standing == FactStanding.Adviser
                    && o.Name == fact.Name
                    && (o.Jurisdiction is null || fact.Jurisdiction is null || o.Jurisdiction == fact.Jurisdiction)
                    && o.HoldsOn(today)
                ),
            fact.Standing == FactStanding.Adviser == person.Viewer.IsAdviser
        );

    private static PlaceRole RoleOf(string jurisdiction, string host, string? home) =>
        jurisdiction == host ? PlaceRole.Host
        : jurisdiction == home ? PlaceRole.Home
        : jurisdiction.Length == 2 ? PlaceRole.Visited
        : PlaceRole.Area;

    private static DateTimeZone Zone(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) ?? DateTimeZone.Utc;
}

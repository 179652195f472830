using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Mobility.Casework.Assessments;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.Residence;
using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Ledger;
using Mobility.Rules;
using Mobility.Rules.Trips;
using Mobility.Web.Opinions;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Findings;
using Mobility.Web.Trips.Counters;
using Mobility.Web.Trips.Planner;
using NodaTime;

namespace Mobility.Web.Trips;

/// <summary>One stay of the list below the counters.</summary>
public sealed record TripRow
{
    public required Guid Id { get; init; }

    public required string? Country { get; init; }

    public required LocalDate Arrive { get; init; }

    public required LocalDate? Depart { get; init; }

    public required TripStatus Status { get; init; }

    public required TripEvidence Evidence { get; init; }

    public required string? Purpose { get; init; }

    public required string? Note { get; init; }

    public string? Document { get; init; }

    public required Instant RecordedAt { get; init; }

    /// <summary>Null while it stands.</summary>
    public Instant? RemovedAt { get; init; }

    public static TripRow Of(Trip trip) =>
        new()
        {
            Id = trip.Id,
            Country = trip.Country,
            Arrive = trip.Arrive,
            Depart = trip.Depart,
            Status = trip.Status,
            Evidence = trip.Evidence,
            Purpose = trip.Purpose,
            Note = trip.Note,
            Document = trip.Document,
            RecordedAt = trip.RecordedAt,
            RemovedAt = trip.RemovedAt,
        };

    /// <summary>Days there, both ends included; null while the person is still there.</summary>
    public int? Days => Depart is { } end ? Period.DaysBetween(Arrive, end) + 1 : null;

    /// <summary>A plan whose first day has come and that nobody has confirmed: its days count as unknown.</summary>
    public bool AwaitsConfirmation(LocalDate asOf) => Status == TripStatus.Planned && Arrive <= asOf;
}

/// <summary>Whose days they are, for the head of the page.</summary>
public sealed record DaysHead(
    string Number,
    string Name,
    string? Citizenships,
    string? HomeCountry,
    AssignmentType Type,
    string Client,
    string TimeZone,
    string HostCountry
);

/// <summary>Everything the day page shows, worked out anew from the recorded trips: nothing of it is stored.</summary>
public sealed record DaysPage
{
    /// <summary>The trips of one year that are listed at most; the rest is counted.</summary>
    public const int MostTrips = 300;

    public required DaysHead Head { get; init; }

    /// <summary>The date where the person is.</summary>
    public required LocalDate Today { get; init; }

    /// <summary>The day the page is about: what was known by its end, and what the rules say of it.</summary>
    public required LocalDate AsOf { get; init; }

    public required TravelRecord Record { get; init; }

    public required IReadOnlyList<DeclaredFact> Declared { get; init; }

    public required YearGrid Grid { get; init; }

    /// <summary>How much of each of the twelve months is known.</summary>
    public IReadOnlyList<DayCompletion> Months { get; init; } = [];

    /// <summary>A stay without an end of which nobody has said for a year that it goes on.</summary>
    public Trip? OpenTooLong { get; init; }

    /// <summary>Removed trips of the year, where they are asked for.</summary>
    public IReadOnlyList<TripRow> Removed { get; init; } = [];

    public required IReadOnlyList<FindingView> Findings { get; init; }

    /// <summary>The finding whose reason stands beside the counters; null when no rule was asked.</summary>
    public required FindingView? Selected { get; init; }

    /// <summary>The trips that touch the year, latest first.</summary>
    public required IReadOnlyList<TripRow> Trips { get; init; }

    public required int TripsInYear { get; init; }

    public required IReadOnlyList<int> Years { get; init; }

    public required bool MayRecord { get; init; }

    public required DaysAddress Address { get; init; }

    public TripForm Form { get; init; } = new();

    public TryForm Try { get; init; } = new();

    /// <summary>The trip that is tried; null while none is.</summary>
    public PlannedTrip? Planned { get; init; }

    /// <summary>What history tells, and does not, of a day before today; null for today.</summary>
    public KnownThen? KnownThen { get; init; }

    /// <summary>The trip that was just recorded or confirmed.</summary>
    public Guid? Changed { get; init; }

    /// <summary>The trip that was to be removed, for a reason that was refused.</summary>
    public Guid? RemovalOf { get; init; }

    /// <summary>The stay whose last day was refused.</summary>
    public Guid? EndOf { get; init; }

    public bool IsToday => AsOf == Today;

    public bool HasTrips => Years.Count > 0 && (Record.Stays.Count > 0 || Record.UnknownSpans.Count > 0);

    /// <summary>The finding the page opens with, if somebody must act on one.</summary>
    public FindingView? Warning => Findings is [{ NeedsAct: true } first, ..] ? first : null;

    /// <summary>The last day of the planned trip that goes too far.</summary>
    public LocalDate? LastDayOfWarned =>
        Warning?.Finding is { Outcome: Outcome.BreachForecast, Breach.StayId: { } id }
            ? Record.Stays.FirstOrDefault(s => s.Id == id)?.Depart
            : null;

    /// <summary>Days of the year up to the day asked about by what they rest on, each by the strongest, the strongest first.</summary>
    public IReadOnlyList<(TripEvidence Evidence, int Days)> Evidence =>
        [
            .. Grid
                .Days.Where(d => d.Date <= AsOf)
                .Select(d =>
                    Trips
                        .Where(t =>
                            t is { Status: TripStatus.Actual, Country: not null } && t.Arrive <= d.Date && !(t.Depart < d.Date)
                        )
                        .Max(t => (TripEvidence?)t.Evidence)
                )
                .OfType<TripEvidence>()
                .GroupBy(e => e)
                .OrderByDescending(g => g.Key)
                .Select(g => (g.Key, g.Count())),
        ];

    public string YearAddress(int year) => (Address with { Year = year, Why = null }).ToString();
}

/// <summary>Reads the day page's facts: the head, the record as it was known, the trips of the year.</summary>
public sealed class DaysPages(
    MobilityDbContext db,
    RuleBook rules,
    OpinionReader opinions,
    IClock clock,
    IDateTimeZoneProvider zones,
    IStringLocalizer<TripTexts> texts
)
{
    public async Task<DaysPage> LoadAsync(
        CaseRef file,
        DaysAddress address,
        bool mayRecord,
        CancellationToken cancellation,
        bool showRemoved = false
    )
    {
        var head = await db
            .Cases.Where(c => c.Id == file.Id)
            .Select(c => new DaysHead(
                c.Number,
                c.Assignee!.FullName,
                c.Assignee.Citizenships,
                c.Assignee.HomeCountry,
                c.Type,
                c.Client!.Name,
                c.Assignee.TimeZone,
                c.HostCountry
            ))
            .SingleAsync(cancellation);
        var zone = zones.GetZoneOrNull(head.TimeZone) ?? DateTimeZone.Utc;
        var today = clock.GetCurrentInstant().InZone(zone).Date;
        var asOf = address.AsOf is { } day && day < today ? day : today;
        Instant? knownAt = asOf < today ? zone.AtStartOfDay(asOf.PlusDays(1)).ToInstant() - Duration.Epsilon : null;
        var (record, ledger) = await db.LoadWithLedgerAsync(file.AssigneeId, knownAt, cancellation);
        var declared = await db.FactsOfAsync(file.AssigneeId, knownAt, cancellation);
        var years = YearsOf(record, asOf);
        var year = address.Year is { } asked && asked >= years[0] && asked <= years[^1] ? asked : asOf.Year;
        var (trips, count) = TripsOf(ledger, year);
        var given = (await opinions.OfAsync([file.AssigneeId], knownAt, cancellation))[file.AssigneeId];
        var findings = opinions.Beside(
            FindingView.Of(PersonCounters.Of(rules, record, declared, asOf, [head.HostCountry]), rules, record.HomeCountry),
            given,
            file.Number,
            asOf
        );
        var grid = YearGrid.Of(record, year, asOf);
        var without = grid.DaysWithoutRecord(asOf);
        var known = address with { Year = year == asOf.Year ? null : year, AsOf = asOf < today ? asOf : null };
        findings =
        [
            .. CounterTrends
                .With(findings, record, declared, asOf)
                .Select(f =>
                    f with
                    {
                        WhyHref = (known with { Why = f.Finding.RuleId }) + "#why",
                        TripHref = stay => TripAddress(known, record, stay),
                        Assumptions = without > 0 ? [texts["AssumeNoRecord", without, year]] : [],
                    }
                ),
        ];
        return new DaysPage
        {
            Head = head,
            Today = today,
            AsOf = asOf,
            Record = record,
            Declared = declared,
            Grid = grid,
            Months = Months(ledger, year, asOf),
            OpenTooLong = ledger.OpenStays.FirstOrDefault(t => ledger.LastSaid(t).PlusYears(1) < asOf),
            Removed = showRemoved ? await RemovedAsync(file.AssigneeId, year, cancellation) : [],
            Findings = findings,
            Selected = findings.FirstOrDefault(f => f.Finding.RuleId == address.Why) ?? (findings.Count > 0 ? findings[0] : null),
            Trips = trips,
            TripsInYear = count,
            Years = years,
            MayRecord = mayRecord,
            Address = known,
            KnownThen = knownAt is { } then ? await KnownThen.LoadAsync(db, file.AssigneeId, then, zone, cancellation) : null,
        };
    }

    /// <summary>The page with a trip tried on it.</summary>
    public DaysPage With(DaysPage page, TryForm form, string country) =>
        page with
        {
            Try = form,
            Planned = PlannedTrip.Of(rules, page, country, form.From!.Value, form.To),
        };

    /// <summary>The trips that touch a year, latest first, as many as are listed, and how many there are.</summary>
    private static (List<TripRow> Trips, int Count) TripsOf(TravelLedger ledger, int year)
    {
        var (first, last) = (new LocalDate(year, 1, 1), new LocalDate(year, 12, 31));
        var trips = ledger.Trips.Where(t => t.Arrive <= last && !(t.Depart < first)).OrderByDescending(t => t.Arrive).ToList();
        return ([.. trips.Take(DaysPage.MostTrips).Select(TripRow.Of)], trips.Count);
    }

    private Task<List<TripRow>> RemovedAsync(Guid personId, int year, CancellationToken cancellation)
    {
        var (first, last) = (new LocalDate(year, 1, 1), new LocalDate(year, 12, 31));
        return db
            .Trips.Where(t =>
                t.PersonId == personId
                && t.RemovedAt != null
                && t.Arrive <= last
                && (t.Depart == null || t.Depart >= first)
                // What another row took the place of is not gone.
                && !db.Trips.Any(o =>
                    o.PersonId == personId
                    && o.RemovedAt == null
                    && o.Country == t.Country
                    && o.Arrive == t.Arrive
                    && o.Depart == t.Depart
                )
            )
            .OrderByDescending(t => t.RemovedAt)
            .Take(DaysPage.MostTrips)
            .Select(t => TripRow.Of(t))
            .ToListAsync(cancellation);
    }

    /// <summary>How much of each month of a year is known.</summary>
    private static IReadOnlyList<DayCompletion> Months(TravelLedger ledger, int year, LocalDate asOf) =>
        [
            .. ledger
                .Days(new LocalDate(year, 1, 1), new LocalDate(year, 12, 31), asOf)
                .GroupBy(d => d.Date.Month)
                .OrderBy(m => m.Key)
                .Select(m => DayCompletion.Of(m)),
        ];

    /// <summary>From the first year with a record to the year after the last, and always the year asked about.</summary>
    private static List<int> YearsOf(TravelRecord record, LocalDate asOf)
    {
        var first = record
            .Stays.Select(s => s.Arrive.Year)
            .Concat(record.UnknownSpans.Select(s => s.From.Year))
            .Append(asOf.Year)
            .Min();
        var last = record.Stays.Select(s => (s.Depart ?? s.Arrive).Year).Append(asOf.Year).Max();
        return [.. Enumerable.Range(first, last - first + 1)];
    }

    private static string TripAddress(DaysAddress address, TravelRecord record, string stayId)
    {
        var year = record.Stays.FirstOrDefault(s => s.Id == stayId)?.Arrive.Year;
        return (address with { Year = year ?? address.Year }) + $"#trip-{stayId}";
    }
}

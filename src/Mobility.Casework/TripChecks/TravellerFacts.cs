using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.Residence;
using Mobility.Rules;
using Mobility.Rules.Residence;
using Mobility.Rules.TripChecks;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Casework.TripChecks;

/// <summary>A question to the rule book about a trip, with all that the file knows of the traveller.</summary>
/// <param name="Question">The question.</param>
/// <param name="Checked">What is kept of it.</param>
public sealed record TravellerQuestion(TripQuestion Question, CheckedTrip Checked);

/// <summary>What somebody says of a traveller who has no case. What is null is unknown.</summary>
/// <param name="Citizenships">ISO 3166 alpha-2 codes.</param>
/// <param name="HomeCountry">ISO 3166 alpha-2.</param>
/// <param name="EmployerCountry">ISO 3166 alpha-2.</param>
public sealed record StatedTraveller(IReadOnlyList<string>? Citizenships, string? HomeCountry, string? EmployerCountry);

/// <summary>Puts a trip and what the file knows of its traveller together. Nothing is guessed: what the file lacks is unknown.</summary>
public sealed class TravellerFacts(MobilityDbContext db, RuleBook rules)
{
    /// <summary>The question about a trip of a case's assignee. Throws <see cref="NotHereException"/> when there is no such case.</summary>
    public async Task<TravellerQuestion> AskAsync(Guid caseId, Trip trip, Instant at, CancellationToken cancellation)
    {
        var file =
            await db
                .Cases.AsNoTracking()
                .Where(c => c.Id == caseId)
                .Select(c => new
                {
                    c.AssigneeId,
                    c.Assignee!.TimeZone,
                    Employer = c.HomeEntity!.Country,
                })
                .SingleOrDefaultAsync(cancellation)
            ?? throw new NotHereException();
        var today = at.DateIn(file.TimeZone);
        var record = await db.LoadAsync(file.AssigneeId, null, cancellation);
        var declared = await db.FactsOfAsync(file.AssigneeId, null, cancellation);
        var papers = await PapersAsync(file.AssigneeId, cancellation);
        var question = new TripQuestion
        {
            Trip = trip with { Documents = [.. trip.Documents, .. papers] },
            AsOf = today,
            Record = record,
            EmployerCountry = file.Employer,
            Facts = Jurisdictions(trip).ToDictionary(place => place, place => declared.On(today, place)),
        };
        return new(question, new(trip, record.Citizenships, record.HomeCountry, file.Employer, papers));
    }

    /// <summary>The question about a trip of somebody who has no case: earlier stays, papers and declared facts are unknown.</summary>
    public static TravellerQuestion Ask(StatedTraveller traveller, Trip trip, LocalDate today)
    {
        var question = new TripQuestion
        {
            Trip = trip,
            AsOf = today,
            Record = TravelRecord.Empty with { Citizenships = traveller.Citizenships, HomeCountry = traveller.HomeCountry },
            EmployerCountry = traveller.EmployerCountry,
        };
        return new(question, new(trip, traveller.Citizenships, traveller.HomeCountry, traveller.EmployerCountry, []));
    }

    /// <summary>The jurisdictions whose rules are asked about a trip: its countries, and what is not one country.</summary>
    private IEnumerable<string> Jurisdictions(Trip trip) =>
        trip
            .Legs.Select(leg => leg.Country)
            .Concat(rules.Rules.Select(rule => rule.Jurisdiction).Where(place => place.Length != 2))
            .Distinct();

    private async Task<List<TripDocument>> PapersAsync(Guid personId, CancellationToken cancellation)
    {
        var certificates = await db
            .CoverageCertificates.AsNoTracking()
            .Where(c => c.PersonId == personId && c.ReplacedAt == null)
            .OrderBy(c => c.ValidFrom)
            .Select(c => new TripDocument(TripDocumentKind.Coverage, c.Country, c.ValidFrom, c.ValidTo))
            .ToListAsync(cancellation);
        // What a permit allows is not recorded, only that there is one.
        var permits = await db
            .Permits.AsNoTracking()
            .Where(p => p.PersonId == personId && p.ReplacedAt == null)
            .OrderBy(p => p.ValidFrom)
            .Select(p => new TripDocument(TripDocumentKind.ResidencePermit, p.Country, p.ValidFrom, p.ValidTo))
            .ToListAsync(cancellation);
        return [.. certificates, .. permits];
    }
}

using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.Keys;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Casework.Residence;
using Mobility.Casework.SocialSecurity;
using Mobility.Casework.Tasks;
using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Ledger;

namespace Mobility.Casework.Demo;

/// <summary>The facts of the programme as rows, table by table.</summary>
internal sealed class DemoRows
{
    public List<Client> Clients { get; } = [];

    public List<LegalEntity> LegalEntities { get; } = [];

    public List<Firm> Firms { get; } = [];

    public List<Person> People { get; } = [];

    public List<Account> Accounts { get; } = [];

    public List<NumberSeries> NumberSeries { get; } = [];

    public List<Case> Cases { get; } = [];

    public List<CaseMember> Members { get; } = [];

    public List<Engagement> Engagements { get; } = [];

    public List<TripImport> Imports { get; } = [];

    public List<Trip> Trips { get; } = [];

    public List<DayDeclaration> Days { get; } = [];

    public List<Passport> Passports { get; } = [];

    public List<Permit> Permits { get; } = [];

    public List<CoverageCertificate> Certificates { get; } = [];

    public List<DeclaredFact> DeclaredFacts { get; } = [];

    public List<CaseTask> Tasks { get; } = [];

    public List<Change> Changes { get; } = [];

    public DemoPersonal Personal { get; } = new();

    /// <summary>Gives the opinions, once it is known what they are about.</summary>
    public DemoAdvice Advice { get; set; } = null!;

    /// <summary>Writes everything, referenced tables first.</summary>
    public async Task InsertAsync(MobilityDbContext db, MasterKeys keys, CancellationToken cancellation)
    {
        await db.BulkInsertAsync(Clients, cancellation);
        await db.BulkInsertAsync(LegalEntities, cancellation);
        await db.BulkInsertAsync(Firms, cancellation);
        await db.BulkInsertAsync(People, cancellation);
        await Personal.InsertAsync(db, keys, cancellation);
        await db.BulkInsertAsync(Accounts, cancellation);
        await db.BulkInsertAsync(NumberSeries, cancellation);
        await db.BulkInsertAsync(Cases, cancellation);
        await db.BulkInsertAsync(Members, cancellation);
        await db.BulkInsertAsync(Engagements, cancellation);
        await db.BulkInsertAsync(Imports, cancellation);
        await db.BulkInsertAsync(Trips, cancellation);
        await db.BulkInsertAsync(Days, cancellation);
        await db.BulkInsertAsync(Passports, cancellation);
        await db.BulkInsertAsync(Permits, cancellation);
        await db.BulkInsertAsync(Certificates, cancellation);
        await db.BulkInsertAsync(DeclaredFacts, cancellation);
        await db.BulkInsertAsync(Tasks, cancellation);
        await db.BulkInsertAsync(Changes, cancellation);
    }
}

using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Alerts;
using Mobility.Casework.Assessments;
using Mobility.Casework.Audit;
using Mobility.Casework.Board;
using Mobility.Casework.Cases;
using Mobility.Casework.Covers;
using Mobility.Casework.Deadlines;
using Mobility.Casework.History;
using Mobility.Casework.Jobs;
using Mobility.Casework.Keys;
using Mobility.Casework.Mail;
using Mobility.Casework.Opinions;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Casework.PersonalData;
using Mobility.Casework.Residence;
using Mobility.Casework.SocialSecurity;
using Mobility.Casework.Tasks;
using Mobility.Casework.TripChecks;
using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Import;
using Mobility.Casework.Trips.Ledger;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Data;

/// <summary>
/// The one model of both databases. <see cref="SqliteMobilityDbContext"/> and <see cref="SqlServerMobilityDbContext"/> differ only in
/// their migrations; everything else asks for this type.
/// </summary>
public abstract class MobilityDbContext(DbContextOptions options) : IdentityUserContext<Account, Guid>(options)
{
    public DbSet<Account> Accounts => Users;

    public DbSet<Client> Clients => Set<Client>();

    public DbSet<LegalEntity> LegalEntities => Set<LegalEntity>();

    public DbSet<Firm> Firms => Set<Firm>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<Authenticator> Authenticators => Set<Authenticator>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();

    public DbSet<Case> Cases => Set<Case>();

    public DbSet<CaseMember> CaseMembers => Set<CaseMember>();

    public DbSet<Engagement> Engagements => Set<Engagement>();

    public DbSet<Cover> Covers => Set<Cover>();

    public DbSet<Trip> Trips => Set<Trip>();

    public DbSet<TripImport> TripImports => Set<TripImport>();

    public DbSet<ImportColumns> ImportColumns => Set<ImportColumns>();

    public DbSet<DayDeclaration> DayDeclarations => Set<DayDeclaration>();

    public DbSet<DayReminder> DayReminders => Set<DayReminder>();

    public DbSet<Passport> Passports => Set<Passport>();

    public DbSet<Permit> Permits => Set<Permit>();

    public DbSet<CoverageCertificate> CoverageCertificates => Set<CoverageCertificate>();

    public DbSet<Deadline> Deadlines => Set<Deadline>();

    public DbSet<Alert> Alerts => Set<Alert>();

    public DbSet<Assessment> Assessments => Set<Assessment>();

    public DbSet<BoardRow> BoardRows => Set<BoardRow>();

    public DbSet<KnownRuleBook> RuleBooks => Set<KnownRuleBook>();

    public DbSet<DeclaredFact> DeclaredFacts => Set<DeclaredFact>();

    public DbSet<Opinion> Opinions => Set<Opinion>();

    public DbSet<TripCheck> TripChecks => Set<TripCheck>();

    public DbSet<TripCheckVersion> TripCheckVersions => Set<TripCheckVersion>();

    public DbSet<TripCheckAct> TripCheckActs => Set<TripCheckAct>();

    public DbSet<CaseTask> Tasks => Set<CaseTask>();

    public DbSet<MailMessage> MailMessages => Set<MailMessage>();

    public DbSet<JobRun> JobRuns => Set<JobRun>();

    public DbSet<Change> Changes => Set<Change>();

    public DbSet<NumberSeries> NumberSeries => Set<NumberSeries>();

    public DbSet<StoredKey> StoredKeys => Set<StoredKey>();

    public DbSet<ProgramKey> ProgramKeys => Set<ProgramKey>();

    public DbSet<PersonKey> PersonKeys => Set<PersonKey>();

    public DbSet<PersonalValue> PersonalValues => Set<PersonalValue>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<LocalDate>().HaveConversion<LocalDateConverter>();
        configurationBuilder.Properties<Instant>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<Fraction>().HaveConversion<FractionConverter>().HaveMaxLength(40);
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(MobilityDbContext).Assembly);
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("AccountClaims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("AccountLogins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("AccountTokens");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("AccountPasskeys");
        foreach (var entity in builder.Model.GetEntityTypes().Where(e => typeof(IVersioned).IsAssignableFrom(e.ClrType)))
        {
            entity.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken = true;
        }
    }
}

/// <summary>The embedded default: one file.</summary>
public sealed class SqliteMobilityDbContext(DbContextOptions<SqliteMobilityDbContext> options) : MobilityDbContext(options);

/// <summary>The large installation.</summary>
public sealed class SqlServerMobilityDbContext(DbContextOptions<SqlServerMobilityDbContext> options) : MobilityDbContext(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        // A passkey's id may be 1,023 bytes long, and a clustered key takes 900.
        builder.Entity<IdentityUserPasskey<Guid>>().HasKey(p => p.CredentialId).IsClustered(false);
    }
}

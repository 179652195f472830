using Mobility.Casework.Data;
using Mobility.Casework.Demo;
using Mobility.Rules;
using Mobility.Testing;
using Mobility.Testing.Data;
using NodaTime;

namespace Mobility.Casework.Tests.Demo;

/// <summary>The programme as a fresh clone gets it, made once and only read by the tests.</summary>
internal static class DemoDatabase
{
    /// <summary>The day for which the cast was written: on it, its dates are those of the file.</summary>
    public static LocalDate Today { get; } = new(2026, 11, 22);

    public static RuleBook Rules { get; } = RuleBook.Load(RepositoryFolder.Rules);

    private static readonly Lazy<TestDatabase> Whole = new(() => Create(new DemoOptions { Today = Today }));

    public static MobilityDbContext Open() => Whole.Value.Open();

    public static TestDatabase Create(DemoOptions options)
    {
        var database = TestDatabase.Create();
        using var db = database.Open();
        DemoProgramme.CreateAsync(db, Rules, TestKeys.Keys, options, CancellationToken.None).GetAwaiter().GetResult();
        return database;
    }
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.Jobs;
using Mobility.Testing;
using NUnit.Framework;

namespace Mobility.Casework.Tests.Data;

/// <summary>SQLite chooses its indexes by the sizes of tables it was told to look at.</summary>
public sealed class TableSizesTests
{
    [Test]
    public async Task The_program_looks_at_the_sizes_of_tables_when_it_starts_and_with_every_sweep()
    {
        using var casework = new TestCasework(TestRules.Repository);
        await casework.OpenCaseAsync();
        Assert.That(await KnownAsync(), Is.Empty);

        await DatabaseStart.ReadyAsync(casework.Database.Options, mayMigrate: false, CancellationToken.None);
        Assert.That(await KnownAsync(), Has.Member("Cases").And.Member("People"));
        Assert.That(await KnownAsync(), Has.No.Member("Trips"));

        await casework.RecordAsync(
            await casework.OpenCaseAsync(assignee: "Tomasz Wiśniewski"),
            "DE",
            new(2026, 10, 1),
            new(2026, 10, 9)
        );
        await casework.RunAsync(JobName.AssessmentSweep);
        Assert.That(await KnownAsync(), Has.Member("Trips"));

        Task<List<string>> KnownAsync() =>
            casework.ReadAsync(async db =>
                await db
                    .Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = 'sqlite_stat1'")
                    .SingleAsync() == 0
                    ? []
                    : await db.Database.SqlQuery<string>($"SELECT DISTINCT tbl AS Value FROM sqlite_stat1").ToListAsync()
            );
    }
}

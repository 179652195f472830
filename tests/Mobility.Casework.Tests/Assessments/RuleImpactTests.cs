using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Rules;
using Mobility.Testing;

namespace Mobility.Casework.Tests.Assessments;

public sealed class RuleImpactTests
{
    private static readonly Lazy<RuleBook> Rules = new(() => TestRules.WithDeadlines());

    private TestCasework casework = null!;

    [SetUp]
    public async Task StartAsync()
    {
        casework = new TestCasework(Rules.Value);
        var american = await casework.OpenCaseAsync("US", assignee: "Mary Okafor");
        await casework.OpenCaseAsync("DE", assignee: "Jens Holm");
        // 174 of 183: not met.
        await casework.RecordAsync(american, "US", new(2026, 1, 8), new(2026, 6, 30));
    }

    [TearDown]
    public void Stop() => casework.Dispose();

    [Test]
    public async Task The_cases_that_another_value_moves_are_named_with_the_numbers_and_the_value_and_nothing_is_written()
    {
        var rows = await RowsAsync();

        var report = await CompareAsync(text => text.Replace("value: 183", "value: 174", StringComparison.Ordinal));

        var moved = report.Moved.First(m => m.RuleId == "us/substantial-presence");
        Assert.Multiple(async () =>
        {
            Assert.That(report.Rules, Does.Contain("us/substantial-presence"));
            Assert.That(report.Cases, Is.EqualTo(2));
            Assert.That(report.Moved.Select(m => m.Person).Distinct(), Is.EqualTo(["Mary Okafor"]));
            Assert.That((moved.Before, moved.After), Is.EqualTo(((Outcome?)Outcome.Approaching, (Outcome?)Outcome.Breached)));
            Assert.That((moved.NumberBefore, moved.NumberAfter), Is.EqualTo(("174 / 183", "174 / 174")));
            Assert.That(
                moved.Values,
                Is.EqualTo([new MovedValue("us/substantial-presence", "threshold-days", "1985-01-01=183", "1985-01-01=174")])
            );
            Assert.That(await RowsAsync(), Is.EqualTo(rows));
        });
    }

    [Test]
    public async Task Books_that_decide_alike_ask_no_case()
    {
        var report = await CompareAsync(text => "# looked through\n" + text);

        Assert.That((report.Rules.Count, report.Cases, report.Moved.Count), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task A_value_that_moves_no_outcome_moves_nobody()
    {
        var report = await CompareAsync(text => text.Replace("value: 183", "value: 190", StringComparison.Ordinal));

        Assert.That((report.Cases, report.Moved.Count), Is.EqualTo((2, 0)));
    }

    private Task<ImpactReport> CompareAsync(Func<string, string> change) =>
        casework.ReadAsync(db =>
            RuleImpact.CompareAsync(
                db,
                Rules.Value,
                TestRules.Changed(folder =>
                {
                    var file = Path.Combine(folder, "us", "residence", "substantial-presence.yaml");
                    File.WriteAllText(file, change(File.ReadAllText(file)));
                }),
                casework.Now,
                null,
                default
            )
        );

    private Task<(int, int, int)> RowsAsync() =>
        casework.ReadAsync(async db =>
            (await db.Assessments.CountAsync(), await db.Changes.CountAsync(), await db.Alerts.CountAsync())
        );
}

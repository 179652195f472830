using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Board;
using Mobility.Casework.Cases;
using Mobility.Casework.Jobs;
using Mobility.Casework.Trips;
using Mobility.Rules;
using Mobility.Testing;
using NodaTime;

namespace Mobility.Casework.Tests.Board;

public sealed class BoardRowTests
{
    private const string Schengen = "schengen/short-stay-90-180";

    private TestCasework casework = null!;
    private Case file = null!;

    [SetUp]
    public async Task OpenCase()
    {
        casework = new TestCasework(TestRules.Repository);
        file = await casework.OpenCaseAsync();
    }

    [TearDown]
    public void Close() => casework.Dispose();

    [Test]
    public async Task A_recorded_trip_moves_the_row_of_its_rule()
    {
        // 30 days of September and 30 of October.
        await casework.RecordAsync(file, "DE", new LocalDate(2026, 9, 1), new LocalDate(2026, 10, 30));

        var row = await RowAsync(Schengen);

        Assert.Multiple(() =>
        {
            Assert.That((row.Used, row.Limit, row.LeftLow, row.LeftHigh), Is.EqualTo(((Fraction?)60, (Fraction?)90, 30L, 30L)));
            Assert.That(row.Level, Is.EqualTo(BoardLevel.Near), "60 days is the first step of its alerts");
            Assert.That(row.BreachOn, Is.Null);
            Assert.That(row.ClientId, Is.EqualTo(casework.Client.Id));
            Assert.That(row.AsOf, Is.EqualTo(new LocalDate(2026, 11, 22)));
            Assert.That(row.ComputedAt, Is.EqualTo(casework.Now));
        });
    }

    [Test]
    public async Task A_plan_that_goes_too_far_has_its_day_and_its_trip_and_is_gone_when_the_plan_is()
    {
        await casework.RecordAsync(file, "DE", new LocalDate(2026, 9, 1), new LocalDate(2026, 10, 30));
        // The 61st to the 90th day are those of 1 to 30 December.
        var plan = await casework.RecordAsync(file, "FR", new LocalDate(2026, 12, 1), new LocalDate(2027, 1, 15), planned: true);
        var planned = await RowAsync(Schengen);

        await casework.DoAsync<TripService>(t => t.RemoveAsync(file.Id, plan.Id, casework.Change("Called off"), default));
        var without = await RowAsync(Schengen);

        Assert.Multiple(() =>
        {
            Assert.That(
                (planned.Level, planned.BreachOn),
                Is.EqualTo((BoardLevel.WillPass, (LocalDate?)new LocalDate(2026, 12, 31)))
            );
            Assert.That(
                (planned.BreachStay, planned.BreachCountry, planned.BreachArrive),
                Is.EqualTo(($"{plan.Id:n}", "FR", (LocalDate?)new LocalDate(2026, 12, 1)))
            );
            Assert.That(
                (without.Level, without.BreachOn, without.BreachStay),
                Is.EqualTo((BoardLevel.Near, (LocalDate?)null, (string?)null))
            );
        });
    }

    [Test]
    public async Task The_earlier_breach_comes_first_and_then_the_fuller_counter()
    {
        var soon = await PlannedAsync("Soon", new LocalDate(2026, 12, 1));
        var late = await PlannedAsync("Late", new LocalDate(2027, 1, 10));
        var full = await casework.OpenCaseAsync(assignee: "Full");
        await casework.RecordAsync(full, "DE", new LocalDate(2026, 9, 1), new LocalDate(2026, 11, 19));
        var fuller = await casework.OpenCaseAsync(assignee: "Fuller");
        await casework.RecordAsync(fuller, "DE", new LocalDate(2026, 9, 1), new LocalDate(2026, 11, 21));

        var rows = await casework.AllAsync(db =>
            db.BoardRows.Where(r => r.RuleId == Schengen && r.PersonId != file.AssigneeId)
                .OrderBy(r => r.Level)
                .ThenBy(r => r.Rank)
        );

        Assert.That(
            rows.Select(r => r.PersonId),
            Is.EqualTo([soon.AssigneeId, late.AssigneeId, fuller.AssigneeId, full.AssigneeId])
        );
    }

    [Test]
    public async Task To_be_resident_at_home_is_no_breach()
    {
        // More than 183 midnights of 2026-27 in the country the person lives in.
        await casework.RecordAsync(file, "GB", new LocalDate(2026, 4, 6), new LocalDate(2026, 11, 20));

        var row = await RowAsync("gb/statutory-residence-test");

        Assert.That((row.Level, row.BreachOn), Is.EqualTo((BoardLevel.AtHome, (LocalDate?)null)));
    }

    [Test]
    public async Task A_night_brings_every_row_up_to_date_and_says_so()
    {
        await casework.RecordAsync(file, "DE", new LocalDate(2026, 9, 1), new LocalDate(2026, 10, 30));
        // On 1 March the window begins on 3 September: two days have left it.
        casework.Clock.Set(Instant.FromUtc(2027, 3, 1, 2, 2));

        await casework.RunAsync(JobName.AssessmentSweep);

        var row = await RowAsync(Schengen);
        Assert.That((row.Used, row.AsOf, row.ComputedAt), Is.EqualTo(((Fraction?)58, new LocalDate(2027, 3, 1), casework.Now)));
        Assert.That(await casework.AllAsync(db => db.BoardRows.Where(r => r.ComputedAt != casework.Now)), Is.Empty);
    }

    [Test]
    public async Task Who_has_no_running_case_leaves_the_board()
    {
        await casework.DoAsync<CaseService>(s =>
            s.CancelAsync(file.Id, file.Version, new(2026, 11, 22), casework.Change("Off"), default)
        );

        Assert.That(await casework.AllAsync(db => db.BoardRows), Is.Empty);
    }

    [Test]
    public async Task A_rule_that_does_not_ask_about_the_person_has_no_row()
    {
        await casework.ReadAsync(db =>
            db.People.Where(p => p.Id == file.AssigneeId).ExecuteUpdateAsync(s => s.SetProperty(p => p.Citizenships, "DE"))
        );

        await casework.RecordAsync(file, "FR", new LocalDate(2026, 9, 1), new LocalDate(2026, 9, 3));

        Assert.That(await casework.AllAsync(db => db.BoardRows.Where(r => r.RuleId == Schengen)), Is.Empty);
    }

    private async Task<Case> PlannedAsync(string name, LocalDate from)
    {
        var other = await casework.OpenCaseAsync(assignee: name);
        await casework.RecordAsync(other, "DE", from, from.PlusDays(100), planned: true);
        return other;
    }

    private async Task<BoardRow> RowAsync(string rule) =>
        (await casework.AllAsync(db => db.BoardRows.Where(r => r.PersonId == file.AssigneeId && r.RuleId == rule))).Single();
}

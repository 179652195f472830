using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.Jobs;
using Mobility.Casework.People;
using Mobility.Casework.Trips.Ledger;
using Mobility.Rules;
using Mobility.Testing;
using NodaTime;

namespace Mobility.Casework.Tests.Jobs;

public sealed class DayReminderTests
{
    private static readonly Lazy<RuleBook> Rules = new(() => TestRules.WithDeadlines());

    // Monday 16 November 2026, ten in the morning in London; the last week is 9 to 15 November.
    private static readonly Instant Monday = Instant.FromUtc(2026, 11, 16, 10, 0);

    private TestCasework casework = null!;
    private Case file = null!;
    private Account traveller = null!;

    [SetUp]
    public async Task Start()
    {
        casework = new TestCasework(Rules.Value);
        file = await casework.OpenCaseAsync("DE", new(2026, 10, 1));
        await casework.DoAsync<CaseService>(s =>
            s.ConfirmAsync(file.Id, file.Version, new(2026, 9, 1), casework.Change(), default)
        );
        traveller = TestCasework.AccountOf(PersonKind.Assignee, "Eilidh MacGillivray-Sørensen", "de-DE");
        traveller.PersonId = file.AssigneeId;
        traveller.EmailConfirmed = true;
        await casework.ReadAsync(async db =>
        {
            db.Add(traveller);
            await db.SaveChangesAsync();
            return true;
        });
        await ZoneAsync("Europe/London");
        casework.Clock.Set(Monday);
    }

    [TearDown]
    public void Stop() => casework.Dispose();

    [Test]
    public async Task A_week_with_days_missing_is_told_once_in_the_travellers_language()
    {
        await casework.RecordAsync(file, "DE", new(2026, 11, 9), new(2026, 11, 12));

        await SweepAsync();
        await SweepAsync();
        casework.Clock.Advance(Duration.FromDays(2));
        await SweepAsync();

        var mail = casework.Renderer.Days.Single();
        Assert.Multiple(async () =>
        {
            Assert.That(
                (mail.From, mail.To, mail.Missing),
                Is.EqualTo((new LocalDate(2026, 11, 9), new LocalDate(2026, 11, 15), 3))
            );
            Assert.That(mail.Reader, Is.EqualTo(Mobility.Casework.Mail.MailReader.Of(traveller)));
            Assert.That(mail.Reader.Language, Is.EqualTo("de-DE"));
            Assert.That(
                await casework.ReadAsync(db => db.MailMessages.CountAsync(m => m.ToAddress == traveller.Email)),
                Is.EqualTo(1)
            );
            Assert.That(
                await casework.ReadAsync(db => db.Changes.CountAsync(c => c.Kind == ChangeKind.DaysReminded)),
                Is.EqualTo(1)
            );
        });
    }

    [Test]
    public async Task The_next_week_is_told_anew()
    {
        await SweepAsync();
        casework.Clock.Advance(Duration.FromDays(7));
        await SweepAsync();

        Assert.That(
            casework.Renderer.Days.Select(d => d.From),
            Is.EqualTo([new LocalDate(2026, 11, 9), new LocalDate(2026, 11, 16)])
        );
    }

    [Test]
    public async Task A_week_of_which_every_day_is_known_is_not_told()
    {
        await casework.RecordAsync(file, "DE", new(2026, 11, 9), new(2026, 11, 15));

        await SweepAsync();

        Assert.That(casework.Renderer.Days, Is.Empty);
    }

    [Test]
    public async Task Whoever_stopped_the_reminders_gets_none_until_they_are_resumed()
    {
        await StopAsync(true);
        await SweepAsync();
        Assert.That(casework.Renderer.Days, Is.Empty);

        await StopAsync(false);
        await SweepAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(casework.Renderer.Days, Has.Count.EqualTo(1));
            Assert.That(
                await casework.AllAsync(db =>
                    db.Changes.Where(c => c.Kind == ChangeKind.DayRemindersStopped || c.Kind == ChangeKind.DayRemindersResumed)
                ),
                Has.Count.EqualTo(2)
            );
        });
    }

    [Test]
    public async Task Two_nodes_that_sweep_at_one_moment_tell_a_week_once()
    {
        using var other = new TestCasework(Rules.Value, other: casework);

        await Task.WhenAll(Task.Run(() => SweepAsync()), Task.Run(() => SweepAsync(other)));

        Assert.That(
            await casework.ReadAsync(db => db.MailMessages.CountAsync(m => m.ToAddress == traveller.Email)),
            Is.EqualTo(1)
        );
    }

    [Test]
    public async Task A_traveller_who_has_been_shut_out_gets_no_mail()
    {
        await casework.ReadAsync(db =>
            db.Accounts.Where(a => a.Id == traveller.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.DeactivatedAt, Monday))
        );

        await SweepAsync();

        Assert.That(casework.Renderer.Days, Is.Empty);
    }

    [Test]
    public async Task Only_days_on_which_the_case_runs_are_asked_about()
    {
        await casework.ReadAsync(db =>
            db.Cases.Where(c => c.Id == file.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.Start, new LocalDate(2026, 11, 14)))
        );

        await SweepAsync();

        Assert.That(casework.Renderer.Days.Single().Missing, Is.EqualTo(2), "Saturday and Sunday");
    }

    // In Los Angeles the clocks went back on Sunday 1 November 2026: eight in the morning of Monday is 16:00 UTC, the week before it was 15:00.
    [TestCase("America/Los_Angeles", "2026-10-26T15:00:00Z", "2026-10-19")]
    [TestCase("America/Los_Angeles", "2026-11-02T15:59:00Z", "2026-10-19")]
    [TestCase("America/Los_Angeles", "2026-11-02T16:00:00Z", "2026-10-26")]
    // In Apia it is Monday already while it is Sunday in Europe.
    [TestCase("Pacific/Apia", "2026-11-15T19:00:00Z", "2026-11-09")]
    [TestCase("Pacific/Apia", "2026-11-15T18:59:00Z", "2026-11-02")]
    public void The_week_is_over_at_eight_on_Monday_by_the_travellers_clock(string zone, string now, string week) =>
        Assert.That(
            DayReminderSweep.LastWeek(NodaTime.Text.InstantPattern.General.Parse(now).Value, zone),
            Is.EqualTo(NodaTime.Text.LocalDatePattern.Iso.Parse(week).Value)
        );

    private Task StopAsync(bool stop) =>
        casework.DoAsync<DayReminderService>(s => s.SetAsync(file.Id, stop, casework.Change(), default));

    private Task SweepAsync(TestCasework? node = null) => (node ?? casework).RunAsync(JobName.DayReminders);

    private Task<int> ZoneAsync(string zone) =>
        casework.ReadAsync(db =>
            db.People.Where(p => p.Id == file.AssigneeId).ExecuteUpdateAsync(s => s.SetProperty(p => p.TimeZone, zone))
        );
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Covers;
using Mobility.Casework.History;
using Mobility.Casework.Jobs;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Rules;
using Mobility.Testing;
using NodaTime;

namespace Mobility.Casework.Tests.Covers;

/// <summary>
/// Reminders of a passport that ends on 31 January 2027, at 08:00 in Berlin (07:00 UTC) thirty, seven, six and one days before: 1, 24, 25 and
/// 30 January.
/// </summary>
public sealed class CoverAlertTests
{
    private static readonly Lazy<RuleBook> Rules = new(() =>
        TestRules.WithDeadlines(new TestDeadline("renew-the-passport", "passport-expiry", "P0D", 30, 7, 6, 1))
    );

    private TestCasework casework = null!;
    private Account ana = null!;
    private Case file = null!;

    [SetUp]
    public async Task Start()
    {
        casework = new TestCasework(Rules.Value);
        ana = TestCasework.AccountOf(PersonKind.Consultant, "Ana Ruiz");
        await casework.ReadAsync(db =>
        {
            db.Accounts.Add(ana);
            return db.SaveChangesAsync();
        });
        file = await casework.OpenCaseAsync();
        await casework.DoAsync<PaperService>(papers =>
            papers.RecordPassportAsync(
                file.Id,
                file.AssigneeId,
                new NewPassport("GB", new(2027, 1, 31)),
                casework.Change(),
                default
            )
        );
    }

    [TearDown]
    public void Stop() => casework.Dispose();

    [Test]
    public async Task Swept_every_hour_across_start_and_end_each_reminder_goes_once_to_whoever_works_the_case_then()
    {
        await CoverAsync(new(2027, 1, 24), new(2027, 1, 25));
        for (var at = Instant.FromUtc(2026, 12, 31, 12, 0); at < Instant.FromUtc(2027, 2, 1, 0, 0); at += Duration.FromHours(1))
        {
            casework.Clock.Set(at);
            await SweepAsync();
        }

        Assert.That(
            await MailsAsync(),
            Is.EqualTo(["01-01 Ilse Vandermeulen", "01-24 Ana Ruiz", "01-25 Ana Ruiz", "01-30 Ilse Vandermeulen"])
        );
    }

    [Test]
    public async Task One_that_came_due_while_the_cover_ran_and_is_swept_after_it_goes_to_the_consultant()
    {
        await CoverAsync(new(2027, 1, 24), new(2027, 1, 24));
        await SweepAtAsync(Instant.FromUtc(2027, 1, 1, 12, 0));
        // Down on the 24th: its reminder and that of the 25th are found by one sweep, when the cover is over, and are one mail.
        await SweepAtAsync(Instant.FromUtc(2027, 1, 25, 8, 0));
        await SweepAtAsync(Instant.FromUtc(2027, 1, 25, 9, 0));

        Assert.Multiple(async () =>
        {
            Assert.That(await MailsAsync(), Is.EqualTo(["01-01 Ilse Vandermeulen", "01-25 Ilse Vandermeulen"]));
            Assert.That(casework.Renderer.Alerts[^1].Missed, Is.EqualTo([new LocalDate(2027, 1, 24)]));
            Assert.That(casework.Renderer.Alerts[^1].InCoverFor, Is.Null);
        });
    }

    [Test]
    public async Task Ended_in_the_hour_between_two_sweeps_nothing_is_told_twice_and_nothing_is_lost()
    {
        var cover = await CoverAsync(new(2027, 1, 24), new(2027, 1, 31));
        await SweepAtAsync(Instant.FromUtc(2027, 1, 24, 7, 0));
        await casework.DoAsync<CoverService>(s => s.EndAsync(cover.Id, casework.Change("Back"), default));
        await SweepAtAsync(Instant.FromUtc(2027, 1, 24, 8, 0));
        await SweepAtAsync(Instant.FromUtc(2027, 1, 25, 7, 0));

        Assert.That(await MailsAsync(), Is.EqualTo(["01-24 Ana Ruiz", "01-25 Ilse Vandermeulen"]));
    }

    [Test]
    public async Task The_mail_says_that_and_why_it_comes_to_who_covers()
    {
        await CoverAsync(new(2027, 1, 1), new(2027, 1, 2));
        await SweepAtAsync(Instant.FromUtc(2027, 1, 1, 12, 0));

        var mail = casework.Renderer.Alerts.Single();

        Assert.That(
            (mail.Reader.Name, mail.InCoverFor, mail.CoverUntil),
            Is.EqualTo(("Ana Ruiz", "Ilse Vandermeulen", new LocalDate(2027, 1, 2)))
        );
    }

    [Test]
    public async Task An_alert_raised_by_a_change_goes_to_who_covers_too()
    {
        await CoverAsync(new(2026, 11, 22), new(2026, 12, 2));
        await casework.DoAsync<PaperService>(papers =>
            papers.RecordPassportAsync(
                file.Id,
                file.AssigneeId,
                new NewPassport("FR", new(2026, 12, 10)),
                casework.Change(),
                default
            )
        );

        Assert.That(casework.Renderer.Alerts.Single().Reader.Name, Is.EqualTo("Ana Ruiz"));
    }

    [Test]
    public async Task Somebody_shut_out_who_is_covered_still_has_reminders_that_reach_somebody()
    {
        await CoverAsync(new(2027, 1, 1), new(2027, 1, 2));
        await casework.ReadAsync(db =>
            db.Accounts.Where(a => a.Id == casework.Consultant.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(a => a.DeactivatedAt, casework.Now))
        );

        await SweepAtAsync(Instant.FromUtc(2027, 1, 1, 12, 0));

        Assert.That(await MailsAsync(), Is.EqualTo(["01-01 Ana Ruiz"]));
    }

    private Task<Cover> CoverAsync(LocalDate from, LocalDate until) =>
        casework.DoAsync<CoverService, Cover>(s =>
            s.SetAsync(
                new NewCover(casework.Consultant.Id, ana.Id, from, until),
                ChangeContext.By(ana, casework.Now, "Leave"),
                default
            )
        );

    private async Task SweepAtAsync(Instant at)
    {
        casework.Clock.Set(at);
        await SweepAsync();
    }

    private Task<int> SweepAsync() => casework.DoAsync<DeadlineSweep, int>(sweep => sweep.RunAsync(default));

    // A mail about a cover is about no case.
    private async Task<List<string>> MailsAsync() =>
        [
            .. (await casework.AllAsync(db => db.MailMessages.Where(m => m.CaseId != null).OrderBy(m => m.Id))).Select(m =>
                $"{m.CreatedAt.InUtc().Date:MM-dd} {m.ToName}"
            ),
        ];
}

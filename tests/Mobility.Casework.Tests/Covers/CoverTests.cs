using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Covers;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Testing;
using NodaTime;
using NUnit.Framework.Constraints;

namespace Mobility.Casework.Tests.Covers;

/// <summary>The clock stands at Sunday 22 November 2026, noon UTC.</summary>
public sealed class CoverTests
{
    private static readonly Lazy<RuleBook> Rules = new(() => RuleBook.Load("none"));

    private TestCasework casework = null!;
    private Account ilse = null!;
    private Account ana = null!;
    private Account ben = null!;

    [SetUp]
    public async Task Start()
    {
        casework = new TestCasework(Rules.Value);
        ilse = casework.Consultant;
        ana = await AddAsync(PersonKind.Consultant, "Ana Ruiz");
        ben = await AddAsync(PersonKind.TeamLead, "Ben Okri");
    }

    [TearDown]
    public void Stop() => casework.Dispose();

    // Auckland is 13 hours ahead in November, Honolulu 10 behind: 2 Dec begins there at 11:00 UTC on the 1st, and at 10:00 on the 2nd.
    [TestCase("Pacific/Auckland", "2026-12-01T11:00:00Z", "2026-12-04T11:00:00Z")]
    [TestCase("Pacific/Honolulu", "2026-12-02T10:00:00Z", "2026-12-05T10:00:00Z")]
    [TestCase("Etc/UTC", "2026-12-02T00:00:00Z", "2026-12-05T00:00:00Z")]
    public async Task It_runs_from_midnight_to_midnight_where_whoever_is_away_lives(string zone, string starts, string ends)
    {
        await casework.ReadAsync(db =>
            db.Accounts.Where(a => a.Id == ilse.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.TimeZone, zone))
        );

        await SetAsync(ilse, ana, new(2026, 12, 2), new(2026, 12, 4));

        var first = NodaTime.Text.InstantPattern.General.Parse(starts).Value;
        var after = NodaTime.Text.InstantPattern.General.Parse(ends).Value;
        Assert.Multiple(async () =>
        {
            Assert.That(await StandInAtAsync(first - Duration.FromMilliseconds(1)), Is.Null);
            Assert.That(await StandInAtAsync(first), Is.EqualTo("Ana Ruiz"));
            Assert.That(await StandInAtAsync(after - Duration.FromMilliseconds(1)), Is.EqualTo("Ana Ruiz"));
            Assert.That(await StandInAtAsync(after), Is.Null, "it ends by itself");
        });
    }

    [Test]
    public async Task One_that_begins_today_begins_now()
    {
        var cover = await SetAsync(ilse, ana, new(2026, 11, 22), new(2026, 11, 22));

        Assert.That((cover.StartsAt, cover.EndsAt), Is.EqualTo((casework.Now, Instant.FromUtc(2026, 11, 23, 0, 0))));
    }

    [Test]
    public async Task A_day_may_be_yesterday_here_and_today_where_the_person_lives()
    {
        casework.Clock.Set(Instant.FromUtc(2026, 11, 22, 3, 0));
        await casework.ReadAsync(db =>
            db.Accounts.Where(a => a.Id == ilse.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.TimeZone, "Pacific/Honolulu"))
        );

        Assert.DoesNotThrowAsync(() => SetAsync(ilse, ana, new(2026, 11, 21), new(2026, 11, 21)));
    }

    [TestCase(-1, 3, "From: CoverInPast")]
    [TestCase(3, 2, "Until: EndBeforeStart")]
    [TestCase(0, 366, "Until: CoverTooLong")]
    public void Days_that_cannot_be_are_refused(int from, int until, string refusal)
    {
        var today = new LocalDate(2026, 11, 22);

        Assert.That(
            () => SetAsync(ilse, ana, today.PlusDays(from), today.PlusDays(until)),
            Throws.TypeOf<RefusedException>().With.Message.EqualTo(refusal)
        );
    }

    [Test]
    public async Task Whoever_does_not_carry_cases_neither_covers_nor_is_covered()
    {
        var adviser = await AddAsync(PersonKind.TaxAdviser, "Priya Raghunathan");
        var gone = await AddAsync(PersonKind.Consultant, "Left Long-Ago", gone: true);

        foreach (var wrong in new[] { adviser.Id, gone.Id, Guid.NewGuid() })
        {
            Assert.That(() => SetAsync(ilse.Id, wrong), Refused("CoveredById: DoesNotWorkHere"));
            Assert.That(() => SetAsync(wrong, ilse.Id), Refused("AwayId: DoesNotWorkHere"));
        }
        Assert.That(() => SetAsync(ilse.Id, ilse.Id), Refused("CoveredById: CoversOneself"));
        Assert.That(await casework.ReadAsync(db => db.Covers.CountAsync()), Is.Zero);
    }

    [Test]
    public void It_needs_a_reason() =>
        Assert.That(
            () =>
                casework.DoAsync<CoverService, Cover>(s =>
                    s.SetAsync(new NewCover(ilse.Id, ana.Id, new(2026, 12, 1), new(2026, 12, 4)), casework.Change(" "), default)
                ),
            Refused("Why: ReasonNeeded")
        );

    // Ilse is away from 1 to 4 December, covered by Ana.
    [TestCase("ilse", "ben", 4, 8, "From: CoveredAlready", TestName = "Nobody is covered twice")]
    [TestCase("ben", "ilse", 1, 1, "CoveredById: CoverIsAway", TestName = "Nobody covers who is away")]
    [TestCase("ana", "ben", 3, 3, "From: CoversSomebody", TestName = "Nobody who covers is covered")]
    [TestCase("ilse", "ben", 5, 8, null, TestName = "The day after is free")]
    [TestCase("ben", "ilse", 5, 5, null, TestName = "Who is back covers")]
    [TestCase("ben", "ana", 1, 4, null, TestName = "Somebody covers two colleagues at once")]
    public async Task Overlaps_are_refused(string away, string by, int from, int until, string? refusal)
    {
        await SetAsync(ilse, ana, new(2026, 12, 1), new(2026, 12, 4));
        Account[] all = [ilse, ana, ben];
        Account Named(string name) => all.Single(a => a.DisplayName.StartsWith(name, StringComparison.OrdinalIgnoreCase));

        var act = () => SetAsync(Named(away), Named(by), new(2026, 12, from), new(2026, 12, until));

        Assert.That(act, refusal is null ? (IResolveConstraint)Throws.Nothing : Refused(refusal));
    }

    [Test]
    public async Task Two_set_at_one_moment_are_one()
    {
        using var other = new TestCasework(Rules.Value, other: casework);
        var both = new[] { (casework, ana), (other, ben) }.Select(x =>
            Task.Run(async () =>
            {
                try
                {
                    await x.Item1.DoAsync<CoverService, Cover>(s =>
                        s.SetAsync(
                            new NewCover(ilse.Id, x.Item2.Id, new(2026, 12, 1), new(2026, 12, 4)),
                            casework.Change("Leave"),
                            default
                        )
                    );
                    return 1;
                }
                catch (RefusedException)
                {
                    return 0;
                }
            })
        );

        Assert.That((await Task.WhenAll(both)).Sum(), Is.EqualTo(1));
        Assert.That(await casework.ReadAsync(db => db.Covers.CountAsync()), Is.EqualTo(1));
    }

    [Test]
    public async Task Ended_early_everything_is_theirs_again_and_the_days_are_free()
    {
        var cover = await SetAsync(ilse, ana, new(2026, 11, 22), new(2026, 12, 4));
        casework.Clock.Advance(Duration.FromDays(2));

        await EndAsync(cover, "Came back");
        await EndAsync(cover, "Twice");

        Assert.Multiple(async () =>
        {
            Assert.That(await StandInAtAsync(casework.Now), Is.Null);
            Assert.That(await StandInAtAsync(casework.Now - Duration.FromHours(1)), Is.EqualTo("Ana Ruiz"), "as it was");
            Assert.That(() => SetAsync(ilse, ben, new(2026, 11, 24), new(2026, 12, 4)), Throws.Nothing);
            var told = await casework.AllAsync(db => db.Changes.Where(c => c.AboutAccountId == ilse.Id).OrderBy(c => c.Id));
            Assert.That(
                told.Select(c => (c.Kind, c.Why)),
                Is.EqualTo([
                    (ChangeKind.CoverSet, "Leave"),
                    (ChangeKind.CoverEnded, (string?)"Came back"),
                    (ChangeKind.CoverSet, "Leave"),
                ])
            );
        });
    }

    [Test]
    public async Task Called_off_before_its_first_day_it_never_runs()
    {
        var cover = await SetAsync(ilse, ana, new(2026, 12, 1), new(2026, 12, 4));

        await EndAsync(cover, null);

        Assert.That(await StandInAtAsync(Instant.FromUtc(2026, 12, 2, 12, 0)), Is.Null);
        Assert.That(() => SetAsync(ben, ilse, new(2026, 12, 1), new(2026, 12, 4)), Throws.Nothing);
    }

    [Test]
    public async Task Whoever_is_shut_out_covers_nobody_any_more()
    {
        await SetAsync(ilse, ana, new(2026, 11, 22), new(2026, 12, 4));
        await SetAsync(ben, ana, new(2026, 12, 10), new(2026, 12, 11));

        await casework.DoAsync<AccountClosing>(s => s.DeactivateAsync(ana.Id, casework.Change("Left"), default));

        Assert.Multiple(async () =>
        {
            Assert.That(await StandInAtAsync(casework.Now), Is.Null);
            Assert.That(await casework.ReadAsync(db => db.Covers.CountAsync(c => c.EndedAt == null)), Is.Zero);
            Assert.That(
                casework.Renderer.Covers.Where(m => m.Ended).Select(m => m.Reader.Name),
                Is.EqualTo(["Ben Okri"]),
                "Ilse did it herself, and Ana is gone"
            );
        });
    }

    [Test]
    public async Task Whoever_did_not_set_it_is_told_once_and_not_why()
    {
        await casework.DoAsync<CoverService, Cover>(s =>
            s.SetAsync(
                new NewCover(ilse.Id, ana.Id, new(2026, 12, 1), new(2026, 12, 4)),
                ChangeContext.By(ben, casework.Now, "Something private"),
                default
            )
        );

        var mails = await casework.AllAsync(db => db.MailMessages);
        Assert.Multiple(() =>
        {
            Assert.That(mails.Select(m => m.ToName), Is.EquivalentTo(["Ilse Vandermeulen", "Ana Ruiz"]));
            Assert.That(casework.Renderer.Covers.Select(m => m.ToString()), Has.None.Contain("private"));
        });
    }

    private static EqualStringConstraint Refused(string message) =>
        Throws.TypeOf<RefusedException>().With.Message.EqualTo(message);

    private Task<Cover> SetAsync(Account away, Account by, LocalDate from, LocalDate until) =>
        casework.DoAsync<CoverService, Cover>(s =>
            s.SetAsync(new NewCover(away.Id, by.Id, from, until), casework.Change("Leave"), default)
        );

    private Task<Cover> SetAsync(Guid away, Guid by) =>
        casework.DoAsync<CoverService, Cover>(s =>
            s.SetAsync(new NewCover(away, by, new(2026, 12, 1), new(2026, 12, 4)), casework.Change("Leave"), default)
        );

    private Task EndAsync(Cover cover, string? why) =>
        casework.DoAsync<CoverService>(s => s.EndAsync(cover.Id, casework.Change(why), default));

    private async Task<string?> StandInAtAsync(Instant at) =>
        (await casework.ReadAsync(db => db.StandInsAsync([ilse.Id], at, default)))
            .GetValueOrDefault(ilse.Id)
            ?.Account.DisplayName;

    private async Task<Account> AddAsync(PersonKind kind, string name, bool gone = false)
    {
        var account = TestCasework.AccountOf(kind, name);
        account.DeactivatedAt = gone ? casework.Now : null;
        await casework.ReadAsync(db =>
        {
            db.Accounts.Add(account);
            return db.SaveChangesAsync();
        });
        return account;
    }
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.Jobs;
using Mobility.Casework.Opinions;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Testing;
using NodaTime;

namespace Mobility.Casework.Tests.Opinions;

public sealed class OpinionTests
{
    private const string UsTest = "us/substantial-presence";

    private static readonly Lazy<RuleBook> Rules = new(() => TestRules.WithDeadlines());

    private TestCasework casework = null!;
    private Case file = null!;
    private Account adviser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        casework = new TestCasework(Rules.Value);
        file = await casework.OpenCaseAsync("US");
        adviser = TestCasework.AccountOf(PersonKind.TaxAdviser, "Teresa Brandl");
        await EngageAsync(adviser);
    }

    [TearDown]
    public void Stop() => casework.Dispose();

    [Test]
    public async Task An_opinion_stands_beside_the_finding_and_changes_nothing_of_it()
    {
        var before = await FindingAsync();
        var opinion = await GiveAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(await FindingAsync(), Is.EqualTo(before));
            Assert.That(opinion.EngineMark, Is.EqualTo("Within not-met"));
            Assert.That(opinion.On(new(2026, 11, 22), "Within not-met"), Is.EqualTo(OpinionState.InForce));
            var told = (await casework.AllAsync(db => db.Changes.Where(c => c.Kind == ChangeKind.OpinionGiven))).Single();
            Assert.That((told.ByName, told.Why, told.CaseId), Is.EqualTo(("Teresa Brandl", "Exempt days", file.Id)));
            Assert.That(await AlertsAsync(), Is.Empty);
        });
    }

    [Test]
    public async Task An_opinion_that_the_rule_book_overtakes_is_told_once_to_the_adviser_and_the_consultant()
    {
        await GiveAsync();
        await casework.RecordAsync(file, "US", new(2026, 1, 1), new(2026, 10, 1));
        await casework.RecordAsync(file, "US", new(2026, 10, 3), new(2026, 10, 4));

        Assert.Multiple(async () =>
        {
            Assert.That(await AlertsAsync(), Is.EqualTo(["overtaken Breached met"]));
            Assert.That(await MailsToAsync(adviser), Is.EqualTo(1));
            Assert.That(await MailsToAsync(casework.Consultant), Is.GreaterThanOrEqualTo(1));
        });
    }

    [Test]
    public async Task An_opinion_is_told_of_a_month_before_it_ends_and_when_it_has()
    {
        await GiveAsync(to: new(2026, 12, 31));
        foreach (var day in new[] { "2026-11-30", "2026-12-01", "2026-12-02", "2026-12-31", "2027-01-01", "2027-01-02" })
        {
            casework.Clock.Set(
                Instant.FromUtc(int.Parse(day[..4], null), int.Parse(day[5..7], null), int.Parse(day[8..], null), 12, 0)
            );
            await casework.RunAsync(JobName.AssessmentSweep);
        }

        var raised = await casework.AllAsync(db => db.Alerts.Where(a => a.Key.StartsWith("opinion ")).OrderBy(a => a.RaisedAt));
        Assert.That(
            raised.Select(a => (a.Key.Split(' ')[2], a.RaisedAt.InUtc().Date)),
            Is.EqualTo([("ends", new LocalDate(2026, 12, 1)), ("ended", new LocalDate(2027, 1, 1))])
        );
    }

    [Test]
    public async Task Only_an_adviser_of_the_right_kind_gives_one()
    {
        var immigration = TestCasework.AccountOf(PersonKind.ImmigrationAdviser, "Dr. Annegret Fürbringer");
        await EngageAsync(immigration);

        Assert.Multiple(() =>
        {
            Assert.ThrowsAsync<NotHereException>(() => GiveAsync(by: immigration));
            Assert.ThrowsAsync<NotHereException>(() => GiveAsync(by: casework.Consultant));
            Assert.ThrowsAsync<NotHereException>(() => GiveAsync(rule: "fr/no-such-rule"));
        });
    }

    [Test]
    public async Task One_opinion_takes_the_place_of_another_and_a_second_beside_it_is_refused()
    {
        var first = await GiveAsync();
        var refusal = Assert.ThrowsAsync<RefusedException>(() => GiveAsync());
        var second = await GiveAsync(replaces: first);

        Assert.Multiple(async () =>
        {
            Assert.That(refusal!.Code, Is.EqualTo("OpinionIsThere"));
            Assert.ThrowsAsync<StaleVersionException>(() => GiveAsync(replaces: first));
            Assert.That(
                (await casework.AllAsync(db => db.Opinions.Where(o => o.WithdrawnAt == null))).Select(o => o.Id),
                Is.EqualTo([second.Id])
            );
        });
    }

    [TestCase(" ", "2026-11-22", "2027-01-01", OpinionAnswer.NotMet, null, ExpectedResult = "Reason OpinionReasonNeeded")]
    [TestCase("Why", "2026-11-22", "2026-11-21", OpinionAnswer.NotMet, null, ExpectedResult = "ValidTo EndBeforeStart")]
    [TestCase(
        "Why",
        "2026-11-22",
        "2027-01-01",
        OpinionAnswer.NotMet,
        "2026-05-01",
        ExpectedResult = "FirstDay FirstDayOfNothing"
    )]
    public string What_cannot_be_an_opinion_is_refused_by_field(
        string reason,
        string from,
        string to,
        OpinionAnswer answer,
        string? firstDay
    )
    {
        var refusal = Assert.ThrowsAsync<RefusedException>(() =>
            GiveAsync(
                reason: reason,
                from: Day(from),
                to: Day(to),
                answer: answer,
                firstDay: firstDay is null ? null : Day(firstDay)
            )
        );
        return $"{refusal!.Field} {refusal.Code}";
    }

    [Test]
    public async Task Who_gave_it_takes_it_back_with_a_reason_and_nobody_else_does()
    {
        var opinion = await GiveAsync();

        Assert.Multiple(async () =>
        {
            Assert.ThrowsAsync<NotHereException>(() => WithdrawAsync(opinion, casework.Consultant, "No"));
            Assert.That(
                Assert.ThrowsAsync<RefusedException>(() => WithdrawAsync(opinion, adviser, " "))!.Code,
                Is.EqualTo("ReasonNeeded")
            );
            await WithdrawAsync(opinion, adviser, "New facts");
            Assert.That((await casework.AllAsync(db => db.Opinions)).Single().WithdrawnWhy, Is.EqualTo("New facts"));
        });
    }

    private Task<Opinion> GiveAsync(
        Account? by = null,
        string rule = UsTest,
        Opinion? replaces = null,
        string reason = "Exempt days",
        LocalDate? from = null,
        LocalDate? to = null,
        OpinionAnswer answer = OpinionAnswer.NotMet,
        LocalDate? firstDay = null
    ) =>
        casework.DoAsync<OpinionService, Opinion>(s =>
            s.GiveAsync(
                file.Id,
                new NewOpinion
                {
                    PersonId = file.AssigneeId,
                    RuleId = rule,
                    Answer = answer,
                    FirstDay = firstDay,
                    Reason = reason,
                    ValidFrom = from ?? new(2026, 11, 22),
                    ValidTo = to ?? new(2027, 12, 31),
                    Replaces = replaces is null ? null : (replaces.Id, replaces.Version),
                },
                ChangeContext.By(by ?? adviser, casework.Now),
                default
            )
        );

    private Task WithdrawAsync(Opinion opinion, Account by, string why) =>
        casework.DoAsync<OpinionService>(s =>
            s.WithdrawAsync(file.Id, opinion.Id, opinion.Version, ChangeContext.By(by, casework.Now, why), default)
        );

    private Task<int> EngageAsync(Account account) =>
        casework.ReadAsync(async db =>
        {
            db.Add(account);
            db.Add(
                new Engagement
                {
                    CaseId = file.Id,
                    AccountId = account.Id,
                    Since = casework.Now,
                }
            );
            return await db.SaveChangesAsync();
        });

    private Task<string> FindingAsync() =>
        casework.ReadAsync(db =>
            db.Assessments.Where(a => a.RuleId == UsTest && a.ReplacedAt == null).Select(a => a.Finding).SingleAsync()
        );

    private async Task<List<string>> AlertsAsync() =>
        (await casework.AllAsync(db => db.Alerts.Where(a => a.Key.StartsWith("opinion ")))).ConvertAll(a =>
            string.Join(' ', a.Key.Split(' ').Skip(2))
        );

    private Task<int> MailsToAsync(Account account) =>
        casework.ReadAsync(db => db.MailMessages.CountAsync(m => m.ToAddress == account.Email));

    private static LocalDate Day(string iso) => NodaTime.Text.LocalDatePattern.Iso.Parse(iso).Value;
}

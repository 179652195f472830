using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Assessments;
using Mobility.Casework.Cases;
using Mobility.Casework.Demo;
using Mobility.Casework.People;
using Mobility.Casework.Tasks;
using Mobility.Rules;

namespace Mobility.Casework.Tests.Demo;

public sealed class DemoPersonaTests
{
    private static IEnumerable<DemoPersona> Personas => DemoPersonas.All;

    [TestCaseSource(nameof(Personas))]
    public async Task Each_persona_can_sign_in_and_has_something_to_see(DemoPersona persona)
    {
        await using var db = DemoDatabase.Open();
        var account = await db.Accounts.SingleAsync(a => a.Email == persona.Email);
        var viewer = Viewer.Of(account);
        var cases =
            viewer.IsFamily ? db.Cases.OwnCases(viewer)
            : viewer.Kind == PersonKind.Supplier ? db.Cases.SuppliedBy(viewer)
            : db.Cases.VisibleTo(viewer);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(account.Kind, Is.EqualTo(persona.Kind));
            Assert.That(account.EmailConfirmed, Is.True);
            Assert.That(account.LockoutEnabled, Is.True);
            Assert.That(await cases.CountAsync(), Is.GreaterThan(0));
        }
    }

    [Test]
    public void There_is_a_persona_of_every_kind_of_person() =>
        Assert.That(DemoPersonas.All.Select(p => p.Kind), Is.EquivalentTo(Enum.GetValues<PersonKind>()));

    [Test]
    public async Task All_accounts_open_with_the_one_password_and_share_its_hash()
    {
        await using var db = DemoDatabase.Open();
        var hashes = await db.Accounts.Select(a => a.PasswordHash).Distinct().ToListAsync();
        var account = await db.Accounts.FirstAsync();

        Assert.That(hashes, Has.Count.EqualTo(1));
        Assert.That(
            new PasswordHasher<Account>().VerifyHashedPassword(account, hashes[0]!, DemoAccounts.Password),
            Is.EqualTo(PasswordVerificationResult.Success)
        );
    }

    [Test]
    public async Task The_day_of_the_first_consultant_is_that_of_the_pictures()
    {
        await using var db = DemoDatabase.Open();
        var ilse = await db.Accounts.SingleAsync(a => a.Email == DemoPersonas.All[0].Email);
        var cases = db.Cases.Where(c => c.ConsultantId == ilse.Id && c.CancelledOn == null && c.ClosedOn == null);
        var open = await db.Tasks.Where(t => t.AssignedToId == ilse.Id && t.State == CaseTaskState.Open).ToListAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await cases.CountAsync(), Is.EqualTo(42));
            Assert.That(await cases.CountAsync(c => c.OnHoldSince != null), Is.EqualTo(3));
            Assert.That(open.Count(t => t.WaitingFor is null && t.DueOn < DemoDatabase.Today), Is.EqualTo(4));
            Assert.That(open.Count(t => t.WaitingFor is null && t.DueOn == DemoDatabase.Today), Is.EqualTo(7));
            Assert.That(open.Count(t => t.WaitingFor is not null), Is.EqualTo(9));
        }
    }

    [Test]
    public async Task Every_consultant_has_work_overdue_due_today_and_waiting_for_others()
    {
        await using var db = DemoDatabase.Open();
        var consultants = await db.Accounts.Where(a => a.Kind == PersonKind.Consultant).Select(a => a.Id).ToListAsync();
        var open = await db.Tasks.Where(t => t.State == CaseTaskState.Open).ToListAsync();

        foreach (var tasks in consultants.Select(id => open.Where(t => t.AssignedToId == id).ToList()))
        {
            Assert.That(tasks.Count(t => t.DueOn < DemoDatabase.Today), Is.InRange(2, 9));
            Assert.That(tasks.Count(t => t.DueOn == DemoDatabase.Today), Is.InRange(2, 9));
            Assert.That(tasks.Count(t => t.WaitingFor is not null), Is.InRange(4, 12));
        }
    }

    [Test]
    public async Task Rania_and_her_family_are_on_her_case_and_her_husband_reads_arabic()
    {
        await using var db = DemoDatabase.Open();
        var file = await db.Cases.Include(c => c.Members).SingleAsync(c => c.Number == "M-2026-0418");
        var tariq = await db.Accounts.SingleAsync(a => a.Email == "tariq.al-khatib@family.example");
        var engaged = await db.Engagements.Where(e => e.CaseId == file.Id).Select(e => e.Account!.DisplayName).ToListAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((file.HomeCity, file.HostCity), Is.EqualTo(("London", "München")));
            Assert.That(file.Start, Is.EqualTo(new NodaTime.LocalDate(2026, 11, 2)));
            Assert.That(file.Members, Has.Count.EqualTo(3));
            Assert.That(file.Members.Select(m => m.PersonId), Does.Contain(tariq.PersonId));
            Assert.That(tariq.Language, Is.EqualTo("ar"));
            Assert.That(engaged, Is.SupersetOf(new[] { "Priya Raghunathan", "Greta Öztürk-Lindner" }));
        }
    }

    [TestCase("us/substantial-presence", "174", "3", Outcome.BreachForecast)]
    [TestCase("schengen/short-stay-90-180", "72", "3", Outcome.Approaching)]
    [TestCase("gb/midnights-183", "79", "3", Outcome.BreachForecast)]
    public async Task Eilidhs_days_are_those_of_the_picture(string rule, string used, string unknown, Outcome outcome)
    {
        var finding = await FindingAsync("Eilidh MacGillivray-Sørensen", rule);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(finding.Figures!.Used.ToString(), Is.EqualTo(used));
            Assert.That(finding.Figures.Unknown.ToString(), Is.EqualTo(unknown));
            Assert.That(finding.Outcome, Is.EqualTo(outcome));
        }
    }

    [TestCase("DeShawn Kowalczyk-Reyes", "schengen/short-stay-90-180", Outcome.BreachForecast)]
    [TestCase("Estêvão Yamashita Gonçalves", "schengen/short-stay-90-180", Outcome.Breached)]
    [TestCase("Nam-gung Hyun-woo", "us/substantial-presence", Outcome.BreachForecast)]
    public async Task Those_in_trouble_are(string name, string rule, Outcome outcome) =>
        Assert.That((await FindingAsync(name, rule)).Outcome, Is.EqualTo(outcome));

    private static async Task<Finding> FindingAsync(string name, string rule)
    {
        await using var db = DemoDatabase.Open();
        var person = await db.People.Where(p => p.FullName == name).Select(p => p.Id).SingleAsync();
        var record = await db.LoadAsync(person, knownAt: null, CancellationToken.None);
        return DemoDatabase.Rules.EvaluateDayRules(record, DemoDatabase.Today).Single(f => f.RuleId == rule);
    }
}

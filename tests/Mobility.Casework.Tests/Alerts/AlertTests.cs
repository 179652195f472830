using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Alerts;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Casework.Residence;
using Mobility.Casework.Trips;
using Mobility.Rules;
using Mobility.Testing;
using NodaTime;

namespace Mobility.Casework.Tests.Alerts;

public sealed class AlertTests
{
    private static readonly TestDeadline Passport = new("renew-the-passport", "passport-expiry", "P0D", 90, 30, 7);
    private static readonly TestDeadline Forecast = new("leave-the-us", "day-count-forecast", "-P1D", 30, 7)
    {
        OfRule = "us/substantial-presence",
    };

    private static readonly Lazy<RuleBook> Rules = new(() => TestRules.WithDeadlines(Passport, Forecast));

    private TestCasework casework = null!;

    [SetUp]
    public void Start() => casework = new TestCasework(Rules.Value);

    [TearDown]
    public void Stop() => casework.Dispose();

    [Test]
    public async Task A_deadline_planned_past_some_of_its_reminders_is_told_at_once_of_the_nearest_only()
    {
        var file = await casework.OpenCaseAsync();
        await PassportAsync(file, new(2026, 12, 10));

        var alert = (await AlertsAsync()).Single();
        var deadline = await casework.ReadAsync(db => db.Deadlines.SingleAsync());
        Assert.Multiple(() =>
        {
            Assert.That(alert.Key, Is.EqualTo($"deadline {deadline.Id:n} 2026-12-10 2026-11-10"));
            Assert.That((alert.DeadlineId, alert.DueOn), Is.EqualTo((deadline.Id, new LocalDate(2026, 12, 10))));
            Assert.That(
                deadline.NextAlertAt,
                Is.EqualTo(Instant.FromUtc(2026, 12, 3, 7, 0)),
                "seven days before, eight in Berlin"
            );
            Assert.That(casework.Renderer.Alerts.Single().Missed, Is.Empty, "reminders before it was planned were not missed");
        });
    }

    [Test]
    public async Task An_alert_its_mail_and_its_line_of_history_come_together()
    {
        var file = await casework.OpenCaseAsync();
        await PassportAsync(file, new(2026, 12, 10));

        var mail = await casework.ReadAsync(db => db.MailMessages.SingleAsync());
        var change = await casework.ReadAsync(db => db.Changes.SingleAsync(c => c.Kind == ChangeKind.AlertRaised));
        Assert.Multiple(() =>
        {
            Assert.That((mail.ToAddress, mail.CaseId), Is.EqualTo((casework.Consultant.Email, file.Id)));
            Assert.That((mail.State, mail.NextTryAt), Is.EqualTo((MailState.Waiting, casework.Now)));
            Assert.That((change.CaseId, change.PersonId), Is.EqualTo((file.Id, file.AssigneeId)));
            Assert.That(change.Subject, Is.EqualTo("renew the passport: Eilidh MacGillivray-Sørensen"));
        });
    }

    [Test]
    public async Task The_mail_says_what_by_when_why_and_by_which_source_and_where_to_look()
    {
        var file = await casework.OpenCaseAsync();
        await PassportAsync(file, new(2026, 12, 10));

        var mail = casework.Renderer.Alerts.Single();

        Assert.Multiple(() =>
        {
            Assert.That((mail.CaseNumber, mail.PersonName), Is.EqualTo((file.Number, "Eilidh MacGillivray-Sørensen")));
            Assert.That(mail.DueOn, Is.EqualTo(new LocalDate(2026, 12, 10)));
            Assert.That(mail.Why, Does.Contain("10 Dec 2026"));
            Assert.That(mail.Consequence, Is.EqualTo("Something goes wrong."));
            Assert.That(mail.Sources.Select(s => s.Title), Is.EqualTo(["Norm of the tests"]));
            Assert.That(mail.Path, Is.EqualTo($"/cases/{file.Number}"));
        });
    }

    [Test]
    public async Task A_mail_names_no_birth_date()
    {
        var file = await casework.DoAsync<CaseService, Case>(cases =>
            cases.OpenAsync(
                new OpenCase
                {
                    ClientId = casework.Client.Id,
                    Assignee = new NewPerson { FullName = "Ana Ruiz", BirthDate = new(1987, 4, 3) },
                    Terms = casework.Terms("DE", new(2026, 10, 1), null),
                },
                casework.Change(),
                default
            )
        );
        await PassportAsync(file, new(2026, 12, 10));

        var mail = casework.Renderer.Alerts.Single();

        Assert.That(mail.ToString(), Does.Not.Contain("1987").And.Not.Contain("April 3").And.Not.Contain("3 Apr"));
    }

    [TestCase("consultant", new string[0])]
    [TestCase("employer", new string[0])]
    [TestCase("tax-adviser", new[] { "Priya Raghunathan" })]
    [TestCase("immigration-adviser", new[] { "Tomás Ó Briain" })]
    public async Task The_engaged_adviser_hears_of_what_the_adviser_has_to_do(string actor, string[] beside)
    {
        using var advised = new TestCasework(TestRules.WithDeadlines(Passport with { Actor = actor }));
        var file = await advised.OpenCaseAsync();
        var gone = TestCasework.AccountOf(PersonKind.TaxAdviser, "Somebody who left");
        await EngageAsync(advised, file, gone);
        await advised.ReadAsync(db =>
            db.Accounts.Where(a => a.Id == gone.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.DeactivatedAt, advised.Now))
        );
        await EngageAsync(advised, file, TestCasework.AccountOf(PersonKind.TaxAdviser, "Priya Raghunathan"));
        await EngageAsync(advised, file, TestCasework.AccountOf(PersonKind.ImmigrationAdviser, "Tomás Ó Briain"));
        await EngageAsync(advised, file, TestCasework.AccountOf(PersonKind.Supplier, "Utrecht Homes"));

        await advised.DoAsync<PaperService>(papers =>
            papers.RecordPassportAsync(
                file.Id,
                file.AssigneeId,
                new NewPassport("GB", new(2026, 12, 10)),
                advised.Change(),
                default
            )
        );

        Assert.That(
            (await advised.AllAsync(db => db.MailMessages)).Select(m => m.ToName),
            Is.EquivalentTo(beside.Prepend("Ilse Vandermeulen"))
        );
    }

    [Test]
    public async Task Each_reader_reads_the_reason_in_their_own_language()
    {
        using var advised = new TestCasework(TestRules.WithDeadlines(Passport with { Actor = "tax-adviser" }));
        var file = await advised.OpenCaseAsync();
        await EngageAsync(advised, file, TestCasework.AccountOf(PersonKind.TaxAdviser, "Jürgen Großkopf", "de-DE"));

        await advised.DoAsync<PaperService>(papers =>
            papers.RecordPassportAsync(
                file.Id,
                file.AssigneeId,
                new NewPassport("GB", new(2026, 12, 10)),
                advised.Change(),
                default
            )
        );

        Assert.Multiple(() =>
        {
            Assert.That(advised.Renderer.Alerts[0].Why, Does.Contain("10 Dec 2026"));
            Assert.That(advised.Renderer.Alerts[1].Why, Does.Contain("10 Dez. 2026"));
        });
    }

    [Test]
    public async Task A_counter_of_days_tells_of_its_step_at_home_too_when_a_fact_is_declared()
    {
        var file = await casework.OpenCaseAsync("US");
        await casework.ReadAsync(db => db.People.ExecuteUpdateAsync(s => s.SetProperty(p => p.HomeCountry, "US")));
        await casework.DoAsync<DeclaredFactService>(s =>
            s.RecordAsync(
                file.Id,
                new NewDeclaredFact
                {
                    PersonId = file.AssigneeId,
                    Name = "us_status_periods",
                    Jurisdiction = "US",
                    Value = """[{"from": null, "to": null, "category": "not-exempt"}]""",
                    Reason = "Visa",
                },
                casework.Change(),
                default
            )
        );

        await casework.RecordAsync(file, "US", new(2026, 1, 1), new(2026, 5, 10));

        Assert.That(
            (await AlertsAsync()).Select(a => a.Key),
            Has.Member($"days {file.AssigneeId:n} us/substantial-presence 120@2026"),
            "130 days"
        );
    }

    [Test]
    public async Task A_step_of_a_day_count_is_told_once_however_often_it_is_found()
    {
        var file = await casework.OpenCaseAsync("US");
        await casework.RecordAsync(file, "US", new(2026, 1, 1), new(2026, 5, 10));
        await casework.RecordAsync(file, "DE", new(2026, 6, 1), new(2026, 6, 5));
        await casework.RecordAsync(file, "US", new(2026, 7, 1), new(2026, 7, 2));

        var alert = (await AlertsAsync()).Single();
        Assert.Multiple(() =>
        {
            Assert.That(alert.Key, Is.EqualTo($"days {file.AssigneeId:n} us/substantial-presence 120@2026"));
            Assert.That(alert.Title, Does.EndWith("120 / 183"));
            Assert.That(casework.Renderer.Alerts.Single().Path, Is.EqualTo($"/cases/{file.Number}/days"));
        });
    }

    [Test]
    public async Task Steps_of_a_day_count_found_together_are_one_mail_that_names_them_all()
    {
        var file = await casework.OpenCaseAsync("US");
        await casework.RecordAsync(file, "US", new(2026, 1, 1), new(2026, 6, 10));

        var mail = casework.Renderer.Alerts.Single();
        Assert.Multiple(async () =>
        {
            Assert.That(await AlertsAsync(), Has.Count.EqualTo(2), "120 and 150");
            Assert.That(mail.Title, Does.EndWith("150 / 183"));
            Assert.That(mail.Also.Single(), Does.EndWith("120 / 183"));
        });
    }

    [Test]
    public async Task A_breach_in_the_forecast_and_the_deadline_it_makes_are_one_mail()
    {
        var file = await casework.OpenCaseAsync("US");
        await casework.RecordAsync(file, "US", new(2026, 1, 8), new(2026, 6, 30));
        await casework.RecordAsync(file, "US", new(2026, 12, 1), new(2026, 12, 24), planned: true);

        var mail = casework.Renderer.Alerts[^1];
        Assert.Multiple(async () =>
        {
            Assert.That(mail.Title, Is.EqualTo("leave the us"));
            Assert.That(mail.Also, Has.Some.EqualTo("United States substantial presence test"));
            Assert.That((await AlertsAsync()).Select(a => a.Key), Has.Some.EndsWith("forecast@2026"));
        });
    }

    [Test]
    public async Task A_case_that_is_closed_hears_nothing_more()
    {
        var file = await casework.OpenCaseAsync("US");
        await casework.DoAsync<CaseService>(cases =>
            cases.CloseAsync(file.Id, file.Version, new(2026, 11, 22), casework.Change(), default)
        );

        await casework.RecordAsync(file, "US", new(2026, 1, 1), new(2026, 6, 10));

        Assert.That(await AlertsAsync(), Is.Empty);
    }

    [Test]
    public async Task Nothing_is_kept_when_the_change_itself_fails()
    {
        var file = await casework.OpenCaseAsync();
        using var broken = new TestCasework(TestRules.WithDeadlines(Passport), other: casework);
        broken.Renderer.Fail = mail => mail.CaseNumber == file.Number;

        Assert.ThrowsAsync<InvalidOperationException>(() =>
            broken.DoAsync<PaperService>(papers =>
                papers.RecordPassportAsync(
                    file.Id,
                    file.AssigneeId,
                    new NewPassport("GB", new(2026, 12, 10)),
                    broken.Change(),
                    default
                )
            )
        );

        Assert.Multiple(async () =>
        {
            Assert.That(await casework.ReadAsync(db => db.Passports.CountAsync()), Is.Zero);
            Assert.That(await AlertsAsync(), Is.Empty);
            Assert.That(await casework.ReadAsync(db => db.MailMessages.CountAsync()), Is.Zero);
        });
    }

    private Task<List<Alert>> AlertsAsync() => casework.AllAsync(db => db.Alerts.OrderBy(a => a.Id));

    private Task PassportAsync(Case file, LocalDate validTo) =>
        casework.DoAsync<PaperService>(papers =>
            papers.RecordPassportAsync(file.Id, file.AssigneeId, new NewPassport("GB", validTo), casework.Change(), default)
        );

    private static async Task EngageAsync(TestCasework on, Case file, Account adviser)
    {
        await on.ReadAsync(async db =>
        {
            db.Accounts.Add(adviser);
            return await db.SaveChangesAsync();
        });
        await on.DoAsync<CaseService>(cases => cases.EngageAsync(file.Id, adviser.Id, on.Change(), default));
    }
}

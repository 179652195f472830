using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Deadlines;
using Mobility.Casework.History;
using Mobility.Casework.Jobs;
using Mobility.Casework.Permits;
using Mobility.Casework.Trips;
using Mobility.Rules;
using Mobility.Rules.Deadlines;
using Mobility.Testing;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Tests.Deadlines;

public sealed class DeadlinePlanningTests
{
    private static readonly TestDeadline Passport = new("renew-the-passport", "passport-expiry", "-P9M", 30, 7);
    private static readonly TestDeadline Permit = new("extend-the-permit", "permit-expiry", "-P2M", 30, 7) { AppliesTo = "FR" };
    private static readonly TestDeadline Leave = new("plan-the-return", "assignment-end", "-P6M", 30, 7);
    private static readonly TestDeadline KickOff = new("kick-off", "assignment-start", "-P3M", 30, 7);
    private static readonly TestDeadline Forecast = new("leave-the-us", "day-count-forecast", "-P1D", 30, 7)
    {
        OfRule = "us/substantial-presence",
    };

    private static readonly Lazy<RuleBook> Rules = new(() => TestRules.WithDeadlines(Passport, Permit, Leave, KickOff, Forecast));

    private TestCasework casework = null!;

    [SetUp]
    public void Start() => casework = new TestCasework(Rules.Value);

    [TearDown]
    public void Stop() => casework.Dispose();

    [Test]
    public async Task A_case_with_its_papers_gets_its_deadlines_from_the_real_rules()
    {
        using var real = new TestCasework(TestRules.Repository);
        var file = await real.OpenCaseAsync("DE", new(2026, 12, 1), new(2028, 11, 30));
        await real.DoAsync<PaperService>(async papers =>
        {
            var person = file.AssigneeId;
            await papers.RecordPassportAsync(file.Id, person, new NewPassport("GB", new(2029, 5, 31)), real.Change(), default);
            await papers.RecordPermitAsync(
                file.Id,
                person,
                "DE",
                "ICT Card",
                new(2026, 12, 1),
                new(2028, 11, 30),
                real.Change(),
                default
            );
            await papers.RecordCertificateAsync(
                file.Id,
                person,
                "GB",
                "A1",
                new(2026, 12, 1),
                new(2028, 11, 30),
                real.Change(),
                default
            );
        });

        var rules = (await real.AllAsync(db => db.Deadlines)).Select(d => d.RuleId).ToList();

        Assert.That(
            rules,
            Is.SupersetOf([
                "everywhere/passport-expiry",
                "everywhere/permit-expiry",
                "social-security/certificate-end",
                "de/tax-return",
            ])
        );
    }

    [Test]
    public async Task A_deadline_tells_whose_it_is_when_and_why()
    {
        var file = await casework.OpenCaseAsync();
        await PassportAsync(file, file.AssigneeId, "2028-05-31");

        var deadline = await OnlyAsync(Passport);

        Assert.Multiple(() =>
        {
            Assert.That(deadline.DueOn, Is.EqualTo(new LocalDate(2027, 8, 31)));
            Assert.That(deadline.PersonId, Is.EqualTo(file.AssigneeId));
            Assert.That(deadline.Title, Is.EqualTo("renew the passport: Eilidh MacGillivray-Sørensen"));
            Assert.That(deadline.TimeZone, Is.EqualTo("Europe/Berlin"));
            Assert.That(deadline.ReadReason().AnchorOn, Is.EqualTo(new LocalDate(2028, 5, 31)));
            Assert.That(deadline.ReadReason().ParametersUsed[0].Source.Title, Is.EqualTo("Norm of the tests"));
            Assert.That(deadline.ReadReason().RemindOn, Is.EqualTo([new LocalDate(2027, 8, 1), new LocalDate(2027, 8, 24)]));
            Assert.That(deadline.NextAlertAt, Is.EqualTo(Instant.FromUtc(2027, 8, 1, 6, 0)));
        });
    }

    [Test]
    public async Task The_papers_of_the_family_count_too()
    {
        var file = await casework.OpenCaseAsync(
            family:
            [
                new NewMember
                {
                    Person = new NewPerson { FullName = "Noor" },
                    Relation = FamilyRelation.Child,
                },
            ]
        );
        var noor = await casework.ReadAsync(db => db.CaseMembers.Select(m => m.PersonId).SingleAsync());
        await PassportAsync(file, noor, "2028-05-31");

        var deadline = await OnlyAsync(Passport);

        Assert.That((deadline.PersonId, deadline.Title), Is.EqualTo((noor, "renew the passport: Noor")));
    }

    [Test]
    public async Task A_permit_of_another_country_is_asked_about_by_the_rules_of_that_country()
    {
        var file = await casework.OpenCaseAsync("DE");
        await PermitAsync(file, "FR", "2028-05-31");
        await PermitAsync(file, "DE", "2028-06-30");

        Assert.That((await OnlyAsync(Permit)).DueOn, Is.EqualTo(new LocalDate(2028, 3, 31)));
    }

    [Test]
    public async Task A_renewed_paper_takes_the_place_of_the_old_one()
    {
        var file = await casework.OpenCaseAsync();
        await PassportAsync(file, file.AssigneeId, "2028-05-31");
        await PassportAsync(file, file.AssigneeId, "2036-05-31");

        Assert.That(await RowsAsync(Passport), Is.EqualTo(["2027-08-31 Withdrawn", "2035-08-31 Open"]));
    }

    [Test]
    public async Task Moving_the_end_of_the_assignment_moves_its_deadlines_and_the_history_says_from_where_and_why()
    {
        var file = await casework.OpenCaseAsync(end: new(2028, 9, 30));
        await AmendAsync(file, new(2028, 12, 31));

        var deadline = await OnlyAsync(Leave);
        var change = await ChangeAsync(ChangeKind.DeadlineMoved);
        Assert.Multiple(() =>
        {
            Assert.That(deadline.DueOn, Is.EqualTo(new LocalDate(2028, 6, 30)));
            Assert.That(deadline.NextAlertAt, Is.EqualTo(Instant.FromUtc(2028, 5, 31, 6, 0)));
            Assert.That(
                change.FieldChanges(),
                Is.EqualTo([
                    new FieldChange("plan the return", "2028-03-30", "2028-06-30"),
                    new FieldChange("AssignmentEnd", "2028-09-30", "2028-12-31"),
                ])
            );
            Assert.That(change.ByName, Is.EqualTo(casework.Consultant.DisplayName));
        });
    }

    [Test]
    public async Task A_rule_that_changes_moves_deadlines_and_the_history_names_its_versions()
    {
        var file = await casework.OpenCaseAsync(end: new(2028, 9, 30));
        var before = await OnlyAsync(Leave);
        using var later = new TestCasework(TestRules.WithDeadlines(Leave with { Offset = "-P4M" }), other: casework);

        await later.RunAsync(JobName.AssessmentSweep);

        var after = await OnlyAsync(Leave);
        var change = await ChangeAsync(ChangeKind.DeadlineMoved);
        Assert.Multiple(() =>
        {
            Assert.That((after.CaseId, after.Id), Is.EqualTo((file.Id, before.Id)));
            Assert.That(after.DueOn, Is.EqualTo(new LocalDate(2028, 5, 30)));
            Assert.That(change.ByName, Is.EqualTo("Assessment sweep"));
            Assert.That(
                change.FieldChanges()[1],
                Is.EqualTo(new FieldChange("everywhere/plan-the-return", before.RuleVersion, after.RuleVersion))
            );
        });
    }

    [Test]
    public async Task Planning_again_changes_nothing()
    {
        var file = await casework.OpenCaseAsync(end: new(2028, 9, 30));
        await PassportAsync(file, file.AssigneeId, "2028-05-31");
        var before = await StateAsync();

        await casework.DoAsync<Mobility.Casework.Assessments.CaseReview>(review =>
            review.RefreshAsync(file.Id, casework.Change(), default)
        );

        Assert.That(await StateAsync(), Is.EqualTo(before));

        async Task<string> StateAsync() =>
            string.Join(
                '\n',
                (await casework.AllAsync(db => db.Deadlines.OrderBy(d => d.Id))).Select(d =>
                    $"{d.Id} {d.Version} {d.NextAlertAt}"
                )
            ) + await casework.ReadAsync(db => db.Changes.CountAsync());
    }

    [Test]
    public async Task One_review_leaves_one_line_of_history_however_much_it_plans()
    {
        var file = await casework.OpenCaseAsync(start: new(2027, 10, 1), end: new(2028, 9, 30));

        var change = await ChangeAsync(ChangeKind.DeadlinePlanned);

        Assert.Multiple(() =>
        {
            Assert.That(change.CaseId, Is.EqualTo(file.Id));
            Assert.That(change.FieldChanges().Select(f => f.Field), Is.EquivalentTo(["kick off", "plan the return"]));
        });
    }

    [Test]
    public async Task What_was_over_before_the_case_was_opened_is_not_planned()
    {
        await casework.OpenCaseAsync(start: new(2026, 10, 1));

        Assert.That(await RowsAsync(KickOff), Is.Empty);
    }

    [Test]
    public async Task What_is_late_for_an_event_still_to_come_is_planned()
    {
        await casework.OpenCaseAsync(start: new(2026, 12, 1));

        Assert.That(await RowsAsync(KickOff), Is.EqualTo(["2026-09-01 Open"]));
    }

    [Test]
    public async Task A_paper_that_has_run_out_is_planned_however_long_ago()
    {
        var file = await casework.OpenCaseAsync();
        await PassportAsync(file, file.AssigneeId, "2024-05-31");

        Assert.That(await RowsAsync(Passport), Is.EqualTo(["2023-08-31 Open"]));
    }

    [Test]
    public async Task A_deadline_that_is_done_stays_done_until_its_date_moves()
    {
        var file = await casework.OpenCaseAsync(end: new(2028, 9, 30));
        await EndAsync(Leave, (service, id) => service.DoneAsync(file.Id, id, null, casework.Change(), default));
        await PassportAsync(file, file.AssigneeId, "2028-05-31");
        Assert.That(await RowsAsync(Leave), Is.EqualTo(["2028-03-30 Done"]));

        await AmendAsync(file, new(2028, 12, 31));

        var change = await ChangeAsync(ChangeKind.DeadlineMoved);
        Assert.Multiple(async () =>
        {
            Assert.That(await RowsAsync(Leave), Is.EqualTo(["2028-06-30 Open"]));
            Assert.That((await OnlyAsync(Leave)).NextAlertAt, Is.Not.Null);
            Assert.That(change.FieldChanges(), Does.Contain(new FieldChange("State", "Done", "Open")));
        });
    }

    [Test]
    public async Task Waiving_needs_a_reason_and_keeps_it()
    {
        var file = await casework.OpenCaseAsync(end: new(2028, 9, 30));

        var refusal = Assert.ThrowsAsync<RefusedException>(() =>
            EndAsync(Leave, (service, id) => service.WaiveAsync(file.Id, id, null, casework.Change(" "), default))
        );
        await EndAsync(
            Leave,
            (service, id) => service.WaiveAsync(file.Id, id, null, casework.Change("Stays for good."), default)
        );

        var deadline = await OnlyAsync(Leave);
        Assert.Multiple(async () =>
        {
            Assert.That(refusal!.Field, Is.EqualTo("Why"));
            Assert.That(
                (deadline.State, deadline.StateReason, deadline.NextAlertAt),
                Is.EqualTo((DeadlineState.Waived, "Stays for good.", (Instant?)null))
            );
            Assert.That((await ChangeAsync(ChangeKind.DeadlineWaived)).Why, Is.EqualTo("Stays for good."));
        });
    }

    [Test]
    public async Task A_deadline_is_ended_once_and_only_on_its_own_case()
    {
        var file = await casework.OpenCaseAsync(end: new(2028, 9, 30));
        var other = await casework.OpenCaseAsync(assignee: "Sulistyowati");
        await EndAsync(Leave, (service, id) => service.DoneAsync(file.Id, id, null, casework.Change(), default));
        await EndAsync(Leave, (service, id) => service.DoneAsync(file.Id, id, null, casework.Change(), default));

        Assert.Multiple(async () =>
        {
            Assert.That((await ChangeAsync(ChangeKind.DeadlineDone)).Subject, Is.EqualTo("plan the return"), "one line");
            Assert.ThrowsAsync<RefusedException>(() =>
                EndAsync(Leave, (service, id) => service.WaiveAsync(file.Id, id, null, casework.Change("No."), default))
            );
            Assert.ThrowsAsync<NotHereException>(() =>
                EndAsync(Leave, (service, id) => service.DoneAsync(other.Id, id, null, casework.Change(), default))
            );
        });
    }

    [Test]
    public async Task A_case_that_is_cancelled_or_closed_has_no_open_deadlines([Values] bool cancelled)
    {
        var file = await casework.OpenCaseAsync(end: new(2028, 9, 30));
        await PassportAsync(file, file.AssigneeId, "2028-05-31");

        await casework.DoAsync<CaseService>(cases =>
            cancelled
                ? cases.CancelAsync(file.Id, file.Version, new(2026, 11, 22), casework.Change(), default)
                : cases.CloseAsync(file.Id, file.Version, new(2026, 11, 22), casework.Change(), default)
        );

        var deadlines = await casework.AllAsync(db => db.Deadlines);
        Assert.Multiple(async () =>
        {
            Assert.That(
                deadlines.Select(d => (d.State, d.NextAlertAt)),
                Is.All.EqualTo((DeadlineState.Withdrawn, (Instant?)null))
            );
            Assert.That((await ChangeAsync(ChangeKind.DeadlineWithdrawn)).FieldChanges(), Has.Count.EqualTo(2));
        });
    }

    [Test]
    public async Task A_breach_in_the_forecast_is_a_deadline_while_the_plan_is_there()
    {
        var file = await casework.OpenCaseAsync("US");
        await casework.RecordAsync(file, "US", new(2026, 1, 8), new(2026, 6, 30));
        Assert.That(await RowsAsync(Forecast), Is.Empty);

        var plan = await casework.RecordAsync(file, "US", new(2027, 4, 1), new(2027, 12, 24), planned: true);
        var planned = await RowsAsync(Forecast);
        await casework.DoAsync<TripService>(trips => trips.RemoveAsync(file.Id, plan.Id, casework.Change(), default));
        var removed = await RowsAsync(Forecast);

        Assert.Multiple(() =>
        {
            // 2027: 174/3 = 58 days are carried over, so the 125th day of the stay makes 183.
            Assert.That(planned, Is.EqualTo(["2027-08-02 Open"]));
            Assert.That(removed, Is.EqualTo(["2027-08-02 Withdrawn"]));
        });
    }

    private Task PassportAsync(Case file, Guid person, string validTo) =>
        casework.DoAsync<PaperService>(papers =>
            papers.RecordPassportAsync(
                file.Id,
                person,
                new NewPassport("GB", LocalDatePattern.Iso.Parse(validTo).Value),
                casework.Change(),
                default
            )
        );

    private Task PermitAsync(Case file, string country, string validTo) =>
        casework.DoAsync<PaperService>(papers =>
            papers.RecordPermitAsync(
                file.Id,
                file.AssigneeId,
                country,
                "Residence card",
                new(2026, 1, 1),
                LocalDatePattern.Iso.Parse(validTo).Value,
                casework.Change(),
                default
            )
        );

    private async Task AmendAsync(Case file, LocalDate end)
    {
        var version = await casework.ReadAsync(db => db.Cases.Where(c => c.Id == file.Id).Select(c => c.Version).SingleAsync());
        await casework.DoAsync<CaseService>(cases =>
            cases.AmendAsync(file.Id, version, casework.Terms(file.HostCountry, file.Start, end), casework.Change(), default)
        );
    }

    private async Task EndAsync(TestDeadline rule, Func<DeadlineService, Guid, Task> end)
    {
        var id = (await OnlyAsync(rule)).Id;
        await casework.DoAsync<DeadlineService>(service => end(service, id));
    }

    private Task<Deadline> OnlyAsync(TestDeadline rule) =>
        casework.ReadAsync(db => db.Deadlines.SingleAsync(d => d.RuleId == "everywhere/" + rule.Name));

    private async Task<List<string>> RowsAsync(TestDeadline rule) =>
        (
            await casework.AllAsync(db => db.Deadlines.Where(d => d.RuleId == "everywhere/" + rule.Name).OrderBy(d => d.Id))
        ).ConvertAll(d => $"{LocalDatePattern.Iso.Format(d.DueOn)} {d.State}");

    private Task<Change> ChangeAsync(ChangeKind kind) => casework.ReadAsync(db => db.Changes.SingleAsync(c => c.Kind == kind));
}

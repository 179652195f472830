using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.Jobs;
using Mobility.Casework.Permits;
using Mobility.Casework.Trips;
using Mobility.Rules;
using Mobility.Testing;
using NodaTime;

namespace Mobility.Casework.Tests.Assessments;

public sealed class AssessmentTests
{
    private const string UsTest = "us/substantial-presence";

    private static readonly Lazy<RuleBook> Rules = new(() => TestRules.WithDeadlines());

    private static string Label => Rules.Value.Find(UsTest)!.Label;

    private TestCasework casework = null!;

    [SetUp]
    public void Start() => casework = new TestCasework(Rules.Value);

    [TearDown]
    public void Stop() => casework.Dispose();

    [Test]
    public async Task A_new_case_has_an_answer_for_its_host_country_and_no_line_of_history_that_all_is_well()
    {
        await casework.OpenCaseAsync("US");

        Assert.Multiple(async () =>
        {
            Assert.That(await AnswersAsync(), Is.EqualTo(["Within in force"]));
            Assert.That(await ChangesAsync(), Is.Empty);
        });
    }

    [Test]
    public async Task A_plan_that_breaks_the_test_is_an_answer_of_its_own_and_removing_it_another()
    {
        var file = await casework.OpenCaseAsync("US");
        await casework.RecordAsync(file, "US", new(2026, 1, 8), new(2026, 6, 30));
        var plan = await casework.RecordAsync(file, "US", new(2026, 12, 1), new(2026, 12, 24), planned: true);
        await casework.DoAsync<TripService>(trips => trips.RemoveAsync(file.Id, plan.Id, casework.Change(), default));

        var told = (await ChangesAsync()).ConvertAll(c =>
            string.Join(", ", c.FieldChanges().Select(f => $"{f.Field} {f.Before} → {f.After}"))
        );
        Assert.Multiple(async () =>
        {
            Assert.That(
                await AnswersAsync(),
                Is.EqualTo(["Within replaced", "Approaching replaced", "BreachForecast replaced", "Approaching in force"])
            );
            Assert.That(
                told,
                Is.EqualTo([
                    "Outcome Within → Approaching, Used 0 → 174",
                    "Outcome Approaching → BreachForecast, Breach  → 2026-12-09",
                    "Outcome BreachForecast → Approaching, Breach 2026-12-09 → ",
                ])
            );
        });
    }

    [Test]
    public async Task A_change_of_outcome_says_in_the_history_who_and_why()
    {
        var file = await casework.OpenCaseAsync("US");
        await casework.RecordAsync(file, "US", new(2026, 1, 1), new(2026, 10, 1));

        var change = (await ChangesAsync()).Single();

        Assert.Multiple(() =>
        {
            Assert.That(change.CaseId, Is.EqualTo(file.Id));
            Assert.That(change.ByName, Is.EqualTo(casework.Consultant.DisplayName));
            Assert.That(change.Why, Does.Contain("274"));
        });
    }

    [Test]
    public async Task A_change_that_no_number_hangs_on_keeps_the_answer()
    {
        var file = await casework.OpenCaseAsync("US");
        await casework.DoAsync<PaperService>(papers =>
            papers.RecordPassportAsync(
                file.Id,
                file.AssigneeId,
                new NewPassport("GB", new(2030, 1, 1)),
                casework.Change(),
                default
            )
        );

        Assert.That(await AnswersAsync(), Is.EqualTo(["Within in force"]));
    }

    [Test]
    public async Task A_change_of_facts_that_moves_a_number_is_a_new_answer()
    {
        var file = await casework.OpenCaseAsync("US");
        await casework.RecordAsync(file, "US", new(2026, 3, 1), new(2026, 3, 5));

        Assert.That(await AnswersAsync(), Is.EqualTo(["Within replaced", "Within in force"]));
    }

    [Test]
    public async Task A_day_that_goes_by_brings_the_numbers_up_to_date_in_place()
    {
        var file = await casework.OpenCaseAsync("US");
        await casework.RecordAsync(file, "US", new(2026, 11, 20), null);
        casework.Clock.Advance(Duration.FromDays(1));

        await casework.RunAsync(JobName.AssessmentSweep);

        var inForce = await InForceAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(await AnswersAsync(), Has.Count.EqualTo(2), "opened, and the trip");
            Assert.That(inForce.AsOf, Is.EqualTo(new LocalDate(2026, 11, 23)));
            Assert.That(FindingJson.Deserialize(inForce.Finding).Figures!.Used, Is.EqualTo(new Fraction(4)));
        });
    }

    [Test]
    public async Task Time_alone_turns_a_forecast_into_a_fact()
    {
        var file = await casework.OpenCaseAsync("US");
        await casework.RecordAsync(file, "US", new(2026, 6, 1), null);
        Assert.That((await InForceAsync()).Outcome, Is.EqualTo("BreachForecast"));
        casework.Clock.Set(Instant.FromUtc(2026, 12, 1, 12, 0));

        await casework.RunAsync(JobName.AssessmentSweep);

        Assert.Multiple(async () =>
        {
            Assert.That((await InForceAsync()).Outcome, Is.EqualTo("Breached"));
            Assert.That((await ChangesAsync())[^1].ByName, Is.EqualTo("Assessment sweep"));
        });
    }

    [Test]
    public async Task The_day_begins_where_the_person_lives()
    {
        var file = await casework.OpenCaseAsync("US");
        await casework.ReadAsync(db =>
            db.People.Where(p => p.Id == file.AssigneeId).ExecuteUpdateAsync(s => s.SetProperty(p => p.TimeZone, "Asia/Tokyo"))
        );
        casework.Clock.Set(Instant.FromUtc(2026, 11, 22, 14, 59));
        await casework.RunAsync(JobName.AssessmentSweep);
        var before = (await InForceAsync()).AsOf;
        casework.Clock.Set(Instant.FromUtc(2026, 11, 22, 15, 0));
        await casework.RunAsync(JobName.AssessmentSweep);

        Assert.Multiple(async () =>
        {
            Assert.That(before, Is.EqualTo(new LocalDate(2026, 11, 22)));
            Assert.That((await InForceAsync()).AsOf, Is.EqualTo(new LocalDate(2026, 11, 23)));
        });
    }

    [Test]
    public async Task A_second_sweep_on_the_same_day_reviews_nothing()
    {
        await casework.OpenCaseAsync("US");
        casework.Clock.Advance(Duration.FromDays(1));

        Assert.Multiple(async () =>
        {
            Assert.That(await SweepAsync(casework), Is.EqualTo(1));
            Assert.That(await SweepAsync(casework), Is.Zero);
        });
    }

    [Test]
    public async Task A_rule_that_left_the_book_has_no_answer_in_force()
    {
        await casework.OpenCaseAsync("US");
        using var later = new TestCasework(
            TestRules.Changed(folder => Directory.Delete(Path.Combine(folder, "us"), recursive: true)),
            other: casework
        );

        await SweepAsync(later);

        Assert.That(await AnswersAsync(), Is.EqualTo(["Within replaced"]));
    }

    [Test]
    public async Task What_is_learnt_on_one_case_of_a_person_is_told_on_the_others_too()
    {
        var family = new NewMember
        {
            Person = new NewPerson { FullName = "Rania Al-Khatib", Email = "rania@example.org" },
            Relation = FamilyRelation.Spouse,
        };
        var hers = await casework.DoAsync<CaseService, Case>(cases =>
            cases.OpenAsync(
                new OpenCase
                {
                    ClientId = casework.Client.Id,
                    Assignee = family.Person,
                    Terms = casework.Terms("US", new(2026, 10, 1), null),
                },
                casework.Change(),
                default
            )
        );
        var his = await casework.OpenCaseAsync("US", family: [family]);

        casework.Clock.Advance(Duration.FromDays(1));

        await casework.RecordAsync(hers, "US", new(2026, 1, 1), new(2026, 10, 1));

        Assert.Multiple(async () =>
        {
            Assert.That((await ChangesAsync()).Select(c => c.CaseId), Is.EqualTo([hers.Id]), "it is her answer, not his");
            Assert.That(
                await casework.ReadAsync(db => db.Cases.Where(c => c.Id == his.Id).Select(c => c.ReviewedOn).SingleAsync()),
                Is.EqualTo(new LocalDate(2026, 11, 23))
            );
        });
    }

    [Test]
    public async Task Asking_stores_nothing_and_may_ask_for_what_was_known_before()
    {
        var file = await casework.OpenCaseAsync("US");
        casework.Clock.Advance(Duration.FromHours(1));
        await casework.RecordAsync(file, "US", new(2026, 1, 1), new(2026, 10, 1));
        var rows = (await AnswersAsync()).Count;

        var now = await AskAsync(null);
        var then = await AskAsync(casework.Now - Duration.FromMinutes(30));

        Assert.Multiple(async () =>
        {
            Assert.That(now.Figures!.Used, Is.EqualTo(new Fraction(274)));
            Assert.That(then.Figures!.Used, Is.EqualTo(new Fraction(0)));
            Assert.That(await AnswersAsync(), Has.Count.EqualTo(rows));
        });

        async Task<Finding> AskAsync(Instant? knownAt) =>
            (
                await casework.DoAsync<AssessmentService, IReadOnlyList<Finding>>(assessments =>
                    assessments.EvaluateAsync(file.AssigneeId, new(2026, 11, 22), knownAt, default)
                )
            ).Single(f => f.RuleId == UsTest);
    }

    private static Task<int> SweepAsync(TestCasework on) => on.DoAsync<AssessmentSweep, int>(sweep => sweep.RunAsync(default));

    private Task<Assessment> InForceAsync() =>
        casework.ReadAsync(db => db.Assessments.SingleAsync(a => a.RuleId == UsTest && a.ReplacedAt == null));

    private async Task<List<string>> AnswersAsync() =>
        (await casework.AllAsync(db => db.Assessments.Where(a => a.RuleId == UsTest).OrderBy(a => a.Id))).ConvertAll(a =>
            $"{a.Outcome} {(a.ReplacedAt is null ? "in force" : "replaced")}"
        );

    private Task<List<Change>> ChangesAsync() =>
        casework.AllAsync(db =>
            db.Changes.Where(c => c.Kind == ChangeKind.AnswerChanged && c.Subject == Label).OrderBy(c => c.Id)
        );
}

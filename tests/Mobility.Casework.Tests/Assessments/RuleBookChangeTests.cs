using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Alerts;
using Mobility.Casework.Assessments;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.Jobs;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Testing;
using NodaTime;

namespace Mobility.Casework.Tests.Assessments;

/// <summary>The program is started again with another rules folder.</summary>
public sealed class RuleBookChangeTests
{
    private const string UsTest = "us/substantial-presence";

    private static readonly TestDeadline Reminder = new("start-of-work", "assignment-start", "-P1M", 30) { AppliesTo = "US" };

    private static readonly Lazy<RuleBook> Rules = new(() => TestRules.WithDeadlines(Reminder));

    private TestCasework casework = null!;
    private Case american = null!;
    private Case german = null!;

    [SetUp]
    public async Task StartAsync()
    {
        casework = new TestCasework(Rules.Value);
        american = await casework.OpenCaseAsync("US", start: new(2027, 3, 1), assignee: "Mary Okafor");
        german = await casework.OpenCaseAsync("DE", assignee: "Jens Holm");
        // 174 of 183: not met.
        await casework.RecordAsync(american, "US", new(2026, 1, 8), new(2026, 6, 30));
        // As a program does when it starts.
        await SweepAsync(casework);
    }

    [TearDown]
    public void Stop() => casework.Dispose();

    [Test]
    public async Task Another_comment_label_source_and_review_day_review_nothing()
    {
        using var later = Restarted(text =>
            "# looked through\n"
            + text.Replace("label: ", "label: The ", StringComparison.Ordinal)
                .Replace("checked: 2026-11-22", "checked: 2026-11-23", StringComparison.Ordinal)
        );

        Assert.Multiple(async () =>
        {
            Assert.That(await SweepAsync(later), Is.Zero);
            Assert.That(await AnswersAsync(), Is.EqualTo(["Within replaced", "Approaching in force"]));
        });
    }

    [Test]
    public async Task A_value_that_an_answer_used_moves_that_case_alone_and_tells_of_it_once()
    {
        await casework.ReadAsync(async db =>
        {
            var adviser = TestCasework.AccountOf(PersonKind.TaxAdviser, "Teresa Brandl");
            db.Add(adviser);
            db.Add(
                new Engagement
                {
                    CaseId = american.Id,
                    AccountId = adviser.Id,
                    Since = casework.Now,
                }
            );
            return await db.SaveChangesAsync();
        });
        using var later = Restarted(text => text.Replace("value: 183", "value: 174", StringComparison.Ordinal));

        Assert.Multiple(async () =>
        {
            Assert.That(await SweepAsync(later), Is.EqualTo(1), "the case in America");
            Assert.That(await SweepAsync(later), Is.Zero, "the second time");
            Assert.That(await AnswersAsync(), Is.EqualTo(["Within replaced", "Approaching replaced", "Breached in force"]));
            var told = (await MovedAsync()).Single(c => c.Subject == Rules.Value.Find(UsTest)!.Label);
            Assert.That(told.CaseId, Is.EqualTo(american.Id));
            Assert.That(
                told.FieldChanges().Select(f => $"{f.Field} {f.Before} → {f.After}"),
                Is.SupersetOf(["Outcome Approaching → Breached", "threshold days 183 (1985-01-01) → 174 (1985-01-01)"])
            );
            Assert.That(await AlertsAsync(), Is.EqualTo([american.Id]));
            Assert.That(
                await casework.ReadAsync(db =>
                    db.MailMessages.CountAsync(m => m.Subject.StartsWith("United States substantial presence test: Approaching"))
                ),
                Is.EqualTo(2),
                "the consultant and the tax adviser"
            );
        });
    }

    [Test]
    public async Task A_value_that_no_answer_used_reviews_nothing()
    {
        // Of years before the ones anybody is asked about.
        const string Begins = "  threshold-days:\n    unit: days\n    values:\n";
        const string Older =
            "      - {from: 1980-01-01, value: 200, source: {title: A law, url: \"https://example.org\", checked: 2026-11-22}}\n";
        using var later = Restarted(text => text.Replace(Begins, Begins + Older, StringComparison.Ordinal));

        Assert.Multiple(async () =>
        {
            Assert.That(await SweepAsync(later), Is.Zero);
            Assert.That(await MovedAsync(), Is.Empty);
        });
    }

    [Test]
    public async Task A_value_that_moves_no_outcome_is_a_new_answer_without_a_line_of_history()
    {
        using var later = Restarted(text => text.Replace("value: 183", "value: 190", StringComparison.Ordinal));

        Assert.Multiple(async () =>
        {
            Assert.That(await SweepAsync(later), Is.EqualTo(1));
            Assert.That(await AnswersAsync(), Is.EqualTo(["Within replaced", "Approaching replaced", "Approaching in force"]));
            Assert.That(await MovedAsync(), Is.Empty);
            Assert.That(await AlertsAsync(), Is.Empty);
        });
    }

    [Test]
    public async Task A_rule_that_is_new_is_asked_where_it_can_touch_somebody()
    {
        using var before = new TestCasework(
            TestRules.Changed(folder => Directory.Delete(Path.Combine(folder, "us"), recursive: true), Reminder),
            other: casework
        );
        await SweepAsync(before);
        using var later = new TestCasework(Rules.Value, other: casework);

        Assert.That(await SweepAsync(later), Is.EqualTo(1), "the case in America, not the one in Germany");
    }

    [Test]
    public async Task A_deadline_with_another_offset_is_planned_again_where_there_is_one()
    {
        using var later = new TestCasework(TestRules.WithDeadlines(Reminder with { Offset = "-P2M" }), other: casework);

        var reviewed = await SweepAsync(later);

        var due = await casework.ReadAsync(db =>
            db.Deadlines.Where(d => d.CaseId == american.Id).Select(d => d.DueOn).SingleAsync()
        );
        Assert.Multiple(() =>
        {
            Assert.That(reviewed, Is.EqualTo(1), "the case in America");
            Assert.That(due, Is.EqualTo(new LocalDate(2027, 1, 1)));
        });
    }

    [Test]
    public async Task A_case_that_was_reviewed_with_a_book_nobody_remembers_is_reviewed()
    {
        await casework.ReadAsync(db => db.RuleBooks.ExecuteDeleteAsync());
        using var later = Restarted(text =>
            "# another name\n" + text.Replace("value: 5\n", "value: 4\n", StringComparison.Ordinal)
        );

        Assert.That(await SweepAsync(later), Is.EqualTo(2));
    }

    private TestCasework Restarted(Func<string, string> change) =>
        new(
            TestRules.Changed(
                folder =>
                {
                    var file = Path.Combine(folder, UsTest.Replace("/", "/residence/") + ".yaml");
                    var before = File.ReadAllText(file);
                    var after = change(before);
                    Assert.That(after, Is.Not.EqualTo(before), "the file is another one");
                    File.WriteAllText(file, after);
                },
                Reminder
            ),
            other: casework
        );

    private static Task<int> SweepAsync(TestCasework on) => on.DoAsync<AssessmentSweep, int>(sweep => sweep.RunAsync(default));

    private async Task<List<string>> AnswersAsync() =>
        (
            await casework.AllAsync(db =>
                db.Assessments.Where(a => a.RuleId == UsTest && a.PersonId == american.AssigneeId).OrderBy(a => a.Id)
            )
        ).ConvertAll(a => $"{a.Outcome} {(a.ReplacedAt is null ? "in force" : "replaced")}");

    private Task<List<Change>> MovedAsync() =>
        casework.AllAsync(db => db.Changes.Where(c => c.Kind == ChangeKind.AnswerMovedByRules).OrderBy(c => c.Id));

    private Task<List<Guid>> AlertsAsync() =>
        casework.ReadAsync(db =>
            db.Alerts.Where(a => a.Key.StartsWith("rules ") && a.RuleId == UsTest).Select(a => a.CaseId).ToListAsync()
        );
}

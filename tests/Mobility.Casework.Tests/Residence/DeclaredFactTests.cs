using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.Residence;
using Mobility.Rules;
using Mobility.Testing;
using NodaTime;

namespace Mobility.Casework.Tests.Residence;

public sealed class DeclaredFactTests
{
    private const string Fact = "centre_of_interests_country";
    private const string Rule = "pl/residence-183";

    private static readonly Lazy<RuleBook> Rules = new(() => TestRules.WithDeadlines());

    private TestCasework casework = null!;
    private Case file = null!;

    [SetUp]
    public async Task StartAsync()
    {
        casework = new TestCasework(Rules.Value);
        file = await casework.OpenCaseAsync("PL");
    }

    [TearDown]
    public void Stop() => casework.Dispose();

    [Test]
    public async Task What_a_rule_waited_for_decides_it_once_declared_and_no_more_once_withdrawn()
    {
        var before = await AnswerAsync();
        var fact = await DeclareAsync("\"GB\"");
        var declared = await AnswerAsync();
        await casework.DoAsync<DeclaredFactService>(s =>
            s.WithdrawAsync(file.Id, fact.Id, fact.Version, casework.Change("Misread"), default)
        );
        var withdrawn = await AnswerAsync();

        Assert.Multiple(async () =>
        {
            Assert.That((before.Outcome, before.Asks), Is.EqualTo((Outcome.Undetermined, new[] { Fact })));
            Assert.That((declared.Outcome, declared.Asks), Is.EqualTo((Outcome.Within, Array.Empty<string>())));
            Assert.That(withdrawn.Asks, Is.EqualTo(new[] { Fact }));
            Assert.That(
                (await HistoryAsync()).Select(c => (c.Kind, c.Subject, c.Why)),
                Is.EqualTo([
                    (ChangeKind.FactDeclared, $"{Fact}, PL", "Questionnaire"),
                    (ChangeKind.FactWithdrawn, $"{Fact}, PL", (string?)"Misread"),
                ])
            );
        });
    }

    [Test]
    public async Task A_fact_of_one_country_says_nothing_about_another_and_one_of_all_does()
    {
        await DeclareAsync("\"GB\"", place: "DE");
        var elsewhere = await AnswerAsync();
        await DeclareAsync("\"GB\"", place: null);

        Assert.Multiple(async () =>
        {
            Assert.That(elsewhere.Outcome, Is.EqualTo(Outcome.Undetermined));
            Assert.That((await AnswerAsync()).Outcome, Is.EqualTo(Outcome.Within));
        });
    }

    [Test]
    public async Task A_fact_holds_for_its_own_days_only()
    {
        await DeclareAsync("\"GB\"", to: new(2026, 11, 21));
        var over = await AnswerAsync();
        await DeclareAsync("\"GB\"", from: new(2026, 11, 22));

        Assert.Multiple(async () =>
        {
            Assert.That(over.Outcome, Is.EqualTo(Outcome.Undetermined));
            Assert.That((await AnswerAsync()).Outcome, Is.EqualTo(Outcome.Within));
        });
    }

    [Test]
    public async Task An_advisers_word_goes_before_what_is_declared_and_both_stay()
    {
        await DeclareAsync("\"GB\"");
        await DeclareAsync("\"PL\"", by: await AdviserAsync());

        Assert.Multiple(async () =>
        {
            Assert.That((await AnswerAsync()).Outcome, Is.EqualTo(Outcome.Breached));
            Assert.That(
                (await casework.AllAsync(db => db.DeclaredFacts.OrderBy(f => f.Id))).Select(f => (f.Standing, f.WithdrawnAt)),
                Is.EqualTo([(FactStanding.Declared, (Instant?)null), (FactStanding.Adviser, null)])
            );
        });
    }

    [Test]
    public async Task An_advisers_word_is_taken_back_by_an_adviser_only()
    {
        var fact = await DeclareAsync("\"PL\"", by: await AdviserAsync());

        Assert.ThrowsAsync<NotHereException>(() =>
            casework.DoAsync<DeclaredFactService>(s =>
                s.WithdrawAsync(file.Id, fact.Id, fact.Version, casework.Change("No"), default)
            )
        );
    }

    [Test]
    public async Task A_fact_is_changed_by_another_in_its_place_and_not_from_an_old_page()
    {
        var first = await DeclareAsync("\"GB\"");
        var second = await DeclareAsync("\"PL\"", replaces: first);

        Assert.Multiple(async () =>
        {
            Assert.That((await AnswerAsync()).Outcome, Is.EqualTo(Outcome.Breached));
            Assert.ThrowsAsync<StaleVersionException>(() => DeclareAsync("\"GB\"", replaces: first));
            Assert.That(
                (await casework.AllAsync(db => db.DeclaredFacts.Where(f => f.WithdrawnAt == null))).Select(f => f.Id),
                Is.EqualTo([second.Id])
            );
        });
    }

    [TestCase("no_such_fact", "true", "Questionnaire", null, ExpectedResult = "Value FactValue")]
    [TestCase(Fact, "\"Poland\"", "Questionnaire", null, ExpectedResult = "Value FactValue")]
    [TestCase(Fact, "PL", "Questionnaire", null, ExpectedResult = "Value FactValue")]
    [TestCase(Fact, "\"PL\"", " ", null, ExpectedResult = "Reason FactReasonNeeded")]
    [TestCase(Fact, "\"PL\"", "Questionnaire", "XX", ExpectedResult = "Jurisdiction UnknownJurisdiction")]
    public string What_cannot_be_declared_is_refused_by_field(string name, string value, string reason, string? place)
    {
        var refusal = Assert.ThrowsAsync<RefusedException>(() =>
            DeclareAsync(value, name: name, reason: reason, place: place ?? "PL")
        );
        return $"{refusal!.Field} {refusal.Code}";
    }

    [Test]
    public async Task A_second_one_for_the_same_days_is_refused_and_dates_turned_round_are_too()
    {
        await DeclareAsync("\"GB\"", from: new(2026, 1, 1));

        Assert.Multiple(() =>
        {
            Assert.That(
                Assert.ThrowsAsync<RefusedException>(() => DeclareAsync("\"PL\"", from: new(2026, 6, 1)))!.Code,
                Is.EqualTo("FactIsThere")
            );
            Assert.That(
                Assert
                    .ThrowsAsync<RefusedException>(() => DeclareAsync("\"PL\"", from: new(2025, 6, 1), to: new(2025, 5, 31)))!
                    .Code,
                Is.EqualTo("EndBeforeStart")
            );
        });
    }

    [Test]
    public void A_fact_of_somebody_elses_case_is_not_there() =>
        Assert.ThrowsAsync<NotHereException>(() =>
            casework.DoAsync<DeclaredFactService>(s =>
                s.RecordAsync(
                    file.Id,
                    new NewDeclaredFact
                    {
                        PersonId = Guid.NewGuid(),
                        Name = Fact,
                        Value = "\"GB\"",
                        Reason = "None",
                    },
                    casework.Change(),
                    default
                )
            )
        );

    [Test]
    public async Task What_was_known_before_can_be_asked_for()
    {
        casework.Clock.Advance(Duration.FromHours(1));
        var before = casework.Now - Duration.FromMinutes(1);
        await DeclareAsync("\"GB\"");

        Assert.Multiple(async () =>
        {
            Assert.That((await casework.ReadAsync(db => db.FactsOfAsync(file.AssigneeId, before, default))), Is.Empty);
            Assert.That((await casework.ReadAsync(db => db.FactsOfAsync(file.AssigneeId, null, default))), Has.Count.EqualTo(1));
        });
    }

    private Task<DeclaredFact> DeclareAsync(
        string value,
        string? place = "PL",
        LocalDate? from = null,
        LocalDate? to = null,
        Account? by = null,
        DeclaredFact? replaces = null,
        string name = Fact,
        string reason = "Questionnaire"
    ) =>
        casework.DoAsync<DeclaredFactService, DeclaredFact>(s =>
            s.RecordAsync(
                file.Id,
                new NewDeclaredFact
                {
                    PersonId = file.AssigneeId,
                    Name = name,
                    Jurisdiction = place,
                    Value = value,
                    ValidFrom = from,
                    ValidTo = to,
                    Reason = reason,
                    Replaces = replaces is null ? null : (replaces.Id, replaces.Version),
                },
                ChangeContext.By(by ?? casework.Consultant, casework.Now),
                default
            )
        );

    private Task<Account> AdviserAsync() =>
        casework.ReadAsync(async db =>
        {
            var adviser = TestCasework.AccountOf(PersonKind.TaxAdviser, "Teresa Brandl");
            db.Add(adviser);
            await db.SaveChangesAsync();
            return adviser;
        });

    private async Task<Finding> AnswerAsync() =>
        FindingJson.Deserialize(
            await casework.ReadAsync(db =>
                db.Assessments.Where(a => a.RuleId == Rule && a.ReplacedAt == null).Select(a => a.Finding).SingleAsync()
            )
        );

    private Task<List<Change>> HistoryAsync() =>
        casework.AllAsync(db =>
            db.Changes.Where(c => c.Kind == ChangeKind.FactDeclared || c.Kind == ChangeKind.FactWithdrawn).OrderBy(c => c.Id)
        );
}

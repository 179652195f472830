using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Mobility.Rules.Cases;
using Mobility.Rules.Residence;
using Mobility.Rules.Tests.Trips;
using Mobility.Rules.Trips;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence;

/// <summary>
/// What a finding says is what the rule itself says when it is asked day by day: the days listed, the first day on which plans meet the test, the next
/// change, the latest exit.
/// </summary>
public sealed class FindingAgreementTests
{
    private static readonly LocalDate AsOf = Records.AsOf;

    [FsCheck.NUnit.Property(Arbitrary = [typeof(AskedRules)], MaxTest = 120)]
    public void The_days_listed_are_the_days_counted(AskedRule asked)
    {
        var (rule, record, facts) = asked;
        var finding = rule.Find(record, facts, AsOf);
        var answer = rule.Answer(Question(asked, AsOf, finding.Period, withUnknown: false));

        Assert.That(
            finding.Results.Select(result => (result.Name, result.Value.GetRawText())),
            Is.EqualTo(answer.Results.Select(result => (result.Key, Json(result.Value))))
        );
        // Without a run that is long enough the first-year choice counts no day, however many there are.
        var counts = rule.Id != "us/first-year-choice" || answer["period_days"] is not null;
        if (counts && answer["days_counted"] is int days && finding.Days.Count > 0)
        {
            var (from, to) = (finding.WindowFrom ?? LocalDate.MinIsoValue, finding.WindowTo ?? AsOf);
            var certain = finding
                .Days.Where(run => run is { Counted: true, Certainty: DayCertainty.Actual })
                .SelectMany(run => run.Dates())
                .Where(day => day >= from && day <= to)
                .ToList();

            Assert.That(certain, Is.Unique);
            Assert.That(certain, Has.Count.EqualTo(days), rule.Id);
        }
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(AskedRules)], MaxTest = 120)]
    public void The_test_is_met_as_the_rule_says_when_unknown_days_count_and_when_not(AskedRule asked)
    {
        var (rule, record, facts) = asked;
        var finding = rule.Find(record, facts, AsOf);
        var (without, with) = (Verdict(asked, AsOf, withUnknown: false), Verdict(asked, AsOf, withUnknown: true));

        var answerIsForAdviser = rule.Answer(Question(asked, AsOf, finding.Period, withUnknown: false)).IsForAdviser;

        Assert.That(finding.TestMet, Is.EqualTo(without == with ? without : null), rule.Id);
        Assert.That(
            finding.Outcome,
            Is.EqualTo(
                finding.TestMet switch
                {
                    true => Outcome.Breached,
                    null when answerIsForAdviser => Outcome.ForAdviser,
                    null when rule.KindSpec.Verdict == Rules.Residence.Verdict.None => Outcome.Computed,
                    null => Outcome.Undetermined,
                    _ => finding.Outcome is Outcome.BreachForecast or Outcome.Approaching ? finding.Outcome : Outcome.Within,
                }
            )
        );
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(AskedRules)], MaxTest = 40)]
    public void The_forecast_is_the_first_day_on_which_the_rule_asked_day_by_day_says_so(AskedRule asked)
    {
        var (rule, record, facts) = asked;
        var finding = rule.Find(record, facts, AsOf);
        if (finding.TestMet is not false || finding.Outcome == Outcome.Computed)
        {
            return;
        }

        var last = record
            .Stays.Where(stay => stay.Country == asked.Place)
            .Select(stay => stay.Depart ?? (finding.WindowTo > AsOf ? finding.WindowTo.Value : AsOf).PlusYears(1))
            .Append(AsOf)
            .Max();
        LocalDate? First(bool withUnknown)
        {
            for (var day = AsOf.PlusDays(1); day <= last; day = day.PlusDays(1))
            {
                if (Verdict(asked, day, withUnknown) is true)
                {
                    return day;
                }
            }

            return null;
        }

        Assert.That(finding.Breach?.On, Is.EqualTo(First(withUnknown: true)), rule.Id);
        Assert.That(finding.Breach?.OnWithoutUnknown, Is.EqualTo(First(withUnknown: false)), rule.Id);
        Assert.That(finding.Outcome == Outcome.BreachForecast, Is.EqualTo(finding.Breach is not null), rule.Id);
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(AskedRules)], MaxTest = 40)]
    public void Until_the_next_change_the_rule_says_the_same(AskedRule asked)
    {
        var (rule, record, facts) = asked;
        var finding = rule.Find(record, facts, AsOf);
        if (finding.NextChange is not { } change || finding.TestMet is null)
        {
            return;
        }

        for (var day = AsOf.PlusDays(1); day < change.On; day = day.PlusDays(1))
        {
            Assert.That(Verdict(asked, day, withUnknown: true), Is.EqualTo(finding.TestMet), $"{rule.Id} on {day}");
        }

        if (change.What.Code == "finding.becomes")
        {
            Assert.That(Verdict(asked, change.On, withUnknown: true), Is.Not.EqualTo(finding.TestMet), rule.Id);
        }
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(AskedRules)], MaxTest = 60)]
    public void Leaving_on_the_latest_exit_is_safe_and_a_day_later_is_not(AskedRule asked)
    {
        var (rule, record, facts) = asked;
        var finding = rule.Find(record, facts, AsOf);
        if (finding.LatestSafeExit is not { } exit || finding.TestMet is not false)
        {
            return;
        }

        bool Safe(LocalDate leave, bool withUnknown)
        {
            var staying = record with
            {
                Stays =
                [
                    .. record
                        .Stays.Where(stay => stay.Arrive < exit.Entering || (!stay.Planned && stay.Arrive <= AsOf))
                        .Select(stay =>
                            stay.Country == asked.Place && !(stay.Depart < exit.Entering) ? stay with { Depart = leave } : stay
                        ),
                ],
            };
            if (!staying.Stays.Any(stay => stay.Country == asked.Place && stay.Depart == leave && stay.Arrive <= exit.Entering))
            {
                staying = staying with
                {
                    Stays =
                    [
                        .. staying.Stays,
                        new()
                        {
                            Country = asked.Place,
                            Arrive = exit.Entering,
                            Depart = leave,
                            Planned = exit.Entering > AsOf,
                        },
                    ],
                };
            }

            var other = asked with { Record = staying };
            for (var day = LocalDate.Max(AsOf, exit.Entering); day <= leave; day = day.PlusDays(7))
            {
                if (Verdict(other, day, withUnknown) is not false)
                {
                    return false;
                }
            }

            return Verdict(other, LocalDate.Max(AsOf, leave), withUnknown) is false;
        }

        foreach (var (leave, withUnknown) in new[] { (exit.WithUnknown, true), (exit.WithoutUnknown, false) })
        {
            if (leave is { } day)
            {
                Assert.That(Safe(day, withUnknown), Is.True, $"{rule.Id}: {day}");
                Assert.That(
                    Safe(day.PlusDays(1), withUnknown) && Safe(day.PlusDays(2), withUnknown),
                    Is.False,
                    $"{rule.Id}: after {day}"
                );
            }
        }
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(AskedRules)], MaxTest = 60)]
    public void A_finding_comes_back_from_JSON_as_it_was(AskedRule asked)
    {
        var finding = asked.Rule.Find(asked.Record, asked.Facts, AsOf);
        var json = FindingJson.Serialize(finding);
        var back = FindingJson.Deserialize(json);

        Assert.Multiple(() =>
        {
            Assert.That(FindingJson.Serialize(back), Is.EqualTo(json));
            Assert.That(back.Results, Is.EqualTo(finding.Results));
            Assert.That(back.Steps, Is.EqualTo(finding.Steps));
            Assert.That(back.Asks, Is.EqualTo(finding.Asks));
            Assert.That(back.Figures, Is.EqualTo(finding.Figures));
            Assert.That(back.Days, Is.EqualTo(finding.Days));
        });
    }

    [Test]
    public void The_rules_ask_no_clock_and_no_time_zone()
    {
        using var stream = File.OpenRead(typeof(RuleBook).Assembly.Location);
        using var file = new PEReader(stream);
        var metadata = file.GetMetadataReader();
        var used = metadata
            .MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member =>
            {
                var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
                return $"{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}";
            })
            .ToList();

        Assert.That(used, Has.Some.EqualTo("LocalDate.PlusDays"));
        Assert.That(
            used.Where(member =>
                member.StartsWith("TimeZoneInfo.", StringComparison.Ordinal)
                || member.StartsWith("SystemClock.", StringComparison.Ordinal)
                || member.StartsWith("DateTimeOffset.", StringComparison.Ordinal)
                || member
                    is "DateTime.get_Now"
                        or "DateTime.get_Today"
                        or "DateTime.get_UtcNow"
                        or "DateTime.ToLocalTime"
                        or "IDateTimeZoneProvider.GetSystemDefault"
                        or "TimeProvider.get_System"
            ),
            Is.Empty
        );
    }

    private static bool? Verdict(AskedRule asked, LocalDate on, bool withUnknown)
    {
        var label = Label(asked, on);
        try
        {
            return asked.Rule.KindSpec.Verdict.Read(asked.Rule.Answer(Question(asked, on, label, withUnknown)), label);
        }
        catch (NotCoveredException)
        {
            return null;
        }
    }

    private static string? Label(AskedRule asked, LocalDate on) =>
        asked.Rule.AsksAbout == QuestionAbout.Year ? asked.Rule.YearAt(on, asked.Facts).Label : null;

    /// <summary>The question as somebody would write it down by hand: facts up to the day asked about, plans after it.</summary>
    private static ResidenceQuestion Question(AskedRule asked, LocalDate on, string? year, bool withUnknown)
    {
        var stays = asked.Record.Stays.Where(stay => !stay.Planned && stay.Arrive <= AsOf);
        if (on > AsOf)
        {
            stays = stays.Concat(asked.Record.Stays.Where(stay => stay.Arrive > AsOf));
            stays = stays.Concat(
                asked
                    .Record.Stays.Where(stay => stay.Planned && stay.Arrive <= AsOf && !(stay.Depart <= AsOf))
                    .Select(stay => stay with { Arrive = AsOf.PlusDays(1) })
            );
        }

        var question = new ResidenceQuestion
        {
            AsOf = LocalDate.Max(AsOf, on),
            On = on,
            Year = year,
            Stays = stays.ToList(),
            Facts = asked.Facts,
        };
        if (!withUnknown)
        {
            return question;
        }

        var held = DaySet.Of(
            asked
                .Record.UnknownSpans.Where(span => span.From <= AsOf)
                .Select(span => new Run(DaySet.Number(span.From), DaySet.Number(LocalDate.Min(span.To, AsOf))))
        );
        var unconfirmed = asked
            .Record.Stays.Where(stay => stay.Planned && stay.Arrive <= AsOf && stay.Country == asked.Place)
            .ToList();
        if (unconfirmed.Count > 0)
        {
            held = held.With(
                asked.Rule.CountedDays(question with { AsOf = AsOf, On = AsOf, Stays = unconfirmed }) ?? DaySet.Empty
            );
        }

        return question with
        {
            Held = new(asked.Place, held),
        };
    }

    private static string Json(object? value)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            ResultWriter.Write(json, value);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}

/// <summary>A rule, and a record with most of its stays where the rule counts.</summary>
public sealed record AskedRule(ResidenceRule Rule, TravelRecord Record, FactSet Facts)
{
    public string Place => Rule.Id == "treaty/article-15-183" ? "FR" : Rule.Jurisdiction;

    public override string ToString() => $"{Rule.Id}: {string.Join("; ", Record.Stays)} {string.Join("; ", Record.UnknownSpans)}";
}

/// <summary>Random records for random rules.</summary>
public static class AskedRules
{
    private static readonly Dictionary<string, FactSet> Needed = new()
    {
        ["treaty/article-15-183"] = FactSet
            .Read("host_country", "\"FR\"")
            .With("treaty_clauses", """[{"from": null, "to": null, "clause": "rolling-12-months"}]"""),
        ["us/foreign-earned-income-330"] = FactSet.Read("test_period", """[{"from": "2024-05-01", "to": "2025-04-30"}]"""),
    };

    private static IReadOnlyList<ResidenceRule> Rules { get; } =
        RulesFolder
            .Book.ResidenceRules.Where(rule =>
                rule.Reads.All(fact => fact.WhenAbsent != FactAbsence.Required) || Needed.ContainsKey(rule.Id)
            )
            .ToList();

    public static Arbitrary<AskedRule> Arbitrary() =>
        (
            from rule in Gen.Elements<ResidenceRule>(Rules)
            from record in Records.Arbitrary().Generator
            from moved in Gen.Choose(0, 3)
            select Make(rule, record, moved)
        ).ToArbitrary();

    private static AskedRule Make(ResidenceRule rule, TravelRecord record, int moved)
    {
        var asked = new AskedRule(rule, record, Needed.GetValueOrDefault(rule.Id, FactSet.None));
        var there = (string[])["IE", "CA", "DE", "US"];
        return asked with
        {
            Record = record with
            {
                Stays = record
                    .Stays.Select(stay =>
                        there.Take(moved + 1).Contains(stay.Country) ? stay with { Country = asked.Place } : stay
                    )
                    .ToList(),
            },
        };
    }
}

using System.Globalization;
using Mobility.Rules.Trips;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Trips;

/// <summary>What a finding says beside its numbers: reasons, sentences, sources, next dates.</summary>
public sealed class FindingTests
{
    private static readonly LocalDate AsOf = new(2026, 11, 22);
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    [Test]
    public void The_sentences_of_a_finding_are_made_when_they_are_read()
    {
        var finding = Us(
            Stay("US", "2024-01-01", "2024-03-24"),
            Stay("US", "2025-01-01", "2025-05-06"),
            Stay("US", "2026-01-01", "2026-04-28"),
            Stay("US", "2026-11-30", "2026-12-11", planned: true)
        );

        Assert.Multiple(() =>
        {
            Assert.That(
                finding.Summary.Render(English),
                Is.EqualTo(
                    "With the recorded plans the test of 183 days is met on 8 Dec 2026; the latest safe exit is 7 Dec 2026."
                )
            );
            Assert.That(finding.NextChange!.What.Render(English), Is.EqualTo("The test of 183 days is met."));
            Assert.That(
                finding.Formula,
                Is.EqualTo(new[] { "118 + 126/3 + 84/6 = 174 < 183", "2026: 118 ≥ 31", "174 + 12 = 186 ≥ 183" })
            );
            Assert.That(
                finding.Breach,
                Is.EqualTo(
                    new Breach(new(2026, 12, 8), new(2026, 12, 8), "2026-11-30", "US", new(2026, 11, 30)) { Period = "2026" }
                )
            );
        });
    }

    [Test]
    public void A_day_says_why_it_counts_or_does_not()
    {
        var record = new TravelRecord
        {
            Stays =
            [
                Stay("GB", "2026-09-01", "2026-09-03"),
                Stay("GB", "2026-10-05", "2026-10-06", planned: true),
                Stay("GB", "2026-11-21", "2026-11-24"),
                Stay("GB", "2026-12-10", "2026-12-11", planned: true),
            ],
            UnknownSpans = [new(new(2026, 10, 20), new(2026, 10, 21))],
        };

        var finding = RulesFolder.Book.Evaluate("gb/midnights-183", record, AsOf);

        Assert.That(
            finding.Days.Select(run =>
                $"{run.From:MM-dd}/{run.To:MM-dd} {run.Certainty} {(run.Counted ? run.Weight.ToString() : "-")} {run.Reason.Render(English)}"
            ),
            Is.EqualTo(
                new[]
                {
                    "09-01/09-02 Actual 1 Present at the end of the day.",
                    "09-03/09-03 Actual - Left before the end of the day.",
                    "10-05/10-05 Unknown 1 Planned, the day has gone by, and nobody has confirmed it.",
                    "10-06/10-06 Planned - Left before the end of the day.",
                    "10-20/10-21 Unknown 1 Nobody knows where.",
                    "11-21/11-22 Actual 1 Present at the end of the day.",
                    "11-23/11-23 Planned 1 The stay goes on.",
                    "11-24/11-24 Actual - Left before the end of the day.",
                    "12-10/12-10 Planned 1 Planned.",
                    "12-11/12-11 Planned - Left before the end of the day.",
                }
            )
        );
        Assert.That(
            finding.Unknowns.Select(unknown => unknown.Render(English)),
            Is.EqualTo(
                new[]
                {
                    "5 Oct 2026 to 5 Oct 2026 (1 day): planned in United Kingdom and never confirmed.",
                    "20 Oct 2026 to 21 Oct 2026 (2 days): nobody knows where. Held against the traveller until proved.",
                }
            )
        );
    }

    [Test]
    public void A_recorded_fact_beats_a_plan_and_an_unknown_day()
    {
        var record = new TravelRecord
        {
            Stays = [Stay("US", "2026-03-01", "2026-03-10", planned: true), Stay("US", "2026-03-04", "2026-03-20")],
            UnknownSpans = [new(new(2026, 3, 15), new(2026, 3, 25))],
        };

        var figures = RulesFolder.Book.Evaluate("us/substantial-presence", record, AsOf).Figures!;

        Assert.Multiple(() =>
        {
            Assert.That(figures.Used, Is.EqualTo((Fraction)17), "4 to 20 March");
            Assert.That(figures.Unknown, Is.EqualTo((Fraction)8), "1 to 3 March never confirmed, 21 to 25 March unknown");
        });
    }

    [Test]
    public void A_stay_without_departure_is_taken_to_go_on_and_says_so()
    {
        var finding = Us(new Stay { Country = "US", Arrive = new(2026, 9, 1) });

        Assert.Multiple(() =>
        {
            Assert.That(finding.Outcome, Is.EqualTo(Outcome.BreachForecast), "122 days in 2026, then 2027");
            Assert.That(finding.Breach!.On, Is.EqualTo(new LocalDate(2027, 5, 23)), "143 days of 2027 and 122/3 are 183 2/3");
            Assert.That(
                finding.Assumptions.Select(assumption => assumption.Render(English)),
                Has.Some.EqualTo("No departure from United States is recorded since 1 Sept 2026: the stay is taken to go on.")
            );
        });
    }

    [Test]
    public void Days_at_home_are_not_made_up_and_the_finding_says_so()
    {
        var record = Record(Stay("GB", "2026-09-01", "2026-09-03")) with { HomeCountry = "GB" };

        var uk = RulesFolder.Book.Evaluate("gb/midnights-183", record, AsOf);
        var us = RulesFolder.Book.Evaluate("us/substantial-presence", record, AsOf);

        Assert.Multiple(() =>
        {
            Assert.That(uk.Figures!.Used, Is.EqualTo((Fraction)2));
            Assert.That(
                uk.Assumptions[^1].Render(English),
                Is.EqualTo(
                    "United Kingdom is the person's home, and only recorded stays are counted there: days without any record count nowhere."
                )
            );
            Assert.That(us.Assumptions.Select(assumption => assumption.Code), Has.None.EqualTo("assume.home-not-counted"));
        });
    }

    [Test]
    public void Days_that_fall_out_of_the_window_are_announced()
    {
        var finding = Schengen(Stay("DE", "2026-06-01", "2026-07-31"));

        Assert.Multiple(() =>
        {
            Assert.That(finding.NextChange!.On, Is.EqualTo(new LocalDate(2026, 11, 28)), "180 days after 1 June");
            Assert.That(
                finding.NextChange.What.Render(English),
                Is.EqualTo("1 Jun 2026, the first day counted, falls out of the window.")
            );
        });
    }

    [Test]
    public void After_an_overstay_the_day_is_named_on_which_the_total_is_back()
    {
        var finding = Schengen(Stay("DE", "2026-08-01", "2026-11-05"));

        Assert.Multiple(() =>
        {
            Assert.That(finding.Outcome, Is.EqualTo(Outcome.Breached));
            Assert.That(finding.Figures!.Used, Is.EqualTo((Fraction)97));
            Assert.That(finding.Breach!.On, Is.EqualTo(new LocalDate(2026, 10, 30)), "the 91st day");
            Assert.That(
                finding.NextChange!.On,
                Is.EqualTo(new LocalDate(2027, 2, 3)),
                "seven days from 1 August have left the window"
            );
            Assert.That(finding.LatestSafeExit!.WithUnknown, Is.Null);
        });
    }

    [Test]
    public void The_parts_add_up_and_name_the_country()
    {
        var finding = Schengen(
            Stay("DE", "2026-09-01", "2026-09-10"),
            Stay("FR", "2026-09-10", "2026-09-14"),
            Stay("IE", "2026-09-14", "2026-09-20")
        );

        Assert.Multiple(() =>
        {
            Assert.That(finding.Parts.Select(part => (part.Label, part.Used)), Is.EqualTo(new[] { ("DE", 10), ("FR", 4) }));
            Assert.That(finding.Formula, Is.EqualTo(new[] { "2026-05-27/2026-11-22: DE 10 + FR 4 = 14 ≤ 90" }));
        });
    }

    [Test]
    public void Every_value_used_is_named_with_its_source()
    {
        var finding = Schengen(Stay("HR", "2026-09-01", "2026-09-10"));

        Assert.That(
            finding.ParametersUsed.Select(used => $"{used.Name} {used.Value} {used.Unit} {used.InForceFrom:yyyy-MM-dd}"),
            Is.EqualTo(
                new[] { "allowed-days 90 Days 2013-10-18", "window-days 180 Days 2013-10-18", "members HR Country 2023-01-01" }
            )
        );
        Assert.That(finding.ParametersUsed.All(used => used.Source.Url is not null), Is.True);
    }

    [Test]
    public void An_alert_step_keeps_its_key_while_the_days_before_it_stay_as_they_are()
    {
        var stays = new[] { Stay("DE", "2026-08-01", "2026-09-29") };
        var then = RulesFolder.Book.Evaluate("schengen/short-stay-90-180", Record(stays), new(2026, 9, 29));
        var later = RulesFolder.Book.Evaluate("schengen/short-stay-90-180", Record(stays), AsOf);

        Assert.Multiple(() =>
        {
            Assert.That(
                then.AlertsReached,
                Is.EqualTo(new[] { new AlertStep("60@2026-09-29", 60, new(2026, 9, 29), Certain: true) })
            );
            Assert.That(later.AlertsReached, Is.EqualTo(then.AlertsReached));
        });
    }

    [Test]
    public void Every_sentence_has_words_in_every_language()
    {
        var records = RulesFolder
            .Book.DayRules.SelectMany(rule => rule.Examples.OfType<DayExample>().Select(example => (rule, example)))
            .Select(pair => pair.rule.Evaluate(pair.example.Record, pair.example.AsOf, pair.example.LawOn))
            .ToList();
        foreach (var culture in new[] { English, CultureInfo.GetCultureInfo("ar"), CultureInfo.InvariantCulture })
        {
            foreach (var finding in records)
            {
                var sentences = finding
                    .Unknowns.Concat(finding.Assumptions)
                    .Concat(finding.Days.Select(run => run.Reason))
                    .Append(finding.Summary)
                    .Concat(finding.NextChange is null ? [] : [finding.NextChange.What]);
                foreach (var sentence in sentences)
                {
                    Assert.That(sentence.Render(culture), Is.Not.Empty.And.Not.Contains("{"));
                }
            }
        }
    }

    [Test]
    public void JSON_is_plain_to_read()
    {
        var json = FindingJson.Serialize(Us(Stay("US", "2026-11-02", "2026-11-03"), Stay("US", "2025-11-02", "2025-11-02")));

        Assert.Multiple(() =>
        {
            Assert.That(json, Does.Contain("\"outcome\":\"Within\""));
            Assert.That(json, Does.Contain("\"asOf\":\"2026-11-22\""));
            Assert.That(json, Does.Contain("\"used\":\"7/3\""));
            Assert.That(json, Does.Not.Contain("null"));
            Assert.That(() => FindingJson.Deserialize("{}"), Throws.InstanceOf<System.Text.Json.JsonException>());
        });
    }

    private static Finding Us(params Stay[] stays) => RulesFolder.Book.Evaluate("us/substantial-presence", Record(stays), AsOf);

    private static Finding Schengen(params Stay[] stays) =>
        RulesFolder.Book.Evaluate("schengen/short-stay-90-180", Record(stays), AsOf);

    private static TravelRecord Record(params Stay[] stays) => new() { Stays = stays };

    private static Stay Stay(string country, string arrive, string depart, bool planned = false) =>
        new()
        {
            Country = country,
            Arrive = IsoDate.Read(arrive),
            Depart = IsoDate.Read(depart),
            Planned = planned,
            Id = arrive,
        };
}

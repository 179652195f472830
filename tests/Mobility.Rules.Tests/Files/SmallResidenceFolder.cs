using NUnit.Framework;

namespace Mobility.Rules.Tests.Files;

/// <summary>A small, sound folder with rules that answer questions of residence; the tests put one mistake into it.</summary>
public abstract class SmallResidenceFolder : SmallRulesFolder
{
    /// <summary>The line numbers in the tests are those of this text.</summary>
    private protected const string Abode = $$"""
        id: xx/abode
        kind: twelve-months-to-day
        label: Abode
        covers-from: 2020-01-01
        review-by: 2027-06-30
        parameters:
          counts:
            unit: day-convention
            values:
              - from: 2020-01-01
                value: any-part-of-day
                source: {{Source}}
          window:
            unit: period
            values:
              - from: 2020-01-01
                value: P12M
                source: {{Source}}
          least-days:
            unit: days
            values:
              - from: 2020-01-01
                value: null
                source: {{Source}}
              - from: 2022-01-01
                value: 183
                source: {{Source}}
          least-days-with-status:
            unit: days
            values:
              - from: 2020-01-01
                value: 90
                status: unverified
                source: {{Source}}
        tests: {days: xx-days, status: xx-status}
        favoured-citizens:
          - from: 1990-01-01
            countries: [XX, NO]
            source: {{Source}}
        leaves-out:
          - days: commute
            from: 2021-01-01
            source: {{Source}}
        """;

    private protected const string AbodeExamples = $$"""
        examples:
          - name: ninety days of a Norwegian
            as-of: 2024-12-31
            given:
              on: 2024-12-31
              stays:
                - {country: XX, arrive: 2024-01-01, depart: 2024-03-30}
              facts:
                citizenships: [NO]
                works_in_country: true
            expect: {days_counted: 90, resident: true, test_met: xx-status}
            note: "31 + 29 + 30 = 90"
            source: {{Source}}
        """;

    private protected const string Years = $$"""
        id: xx/years
        kind: years-to-worldwide
        label: Years
        covers-from: 2020-01-01
        review-by: 2027-06-30
        parameters:
          long-years-before: {unit: count, values: [{from: 2020-01-01, value: 6, source: {{Source}} }]}
          first-year-counted: {unit: count, values: [{from: 2020-01-01, value: 2019, source: {{Source}} }]}
          most-days-of-absence: {unit: days, values: [{from: 2020-01-01, value: 30, source: {{Source}} }]}
        uses: {days: xx/presence}
        """;

    private protected const string YearsExamples = $$"""
        examples:
          - name: domiciled
            as-of: 2024-12-31
            given: {year: "2024", facts: {domiciled_in_country: true} }
            expect: {worldwide_taxation: true}
            source: {{Source}}
        """;

    private protected const string Presence = $$"""
        id: xx/presence
        kind: presence-in-year
        label: Presence
        covers-from: 2020-01-01
        review-by: 2027-06-30
        parameters:
          year-starts: {unit: month-day, values: [{from: 2020-01-01, value: 01-01, source: {{Source}} }]}
          counts: {unit: day-convention, values: [{from: 2020-01-01, value: full-day, source: {{Source}} }]}
          least-days: {unit: days, values: [{from: 2020-01-01, value: 183, source: {{Source}} }]}
        tests: {presence: xx-presence}
        """;

    private protected const string PresenceExamples = $$"""
        examples:
          - name: enough
            as-of: 2024-12-31
            given: {year: "2024", facts: {days_present_by_year: {"2024": 183} } }
            expect: {resident: true}
            source: {{Source}}
        """;

    [SetUp]
    public void WriteRules()
    {
        Write(
            "countries.yaml",
            """
            countries:
              - {code: XX, alpha3: XXX, name: Exland, zones: [Europe/Berlin]}
              - {code: NO, alpha3: NOR, name: Norway, zones: [Europe/Oslo]}
            """
        );
        Write("xx/residence/abode.yaml", Abode);
        Write("xx/residence/abode.examples.yaml", AbodeExamples);
        Write("xx/residence/years.yaml", Years);
        Write("xx/residence/years.examples.yaml", YearsExamples);
        Write("xx/residence/presence.yaml", Presence);
        Write("xx/residence/presence.examples.yaml", PresenceExamples);
    }
}

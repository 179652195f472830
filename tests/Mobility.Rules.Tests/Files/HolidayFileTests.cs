using NUnit.Framework;

namespace Mobility.Rules.Tests.Files;

/// <summary>Mistakes in a file of holidays.</summary>
public sealed class HolidayFileTests : SmallRulesFolder
{
    private const string Holidays = $$"""
        country: XX
        first-year: 2024
        last-year: 2025
        review-by: 2027-06-30
        weekend:
          days: [SAT, SUN]
          source: {{Source}}
        sources:
          law: {{Source}}
        calendars:
          XX:
            label: Exland
            days:
              - {name: New Year, kind: fixed, status: computed, source: law, dates: [2024-01-01, 2025-01-01]}
          XX-N:
            label: North
            includes: XX
            days:
              - {name: North Day, kind: fixed, status: estimated, source: law, dates: [2024-05-01]}
        rolling:
          tax:
            scope: returns
            roll: next
            calendar: XX
            weekend: [SAT, SUN]
            text: Next working day.
            sources: [{{Source}}]
        """;

    [Test]
    public void A_sound_file_is_read_with_the_days_of_the_calendar_it_includes()
    {
        Write("holidays/xx.yaml", Holidays);
        var book = RuleBook.Load(Folder);

        Assert.Multiple(() =>
        {
            Assert.That(book.Problems, Is.Empty);
            Assert.That(
                book.Calendars.Find("XX-N")!.Days.Select(day => day.Name),
                Is.EqualTo(new[] { "New Year", "North Day", "New Year" })
            );
            Assert.That(book.Calendars.FindRolling("xx/tax")!.Calendar, Is.EqualTo("XX"));
        });
    }

    [TestCase("country: XX", "country: YY", "holidays/xx.yaml:1:1: The country must be 'XX', after the file's name, not 'YY'.")]
    [TestCase("last-year: 2025", "last-year: 2023", "3:1: The last year cannot be 2023 when the first is 2024.")]
    [TestCase("2025-01-01]", "2026-01-01]", "2026-01-01 lies outside the years 2024 to 2025 of this file.")]
    [TestCase("2025-01-01]", "2024-01-01]", "'New Year' is listed twice on 2024-01-01.")]
    [TestCase("source: law", "source: lore", "'lore' is not one of the file's sources.")]
    [TestCase("includes: XX", "includes: XX-S", "'XX-N' includes 'XX-S', which is no calendar above it.")]
    [TestCase(
        "kind: fixed",
        "kind: movable",
        "'kind' must be one of fixed, computed, lunar, announced, substitute, make-up-working-day, not 'movable'."
    )]
    [TestCase("days: [SAT, SUN]", "days: [SAT, SON]", "'days' must be days of the week such as SAT, not 'SON'.")]
    [TestCase("calendar: XX", "calendar: XX-S", "The rolling rule 'xx/tax' names the calendar 'XX-S', which there is not.")]
    [TestCase("  XX-N:", "  ZZ:", "A calendar of this file is named XX or XX-…, not 'ZZ'.")]
    public void A_mistake_is_named(string right, string wrong, string problem)
    {
        Write("holidays/xx.yaml", ReplaceFirst(Holidays, right, wrong));

        Assert.That(Problems(), Has.Some.Contains(problem));
    }
}

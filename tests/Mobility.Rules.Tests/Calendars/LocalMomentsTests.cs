using Mobility.Rules.Calendars;
using NodaTime;
using NodaTime.Text;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Calendars;

/// <summary>Ends of days and local times where clocks are changed. The changes are those of the IANA data.</summary>
public sealed class LocalMomentsTests
{
    [TestCase("2026-10-25", "Europe/Berlin", "2026-10-25T23:00:00Z", TestName = "A day of 25 hours")]
    [TestCase("2026-03-29", "Europe/Berlin", "2026-03-29T22:00:00Z", TestName = "A day of 23 hours")]
    [TestCase("2018-11-03", "America/Sao_Paulo", "2018-11-04T03:00:00Z", TestName = "The next day begins at one")]
    [TestCase("2018-02-17", "America/Sao_Paulo", "2018-02-18T03:00:00Z", TestName = "The last hour of the day happens twice")]
    [TestCase("2011-12-29", "Pacific/Apia", "2011-12-30T10:00:00Z", TestName = "The next day was left out")]
    [TestCase("2026-12-31", "UTC", "2027-01-01T00:00:00Z", TestName = "The last day of a year")]
    public void Late_is_from_the_start_of_the_next_local_day(string date, string zone, string expected) =>
        Assert.That(Write(LocalMoments.EndOfDay(IsoDate.Read(date), Zone(zone))), Is.EqualTo(expected));

    [TestCase("2026-03-29T01:30", "Europe/London", "2026-03-29T01:30:00Z", LocalTimeKind.Gap)]
    [TestCase("2026-10-25T01:30", "Europe/London", "2026-10-25T00:30:00Z", LocalTimeKind.Overlap)]
    [TestCase("2026-10-25T02:00", "Europe/London", "2026-10-25T02:00:00Z", LocalTimeKind.Ordinary)]
    [TestCase("2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:45:00Z", LocalTimeKind.Gap)]
    public void A_local_time_happens_once_twice_or_never(string local, string zone, string expected, LocalTimeKind kind)
    {
        var found = LocalMoments.At(
            LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-ddTHH:mm").Parse(local).Value,
            Zone(zone)
        );

        Assert.That((Write(found.At), found.Kind), Is.EqualTo((expected, kind)));
    }

    private static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];

    private static string Write(Instant at) => InstantPattern.ExtendedIso.Format(at);
}

using System.Globalization;
using Mobility.Rules;
using Mobility.Web.People;
using NodaTime;

namespace Mobility.Web.Shared;

/// <summary>Dates, times and countries as the reader writes them. Pages never format one themselves.</summary>
public sealed class ReaderFormat(Countries countries, CurrentPerson person)
{
    /// <summary>22 Nov 2026.</summary>
    public string Date(LocalDate date) => date.ToString("d MMM uuuu", CultureInfo.CurrentCulture);

    /// <summary>Fri 4 Dec 2026, where somebody must act.</summary>
    public string Day(LocalDate date) => date.ToString("ddd d MMM uuuu", CultureInfo.CurrentCulture);

    /// <summary>4 Dec, where the year is plain.</summary>
    public string ShortDate(LocalDate date) => date.ToString("d MMM", CultureInfo.CurrentCulture);

    /// <summary>Monday 23 November, for headings.</summary>
    public string LongDay(LocalDate date) => date.ToString("dddd d MMMM", CultureInfo.CurrentCulture);

    /// <summary>22 Nov 2026, 15:22 in the reader's zone.</summary>
    public string Time(Instant instant) =>
        instant.InZone(person.Zone).LocalDateTime.ToString("d MMM uuuu, HH:mm", CultureInfo.CurrentCulture);

    /// <summary>The country's name in the reader's language.</summary>
    public string Country(string code) => countries.NameOf(code, CultureInfo.CurrentUICulture);
}

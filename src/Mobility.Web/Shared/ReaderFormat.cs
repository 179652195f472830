using System.Globalization;
using Microsoft.Extensions.Localization;
using Mobility.Rules;
using Mobility.Web.People;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Shared;

/// <summary>Dates, times and countries as the reader writes them. Pages never format one themselves.</summary>
public sealed class ReaderFormat(Countries countries, CurrentPerson person, IStringLocalizer<SharedTexts> texts)
{
    /// <summary>22 Nov 2026.</summary>
    public string Date(LocalDate date) => date.ToString("d MMM uuuu", CultureInfo.CurrentCulture);

    /// <summary>Fri 4 Dec 2026, where somebody must act.</summary>
    public string Day(LocalDate date) => date.ToString("ddd d MMM uuuu", CultureInfo.CurrentCulture);

    /// <summary>4 Dec, where the year is plain.</summary>
    public string ShortDate(LocalDate date) => date.ToString("d MMM", CultureInfo.CurrentCulture);

    /// <summary>Nov.</summary>
    public string Month(LocalDate date) => date.ToString("MMM", CultureInfo.CurrentCulture);

    /// <summary>November 2026.</summary>
    public string MonthAndYear(LocalDate date) => date.ToString("MMMM uuuu", CultureInfo.CurrentCulture);

    /// <summary>Fri, at the head of a column.</summary>
    public string Weekday(LocalDate date) => date.ToString("ddd", CultureInfo.CurrentCulture);

    /// <summary>Friday.</summary>
    public string WeekdayInFull(LocalDate date) => date.ToString("dddd", CultureInfo.CurrentCulture);

    /// <summary>2026-12-04, in addresses and ids: never for people.</summary>
    public string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    /// <summary>Fri 4 Dec, in a list of the coming days.</summary>
    public string WeekdayAndDay(LocalDate date) => date.ToString("ddd d MMM", CultureInfo.CurrentCulture);

    /// <summary>Monday 23 November, for headings.</summary>
    public string LongDay(LocalDate date) => date.ToString("dddd d MMMM", CultureInfo.CurrentCulture);

    /// <summary>22 Nov 2026, 15:22 in the reader's zone.</summary>
    public string Time(Instant instant) =>
        instant.InZone(person.Zone).LocalDateTime.ToString("d MMM uuuu, HH:mm", CultureInfo.CurrentCulture);

    /// <summary>2 Nov 2026 to 31 Oct 2028, or since when.</summary>
    public string Dates(LocalDate from, LocalDate? to) =>
        to is { } last ? texts["DateRange", Date(from), Date(last)] : texts["DateFrom", Date(from)];

    /// <summary>A text with its places filled, dates among them as the reader writes them.</summary>
    public string Fill(IStringLocalizer from, string key, IEnumerable<object> arguments) =>
        from[key, [.. arguments.Select(a => a is LocalDate date ? Date(date) : a)]];

    /// <summary>How much a field takes, where more was typed.</summary>
    public string TooLong(int most) => texts["Binding.TooLong", most];

    /// <summary>What stands in a field is none of the answers it can have.</summary>
    public string NotOfThese => texts["Binding.NotOfThese"];

    /// <summary>The country's name in the reader's language.</summary>
    public string Country(string code) => countries.NameOf(code, CultureInfo.CurrentUICulture);
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;

namespace Mobility.Web.Shared.Forms;

/// <summary>What somebody meant by a typed date: the date, or the text in SharedTexts.resx that says what is wrong and what it takes.</summary>
public sealed record DateReading(LocalDate? Date, string? Problem = null, params object[] Arguments);

/// <summary>
/// Reads dates as people write them: 2 Nov 2026, November 2, 2026, 2026-11-02, 02.11.2026, in the reader's language or English. What
/// could be two days is refused with both of them; nothing is guessed.
/// </summary>
public static partial class DateInput
{
    public static DateReading Read(string text, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        var typed = Plain(text);
        if (Iso().Match(typed) is { Success: true } iso)
        {
            return Day(iso, "y", "m", "d");
        }
        if (Numbers().Match(typed) is { Success: true } numbers)
        {
            return FromNumbers(numbers);
        }
        if (YearLess().IsMatch(typed))
        {
            return new DateReading(null, "Date.YearInFull");
        }
        return FromWords(typed, culture) ?? new DateReading(null, "Date.NotADate");
    }

    private static DateReading FromNumbers(Match match)
    {
        var first = Number(match, "a");
        var second = Number(match, "b");
        var year = Number(match, "y");
        // A dot is the day-first way of writing wherever it is used.
        if (match.Groups["s"].Value == "." || first == second || first > 12)
        {
            return Day(year, second, first);
        }
        if (second > 12)
        {
            return Day(year, first, second);
        }
        var (dayFirst, monthFirst) = (Day(year, second, first), Day(year, first, second));
        return dayFirst is { Date: { } one } && monthFirst is { Date: { } other }
            ? new DateReading(null, "Date.TwoWays", one, other)
            : dayFirst;
    }

    private static DateReading? FromWords(string typed, CultureInfo culture)
    {
        foreach (var names in new[] { culture, English })
        {
            var words = Words(typed, names, out var weekday);
            var numbers = words.Where(w => w.All(char.IsAsciiDigit)).ToList();
            var months = words.Except(numbers).Select(w => MonthOf(w, names)).ToList();
            if (numbers is not [var a, var b] || months is not [{ } month])
            {
                continue;
            }
            var (day, year) = b.Length == 4 ? (a, b) : (b, a);
            if (year.Length != 4)
            {
                return new DateReading(null, "Date.YearInFull");
            }
            if (day.Length > 2)
            {
                return null;
            }
            var reading = Day(Number(year), month, Number(day));
            return reading.Date is { } date && weekday is { } said && date.DayOfWeek != said
                ? new DateReading(null, "Date.OtherWeekday", date)
                : reading;
        }
        return null;
    }

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>The words of a date without the weekday, which is given beside.</summary>
    private static List<string> Words(string typed, CultureInfo names, out IsoDayOfWeek? weekday)
    {
        weekday = null;
        var words = typed.Split([' ', ',', '.', '-', '/'], StringSplitOptions.RemoveEmptyEntries).ToList();
        if (words is [var first, ..] && WeekdayOf(first, names) is { } day)
        {
            weekday = day;
            words.RemoveAt(0);
        }
        // "2nd of November", "2 de noviembre", "2. November"
        words.RemoveAll(w => w is "of" or "de" or "den" or "le");
        return [.. words.Select(w => Ordinal().Replace(w, "${n}"))];
    }

    private static int? MonthOf(string word, CultureInfo names)
    {
        var format = names.DateTimeFormat;
        for (var month = 1; month <= 12; month++)
        {
            string[] known =
            [
                format.MonthNames[month - 1],
                format.MonthGenitiveNames[month - 1],
                format.AbbreviatedMonthNames[month - 1],
                format.AbbreviatedMonthGenitiveNames[month - 1],
            ];
            if (known.Any(k => SameWord(k, word, names)))
            {
                return month;
            }
        }
        // "Sept" and other short forms: the beginning of one month only, of three letters or more.
        var starting =
            word.Length < 3
                ? []
                : Enumerable.Range(1, 12).Where(m => Bare(format.MonthNames[m - 1]).StartsWith(Bare(word), true, names)).ToList();
        return starting is [var only] ? only : null;
    }

    private static IsoDayOfWeek? WeekdayOf(string word, CultureInfo names)
    {
        for (var day = 0; day < 7; day++)
        {
            if (
                SameWord(names.DateTimeFormat.DayNames[day], word, names)
                || SameWord(names.DateTimeFormat.AbbreviatedDayNames[day], word, names)
            )
            {
                return day == 0 ? IsoDayOfWeek.Sunday : (IsoDayOfWeek)day;
            }
        }
        return null;
    }

    private static bool SameWord(string known, string word, CultureInfo names) =>
        known.Length > 0
        && names.CompareInfo.Compare(Bare(known), Bare(word), CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) == 0;

    private static string Bare(string word) => word.Trim('.', ' ');

    private static DateReading Day(Match match, string year, string month, string day) =>
        Day(Number(match, year), Number(match, month), Number(match, day));

    private static DateReading Day(int year, int month, int day) =>
        year is < 1900 or > 2199 ? new DateReading(null, "Date.YearOutside", year)
        : month is < 1 or > 12 || day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(year, month)
            ? new DateReading(null, "Date.NoSuchDay")
        : new DateReading(new LocalDate(year, month, day));

    /// <summary>Digits of every script as 0 to 9, marks of direction left out, single spaces.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormC))
        {
            if (char.IsDigit(c))
            {
                plain.Append((char)('0' + (int)char.GetNumericValue(c)));
            }
            else if (char.IsWhiteSpace(c))
            {
                if (plain.Length > 0 && plain[^1] != ' ')
                {
                    plain.Append(' ');
                }
            }
            else if (char.GetUnicodeCategory(c) != UnicodeCategory.Format)
            {
                plain.Append(c);
            }
        }
        return plain.ToString().Trim();
    }

    private static int Number(Match match, string group) => Number(match.Groups[group].Value);

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<y>[0-9]{4})(?<s>[-/.]?)(?<m>[0-9]{2})\k<s>(?<d>[0-9]{2})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Iso();

    [GeneratedRegex(
        @"^(?<a>[0-9]{1,2}) ?(?<s>[-/.]) ?(?<b>[0-9]{1,2}) ?\k<s> ?(?<y>[0-9]{4})\.?$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Numbers();

    [GeneratedRegex(@"^[0-9]{1,2} ?[-/.] ?[0-9]{1,2}( ?[-/.] ?[0-9]{1,3})?\.?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex YearLess();

    [GeneratedRegex(@"^(?<n>[0-9]{1,2})(st|nd|rd|th|er|º)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ordinal();
}

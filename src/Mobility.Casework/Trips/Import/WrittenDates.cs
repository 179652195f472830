using System.Globalization;
using System.Text;
using Mobility.Casework.Data;
using NodaTime;

namespace Mobility.Casework.Trips.Import;

/// <summary>What a cell says as a date: the date, or the problem with it, or two numbers whose order the whole file must settle.</summary>
/// <param name="Date">The date, when there is no problem and nothing to settle.</param>
/// <param name="Problem">Why it is no date.</param>
/// <param name="Settles">The order that this cell is written in, when one of its two numbers cannot be a month.</param>
/// <param name="Hangs">Whether the cell is two different days in the two orders.</param>
internal readonly record struct DateReading(
    LocalDate Date,
    TravelProblemCode? Problem,
    DateOrder? Settles = null,
    bool Hangs = false
);

/// <summary>
/// Reads dates as people write them: ISO 8601, numbers with points, strokes or hyphens, month names in English, German, French
/// and Spanish. Without an order, numbers with strokes are not read but tell which order they allow.
/// </summary>
internal static class WrittenDates
{
    public const int FirstYear = 1990;
    public const int LastYear = 2100;

    private const string Digits = "0123456789";

    public static DateReading Read(string cell, DateOrder? order)
    {
        var text = cell.Replace('\u00A0', ' ').Replace('\u202F', ' ').Trim();
        if (text.Length == 10 && text[4] == '-' && text[7] == '-' && Ymd(text[..4], text[5..7], text[8..]) is { } iso)
        {
            return iso;
        }
        if (CsvCell.LooksLikeFormula(text))
        {
            return Wrong(TravelProblemCode.FormulaInsteadOfValue);
        }
        text = WithoutTime(text, out var zoned);
        if (zoned)
        {
            return Wrong(TravelProblemCode.DateWithTimeZone);
        }
        var tokens = Tokens(text);
        return tokens.Exists(token => char.IsLetter(token[0])) ? WithMonthName(tokens) : InNumbers(text, tokens, order);
    }

    /// <summary>The day, if there is one: the calendar and the years that can be travel history.</summary>
    public static DateReading Day(int year, int month, int day)
    {
        if (year is < FirstYear or > LastYear)
        {
            return Wrong(TravelProblemCode.DateOutOfRange);
        }
        if (month is < 1 or > 12 || day < 1)
        {
            return Wrong(TravelProblemCode.DateDoesNotExist);
        }
        if (day > CalendarSystem.Iso.GetDaysInMonth(year, month))
        {
            return Wrong(month == 2 && day == 29 ? TravelProblemCode.NotALeapYear : TravelProblemCode.DateDoesNotExist);
        }
        return new DateReading(new LocalDate(year, month, day), null);
    }

    private static DateReading InNumbers(string text, List<string> tokens, DateOrder? order)
    {
        if (tokens is [var single] && single.Length == 8)
        {
            return Ymd(single[..4], single[4..6], single[6..]) ?? Wrong(TravelProblemCode.DateNotUnderstood);
        }
        if (tokens is [var serial, ..] && tokens.Count <= 2 && IsSpreadsheetNumber(serial, text))
        {
            return Wrong(TravelProblemCode.SpreadsheetDateNumber);
        }
        if (tokens is not [var first, var second, var third] || SeparatorOf(text) is not { } separator)
        {
            return Wrong(TravelProblemCode.DateNotUnderstood);
        }
        if (first.Length == 4)
        {
            return Ymd(first, second, third) ?? Wrong(TravelProblemCode.DateNotUnderstood);
        }
        if (first.Length > 2 || second.Length > 2 || third.Length is not (2 or 4))
        {
            return Wrong(TravelProblemCode.DateNotUnderstood);
        }
        int a = Number(first),
            b = Number(second),
            year = Year(third);
        if (separator == '.')
        {
            return Day(year, b, a);
        }
        if (third.Length == 2)
        {
            return Wrong(TravelProblemCode.TwoDigitYear);
        }
        if (order is { } known)
        {
            return known == DateOrder.DayFirst ? Day(year, b, a) : Day(year, a, b);
        }
        return (a, b) switch
        {
            (> 12, > 12) => Wrong(TravelProblemCode.DateDoesNotExist),
            (> 12, _) => Day(year, b, a) with { Settles = DateOrder.DayFirst },
            (_, > 12) => Day(year, a, b) with { Settles = DateOrder.MonthFirst },
            _ => Day(year, b, a) with { Hangs = a != b },
        };
    }

    private static DateReading WithMonthName(List<string> tokens)
    {
        int? month = null;
        IReadOnlyList<IsoDayOfWeek> weekdays = [];
        var words = tokens
            .Where(token => char.IsLetter(token[0]))
            .Select(Plain)
            .Where(word => !DateWords.Fillers.Contains(word))
            .ToList();
        // "mar" is Tuesday in French and Spanish and March in English: of two words the first is the weekday.
        if (words.Count == 2 && DateWords.Weekdays.TryGetValue(words[0], out var named))
        {
            weekdays = named;
            words.RemoveAt(0);
        }
        if (words is [var only] && DateWords.Months.TryGetValue(only, out var number))
        {
            month = number;
        }
        var numbers = tokens.Where(token => char.IsDigit(token[0])).ToList();
        if (month is null || numbers is not [var first, var second])
        {
            return Wrong(TravelProblemCode.DateNotUnderstood);
        }
        var (day, year) = first.Length == 4 ? (second, first) : (first, second);
        if (day.Length > 2 || year.Length is not (2 or 4))
        {
            return Wrong(TravelProblemCode.DateNotUnderstood);
        }
        var read = Day(Year(year), month.Value, Number(day));
        return read.Problem is null && weekdays.Count > 0 && !weekdays.Contains(read.Date.DayOfWeek)
            ? Wrong(TravelProblemCode.WeekdayDisagrees)
            : read;
    }

    /// <summary>Runs of digits and runs of letters, in order; ordinal endings on a number ("1er", "14th") are dropped.</summary>
    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (var i = 0; i < text.Length; )
        {
            var start = i;
            if (char.IsAsciiDigit(text[i]))
            {
                while (i < text.Length && char.IsAsciiDigit(text[i]))
                {
                    i++;
                }
                tokens.Add(text[start..i]);
            }
            else if (char.IsLetter(text[i]))
            {
                while (
                    i < text.Length
                    && (char.IsLetter(text[i]) || char.GetUnicodeCategory(text[i]) == UnicodeCategory.NonSpacingMark)
                )
                {
                    i++;
                }
                var word = text[start..i];
                if (start == 0 || !char.IsAsciiDigit(text[start - 1]) || !DateWords.Ordinals.Contains(Plain(word)))
                {
                    tokens.Add(word);
                }
            }
            else
            {
                i++;
            }
        }
        return tokens;
    }

    /// <summary>The one separator between three numbers; null when they are separated in different ways or by anything odd.</summary>
    private static char? SeparatorOf(string text)
    {
        char? separator = null;
        foreach (var between in text.TrimEnd('.').Split(Digits.ToCharArray(), StringSplitOptions.RemoveEmptyEntries))
        {
            var mark = between.Trim() switch
            {
                "" => ' ',
                ['/' or '-' or '.' or '‐' or '‑' or '–'] one => one[0],
                _ => '\0',
            };
            if (mark == '\0' || (separator is not null && separator != mark))
            {
                return null;
            }
            separator = mark;
        }
        return separator;
    }

    private static DateReading? Ymd(string year, string month, string day) =>
        AllDigits(year) && AllDigits(month) && AllDigits(day) && month.Length <= 2 && day.Length <= 2
            ? Day(Number(year), Number(month), Number(day))
            : null;

    /// <summary>A number that a spreadsheet would keep for a day of the years read here, with or without a time as a fraction.</summary>
    private static bool IsSpreadsheetNumber(string digits, string text) =>
        digits.Length == 5
        && Number(digits) is >= 32_874 and <= 73_415
        && (text.Length == 5 || (text[5] is '.' or ',' && text.AsSpan(6).IndexOfAnyExceptInRange('0', '9') < 0));

    /// <summary>Takes "10:20", "T00:00:00" or "9:05 pm" off the end: the local day is what counts. A zone makes it another question.</summary>
    private static string WithoutTime(string text, out bool zoned)
    {
        zoned = false;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var hour = colon;
        while (hour > 0 && char.IsAsciiDigit(text[hour - 1]))
        {
            hour--;
        }
        if (colon < 0 || hour == colon || colon - hour > 2 || hour == 0 || text[hour - 1] is not (' ' or 'T' or 't'))
        {
            return text;
        }
        var time = text[hour..].TrimEnd('.').ToUpperInvariant();
        zoned = time.EndsWith('Z') || time.IndexOfAny(['+', '-']) > 0 || time.Contains("UTC", StringComparison.Ordinal);
        var clock = time.TrimEnd(' ', 'A', 'P', 'M', '.');
        return clock.AsSpan().IndexOfAnyExcept($"{Digits}:.,") < 0 ? text[..(hour - 1)].TrimEnd(' ', ',') : text;
    }

    private static string Plain(string word) => SearchText.Of(word);

    private static int Year(string digits) =>
        digits.Length == 4 ? Number(digits)
        : Number(digits) >= FirstYear % 100 ? 1900 + Number(digits)
        : 2000 + Number(digits);

    private static bool AllDigits(string text) => text.Length > 0 && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static DateReading Wrong(TravelProblemCode problem) => new(default, problem);
}

/// <summary>Which order the numeric dates of a file are in, settled by any one that can only be read one way.</summary>
internal sealed class DateOrderEvidence
{
    private (int Line, string Typed)? _dayFirst;
    private (int Line, string Typed)? _monthFirst;
    private (int Line, string Typed, string Field)? _hanging;

    public void See(string cell, int line, string field)
    {
        // Only numbers with a stroke, a hyphen or a space can hang; most cells are not worth a second look.
        if (cell.Length is 0 or > 40)
        {
            return;
        }
        var reading = WrittenDates.Read(cell, null);
        if (reading.Settles == DateOrder.DayFirst)
        {
            _dayFirst ??= (line, cell);
        }
        else if (reading.Settles == DateOrder.MonthFirst)
        {
            _monthFirst ??= (line, cell);
        }
        else if (reading.Hangs)
        {
            _hanging ??= (line, cell, field);
        }
    }

    /// <summary>Whether any date of the file depends on the order at all.</summary>
    public bool Matters => _dayFirst is not null || _monthFirst is not null || _hanging is not null;

    /// <summary>The order; null when the file cannot settle it, which is then among the problems.</summary>
    public DateOrder? Settle(ProblemList problems)
    {
        if (_dayFirst is { } day && _monthFirst is { } month)
        {
            problems.Add(TravelProblemCode.DateOrderMixed, null, null, day.Typed, day.Line, month.Typed, month.Line);
            return null;
        }
        if (_dayFirst is null && _monthFirst is null && _hanging is { } hanging)
        {
            var asDayFirst = WrittenDates.Read(hanging.Typed, DateOrder.DayFirst).Date;
            var asMonthFirst = WrittenDates.Read(hanging.Typed, DateOrder.MonthFirst).Date;
            problems.Add(
                TravelProblemCode.DateOrderUnclear,
                hanging.Line,
                hanging.Field,
                hanging.Typed,
                asDayFirst,
                asMonthFirst
            );
            return null;
        }
        return _monthFirst is not null ? DateOrder.MonthFirst
            : _dayFirst is not null ? DateOrder.DayFirst
            : null;
    }
}

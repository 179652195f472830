using System.Globalization;
using System.Text.RegularExpressions;
using Mobility.Rules.Trips;
using Mobility.Web.Shared.Facts;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Rules;

/// <summary>Stays as lines: country, first day, last day, then what is to be said beside: <c>DE 2026-01-03 2026-02-10 plan work 09:00-17:30</c>.</summary>
public static partial class StayText
{
    private const string Plan = "plan";

    private const string Airside = "airside";

    /// <summary>The parts of a line as a row; null when they cannot be told apart. Whether they make sense is for the row's own check.</summary>
    public static StayRow? Read(string line)
    {
        var parts = TypedLine.Parts(line).Where(part => part.ToLowerInvariant() is not ("to" or "until" or "→")).ToList();
        var country = parts.TakeWhile(part => !IsDay(part)).ToList();
        var days = parts.Skip(country.Count).TakeWhile(part => IsDay(part) || TypedLine.IsOpen(part)).ToList();
        if (country.Count == 0 || days.Count is 0 or > 2)
        {
            return null;
        }
        var row = new StayRow
        {
            Country = string.Join(' ', country),
            Arrive = days[0],
            Depart = days.Count == 2 && !TypedLine.IsOpen(days[1]) ? days[1] : null,
        };
        foreach (var word in parts.Skip(country.Count + days.Count))
        {
            if (!Take(row, word))
            {
                return null;
            }
        }
        return row;
    }

    public static string Write(Stay stay)
    {
        var parts = new List<string> { stay.Country, Iso(stay.Arrive), stay.Depart is { } depart ? Iso(depart) : "open" };
        if (stay.Planned)
        {
            parts.Add(Plan);
        }
        if (stay.Purpose != StayPurpose.Unstated)
        {
            parts.Add(stay.Purpose.ToString().ToLowerInvariant());
        }
        if (stay.ArriveTime is not null || stay.DepartTime is not null)
        {
            parts.Add($"{Time(stay.ArriveTime)}-{Time(stay.DepartTime)}");
        }
        if (!stay.FormalEntry)
        {
            parts.Add(Airside);
        }
        return string.Join(' ', parts);
    }

    public static string Write(UnknownSpan span) => $"{Iso(span.From)} {Iso(span.To)}";

    private static bool Take(StayRow row, string word)
    {
        var lower = word.ToLowerInvariant();
        if (lower is Plan or "planned")
        {
            row.Planned = true;
        }
        else if (lower == Airside)
        {
            row.Airside = true;
        }
        else if (Enum.TryParse<StayPurpose>(lower, ignoreCase: true, out var purpose) && !char.IsDigit(lower[0]))
        {
            row.Purpose = purpose.ToString();
        }
        else if (Times().Match(lower) is { Success: true } times)
        {
            row.ArriveTime = times.Groups["from"].Value;
            row.DepartTime = times.Groups["to"].Value;
        }
        else
        {
            return false;
        }
        return true;
    }

    // A day begins with a figure, or with a month's name before one.
    private static bool IsDay(string part) => part.Any(char.IsDigit) && !Times().IsMatch(part.ToLowerInvariant());

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    private static string Time(LocalTime? time) => time?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "";

    [GeneratedRegex(@"^(?<from>(\d{1,2}:\d{2})?)[-–](?<to>(\d{1,2}:\d{2})?)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Times();
}

using Mobility.Casework.Trips.Ledger;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Web.Portal.Days;

/// <summary>One day of the week, as the traveller finds it.</summary>
/// <param name="Day">What is known.</param>
/// <param name="Place">Country filled in: the one known, else a suggestion from a plan or the day before; null for none.</param>
/// <param name="Also">A second country of the day, by its code.</param>
/// <param name="Activity">What is filled in as done: known, or as on the same weekday before.</param>
public sealed record WeekDayRow(LedgerDay Day, string? Place, string? Also, DayActivity? Activity)
{
    /// <summary>Whether what is filled in is only a suggestion, and saved with the rest.</summary>
    public bool IsSuggested => Day.IsMissing && Place is not null;

    /// <summary>What was known of a day when a page was drawn: a form that comes back late must not undo what somebody said meanwhile.</summary>
    public static string Seen(LedgerDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        return day.Knowledge switch
        {
            DayKnowledge.Known => Said(day.Places.Select(p => p.Country), day.Activity),
            DayKnowledge.SaidUnknown => WeekRowForm.Unknown,
            _ => "",
        };
    }

    /// <summary>The same of what a form says.</summary>
    public static string Said(IEnumerable<string> places, DayActivity? activity) => $"{string.Join(',', places)} {activity}";
}

/// <summary>A week of which days are missing.</summary>
public sealed record WeekBehind(LocalDate Week, int Missing);

/// <summary>One week of a traveller's own days: a row a day and one button.</summary>
public sealed record WeekPage
{
    /// <summary>How far back weeks are offered.</summary>
    public const int WeeksBack = 26;

    public required LocalDate Week { get; init; }

    public required LocalDate Today { get; init; }

    /// <summary>The days that have come and on which a case runs; empty when none does.</summary>
    public required IReadOnlyList<WeekDayRow> Rows { get; init; }

    /// <summary>Countries to choose from, the likely ones.</summary>
    public required IReadOnlyList<string> Choices { get; init; }

    /// <summary>Other weeks with days missing, the latest first.</summary>
    public required IReadOnlyList<WeekBehind> Behind { get; init; }

    public required bool RemindersStopped { get; init; }

    public required bool HasCase { get; init; }

    /// <summary>The first week that can be shown.</summary>
    public required LocalDate FirstWeek { get; init; }

    public WeekForm? Form { get; init; }

    /// <summary>How many days were just saved.</summary>
    public int? Saved { get; init; }

    public bool IsThisWeek => Week == Weeks.Of(Today);

    public DayCompletion Completion => DayCompletion.Of(Rows.Select(r => r.Day));
}

/// <summary>The week as sent.</summary>
public sealed class WeekForm
{
    public LocalDate? Week { get; set; }

    public List<WeekRowForm> Rows { get; set; } = [];
}

/// <summary>One day as sent.</summary>
public sealed class WeekRowForm
{
    /// <summary>The answer of somebody who does not know where they were.</summary>
    public const string Unknown = "?";

    public LocalDate? Day { get; set; }

    /// <summary>A country's code, <see cref="Unknown"/>, or empty for not said.</summary>
    public string? Place { get; set; }

    /// <summary>A country that is not among the choices, as typed; goes before them.</summary>
    public string? Other { get; set; }

    /// <summary>A second country of the day, as typed.</summary>
    public string? Also { get; set; }

    public DayActivity? Activity { get; set; }

    /// <summary>What the page said of the day when it was drawn, see <see cref="WeekDayRow.Seen"/>; null where a form has it not.</summary>
    public string? Seen { get; set; }
}

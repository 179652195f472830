using System.Globalization;
using Mobility.Casework.Cases;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Demo;

/// <summary>The people one meets by name: <c>Lists/cast.yaml</c>, which says how dates are meant, and <c>cast-in-trouble.yaml</c>.</summary>
internal sealed record Cast
{
    public string WrittenFor { get; init; } = "";

    public List<CastCase> Cases { get; init; } = [];
}

internal enum CastDates
{
    Weeks,
    Year,
}

internal sealed record CastCase
{
    public int? Serial { get; init; }

    public CastDates Moves { get; init; }

    public string Client { get; init; } = "";

    /// <summary>By name; the first of the team where none is named.</summary>
    public string? Consultant { get; init; }

    public AssignmentType Type { get; init; }

    /// <summary>The host of an external secondment.</summary>
    public string? External { get; init; }

    public CastPlace From { get; init; } = new();

    public CastPlace To { get; init; } = new();

    public string Initiated { get; init; } = "";

    public string? Confirmed { get; init; }

    public string Start { get; init; } = "";

    public string? End { get; init; }

    public string Policy { get; init; } = "";

    public CastAmendment? Amended { get; init; }

    public CastAmendment? Extended { get; init; }

    public CastHold? Held { get; init; }

    public CastPerson Assignee { get; init; } = new();

    public List<CastPerson> Family { get; init; } = [];

    public List<string> Engaged { get; init; } = [];

    public List<CastPaper> Passports { get; init; } = [];

    public List<CastPaper> Permits { get; init; } = [];

    public List<CastPaper> Certificates { get; init; } = [];

    /// <summary>From this day on the person is at home whenever not on a trip; null when the trips say it all.</summary>
    public string? AtHomeSince { get; init; }

    public string? AtHomeUntil { get; init; }

    public List<CastTrip> Trips { get; init; } = [];

    public List<CastTask> Tasks { get; init; } = [];
}

internal sealed record CastPlace
{
    public string Country { get; init; } = "";

    public string City { get; init; } = "";

    public string? Entity { get; init; }
}

internal sealed record CastAmendment
{
    public string On { get; init; } = "";

    public string Field { get; init; } = nameof(Case.End);

    public string Before { get; init; } = "";

    public string After { get; init; } = "";

    public string Why { get; init; } = "";
}

internal sealed record CastHold
{
    public string Since { get; init; } = "";

    public string Why { get; init; } = "";
}

internal sealed record CastPerson
{
    public string Name { get; init; } = "";

    public string? Called { get; init; }

    public FamilyRelation Relation { get; init; }

    public string Born { get; init; } = "";

    public List<string> Citizenships { get; init; } = [];

    public string Language { get; init; } = "en";

    public string? Email { get; init; }

    public bool Account { get; init; }

    /// <summary>Does not move along.</summary>
    public bool Stays { get; init; }

    /// <summary>Joined the file later than it was opened.</summary>
    public string? Joined { get; init; }

    public string? Why { get; init; }
}

internal sealed record CastPaper
{
    /// <summary>By name; the assignee where nobody is named.</summary>
    public string? Of { get; init; }

    public string Country { get; init; } = "";

    public string Name { get; init; } = "";

    public string? From { get; init; }

    public string To { get; init; } = "";
}

internal sealed record CastTrip
{
    /// <summary>Null for days on which nobody knows where the person was.</summary>
    public string? In { get; init; }

    public string From { get; init; } = "";

    public string? To { get; init; }

    public string For { get; init; } = "";
}

internal sealed record CastTask
{
    public string What { get; init; } = "";

    public string? Why { get; init; }

    public string? Due { get; init; }

    public string? Done { get; init; }

    /// <summary>By name; the consultant where nobody is named.</summary>
    public string? Who { get; init; }

    public string? WaitsFor { get; init; }

    public string? Since { get; init; }
}

/// <summary>Reads the dates of one case of the cast for the day the programme is made for.</summary>
internal sealed class CastCalendar(LocalDate writtenFor, LocalDate today, CastDates moves)
{
    public LocalDate Read(string text)
    {
        if (int.TryParse(text, CultureInfo.InvariantCulture, out var days))
        {
            return today.PlusDays(days);
        }
        var written = LocalDatePattern.Iso.Parse(text).GetValueOrThrow();
        return moves == CastDates.Year
            ? written.PlusYears(today.Year - writtenFor.Year)
            : written.PlusWeeks(Weeks(Period.DaysBetween(writtenFor, today)));
    }

    public LocalDate? ReadOptional(string? text) => text is null ? null : Read(text);

    // The nearest number of weeks, so that a Monday stays a Monday.
    private static int Weeks(int days) => (int)Math.Floor((days + 3) / 7.0);
}

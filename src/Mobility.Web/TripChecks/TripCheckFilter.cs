using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Casework.TripChecks;
using Mobility.Rules;
using Mobility.Rules.TripChecks;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.TripChecks;

/// <summary>When the trips of a list are.</summary>
public enum TripTime
{
    /// <summary>Those that are to come or run.</summary>
    Ahead,

    /// <summary>Those that are over.</summary>
    Past,

    Any,
}

/// <summary>How far a kept check has come.</summary>
public enum TripCheckState
{
    /// <summary>Nobody confirmed its newest version.</summary>
    ToConfirm,

    Confirmed,

    Cancelled,
}

/// <summary>What the list of checks is asked for: every part is in its address, so that a list can be kept and sent.</summary>
public sealed class TripCheckFilter
{
    public const int LongestWords = 200;

    /// <summary>Words of the traveller's name, the number of the check or of the case.</summary>
    public string? Q { get; set; }

    public TripTime When { get; set; }

    public TripCheckState? State { get; set; }

    /// <summary>The result that asks for most.</summary>
    public TripOutcome? Answer { get; set; }

    public Guid? Client { get; set; }

    /// <summary>A country of the trip.</summary>
    public string? Country { get; set; }

    public int Page { get; set; } = 1;

    public bool IsEmpty =>
        string.IsNullOrWhiteSpace(Q)
        && State is null
        && Answer is null
        && Client is null
        && string.IsNullOrEmpty(Country)
        && When == TripTime.Ahead;

    /// <summary>What is no choice of a filter is told beside it; the list is as if it had not been asked for.</summary>
    public void Check(FormCheck check, Countries countries)
    {
        check.AtMost(nameof(Q), Q, LongestWords);
        check.Known(nameof(Country), string.IsNullOrEmpty(Country) || countries.Find(Country)?.Code == Country);
        check.Known(nameof(When), Enum.IsDefined(When));
        check.Known(nameof(State), State is not { } state || Enum.IsDefined(state));
        check.Known(nameof(Answer), Answer is not { } answer || Enum.IsDefined(answer));
    }

    public IQueryable<TripCheck> Apply(IQueryable<TripCheck> checks, LocalDate today)
    {
        foreach (var word in SearchText.Of(Q).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(6))
        {
            var number = word.ToUpperInvariant();
            checks = checks.Where(t =>
                t.Person!.SearchName.Contains(word) || t.Number.Contains(number) || t.Case!.Number.Contains(number)
            );
        }
        checks = When switch
        {
            TripTime.Past => checks.Where(t => t.To < today),
            TripTime.Any => checks,
            _ => checks.Where(t => t.To >= today),
        };
        checks = State switch
        {
            TripCheckState.ToConfirm => checks.ToConfirm(),
            TripCheckState.Confirmed => checks.Where(t => t.CancelledAt == null && t.ConfirmedNo == t.LatestNo),
            TripCheckState.Cancelled => checks.Where(t => t.CancelledAt != null),
            _ => checks,
        };
        if (Answer is { } answer)
        {
            checks = checks.Where(t => t.Worst == answer);
        }
        if (Client is { } client)
        {
            checks = checks.Where(t => t.Case!.ClientId == client);
        }
        if (!string.IsNullOrEmpty(Country))
        {
            checks = checks.Where(t => t.Countries.Contains(Country));
        }
        return checks;
    }

    /// <summary>The address of another page of the list.</summary>
    public string AtPage(int page) =>
        QueryHelpers.AddQueryString(
            "/trip-checks",
            new Dictionary<string, string?>
            {
                ["q"] = Q,
                ["when"] = When == TripTime.Ahead ? null : When.ToString(),
                ["state"] = State?.ToString(),
                ["answer"] = Answer?.ToString(),
                ["client"] = Client?.ToString(),
                ["country"] = Country,
                ["page"] = page == 1 ? null : page.ToString(CultureInfo.InvariantCulture),
            }.Where(part => !string.IsNullOrEmpty(part.Value))
        );
}

using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Mobility.Casework.Access;
using Mobility.Casework.Cases;
using Mobility.Casework.Covers;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Cases;

/// <summary>A column the case list can be ordered by.</summary>
public enum CaseOrder
{
    Name,
    Route,
    Start,
    End,
    Deadline,
}

/// <summary>What the case list is asked for: every part is in its address, so that a list can be kept and sent.</summary>
public sealed class CaseFilter
{
    /// <summary>Value of <see cref="Consultant"/> and <see cref="Phase"/> that asks for no choice at all.</summary>
    public const string All = "all";

    /// <summary>The signed-in person's own cases.</summary>
    public const string Mine = "me";

    /// <summary>The cases of those the signed-in person covers at the moment.</summary>
    public const string Covered = "cover";

    /// <summary>Cases that are on hold, whatever their phase.</summary>
    public const string OnHold = "hold";

    /// <summary>As many characters as are looked for.</summary>
    public const int LongestWords = 200;

    /// <summary>Words of the assignee's name, the number, or a city.</summary>
    public string? Q { get; set; }

    public Guid? Client { get; set; }

    /// <summary>A <see cref="CasePhase"/>, <see cref="OnHold"/> or <see cref="All"/>; the active cases when empty.</summary>
    public string? Phase { get; set; }

    /// <summary>An account's id, <see cref="Mine"/>, <see cref="Covered"/> or <see cref="All"/>; empty is a consultant's own and all for everybody else.</summary>
    public string? Consultant { get; set; }

    public AssignmentType? Type { get; set; }

    /// <summary>Host country.</summary>
    public string? Host { get; set; }

    public CaseOrder Sort { get; set; }

    public bool Down { get; set; }

    public int Page { get; set; } = 1;

    /// <summary>The cases a passport or tax number led to, whatever the other filters; never bound from a request. Null for every other search.</summary>
    internal IReadOnlyList<string>? Numbers { get; init; }

    /// <summary>Whether the words may be a passport or tax number: every one has a digit at least.</summary>
    public bool MayBeANumber => Q?.Any(char.IsDigit) == true;

    /// <summary>Whose cases: the chosen one's, or the one the kind of person starts with.</summary>
    public string ConsultantFor(Viewer viewer) =>
        !string.IsNullOrEmpty(Consultant) ? Consultant
        : viewer.Kind == PersonKind.Consultant ? Mine
        : All;

    /// <summary>What is no choice of a filter is told beside it; the list is as if it had not been asked for.</summary>
    public void Check(FormCheck check, Countries countries)
    {
        check.AtMost(nameof(Q), Q, LongestWords);
        check.Known(nameof(Phase), Phase is null or "" or All or OnHold || Enum.GetNames<CasePhase>().Contains(Phase));
        check.Known(nameof(Consultant), Consultant is null or "" or All or Mine or Covered || Guid.TryParse(Consultant, out _));
        check.Known(nameof(Host), string.IsNullOrEmpty(Host) || countries.Find(Host)?.Code == Host);
    }

    /// <summary>The filters in force, by name, in the order of the form.</summary>
    public IEnumerable<string> InForce(Viewer viewer)
    {
        if (Words.Length > 0)
        {
            yield return nameof(Q);
        }
        if (Client is not null)
        {
            yield return nameof(Client);
        }
        if (!string.IsNullOrEmpty(Phase) && Phase != All)
        {
            yield return nameof(Phase);
        }
        if (ConsultantFor(viewer) != All)
        {
            yield return nameof(Consultant);
        }
        if (Type is not null)
        {
            yield return nameof(Type);
        }
        if (!string.IsNullOrEmpty(Host))
        {
            yield return nameof(Host);
        }
    }

    public string[] Words => SearchText.Of(Q).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The cases asked for among <paramref name="cases"/>; <paramref name="running"/> are the covers of the moment.</summary>
    public IQueryable<Case> Apply(IQueryable<Case> cases, IQueryable<Cover> running, Viewer viewer, LocalDate today)
    {
        if (Numbers is not null)
        {
            return cases.Where(c => Numbers.Contains(c.Number));
        }
        cases = ApplyWords(cases);
        cases = Phase switch
        {
            null or "" => cases.Where(c => c.ClosedOn == null && c.CancelledOn == null),
            OnHold => cases.Where(c => c.ClosedOn == null && c.CancelledOn == null && c.OnHoldSince != null),
            _ when Enum.TryParse<CasePhase>(Phase, out var phase) => cases.Where(CasePhases.Is(phase, today)),
            _ => cases,
        };
        cases = ConsultantFor(viewer) switch
        {
            All => cases,
            Mine => cases.Where(c => c.ConsultantId == viewer.AccountId),
            Covered => cases.Where(c =>
                running.Where(v => v.CoveredById == viewer.AccountId).Select(v => v.AwayId).Contains(c.ConsultantId)
            ),
            var other when Guid.TryParse(other, out var id) => cases.Where(c => c.ConsultantId == id),
            _ => cases,
        };
        if (Client is { } client)
        {
            cases = cases.Where(c => c.ClientId == client);
        }
        if (Type is { } type)
        {
            cases = cases.Where(c => c.Type == type);
        }
        if (!string.IsNullOrEmpty(Host))
        {
            cases = cases.Where(c => c.HostCountry == Host);
        }
        return cases;
    }

    /// <summary>The cases whose name, number or city has every word, and no other filter.</summary>
    public IQueryable<Case> ApplyWords(IQueryable<Case> cases)
    {
        foreach (var word in Words)
        {
            cases = cases.Where(c => c.SearchText.Contains(word));
        }
        return cases;
    }

    /// <summary>The address of the list with one part changed or left out; a change other than of the page starts at the first.</summary>
    public string With(string part, string? value)
    {
        var parts = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            [nameof(Q)] = Q,
            [nameof(Client)] = Client?.ToString(),
            [nameof(Phase)] = Phase,
            [nameof(Consultant)] = Consultant,
            [nameof(Type)] = Type?.ToString(),
            [nameof(Host)] = Host,
            [nameof(Sort)] = Sort == CaseOrder.Name ? null : Sort.ToString(),
            [nameof(Down)] = Down ? "true" : null,
            [nameof(Page)] = null,
            [part] = value,
        };
        return Address(parts);
    }

    /// <summary>The address ordered by a column; by the one it is ordered by already, the other way round.</summary>
    public string OrderedBy(CaseOrder order)
    {
        var turned = Clone();
        turned.Down = order == Sort && !Down;
        return turned.With(nameof(Sort), order == CaseOrder.Name ? null : order.ToString());
    }

    /// <summary>The address of another page.</summary>
    public string AtPage(int page) => With(nameof(Page), page == 1 ? null : page.ToString(CultureInfo.InvariantCulture));

    /// <summary>The address where all the cases it finds are given to somebody else.</summary>
    public string ForReassigning()
    {
        var list = With(nameof(Page), null);
        var query = list.IndexOf('?', StringComparison.Ordinal);
        return "/cases/reassign?all=true" + (query < 0 ? "" : "&" + list[(query + 1)..]);
    }

    private CaseFilter Clone() => (CaseFilter)MemberwiseClone();

    private static string Address(Dictionary<string, string?> parts) =>
        QueryHelpers.AddQueryString(
            "/cases",
            parts.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => KeyValuePair.Create(p.Key.ToLowerInvariant(), p.Value))
        );
}

using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.WebUtilities;
using Mobility.Casework.Board;
using Mobility.Rules;
using Mobility.Rules.Trips;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Board;

/// <summary>A column the board can be ordered by.</summary>
public enum BoardOrder
{
    Worst,
    Person,
    Rule,
    Left,
    Breach,
}

/// <summary>What the board is asked for: every part is in its address, so that a board can be kept and sent.</summary>
public sealed class BoardFilter
{
    /// <summary>The longest window, in days.</summary>
    public const int LongestWindow = 730;

    private static readonly ConditionalWeakTable<RuleBook, ILookup<string, string>> RulesByCountry = [];

    public Guid? Client { get; set; }

    /// <summary>A country, for its own rules and those of the areas it belongs to.</summary>
    public string? Country { get; set; }

    /// <summary>A rule's id.</summary>
    public string? Rule { get; set; }

    public BoardLevel? Level { get; set; }

    /// <summary>Only limits that will be passed within so many days from today.</summary>
    public int? Within { get; set; }

    public BoardOrder Sort { get; set; }

    public bool Down { get; set; }

    public int Page { get; set; } = 1;

    /// <summary>Whether anything but the order is asked for.</summary>
    public bool IsNarrowed =>
        Client is not null || Country is not null || Rule is not null || Level is not null || Within is not null;

    /// <summary>The countries that have rules which ask about people.</summary>
    public static IEnumerable<string> Countries(RuleBook rules) => ByCountry(rules).Select(g => g.Key);

    /// <summary>The rules that ask about people; the others compute for them.</summary>
    public static IEnumerable<Rule> Rules(RuleBook rules) =>
        rules.DayRules.Concat<Rule>(rules.ResidenceRules.Where(r => !r.IsComputation));

    /// <summary>What is no choice of a filter is told beside it, and is as if it had not been asked for.</summary>
    public void Check(FormCheck check, RuleBook rules)
    {
        Country = string.IsNullOrEmpty(Country) ? null : Country;
        Rule = string.IsNullOrEmpty(Rule) ? null : Rule;
        check.Known(nameof(Country), Country is null || ByCountry(rules).Contains(Country));
        check.Known(nameof(Rule), Rule is null || Rules(rules).Any(r => r.Id == Rule));
        check.Known(nameof(Level), Level is null || Enum.IsDefined(Level.Value));
        check.Known(nameof(Sort), Enum.IsDefined(Sort));
        if (Within is < 1 or > LongestWindow && check.Fine(nameof(Within)))
        {
            check.Refuse(nameof(Within), "Refused.Within", LongestWindow);
        }
        Country = check.Fine(nameof(Country)) ? Country : null;
        Rule = check.Fine(nameof(Rule)) ? Rule : null;
        Level = check.Fine(nameof(Level)) ? Level : null;
        Within = check.Fine(nameof(Within)) ? Within : null;
        Sort = check.Fine(nameof(Sort)) ? Sort : default;
    }

    /// <summary>The rows asked for among <paramref name="rows"/>, of every level.</summary>
    public IQueryable<BoardRow> Apply(IQueryable<BoardRow> rows, RuleBook rules, LocalDate today)
    {
        if (Client is { } client)
        {
            rows = rows.Where(r => r.ClientId == client);
        }
        if (Country is { } country)
        {
            var ids = ByCountry(rules)[country].ToList();
            rows = rows.Where(r => ids.Contains(r.RuleId));
        }
        if (Rule is { } rule)
        {
            rows = rows.Where(r => r.RuleId == rule);
        }
        if (Within is { } days)
        {
            var last = today.PlusDays(days);
            rows = rows.Where(r => r.BreachOn >= today && r.BreachOn <= last);
        }
        return rows;
    }

    /// <summary>The address of the board with one part changed or left out; a change other than of the page starts at the first.</summary>
    public string With(string part, string? value) =>
        QueryHelpers.AddQueryString(
            "/board",
            Parts()
                .Where(p => p.Name != part)
                .Append((Name: part, Value: value))
                .Where(p => !string.IsNullOrEmpty(p.Value))
                .Select(p => KeyValuePair.Create(p.Name.ToLowerInvariant(), p.Value))
        );

    /// <summary>The address of the rows of one level; null for all.</summary>
    public string AtLevel(BoardLevel? level) => With(nameof(Level), level?.ToString());

    /// <summary>The address ordered by a column; by the one it is ordered by already, the other way round.</summary>
    public string OrderedBy(BoardOrder order)
    {
        var turned = (BoardFilter)MemberwiseClone();
        turned.Down = order == Sort && !Down;
        return turned.With(nameof(Sort), order == BoardOrder.Worst ? null : order.ToString());
    }

    /// <summary>The address of another page.</summary>
    public string AtPage(int page) => With(nameof(Page), page == 1 ? null : page.ToString(CultureInfo.InvariantCulture));

    /// <summary>Everything asked for but the page, by the names of the form.</summary>
    public IEnumerable<(string Name, string? Value)> Parts() =>
        [
            (nameof(Client), Client?.ToString()),
            (nameof(Country), Country),
            (nameof(Rule), Rule),
            (nameof(Level), Level?.ToString()),
            (nameof(Within), Within?.ToString(CultureInfo.InvariantCulture)),
            (nameof(Sort), Sort == BoardOrder.Worst ? null : Sort.ToString()),
            (nameof(Down), Down ? "true" : null),
        ];

    private static ILookup<string, string> ByCountry(RuleBook rules) =>
        RulesByCountry.GetValue(
            rules,
            book =>
                Rules(book)
                    .SelectMany(r =>
                        book.Countries.All.Where(c => r.Jurisdiction == c.Code || (r is DayRule days && days.Watches(c.Code)))
                            .Select(c => (Country: c.Code, r.Id))
                    )
                    .ToLookup(x => x.Country, x => x.Id)
        );
}

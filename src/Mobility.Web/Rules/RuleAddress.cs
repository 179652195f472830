using Mobility.Rules;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Rules;

/// <summary>Where things of the rule book stand; paths from the root.</summary>
public static class RuleAddress
{
    public const string Book = "/rules";

    public static string Of(string ruleId) => $"{Book}/{ruleId}";

    /// <summary>A rule with its values on a day.</summary>
    public static string Of(string ruleId, LocalDate on) => $"{Of(ruleId)}?on={LocalDatePattern.Iso.Format(on)}";

    public static string Calculator(string ruleId) => $"{Of(ruleId)}/calculator";

    public static string OfPlace(string slug) => $"{Book}/{slug}";

    /// <summary>The folder a rule lies in: the first part of its id.</summary>
    public static string Slug(Rule rule) => rule.Id[..rule.Id.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The folder of a jurisdiction as coverage names it.</summary>
    public static string Slug(string jurisdiction) => jurisdiction == "*" ? "everywhere" : jurisdiction.ToLowerInvariant();
}

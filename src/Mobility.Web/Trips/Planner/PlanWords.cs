using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using Mobility.Rules;
using Mobility.Rules.Trips.Planning;
using Mobility.Web.Shared.Findings;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Trips.Planner;

/// <summary>The reasons of a plan in the reader's words.</summary>
public sealed class PlanWords(IStringLocalizer<PlannerTexts> texts, RuleBook rules, ReaderFormat reader)
{
    /// <summary>A rule by its label; one that the book no longer has by its id.</summary>
    public string Rule(string ruleId) => rules.Find(ruleId)?.Label ?? ruleId;

    public string Passed(PlanReason reason) => Say("Passed", reason);

    /// <summary>Why not one day longer.</summary>
    public string DayMore(PlanReason reason) => Say("DayMore", reason);

    /// <summary>Why not one day earlier.</summary>
    public string DayEarlier(PlanReason reason) =>
        reason.Stay is { } stay
            ? texts["InTheWayEarlier", reader.Country(stay.Country), reader.Dates(stay.Arrive, stay.Depart)]
            : Say("DayEarlier", reason);

    public string TryAddress(DaysPage page, LocalDate from, LocalDate to) =>
        QueryHelpers.AddQueryString(
            page.Address.ToString(),
            new Dictionary<string, string?>
            {
                ["Try.Country"] = page.Planned!.Country,
                ["Try.From"] = LocalDatePattern.Iso.Format(from),
                ["Try.To"] = LocalDatePattern.Iso.Format(to),
            }
        ) + "#try";

    private string Say(string key, PlanReason reason) =>
        reason is { Total: { } total, Limit: { } limit }
            ? texts[key, Rule(reason.RuleId!), reader.Date(reason.On), Number(total), Number(limit)]
            : texts[$"{key}Uncounted", Rule(reason.RuleId!), reader.Date(reason.On)];

    private static string Number(Fraction number) => number.ToMixedString(CultureInfo.CurrentCulture);
}

using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Mobility.Rules;
using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Rules;

/// <summary>
/// A calculation as an address that can be kept and sent: days, countries and facts, and nobody's name. Nothing of it is stored.
/// </summary>
public static class CalculatorAddress
{
    /// <summary>Characters of an address that every server and mail program takes.</summary>
    public const int Longest = 4000;

    private const string FactPrefix = "f.";

    /// <summary>The address of a question; null when it would be too long to be sent.</summary>
    public static string? Of(Rule rule, CalculatorForm form, CalculatorQuestion question) =>
        Address(
            rule,
            question.On,
            question.Record.Stays.Select(StayText.Write),
            form.Unknown,
            form.Facts.Select(fact => KeyValuePair.Create(fact.Key, fact.Value))
        );

    /// <summary>The address of an example; null when the calculator asks in another way than the example does.</summary>
    public static string? Of(Rule rule, RuleExample example) =>
        example switch
        {
            DayExample { LawOn: null } day => Address(
                rule,
                day.AsOf,
                day.Record.Stays.Select(StayText.Write),
                string.Join('\n', day.Record.UnknownSpans.Select(StayText.Write)),
                [
                    KeyValuePair.Create("citizenships", day.Record.Citizenships is { } codes ? string.Join(", ", codes) : null),
                    KeyValuePair.Create(
                        "residence_permits",
                        (string?)
                            string.Join('\n', day.Record.ResidencePermits.Select(p => $"{Iso(p.From)} {Iso(p.To)} {p.Country}"))
                    ),
                ]
            ),
            ResidenceExample residence when AsksAboutItsDay(residence) => Address(
                rule,
                residence.Question.On ?? residence.AsOf,
                residence.Question.Stays.Select(StayText.Write),
                null,
                residence.FactsGiven.Select(fact => KeyValuePair.Create(fact.Key, (string?)string.Join('\n', fact.Value)))
            ),
            _ => null,
        };

    /// <summary>The form that an address stands for; null for the address of an empty calculator.</summary>
    public static CalculatorForm? Read(IQueryCollection query)
    {
        var facts = query
            .Where(pair => pair.Key.StartsWith(FactPrefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[FactPrefix.Length..], pair => (string?)pair.Value.ToString());
        return query.ContainsKey("on") || query.ContainsKey("stays") || query.ContainsKey("unknown") || facts.Count > 0
            ? new CalculatorForm
            {
                On = query["on"],
                Paste = query["stays"],
                Unknown = query["unknown"],
                Facts = facts,
            }
            : null;
    }

    // The calculator asks about the year of a day: an example about another year than that of its day cannot be asked so.
    private static bool AsksAboutItsDay(ResidenceExample example) =>
        example.Question.Year is not { } year
        || year.StartsWith(example.AsOf.Year.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        || (year.Length > 4 && year.EndsWith($"{example.AsOf.Year % 100:00}", StringComparison.Ordinal));

    private static string? Address(
        Rule rule,
        LocalDate on,
        IEnumerable<string> stays,
        string? unknown,
        IEnumerable<KeyValuePair<string, string?>> facts
    )
    {
        var parts = new List<KeyValuePair<string, string?>>
        {
            KeyValuePair.Create("on", (string?)Iso(on)),
            KeyValuePair.Create("stays", (string?)string.Join('\n', stays)),
            KeyValuePair.Create("unknown", unknown),
        };
        parts.AddRange(facts.Select(fact => KeyValuePair.Create(FactPrefix + fact.Key, fact.Value)));
        var address = QueryHelpers.AddQueryString(
            RuleAddress.Calculator(rule.Id),
            parts.Where(part => !string.IsNullOrWhiteSpace(part.Value))
        );
        return address.Length <= Longest ? address : null;
    }

    private static string Iso(LocalDate? date) => date is { } day ? LocalDatePattern.Iso.Format(day) : "open";
}

using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using Mobility.Rules;
using Mobility.Rules.Residence;
using Mobility.Web.Shared.Facts;
using Mobility.Web.Shared.Findings;
using NodaTime.Text;

namespace Mobility.Web.Residence;

/// <summary>Declared values as the reader writes them: what the file keeps in JSON, in words and as it would be typed.</summary>
public sealed class FactWords(
    IStringLocalizer<FactInputTexts> inputs,
    IStringLocalizer<ResidenceTexts> texts,
    IStringLocalizer<FindingTexts> areas,
    ReaderFormat reader
)
{
    /// <summary>The name of a fact; the name itself when the rule book no longer knows it.</summary>
    public static string Name(string fact) =>
        FactDefinition.Find(fact)?.Label.Render(CultureInfo.CurrentUICulture) ?? fact.Replace('_', ' ');

    /// <summary>Where a fact is for: a country, an area, or every rule that asks.</summary>
    public string Place(string? jurisdiction) =>
        jurisdiction switch
        {
            null => texts["Everywhere"].Value,
            { Length: 2 } code => reader.Country(code),
            _ => areas[$"Area.{jurisdiction}"] is { ResourceNotFound: false } area ? area.Value : jurisdiction,
        };

    /// <summary>A value in words.</summary>
    public string Say(string fact, string json)
    {
        using var document = JsonDocument.Parse(json);
        return FactDefinition.Find(fact) is { } definition ? Say(definition, document.RootElement) : json;
    }

    /// <summary>A value as it would be typed into the form.</summary>
    public string Typed(FactDefinition fact, string json)
    {
        using var document = JsonDocument.Parse(json);
        var value = document.RootElement;
        return value.ValueKind switch
        {
            JsonValueKind.Array => string.Join(
                fact.Type is FactType.Span or FactType.Entry ? "\n" : ", ",
                value.EnumerateArray().Select(item => TypedItem(fact, item))
            ),
            JsonValueKind.Object => string.Join('\n', value.EnumerateObject().Select(p => $"{p.Name} {p.Value}")),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.ToString(),
        };
    }

    private static string TypedItem(FactDefinition fact, JsonElement item) =>
        item.ValueKind == JsonValueKind.Object
            ? string.Join(
                ", ",
                (fact.Type == FactType.Span ? new[] { "from", "to" } : [])
                    .Concat(fact.Fields.Select(f => f.Name))
                    .Where(name => item.TryGetProperty(name, out _))
                    .Select(name => $"{name}: {Or(item.GetProperty(name), "open")}")
            )
            : item.ToString();

    private static string Or(JsonElement value, string absent) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => absent,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.ToString(),
        };

    private string Say(FactDefinition fact, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array when value.GetArrayLength() == 0 => texts["None"].Value,
            JsonValueKind.Array => string.Join("; ", value.EnumerateArray().Select(item => SayItem(fact, item))),
            JsonValueKind.Object => string.Join(
                "; ",
                value
                    .EnumerateObject()
                    .Select(p => $"{(fact.Type == FactType.CountByCountry ? reader.Country(p.Name) : p.Name)}: {p.Value}")
            ),
            _ => SayOne(fact.Type, value),
        };

    private string SayItem(FactDefinition fact, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return SayOne(fact.Type, item);
        }
        var words = fact
            .Fields.Where(f => item.TryGetProperty(f.Name, out var part) && part.ValueKind != JsonValueKind.Null)
            .Select(f => $"{f.Label.Render(CultureInfo.CurrentUICulture)} {SayOne(f.Type, item.GetProperty(f.Name))}");
        return string.Join(
            ", ",
            fact.Type == FactType.Span
                ? words.Prepend(texts["FromTo", Day(item.GetProperty("from")), Day(item.GetProperty("to"))].Value)
                : words
        );
    }

    private string SayOne(FactType type, JsonElement value) =>
        type switch
        {
            FactType.Flag => inputs[value.ValueKind == JsonValueKind.True ? "Yes" : "No"].Value,
            FactType.Country => reader.Country(value.GetString() ?? ""),
            FactType.Day => Day(value),
            FactType.Word => FactDefinition.LabelOfChoice(value.GetString() ?? "").Render(CultureInfo.CurrentUICulture),
            _ => value.ToString(),
        };

    private string Day(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && LocalDatePattern.Iso.Parse(value.GetString()!) is { Success: true } day
            ? reader.Date(day.Value)
            : texts["Open"].Value;
}

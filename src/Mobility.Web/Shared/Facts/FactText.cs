using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;
using Mobility.Rules;
using Mobility.Rules.Residence;
using Mobility.Web.Shared.Forms;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Shared.Facts;

/// <summary>What somebody meant by a typed fact: its value as the rule book reads it, or a sentence on what is wrong; neither when nothing was said.</summary>
public sealed record FactReading(string? Json, string? Problem)
{
    public static FactReading Nothing { get; } = new(null, null);
}

/// <summary>Reads facts as people type them into the JSON that <see cref="FactSet.With(string, string)"/> takes. Nothing is guessed.</summary>
public sealed partial class FactText(
    Countries countries,
    IStringLocalizer<FactInputTexts> texts,
    IStringLocalizer<SharedTexts> shared,
    ReaderFormat reader
)
{
    public FactReading Read(FactDefinition fact, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return FactReading.Nothing;
        }
        try
        {
            var json = Value(fact, text.Trim());
            FactSet.Read(fact.Name, json.ToJsonString());
            return new(json.ToJsonString(), null);
        }
        catch (WrongTextException wrong)
        {
            return new(null, wrong.Message);
        }
        catch (QuestionException refused)
        {
            return new(null, refused.Message);
        }
    }

    /// <summary>How to type a fact: what its lines are made of; empty where the field itself says it.</summary>
    public string Format(FactDefinition fact) =>
        (fact.Type, fact.IsList) switch
        {
            (FactType.Span, _) => texts[fact.IsOneItem ? "Format.OneSpan" : "Format.Spans", PartNames(fact)].Value,
            (FactType.Entry, _) => texts["Format.Entries", PartNames(fact)].Value,
            (FactType.CountByYear, _) => texts["Format.ByYear"].Value,
            (FactType.CountByCountry, _) => texts["Format.ByCountry"].Value,
            (_, true) => texts["Format.List"].Value,
            (FactType.MonthDay, _) => texts["Format.MonthDay"].Value,
            (FactType.Year, _) => texts["Format.Year"].Value,
            _ => fact.Unit is { } unit && texts[$"Unit.{unit}"] is { ResourceNotFound: false } named ? named.Value : "",
        };

    private JsonNode Value(FactDefinition fact, string text)
    {
        if (fact.Type is FactType.Span or FactType.Entry)
        {
            return EachLine(text, line => Item(fact, line));
        }
        if (fact.Type is FactType.CountByYear or FactType.CountByCountry)
        {
            return Counts(fact, text);
        }
        if (!fact.IsList)
        {
            return One(fact.Type, fact.Choices, text);
        }
        return new JsonArray([
            .. text.Split(['\n', ',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(part => One(fact.Type, fact.Choices, part)),
        ]);
    }

    private JsonValue One(FactType type, IReadOnlyList<string> choices, string text) =>
        type switch
        {
            FactType.Flag => Flag(text),
            FactType.Whole => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
                ? JsonValue.Create(whole)
                : throw Wrong("Problem.Whole", text),
            FactType.Number => decimal.TryParse(
                text.Replace(',', '.'),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
                ? JsonValue.Create(number)
                : throw Wrong("Problem.Number", text),
            FactType.Day => JsonValue.Create(LocalDatePattern.Iso.Format(Day(text))),
            FactType.MonthDay => JsonValue.Create(MonthDay(text)),
            FactType.Country => JsonValue.Create(Country(text)),
            FactType.Year => TaxYear.IsLabel(text.Replace('/', '-'))
                ? JsonValue.Create(text.Replace('/', '-'))
                : throw Wrong("Problem.Year", text),
            FactType.Word => JsonValue.Create(Word(choices, text)),
            _ => JsonValue.Create(text),
        };

    private JsonValue Flag(string text)
    {
        if (Same(text, texts["Yes"].Value) || text is "true" or "yes")
        {
            return JsonValue.Create(true);
        }
        return Same(text, texts["No"].Value) || text is "false" or "no"
            ? JsonValue.Create(false)
            : throw Wrong("Problem.Flag", text);
    }

    private LocalDate Day(string text)
    {
        var reading = DateInput.Read(text, CultureInfo.CurrentCulture);
        return reading.Date ?? throw new WrongTextException(reader.Fill(shared, reading.Problem!, reading.Arguments));
    }

    private string MonthDay(string text)
    {
        if (AnnualDatePattern.Iso.Parse(text).Success)
        {
            return text;
        }
        return DateInput.Read($"{text} 2001", CultureInfo.CurrentCulture).Date is { } day
            ? AnnualDatePattern.Iso.Format(new AnnualDate(day.Month, day.Day))
            : throw Wrong("Problem.MonthDay", text);
    }

    private string Country(string text) =>
        CountryInput.Read(countries, text, CultureInfo.CurrentUICulture)
        ?? throw new WrongTextException(shared["Refused.UnknownCountry", text].Value);

    private string Word(IReadOnlyList<string> choices, string text) =>
        choices.FirstOrDefault(choice => Same(choice, text) || Same(Say(FactDefinition.LabelOfChoice(choice)), text))
        ?? throw Wrong("Problem.Word", text, string.Join(", ", choices.Select(c => Say(FactDefinition.LabelOfChoice(c)))));

    /// <summary>One span or entry: its parts in their order, or each after its name and a colon.</summary>
    private JsonObject Item(FactDefinition fact, string line)
    {
        var item = new JsonObject();
        var named = NamedPart().IsMatch(line);
        var parts = named ? line.Split(',', StringSplitOptions.TrimEntries) : TypedLine.Parts(line);
        var dates = fact.Type == FactType.Span ? new[] { "from", "to" } : [];
        if (!named && parts.Count < dates.Length)
        {
            throw Wrong("Problem.TwoDays");
        }
        if (!named && parts.Count > dates.Length + fact.Fields.Count)
        {
            throw Wrong("Problem.TooMany", parts[^1], PartNames(fact));
        }
        for (var i = 0; i < parts.Count; i++)
        {
            var match = NamedPart().Match(parts[i]);
            if (named && !match.Success)
            {
                throw Wrong("Problem.NoSuchPart", parts[i], PartNames(fact));
            }
            var name =
                named ? match.Groups["name"].Value
                : i < dates.Length ? dates[i]
                : fact.Fields[i - dates.Length].Name;
            var text = named ? match.Groups["value"].Value : parts[i];
            if (item.ContainsKey(name))
            {
                throw Wrong("Problem.Twice", name);
            }
            item[name] = dates.Contains(name) ? DayOrOpen(text) : Part(fact, name, text);
        }
        if (dates.Any(date => !item.ContainsKey(date)))
        {
            throw Wrong("Problem.TwoDays");
        }
        if (fact.Fields.FirstOrDefault(field => field.Required && !item.ContainsKey(field.Name)) is { } missing)
        {
            throw Wrong("Problem.Missing", Say(missing.Label));
        }
        return
            item["from"]?.GetValue<string>() is { } from
            && item["to"]?.GetValue<string>() is { } to
            && string.CompareOrdinal(to, from) < 0
            ? throw Wrong("Problem.EndBeforeStart", reader.Date(LocalDatePattern.Iso.Parse(from).Value))
            : item;
    }

    private JsonValue? DayOrOpen(string text) =>
        TypedLine.IsOpen(text) ? null : JsonValue.Create(LocalDatePattern.Iso.Format(Day(text)));

    private JsonValue Part(FactDefinition fact, string name, string text) =>
        fact.Fields.FirstOrDefault(field => field.Name == name) is { } field
            ? One(field.Type, field.Choices, text)
            : throw Wrong("Problem.NoSuchPart", name, PartNames(fact));

    private JsonObject Counts(FactDefinition fact, string text)
    {
        var counts = new JsonObject();
        foreach (var line in text.Split(['\n', ',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var match = CountPart().Match(line);
            if (!match.Success)
            {
                throw Wrong("Problem.Count");
            }
            var type = fact.Type == FactType.CountByYear ? FactType.Year : FactType.Country;
            var key = One(type, [], match.Groups["key"].Value).GetValue<string>();
            if (counts.ContainsKey(key))
            {
                throw Wrong("Problem.Twice", key);
            }
            counts[key] = One(FactType.Whole, [], match.Groups["days"].Value);
        }
        return counts;
    }

    private JsonArray EachLine(string text, Func<string, JsonNode> read)
    {
        var items = new JsonArray();
        var lines = TypedLine.Lines(text).ToList();
        foreach (var (number, line) in lines)
        {
            try
            {
                items.Add(read(line));
            }
            catch (WrongTextException wrong) when (lines.Count > 1)
            {
                throw new WrongTextException(texts["Line", number, wrong.Message].Value);
            }
        }
        return items;
    }

    private string PartNames(FactDefinition fact)
    {
        var names = fact.Fields.Select(field =>
            field.Required ? Small(Say(field.Label)) : texts["Optional", Small(Say(field.Label))].Value
        );
        return string.Join(", ", fact.Type == FactType.Span ? names.Prepend(texts["Format.FirstAndLast"].Value) : names);
    }

    // "First day" within a sentence, but "UK workdays" as it is.
    private static string Small(string label) =>
        label is [_, var second, ..] && char.IsLower(second)
            ? char.ToLower(label[0], CultureInfo.CurrentCulture) + label[1..]
            : label;

    private WrongTextException Wrong(string key, params object[] arguments) => new(texts[key, arguments].Value);

    private static bool Same(string one, string other) =>
        CultureInfo.CurrentCulture.CompareInfo.Compare(one, other, CompareOptions.IgnoreCase) == 0;

    private static string Say(Explanation sentence) => sentence.Render(CultureInfo.CurrentUICulture);

    private sealed class WrongTextException(string message) : Exception(message);

    [GeneratedRegex(@"^(?<name>[a-z][a-z0-9_]*): *(?<value>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedPart();

    [GeneratedRegex(@"^(?<key>.+?)[:= ] *(?<days>\S+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CountPart();
}

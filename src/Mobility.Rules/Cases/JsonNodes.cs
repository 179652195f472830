using System.Collections;
using System.Text.Json;
using NodaTime;

namespace Mobility.Rules.Cases;

/// <summary>JSON as nodes that know their place.</summary>
internal static class JsonNodes
{
    public static CaseNode Read(JsonElement element, string path) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => new CaseMap(
                element
                    .EnumerateObject()
                    .Select(pair =>
                        KeyValuePair.Create(pair.Name, Read(pair.Value, path.Length == 0 ? pair.Name : $"{path}.{pair.Name}"))
                    )
                    .ToList(),
                path
            ),
            JsonValueKind.Array => new CaseList(
                element.EnumerateArray().Select((item, index) => Read(item, $"{path}[{index}]")).ToList(),
                path
            ),
            JsonValueKind.String => new CaseScalar(element.GetString(), ScalarKind.Text, path),
            JsonValueKind.Number => new CaseScalar(element.GetRawText(), ScalarKind.Number, path),
            JsonValueKind.Null => new CaseScalar(null, ScalarKind.Null, path),
            _ => new CaseScalar(element.GetRawText(), ScalarKind.Truth, path),
        };
}

/// <summary>Writes the value of a result.</summary>
internal static class ResultWriter
{
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case LocalDate date:
                json.WriteStringValue(IsoDate.Write(date));
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case IDictionary map:
                json.WriteStartObject();
                foreach (DictionaryEntry pair in map)
                {
                    json.WritePropertyName((string)pair.Key);
                    Write(json, pair.Value);
                }

                json.WriteEndObject();
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"No result is a {value.GetType()}.", nameof(value));
        }
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace Mobility.Rules;

/// <summary>
/// Findings as JSON: dates as yyyy-MM-dd, exact numbers as text in lowest terms ("174", "548/3"), enums as words, what is null left out.
/// </summary>
public static class FindingJson
{
    /// <summary>How findings are written and read; for callers that hold a finding inside something larger.</summary>
    public static JsonSerializerOptions Options { get; } = MakeOptions();

    /// <summary>Writes a finding.</summary>
    public static string Serialize(Finding finding) => JsonSerializer.Serialize(finding, Options);

    /// <summary>Reads back what <see cref="Serialize"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such a finding.</exception>
    public static Finding Deserialize(string json) =>
        JsonSerializer.Deserialize<Finding>(json, Options) ?? throw new JsonException("There is no finding in this text.");

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
            IgnoreReadOnlyProperties = true,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new LocalDateConverter());
        options.Converters.Add(new FractionConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class LocalDateConverter : JsonConverter<LocalDate>
    {
        public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            IsoDate.TryRead(reader.GetString(), out var date)
                ? date
                : throw new JsonException("A date must be written yyyy-MM-dd.");

        public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
            writer.WriteStringValue(IsoDate.Write(value));
    }

    private sealed class FractionConverter : JsonConverter<Fraction>
    {
        public override Fraction Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Fraction.TryParse(reader.GetString(), out var number)
                ? number
                : throw new JsonException("A number must be written such as \"174\" or \"548/3\".");

        public override void Write(Utf8JsonWriter writer, Fraction value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Trips.Import;

/// <summary>Keeps a file as read while a person decides about it. Rows are arrays: there may be a hundred thousand.</summary>
internal static class TravelFileJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new JsonStringEnumConverter(),
            new LocalDateJson(),
            new RowJson(),
            new ArgumentJson(),
            new LimitedListJson(),
        },
    };

    public static string Write(TravelFile file) => JsonSerializer.Serialize(file, Options);

    public static TravelFile Read(string json) =>
        JsonSerializer.Deserialize<TravelFile>(json, Options) ?? throw new JsonException("A pending import holds no file.");

    private sealed class LocalDateJson : JsonConverter<LocalDate>
    {
        public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            LocalDatePattern.Iso.Parse(reader.GetString() ?? "").Value;

        public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
            writer.WriteStringValue(LocalDatePattern.Iso.Format(value));
    }

    private sealed class RowJson : JsonConverter<TravelRow>
    {
        public override TravelRow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var row = new TravelRow(
                Text(ref reader),
                LocalDatePattern.Iso.Parse(Text(ref reader) ?? "").Value,
                Text(ref reader) is { } depart ? LocalDatePattern.Iso.Parse(depart).Value : null,
                Next(ref reader).GetBoolean(),
                Text(ref reader),
                Text(ref reader),
                Next(ref reader).GetInt32(),
                Next(ref reader).GetInt32()
            );
            reader.Read();
            return row;
        }

        public override void Write(Utf8JsonWriter writer, TravelRow value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(value.Country);
            writer.WriteStringValue(LocalDatePattern.Iso.Format(value.Arrive));
            writer.WriteStringValue(value.Depart is { } depart ? LocalDatePattern.Iso.Format(depart) : null);
            writer.WriteBooleanValue(value.Planned);
            writer.WriteStringValue(value.Purpose);
            writer.WriteStringValue(value.Note);
            writer.WriteNumberValue(value.FirstLine);
            writer.WriteNumberValue(value.LastLine);
            writer.WriteEndArray();
        }

        private static ref Utf8JsonReader Next(ref Utf8JsonReader reader)
        {
            reader.Read();
            return ref reader;
        }

        private static string? Text(ref Utf8JsonReader reader) => Next(ref reader).GetString();
    }

    /// <summary>What a text is filled with: texts and numbers as they are, dates and words marked as such.</summary>
    private sealed class ArgumentJson : JsonConverter<object>
    {
        public override object Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Number)
            {
                return reader.GetInt64();
            }
            var text = reader.GetString() ?? "";
            return text[0] switch
            {
                'd' => LocalDatePattern.Iso.Parse(text[1..]).Value,
                'w' => new TravelFileWord(text[1..]),
                _ => text[1..],
            };
        }

        public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
        {
            switch (value)
            {
                case int number:
                    writer.WriteNumberValue(number);
                    break;
                case long number:
                    writer.WriteNumberValue(number);
                    break;
                case LocalDate date:
                    writer.WriteStringValue($"d{LocalDatePattern.Iso.Format(date)}");
                    break;
                case TravelFileWord word:
                    writer.WriteStringValue($"w{word.Name}");
                    break;
                case string text:
                    writer.WriteStringValue($"t{text}");
                    break;
                default:
                    throw new JsonException($"{value.GetType()} is no argument of a problem.");
            }
        }
    }

    private sealed class LimitedListJson : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(LimitedList<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

        private sealed record Stored<T>(int Total, IReadOnlyList<T> Items);

        private sealed class Of<T> : JsonConverter<LimitedList<T>>
        {
            public override LimitedList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            {
                var stored =
                    JsonSerializer.Deserialize<Stored<T>>(ref reader, options) ?? throw new JsonException("A list is missing.");
                return new LimitedList<T>(stored.Items, stored.Total);
            }

            public override void Write(Utf8JsonWriter writer, LimitedList<T> value, JsonSerializerOptions options) =>
                JsonSerializer.Serialize(writer, new Stored<T>(value.Total, [.. value]), options);
        }
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Mobility.Rules.Deadlines;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Deadlines;

/// <summary>Why a deadline is there: the rule's whole answer, as it is stored beside the deadline.</summary>
public static class DeadlineReason
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Converters = { new LocalDateJson(), new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Write(PlannedDeadline planned) => JsonSerializer.Serialize(planned, Options);

    /// <summary>The rule's answer: anchor, explanation, values used with their sources, dates of the ladder.</summary>
    public static PlannedDeadline ReadReason(this Deadline deadline) => Read(deadline.Reason);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static PlannedDeadline Read(string reason) =>
        JsonSerializer.Deserialize<PlannedDeadline>(reason, Options)
        ?? throw new JsonException("There is no reason in this text.");

    private sealed class LocalDateJson : JsonConverter<LocalDate>
    {
        public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            LocalDatePattern.Iso.Parse(reader.GetString()!).Value;

        public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
            writer.WriteStringValue(LocalDatePattern.Iso.Format(value));
    }
}

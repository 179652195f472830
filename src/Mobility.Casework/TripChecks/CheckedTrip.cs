using System.Text.Json;
using Mobility.Rules;
using Mobility.Rules.TripChecks;

namespace Mobility.Casework.TripChecks;

/// <summary>A trip as it was told, and what the file said of the traveller when it was checked.</summary>
/// <param name="Trip">The trip, with the papers somebody ticked.</param>
/// <param name="Citizenships">ISO 3166 alpha-2 codes; null when unknown.</param>
/// <param name="HomeCountry">ISO 3166 alpha-2; null when unknown.</param>
/// <param name="EmployerCountry">ISO 3166 alpha-2; null when unknown.</param>
/// <param name="OnFile">The papers that were on file.</param>
public sealed record CheckedTrip(
    Trip Trip,
    IReadOnlyList<string>? Citizenships,
    string? HomeCountry,
    string? EmployerCountry,
    IReadOnlyList<TripDocument> OnFile
)
{
    public static CheckedTrip Read(string json) =>
        JsonSerializer.Deserialize<CheckedTrip>(json, FindingJson.Options)
        ?? throw new JsonException("There is no trip in this text.");

    public string Write() => JsonSerializer.Serialize(this, FindingJson.Options);

    public static TripAnswer ReadAnswer(string json) =>
        JsonSerializer.Deserialize<TripAnswer>(json, FindingJson.Options)
        ?? throw new JsonException("There is no answer in this text.");

    public static string WriteAnswer(TripAnswer answer) => JsonSerializer.Serialize(answer, FindingJson.Options);
}

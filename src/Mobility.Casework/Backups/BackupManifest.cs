using System.Text.Json;

namespace Mobility.Casework.Backups;

/// <summary>One file of a backup. <paramref name="Sha256"/> is in lower-case hexadecimals.</summary>
public sealed record BackedUpFile(string Name, long Bytes, string Sha256);

/// <summary>What a backup says of itself, in <c>manifest.json</c> inside it.</summary>
public sealed record BackupManifest
{
    /// <summary>The only layout so far.</summary>
    public const string ThisFormat = "mobility-backup/1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // A manifest that lacks something is not one.
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    public required string Format { get; init; }

    /// <summary>Version of the program that made it.</summary>
    public required string Program { get; init; }

    /// <summary>When it was begun, ISO 8601 in UTC, to the second. What was acknowledged before is in it.</summary>
    public required string MadeAt { get; init; }

    /// <summary>The schema: names of all changes the database carries, oldest first.</summary>
    public required IReadOnlyList<string> Migrations { get; init; }

    /// <summary>Names of the master keys that wrapped the keys in the database. The master key itself is never in a backup.</summary>
    public required IReadOnlyList<string> MasterKeys { get; init; }

    public required IReadOnlyList<BackedUpFile> Files { get; init; }

    /// <summary>Rows of each table.</summary>
    public required IReadOnlyDictionary<string, long> Tables { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Throws <see cref="JsonException"/> when it is none.</summary>
    public static BackupManifest FromJson(byte[] json) =>
        JsonSerializer.Deserialize<BackupManifest>(json, Json) ?? throw new JsonException("The manifest is empty.");
}

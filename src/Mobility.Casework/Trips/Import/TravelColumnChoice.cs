using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Mobility.Casework.Trips.Import;

/// <summary>What a column of a travel file says.</summary>
public enum TravelField
{
    Country,
    OtherCountry,
    Arrive,
    Depart,
    Date,
    Purpose,
    Note,
    Status,
    Traveller,
}

/// <summary>What somebody said the columns of a file are.</summary>
/// <param name="Delimiter">What separates the cells.</param>
/// <param name="HeaderLine">The line of the headers, counted from 1; 0 where there are none.</param>
/// <param name="Fields">The field of each column in order; null for one that is not read.</param>
public sealed record TravelColumnChoice(char Delimiter, int HeaderLine, IReadOnlyList<TravelField?> Fields)
{
    /// <summary>Whether a file can be read by it: a country and either both days of a stay or the date of each day, each field once.</summary>
    public bool IsEnough
    {
        get
        {
            var fields = Fields.OfType<TravelField>().ToList();
            bool Has(TravelField sought) => fields.Contains(sought);
            var trips =
                Has(TravelField.Arrive) && Has(TravelField.Depart) && !Has(TravelField.Date) && !Has(TravelField.OtherCountry);
            var days = Has(TravelField.Date) && !Has(TravelField.Arrive) && !Has(TravelField.Depart);
            return fields.Distinct().Count() == fields.Count && Has(TravelField.Country) && (trips || days);
        }
    }

    internal string FieldsAsJson() => JsonSerializer.Serialize(Fields.Select(field => field?.ToString()));

    internal static IReadOnlyList<TravelField?> FieldsOf(string json) =>
        [
            .. (JsonSerializer.Deserialize<string?[]>(json) ?? []).Select(name =>
                Enum.TryParse<TravelField>(name, out var field) ? field : (TravelField?)null
            ),
        ];
}

/// <summary>The first rows of a file in cells, for a person to say what its columns are.</summary>
public sealed record TravelFileSample
{
    public required char Delimiter { get; init; }

    /// <summary>The line of what is taken for the headers, counted from 1; 0 where the first row is travel already.</summary>
    public required int HeaderLine { get; init; }

    /// <summary>The first row where <see cref="HeaderLine"/> is 0.</summary>
    public required IReadOnlyList<string> Headers { get; init; }

    /// <summary>The rows below the headers.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }

    /// <summary>What the columns seem to be: a proposal, never used unseen.</summary>
    public required IReadOnlyList<TravelField?> Guess { get; init; }

    /// <summary>By what the columns of such a file are remembered.</summary>
    /// <param name="withoutHeaders">Whether the file has no headers: then the number of its columns is all there is.</param>
    public string Key(bool withoutHeaders) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(withoutHeaders ? $"{Headers.Count}" : string.Join('\n', Headers.Select(HeaderText.Key)))
            )
        );
}

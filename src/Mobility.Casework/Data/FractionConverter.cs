using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Mobility.Rules;

namespace Mobility.Casework.Data;

/// <summary>A number of days as a rule file writes it, 90 or 548/3: exact on both databases, and for showing only.</summary>
internal sealed class FractionConverter() : ValueConverter<Fraction, string>(number => number.ToString(), text => Read(text))
{
    private static Fraction Read(string text) =>
        Fraction.TryParse(text, out var number) ? number : throw new FormatException($"\"{text}\" is no number of days.");
}

using NodaTime;
using NodaTime.Text;

namespace Mobility.Rules;

/// <summary>Dates as rule files and stored findings write them: yyyy-MM-dd.</summary>
internal static class IsoDate
{
    public static string Write(LocalDate date) => LocalDatePattern.Iso.Format(date);

    /// <summary>Reads a date that is known to be one.</summary>
    /// <exception cref="UnparsableValueException">The text is no such date.</exception>
    public static LocalDate Read(string text) => LocalDatePattern.Iso.Parse(text).Value;

    public static bool TryRead(string? text, out LocalDate date)
    {
        var result = LocalDatePattern.Iso.Parse(text ?? "");
        date = result.Success ? result.Value : default;
        return result.Success;
    }
}

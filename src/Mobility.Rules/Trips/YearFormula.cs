using System.Globalization;

namespace Mobility.Rules.Trips;

/// <summary>The arithmetic of a year rule, a line each.</summary>
internal static class YearFormula
{
    public static List<string> Lines(YearLaw law, List<PartCount> parts, DayFigures figures, PartCount current)
    {
        var addends = parts.AsEnumerable().Reverse().Select(part => Addend(part.Used, part.Weight));
        var lines = new List<string>();
        if (parts.Count > 1)
        {
            lines.Add($"{string.Join(" + ", addends)} = {DayFindings.Against(figures.Used, figures)}");
        }
        else
        {
            lines.Add($"{current.Label}: {DayFindings.Against(figures.Used, figures)}");
        }

        if (law.Floor > 0)
        {
            lines.Add($"{current.Label}: {current.Used} {(current.Used >= law.Floor ? "≥" : "<")} {law.Floor}");
        }

        var inv = CultureInfo.InvariantCulture;
        var sum = figures.Used.ToMixedString(inv);
        if (figures.Unknown > 0)
        {
            sum += $" + {figures.Unknown.ToMixedString(inv)} (?)";
            lines.Add($"{sum} = {DayFindings.Against(figures.Used + figures.Unknown, figures)}");
        }

        if (figures.Planned > 0)
        {
            lines.Add(
                $"{sum} + {figures.Planned.ToMixedString(inv)} = {DayFindings.Against(figures.Used + figures.Unknown + figures.Planned, figures)}"
            );
        }

        return lines;
    }

    private static string Addend(int days, Fraction weight)
    {
        var number = weight.Numerator == 1 ? $"{days}" : $"{days} × {weight.Numerator}";
        return weight.Denominator == 1 ? number : $"{number}/{weight.Denominator}";
    }
}

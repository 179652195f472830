using System.Globalization;
using Mobility.Rules;

namespace Mobility.Web.Shared.Findings;

/// <summary>One rectangle of a bar, in the bar's own units.</summary>
public sealed record BarPart(string Class, string X, string Width);

/// <summary>The bar of a counter: used, unknown and planned days one after the other, and a line at the limit.</summary>
public sealed record CounterBar(IReadOnlyList<BarPart> Parts, string LimitAt)
{
    public const int Width = 300;

    /// <summary>The whole bar is the limit, or the total when that is more.</summary>
    public static CounterBar Of(DayFigures figures)
    {
        var total = figures.Used + figures.Unknown + figures.Planned;
        var scale = total > figures.Limit ? total : figures.Limit;
        var parts = new List<BarPart>(3);
        Fraction from = 0;
        Add("s1", figures.Used);
        Add("sr", figures.Unknown);
        Add("s5", figures.Planned);
        return new CounterBar(parts, Text(Math.Min(Width - 1, At(figures.Limit))));

        void Add(string cssClass, Fraction days)
        {
            if (days > 0)
            {
                parts.Add(new BarPart(cssClass, Text(At(from)), Text(At(from + days) - At(from))));
            }
            from += days;
        }

        decimal At(Fraction days) => scale == 0 ? 0 : Decimal(days) / Decimal(scale) * Width;
    }

    private static decimal Decimal(Fraction number) => (decimal)number.Numerator / number.Denominator;

    // Attributes of an svg are not the reader's numbers.
    private static string Text(decimal length) => length.ToString("0.#", CultureInfo.InvariantCulture);
}

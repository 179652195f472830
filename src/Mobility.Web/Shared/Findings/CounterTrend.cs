using System.Globalization;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Web.Shared.Findings;

/// <summary>A total of a counter on a day, unknown days held against the person; after the day asked about with the plans.</summary>
public sealed record TrendPoint(LocalDate On, Fraction Total);

/// <summary>A step of the rule's alerts that the plans will reach.</summary>
public sealed record StepAhead(int Step, LocalDate On);

/// <summary>Where a counter comes from and where the plans lead it.</summary>
public sealed record CounterTrend
{
    public const int Width = 300;
    public const int Height = 36;

    /// <summary>How far back the words compare.</summary>
    public const int DaysBack = 30;

    public required LocalDate AsOf { get; init; }

    public required Fraction Limit { get; init; }

    /// <summary>In order, with one on the day asked about.</summary>
    public required IReadOnlyList<TrendPoint> Points { get; init; }

    /// <summary>The total so many days ago; null where the book has none for that day.</summary>
    public required Fraction? Ago { get; init; }

    public required Fraction Now { get; init; }

    /// <summary>The largest total that the plans lead to, and its first day; null where they lead to none larger than today's.</summary>
    public required TrendPoint? Peak { get; init; }

    /// <summary>The next step of the alerts that is not reached yet and that the plans will reach; null where they reach none.</summary>
    public required StepAhead? Ahead { get; init; }

    /// <summary>Name of the trend's sentence: it takes the earlier day and both totals.</summary>
    public string Word =>
        Ago is not { } ago ? "Trend.New"
        : Now > ago ? "Trend.Rising"
        : Now < ago ? "Trend.Falling"
        : "Trend.Level";

    /// <summary>The line up to the day asked about, and the one after it, as an svg writes them.</summary>
    public (string Past, string Ahead) Lines => (Line(Points.Where(p => p.On <= AsOf)), Line(Points.Where(p => p.On >= AsOf)));

    public string LimitAt => Text(Y(Limit));

    public string NowAt => Text(X(AsOf));

    private Fraction Top => Points.Select(p => p.Total).Append(Limit).Max();

    private string Line(IEnumerable<TrendPoint> points) =>
        string.Join(' ', points.Select(p => $"{Text(X(p.On))},{Text(Y(p.Total))}"));

    private decimal X(LocalDate day) =>
        (decimal)Period.DaysBetween(Points[0].On, day) / Math.Max(1, Period.DaysBetween(Points[0].On, Points[^1].On)) * Width;

    private decimal Y(Fraction total) => Top > 0 ? Height - 1 - (Decimal(total) / Decimal(Top) * (Height - 2)) : Height - 1;

    private static decimal Decimal(Fraction number) => (decimal)number.Numerator / number.Denominator;

    // Attributes of an svg are not the reader's numbers.
    private static string Text(decimal length) => length.ToString("0.#", CultureInfo.InvariantCulture);
}

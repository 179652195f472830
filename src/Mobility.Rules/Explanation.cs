using System.Globalization;
using System.Resources;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Rules;

/// <summary>What an argument of an explanation is, so that each language writes it its own way.</summary>
public enum ArgumentKind
{
    /// <summary>Text that is shown as it is: a label from a rule file, a year such as 2026-27.</summary>
    Text,

    /// <summary>A date.</summary>
    Date,

    /// <summary>An exact number.</summary>
    Number,

    /// <summary>An exact number of days, written with the word: "1 day", "5 days".</summary>
    Days,

    /// <summary>An ISO 3166 alpha-2 code, written as the country's name.</summary>
    Country,

    /// <summary>The code of another explanation without arguments.</summary>
    Phrase,

    /// <summary>An ISO 8601 period with its sign, written as "9 months before", "24 months less 1 day after", "on".</summary>
    Offset,
}

/// <summary>One argument of an explanation, kept as invariant text beside its kind.</summary>
public readonly record struct ExplanationArgument(ArgumentKind Kind, string Value)
{
    public static implicit operator ExplanationArgument(string text) => new(ArgumentKind.Text, text);

    public static implicit operator ExplanationArgument(LocalDate date) => new(ArgumentKind.Date, IsoDate.Write(date));

    public static implicit operator ExplanationArgument(Fraction number) => new(ArgumentKind.Number, number.ToString());

    /// <summary>A number of days, written with the word for day.</summary>
    public static ExplanationArgument Days(Fraction days) => new(ArgumentKind.Days, days.ToString());

    /// <summary>A country by its ISO 3166 alpha-2 code, written as its name.</summary>
    public static ExplanationArgument Country(string code) => new(ArgumentKind.Country, code);

    internal string Render(CultureInfo culture) => Explanation.Render(this, culture);

    /// <summary>The time between an event and a deadline, as an ISO 8601 period.</summary>
    public static ExplanationArgument Offset(string period) => new(ArgumentKind.Offset, period);

    /// <summary>Another sentence of the rule book, by its code.</summary>
    public static ExplanationArgument Phrase(string code) => new(ArgumentKind.Phrase, code);
}

/// <summary>
/// A sentence about a finding: a code of <c>Explanations.resx</c> (for facts, of <c>FactTexts.resx</c>, for trips, of <c>TripTexts.resx</c>) and what goes into it. It is stored as such and put into words
/// only when somebody reads it, in their language.
/// </summary>
public sealed record Explanation(string Code, IReadOnlyList<ExplanationArgument> Arguments)
{
    private static readonly ResourceManager Texts = new("Mobility.Rules.Explanations", typeof(Explanation).Assembly);

    private static readonly ResourceManager FactTexts = new("Mobility.Rules.Residence.FactTexts", typeof(Explanation).Assembly);

    private static readonly ResourceManager TripTexts = new("Mobility.Rules.TripChecks.TripTexts", typeof(Explanation).Assembly);

    /// <summary>An explanation by code and arguments.</summary>
    public static Explanation Of(string code, params ReadOnlySpan<ExplanationArgument> arguments) =>
        new(code, arguments.ToArray());

    /// <summary>The sentence in the words of <paramref name="culture"/>, or in English where that language has none.</summary>
    /// <exception cref="MissingManifestResourceException">The code is unknown: a mistake in the program, never in data.</exception>
    public string Render(CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        var words = new object[Arguments.Count];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = Render(Arguments[i], culture);
        }

        return string.Format(culture, Text(Code, culture), words);
    }

    /// <summary>Compares code and arguments, one by one.</summary>
    public bool Equals(Explanation? other) => other is not null && Code == other.Code && Arguments.SequenceEqual(other.Arguments);

    public override int GetHashCode() => HashCode.Combine(Code, Arguments.Count);

    private static string Text(string code, CultureInfo culture) =>
        (
            code.StartsWith("trip.", StringComparison.Ordinal) ? TripTexts
            : code.StartsWith("fact.", StringComparison.Ordinal)
            || code.StartsWith("field.", StringComparison.Ordinal)
            || code.StartsWith("choice.", StringComparison.Ordinal)
                ? FactTexts
            : Texts
        ).GetString(code, culture)
        ?? throw new MissingManifestResourceException(
            $"None of Explanations.resx, FactTexts.resx and TripTexts.resx has the text '{code}'."
        );

    internal static string Render(ExplanationArgument argument, CultureInfo culture) =>
        argument.Kind switch
        {
            ArgumentKind.Date => IsoDate.Read(argument.Value).ToString("d MMM yyyy", culture),
            ArgumentKind.Number => Number(argument.Value).ToMixedString(culture),
            ArgumentKind.Days => Days(Number(argument.Value), culture),
            ArgumentKind.Country => Countries.LocalName(argument.Value, culture) ?? argument.Value,
            ArgumentKind.Phrase => Text(argument.Value, culture),
            ArgumentKind.Offset => Offset(
                PeriodPattern.Roundtrip.Parse(argument.Value.TrimStart('-')).Value,
                argument.Value,
                culture
            ),
            _ => argument.Value,
        };

    private static string Days(Fraction number, CultureInfo culture) =>
        string.Format(culture, Text(number == 1 ? "days.one" : "days.many", culture), number.ToMixedString(culture));

    private static string Offset(Period period, string written, CultureInfo culture)
    {
        var parts = new List<string>();
        foreach (
            var (unit, number) in new[]
            {
                ("years", period.Years),
                ("months", period.Months),
                ("weeks", period.Weeks),
                ("days", period.Days),
            }
        )
        {
            if (number != 0)
            {
                var words = string.Format(
                    culture,
                    Text($"{unit}.{(Math.Abs(number) == 1 ? "one" : "many")}", culture),
                    Math.Abs(number)
                );
                parts.Add(number < 0 ? string.Format(culture, Text("offset.less", culture), words) : words);
            }
        }

        if (parts.Count == 0)
        {
            return Text("offset.same", culture);
        }

        return string.Format(
            culture,
            Text(written.StartsWith('-') ? "offset.before" : "offset.after", culture),
            string.Join(' ', parts)
        );
    }

    private static Fraction Number(string text) =>
        Fraction.TryParse(text, out var number) ? number : throw new FormatException($"'{text}' is not a number.");
}

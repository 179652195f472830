using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Mobility.Rules;

/// <summary>
/// An exact number of days, such as 118, 126/3 or 182 2/3. Always in lowest terms with a positive denominator,
/// so equal amounts are equal values. Nothing in the rules is ever a floating-point number.
/// </summary>
/// <remarks>The default value is 0. Arithmetic is checked: it throws <see cref="OverflowException"/> rather than wrap.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly struct Fraction : IEquatable<Fraction>, IComparable<Fraction>
{
    private readonly long _denominatorLessOne;

    /// <summary>Makes <paramref name="numerator"/>/<paramref name="denominator"/> in lowest terms.</summary>
    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    public Fraction(long numerator, long denominator = 1)
    {
        if (denominator == 0)
        {
            throw new DivideByZeroException("A fraction needs a denominator other than 0.");
        }

        var divisor = (long)BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (denominator < 0)
        {
            divisor = -divisor;
        }

        Numerator = numerator / divisor;
        _denominatorLessOne = (denominator / divisor) - 1;
    }

    /// <summary>The part above the line; it carries the sign.</summary>
    public long Numerator { get; }

    /// <summary>The part below the line; 1 or more.</summary>
    public long Denominator => _denominatorLessOne + 1;

    /// <summary>Whether the number is whole.</summary>
    public bool IsWhole => Denominator == 1;

    /// <summary>The largest whole number not above this one: 182 for 182 2/3, -1 for -1/3.</summary>
    public long Floor() =>
        Numerator >= 0 || Numerator % Denominator == 0 ? Numerator / Denominator : (Numerator / Denominator) - 1;

    /// <summary>Reads "90", "1/3" or "-2/3"; false for anything else. No spaces, no decimal point.</summary>
    public static bool TryParse(string? text, out Fraction value)
    {
        value = default;
        var parts = (text ?? "").Split('/');
        if (
            parts.Length > 2
            || !long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var numerator)
        )
        {
            return false;
        }

        long denominator = 1;
        if (
            parts.Length == 2
            && (!long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out denominator) || denominator == 0)
        )
        {
            return false;
        }

        value = new Fraction(numerator, denominator);
        return true;
    }

    /// <summary>The number as a rule file writes it: "90" or "1/3".</summary>
    public override string ToString() =>
        IsWhole
            ? Numerator.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <summary>The number as people read it: "90", "182 2/3", "-1/3".</summary>
    public string ToMixedString(CultureInfo culture)
    {
        var whole = Numerator / Denominator;
        var rest = Math.Abs(Numerator % Denominator);
        if (rest == 0)
        {
            return whole.ToString(culture);
        }

        return whole == 0
            ? string.Create(culture, $"{(Numerator < 0 ? "-" : "")}{rest}/{Denominator}")
            : string.Create(culture, $"{whole} {rest}/{Denominator}");
    }

    public int CompareTo(Fraction other) =>
        checked(Numerator * other.Denominator).CompareTo(checked(other.Numerator * Denominator));

    public bool Equals(Fraction other) => Numerator == other.Numerator && Denominator == other.Denominator;

    public override bool Equals(object? obj) => obj is Fraction other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    public static implicit operator Fraction(long whole) => new(whole);

    public static Fraction operator +(Fraction a, Fraction b) =>
        new(checked((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator)), checked(a.Denominator * b.Denominator));

    public static Fraction operator -(Fraction a, Fraction b) =>
        new(checked((a.Numerator * b.Denominator) - (b.Numerator * a.Denominator)), checked(a.Denominator * b.Denominator));

    public static Fraction operator *(Fraction a, Fraction b) =>
        new(checked(a.Numerator * b.Numerator), checked(a.Denominator * b.Denominator));

    public static bool operator ==(Fraction a, Fraction b) => a.Equals(b);

    public static bool operator !=(Fraction a, Fraction b) => !a.Equals(b);

    public static bool operator <(Fraction a, Fraction b) => a.CompareTo(b) < 0;

    public static bool operator >(Fraction a, Fraction b) => a.CompareTo(b) > 0;

    public static bool operator <=(Fraction a, Fraction b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Fraction a, Fraction b) => a.CompareTo(b) >= 0;
}

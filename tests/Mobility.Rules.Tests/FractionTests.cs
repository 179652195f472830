using System.Globalization;
using NUnit.Framework;

namespace Mobility.Rules.Tests;

public sealed class FractionTests
{
    [FsCheck.NUnit.Property]
    public void Arithmetic_is_exact(short a, short b, short c, short d)
    {
        var (m, n) = (b == 0 ? 1 : b, d == 0 ? 1 : d);
        var (x, y) = (new Fraction(a, m), new Fraction(c, n));

        Assert.Multiple(() =>
        {
            Assert.That(x + y, Is.EqualTo(new Fraction(((long)a * n) + ((long)c * m), (long)m * n)));
            Assert.That((x + y) - y, Is.EqualTo(x));
            Assert.That(x * y, Is.EqualTo(y * x));
            Assert.That(x.Floor(), Is.LessThanOrEqualTo((decimal)a / m));
            Assert.That(x.Floor() + 1, Is.GreaterThan((decimal)a / m));
            Assert.That(x.Denominator, Is.Positive);
            Assert.That(Fraction.TryParse(x.ToString(), out var back) && back == x, Is.True);
        });
    }

    [TestCase("1098/6", "183")]
    [TestCase("1096/6", "548/3")]
    [TestCase("-4/6", "-2/3")]
    [TestCase("0", "0")]
    public void A_fraction_is_kept_in_lowest_terms(string written, string lowest)
    {
        Assert.That(Fraction.TryParse(written, out var number), Is.True);
        Assert.That(number.ToString(), Is.EqualTo(lowest));
    }

    [TestCase("")]
    [TestCase("1/0")]
    [TestCase("1/-3")]
    [TestCase("0.5")]
    [TestCase("1/2/3")]
    [TestCase("one")]
    [TestCase(null)]
    public void What_is_no_exact_number_is_not_read(string? written)
    {
        Assert.That(Fraction.TryParse(written, out _), Is.False);
    }

    [TestCase(548, 3, "182 2/3")]
    [TestCase(-1, 3, "-1/3")]
    [TestCase(-7, 3, "-2 1/3")]
    [TestCase(183, 1, "183")]
    public void People_read_a_mixed_number(int numerator, int denominator, string text)
    {
        Assert.That(new Fraction(numerator, denominator).ToMixedString(CultureInfo.InvariantCulture), Is.EqualTo(text));
    }

    [Test]
    public void The_default_is_nought_and_equal_to_it()
    {
        Assert.That(default(Fraction), Is.EqualTo((Fraction)0));
    }
}

using System.Text;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Tests.People;

public sealed class TotpTests
{
    // RFC 6238, appendix B; its codes have eight digits, of which apps show the last six.
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [TestCase(59, "94287082")]
    [TestCase(1111111109, "07081804")]
    [TestCase(1111111111, "14050471")]
    [TestCase(1234567890, "89005924")]
    [TestCase(2000000000, "69279037")]
    [TestCase(20000000000, "65353130")]
    public void A_code_is_that_of_the_standard(long seconds, string code) =>
        Assert.That(Totp.CodeOf(Secret, Totp.StepOf(Instant.FromUnixTimeSeconds(seconds))), Is.EqualTo(code[2..]));

    [TestCase(-2, false)]
    [TestCase(-1, true)]
    [TestCase(0, true)]
    [TestCase(1, true)]
    [TestCase(2, false)]
    public void A_clock_may_be_half_a_minute_off(int steps, bool taken)
    {
        var now = Instant.FromUnixTimeSeconds(1111111109);
        var step = Totp.StepOf(now) + steps;

        Assert.That(Totp.Match(Secret, Totp.CodeOf(Secret, step), 0, now), Is.EqualTo(taken ? step : null));
    }

    [Test]
    public void A_code_and_all_before_it_work_once()
    {
        var now = Instant.FromUnixTimeSeconds(1111111109);
        var step = Totp.StepOf(now);

        Assert.That(Totp.Match(Secret, Totp.CodeOf(Secret, step), step, now), Is.Null);
        Assert.That(Totp.Match(Secret, Totp.CodeOf(Secret, step - 1), step, now), Is.Null);
        Assert.That(Totp.Match(Secret, Totp.CodeOf(Secret, step + 1), step, now), Is.EqualTo(step + 1));
    }

    // RFC 4648, section 10, without the padding.
    [TestCase("", "")]
    [TestCase("f", "MY")]
    [TestCase("fo", "MZXQ")]
    [TestCase("foo", "MZXW6")]
    [TestCase("foob", "MZXW6YQ")]
    [TestCase("fooba", "MZXW6YTB")]
    [TestCase("foobar", "MZXW6YTBOI")]
    public void A_key_is_written_in_base_32(string bytes, string text) =>
        Assert.That(Totp.Base32(Encoding.ASCII.GetBytes(bytes)), Is.EqualTo(text));
}

using System.Net;
using Mobility.Web.Plumbing;

namespace Mobility.Web.Tests.Plumbing;

public sealed class VisitsTests
{
    [TestCase("192.0.2.77", "192.0.2.…")]
    [TestCase("::ffff:192.0.2.77", "192.0.2.…")]
    [TestCase("2001:db8:12:34:56:78:9a:bc", "2001:db8:12::…")]
    public void Of_an_address_the_network_is_kept(string address, string kept) =>
        Assert.That(Visits.Shortened(IPAddress.Parse(address)), Is.EqualTo(kept));

    [TestCase("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux")]
    [TestCase(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
        "Edge, Windows"
    )]
    [TestCase(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
        "Safari, iPhone"
    )]
    [TestCase(
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
        "Chrome, Android"
    )]
    [TestCase("<script>alert(1)</script>", null)]
    [TestCase("", null)]
    public void A_device_is_named_in_words_of_a_fixed_list(string userAgent, string? words) =>
        Assert.That(Visits.Device(userAgent), Is.EqualTo(words));
}

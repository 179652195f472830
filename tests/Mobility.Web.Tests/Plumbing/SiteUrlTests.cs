using Microsoft.Extensions.Configuration;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Commands;

namespace Mobility.Web.Tests.Plumbing;

public sealed class SiteUrlTests
{
    [TestCase("https://mobility.example.com", "https://mobility.example.com/cases/M-2026-0001")]
    [TestCase("https://mobility.example.com/", "https://mobility.example.com/cases/M-2026-0001")]
    [TestCase("https://example.com/mobility", "https://example.com/mobility/cases/M-2026-0001")]
    [TestCase("http://localhost:5080", "http://localhost:5080/cases/M-2026-0001")]
    public void Every_link_is_below_the_address_people_use(string url, string link) =>
        Assert.That(Of(url).Of("/cases/M-2026-0001").ToString(), Is.EqualTo(link));

    [TestCase(null)]
    [TestCase(" ")]
    [TestCase("mobility.example.com")]
    [TestCase("ftp://mobility.example.com")]
    public void A_missing_or_senseless_address_is_refused_in_a_sentence(string? url) =>
        Assert.That(() => Of(url), Throws.TypeOf<CommandRefusedException>().With.Message.StartsWith("Site:Url"));

    private static SiteUrl Of(string? url) =>
        SiteUrl.Required(new ConfigurationBuilder().AddInMemoryCollection([new("Site:Url", url)]).Build());
}

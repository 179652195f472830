using System.Net;
using Mobility.Casework.People;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Harness;

public sealed class WebHostTests
{
    [Test]
    public async Task Serves_a_real_browser_on_a_port_of_its_own()
    {
        var (host, address) = WebHost.OnRealPort();
        using var owned = host;
        using var client = new HttpClient { BaseAddress = address };

        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br");

        using var answer = await client.GetAsync("/mobility.css");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentEncoding, Is.Not.Empty);
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.Not.Empty);
    }

    [Test]
    public async Task A_session_cookie_is_the_one_the_program_sets()
    {
        using var host = new WebHost();
        var account = await new TestData(host).AccountAsync(PersonKind.TeamLead);

        var cookie = await host.SessionCookieAsync(account);

        Assert.That(cookie.Name, Is.EqualTo("mobility"));
        Assert.That(host.Commands.Texts, Is.Not.Empty);
    }
}

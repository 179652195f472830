using System.Net;
using System.Net.Sockets;
using System.Text;
using Mobility.Casework.People;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Plumbing;

/// <summary>On a real port: what is refused here is refused by the server before any page.</summary>
[NonParallelizable]
public sealed class RequestLimitsTests
{
    private const string HalfAHeader = "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";

    private const string HalfABody =
        "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nEmail=";

    private const string LargeAnswer = "GET /lib/tabler/tabler.min.css HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private static readonly string[] Pages =
    [
        "/sign-in",
        "/my-day",
        "/cases",
        "/cases/new",
        "/rules",
        "/account",
        "/admin/people",
        "/admin/mail",
        "/admin/jobs",
        "/health/ready",
    ];

    private static readonly string[] PagesOfACase = ["", "/days", "/residence", "/history", "/amend", "/trips/import"];

    [Test]
    public async Task Too_many_tries_of_one_address_wait_and_a_forged_header_does_not_help()
    {
        var (host, address) = Start(new() { ["Limits:SignIn"] = "3" });
        using var _ = host;
        using var client = new HttpClient { BaseAddress = address };
        for (var i = 0; i < 3; i++)
        {
            Assert.That(await StatusAsync(client, $"198.51.100.{i}"), Is.Not.EqualTo(HttpStatusCode.TooManyRequests));
        }

        using var refused = await TryAsync(client, "198.51.100.77");

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(refused.Headers.RetryAfter!.Delta, Is.InRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("Too many requests"));
        using var page = await client.GetAsync(new Uri("/sign-in", UriKind.Relative));
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK), "reading the page is no try");
    }

    [Test]
    public async Task Behind_a_proxy_of_the_settings_each_address_counts_for_itself()
    {
        var (host, address) = Start(new() { ["Limits:SignIn"] = "1", ["Site:Proxies"] = "127.0.0.1 ::1" });
        using var _ = host;
        using var client = new HttpClient { BaseAddress = address };

        Assert.That(await StatusAsync(client, "198.51.100.1"), Is.Not.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(await StatusAsync(client, "198.51.100.2"), Is.Not.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(await StatusAsync(client, "198.51.100.1"), Is.EqualTo(HttpStatusCode.TooManyRequests));
        // What the client itself wrote before the proxy is not believed: the proxy's own word is the last.
        Assert.That(await StatusAsync(client, "203.0.113.9, 198.51.100.2"), Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(await StatusAsync(client, "2001:db8::1"), Is.Not.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(await StatusAsync(client, "2001:db8::2"), Is.EqualTo(HttpStatusCode.TooManyRequests), "one network");
    }

    [Test]
    public async Task Searches_are_counted_by_person()
    {
        using var host = new WebHost(settings: new Dictionary<string, string?> { ["Limits:Search"] = "2" });
        var data = new TestData(host);
        using var ana = await host.BrowseAsync(await data.ConsultantAsync());
        using var ben = await host.BrowseAsync(await data.ConsultantAsync());
        for (var i = 0; i < 2; i++)
        {
            Assert.That((await ana.OpenAsync("/cases?q=a")).Status, Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.That((await ana.OpenAsync("/cases?q=a")).Heading, Is.EqualTo("Too many requests"));
        Assert.That((await ana.OpenAsync("/my-day")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await ben.OpenAsync("/cases?q=a")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_form_of_five_megabytes_is_refused_for_its_size()
    {
        var (host, address) = Start([]);
        using var _ = host;
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.ExpectContinue = true;
        using var form = new FormUrlEncodedContent([new("Email", new string('x', 5 * 1024 * 1024))]);

        using var answer = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), form);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task While_two_hundred_dawdle_others_read_all_their_pages_and_then_the_dawdlers_are_hung_up_on()
    {
        var (host, address) = Start([]);
        using var _ = host;
        var data = new TestData(host);
        var consultant = await data.AccountAsync(PersonKind.Administrator);
        var file = await data.CaseAsync(await data.ClientAsync(), consultant);
        using var browser = await BrowseAsync(host, address, consultant);
        var slow = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 200; i++)
            {
                // The last third reads nothing of a large answer.
                slow.Add(await DawdleAsync(address, new[] { HalfAHeader, HalfABody, LargeAnswer }[i % 3]));
            }
            foreach (var path in Pages.Concat(PagesOfACase.Select(p => $"/cases/{file.Number}{p}")))
            {
                using var page = await browser.GetAsync(new Uri(path, UriKind.Relative));
                Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
            }

            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            foreach (var connection in slow)
            {
                await ReadToEndAsync(connection, patience.Token);
            }
        }
        finally
        {
            slow.ForEach(c => c.Dispose());
        }
    }

    private static async Task<HttpClient> BrowseAsync(WebHost host, Uri address, Account account)
    {
        var session = await host.SessionCookieAsync(account);
        var cookies = new CookieContainer();
        cookies.Add(address, new Cookie(session.Name, session.Value));
        return new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = address };
    }

    private static async Task<TcpClient> DawdleAsync(Uri address, string beginning)
    {
        // A small buffer, so that what is not read stays with the server.
        var connection = new TcpClient { ReceiveBufferSize = 4096 };
        await connection.ConnectAsync(address.Host, address.Port);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(beginning));
        return connection;
    }

    private static async Task ReadToEndAsync(TcpClient connection, CancellationToken cancellation)
    {
        var buffer = new byte[4096];
        try
        {
            while (await connection.GetStream().ReadAsync(buffer, cancellation) > 0) { }
        }
        catch (IOException)
        {
            // Hung up on without a word: that is an end too.
        }
    }

    private static (WebHost Host, Uri Address) Start(Dictionary<string, string?> settings) =>
        WebHost.OnRealPort(settings: settings);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string forwardedFor)
    {
        using var answer = await TryAsync(client, forwardedFor);
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> TryAsync(HttpClient client, string forwardedFor)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent([new("Email", "ana@example.org"), new("Password", "guess")]),
        };
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        return client.SendAsync(request);
    }
}

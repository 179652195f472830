using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Mobility.Casework.People;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Access;

/// <summary>What every page's answer says to the browser, on a walk over all of them.</summary>
[NonParallelizable]
public sealed class HeaderTests
{
    private static readonly string[] Policy =
    [
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ];

    private static readonly (string Name, string Value)[] Headers =
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Server", ""),
        ("X-Powered-By", ""),
        ("X-AspNet-Version", ""),
    ];

    [Test]
    public async Task Every_page_is_closed_to_other_sites_and_kept_by_no_browser()
    {
        using var host = new WebHost();
        var world = await AccessWorld.CreateAsync(host);
        var wrong = new List<string>();
        foreach (var kind in Enum.GetValues<PersonKind>().Select(k => (PersonKind?)k).Append(null))
        {
            using var browser = kind is { } known ? await host.BrowseAsync(world.People[known]) : host.Browse();
            var pages = RouteTable
                .All.Where(r =>
                    r.Route.StartsWith("GET", StringComparison.Ordinal) && (kind is { } k ? r.Kinds.Contains(k) : r.Anonymous)
                )
                .Select(r => r.Address(world.OwnCase))
                .Concat(["/nowhere", "/cases/M-1999-9999"]);
            foreach (var address in pages)
            {
                using var answer = await browser.Client.GetAsync(new Uri(address, UriKind.Relative));
                wrong.AddRange((await ProblemsAsync(answer)).Select(p => $"{kind} {address}: {p}"));
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task By_https_cookies_are_the_hosts_own_and_the_browser_stays_with_it()
    {
        using var host = new WebHost(settings: new Dictionary<string, string?> { ["Site:Url"] = "https://mobility.example" });
        var ana = await new TestData(host).ConsultantAsync();
        using var client = host.CreateClient(
            new() { BaseAddress = new Uri("https://mobility.example"), AllowAutoRedirect = false }
        );
        using var form = await client.GetAsync(new Uri("/sign-in", UriKind.Relative));
        var page = await new HtmlParser().ParseDocumentAsync(await form.Content.ReadAsStringAsync());
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value");
        using var fields = new FormUrlEncodedContent([
            new("Email", ana.Email),
            new("Password", TestData.Password),
            new("__RequestVerificationToken", token),
        ]);
        using var answer = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), fields);

        var cookies = form.Headers.GetValues("Set-Cookie").Concat(answer.Headers.GetValues("Set-Cookie")).ToList();
        Assert.That(cookies.Select(c => c.Split('=')[0]), Is.EquivalentTo(["__Host-form", "__Host-mobility"]));
        foreach (var part in new[] { "; path=/", "; secure", "; samesite=lax", "; httponly" })
        {
            Assert.That(cookies, Has.All.Contains(part));
        }
        Assert.That(cookies, Has.None.Contains("domain="));
        Assert.That(answer.Headers.GetValues("Strict-Transport-Security"), Is.EqualTo(["max-age=31536000"]));
    }

    private static async Task<List<string>> ProblemsAsync(HttpResponseMessage answer)
    {
        var policy = Header(answer, "Content-Security-Policy");
        var problems = Policy.Where(p => !policy.Contains(p, StringComparison.Ordinal)).Select(p => $"no {p}").ToList();
        if (policy.Contains("unsafe", StringComparison.Ordinal))
        {
            problems.Add(policy);
        }
        problems.AddRange(
            Headers.Where(h => Header(answer, h.Name) != h.Value).Select(h => $"{h.Name}: {Header(answer, h.Name)}")
        );
        if (answer.Headers.CacheControl is not { NoStore: true })
        {
            problems.Add($"Cache-Control: {answer.Headers.CacheControl}");
        }
        if (answer.Content.Headers.ContentType?.MediaType == "text/html")
        {
            var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
            problems.AddRange(page.All.SelectMany(ProblemsOf));
        }
        return problems;
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        string.Join(", ", answer.Headers.TryGetValues(name, out var values) ? values : []);

    private static IEnumerable<string> ProblemsOf(IElement element)
    {
        foreach (var attribute in element.Attributes)
        {
            var isAddress =
                attribute.Name is "src" or "srcset" or "action" or "formaction" or "poster" or "data" or "xlink:href" or "href";
            // A link to a source of law is followed by the reader, not by the browser.
            var isForeign = isAddress && element.LocalName != "a" && attribute.Value.Contains("//", StringComparison.Ordinal);
            if (isForeign || attribute.Name == "style" || attribute.Name.StartsWith("on", StringComparison.Ordinal))
            {
                yield return $"{element.LocalName} {attribute.Name}={attribute.Value}";
            }
        }
        if (element.LocalName == "style" || (element.LocalName == "script" && !element.HasAttribute("src")))
        {
            yield return $"inline {element.LocalName}";
        }
        if (element.LocalName == "meta" && element.GetAttribute("name") == "generator")
        {
            yield return "generator";
        }
    }
}

using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using Mobility.Web.Plumbing.Limits;

namespace Mobility.Web.Tests.Access;

/// <summary>What holds at the door of every route that there is, new ones among them.</summary>
[NonParallelizable]
public sealed class DoorTests
{
    private WebHost host = null!;
    private AccessWorld world = null!;
    private FilledForms forms = null!;
    private Dictionary<string, IReadOnlyList<RouteField>> fields = null!;

    [OneTimeSetUp]
    public async Task MakeWorldAsync()
    {
        host = new WebHost();
        world = await AccessWorld.CreateAsync(host);
        forms = new FilledForms(host, world);
        fields = RouteFields.Of(host);
    }

    [OneTimeTearDown]
    public void Stop() => host.Dispose();

    private static IEnumerable<RouteAccess> Posts =>
        RouteTable.All.Where(r => r.Route.StartsWith("POST", StringComparison.Ordinal) && (r.Anonymous || r.Kinds.Count > 0));

    [Test]
    public async Task Without_its_token_a_form_changes_nothing()
    {
        var before = Rows();
        var taken = new List<string>();
        foreach (var route in Posts)
        {
            using var browser = await BrowserAsync(route);
            var filled = forms.Of(route.Route, world.OwnCase, KindOf(route));
            using var content = new FormUrlEncodedContent(filled.Select(f => KeyValuePair.Create(f.Name, f.Value)));
            using var answer = await browser.Client.PostAsync(new Uri(route.Address(world.OwnCase), UriKind.Relative), content);
            if (answer.StatusCode != HttpStatusCode.BadRequest)
            {
                taken.Add($"{route.Route}: {answer.StatusCode}");
            }
        }

        Assert.That(taken, Is.Empty);
        Assert.That(Rows().Except(before), Is.Empty);
    }

    [TestCase("https://evil.example/")]
    [TestCase("//evil.example/")]
    [TestCase("/\\evil.example/")]
    [TestCase("\t//evil.example")]
    public async Task No_form_leads_to_another_site(string elsewhere)
    {
        var left = new List<string>();
        var routes = Posts
            .Select(r => (Route: r, Field: fields[r.Route].FirstOrDefault(f => IsReturn(f.Name))))
            .Where(r => r.Field is not null)
            .ToList();
        foreach (var (route, field) in routes)
        {
            using var browser = await BrowserAsync(route);
            var page = await browser.PostAsync(
                route.Address(world.OwnCase),
                [.. forms.Of(route.Route, world.OwnCase, KindOf(route)), (field!.Name, elsewhere)]
            );
            // The address the browser stands at, and those the page would send it to next.
            var next = page
                .Document.QuerySelectorAll("main a[href], main form[action]")
                .Select(e => e.GetAttribute("href") ?? e.GetAttribute("action")!);
            if (page.Address.Host != "localhost" || next.Any(a => a.Contains("evil.example", StringComparison.Ordinal)))
            {
                left.Add($"{route.Route}: {page.Address}");
            }
        }

        Assert.That(left, Is.Empty);
        Assert.That(routes, Has.Count.GreaterThanOrEqualTo(6));
    }

    [Test]
    public void Every_search_export_upload_and_password_has_its_limit()
    {
        var without = host
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ControllerActionDescriptor>() is not null)
            .SelectMany(e =>
                (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(verb =>
                    (Route: $"{verb} {e.RoutePattern.RawText?.TrimStart('/')}", e.Metadata.GetMetadata<LimitedAttribute>()?.Limit)
                )
            )
            .Where(r => LimitFor(r.Route) is { } wanted && wanted != r.Limit)
            .Select(r => $"{r.Route}: {r.Limit}");

        Assert.That(without, Is.Empty);
    }

    [Test]
    public void By_https_every_cookie_is_the_hosts_own()
    {
        using var secure = new WebHost(settings: new Dictionary<string, string?> { ["Site:Url"] = "https://mobility.example" });
        var schemes = secure
            .Services.GetRequiredService<IAuthenticationSchemeProvider>()
            .GetAllSchemesAsync()
            .GetAwaiter()
            .GetResult()
            .Where(s => typeof(CookieAuthenticationHandler).IsAssignableFrom(s.HandlerType))
            .Select(s => s.Name);
        var sessions = secure.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>();
        var cookies = schemes
            // Those Identity has ready and nothing here signs in with.
            .Where(s => s is not ("Identity.External" or "Identity.TwoFactorRememberMe"))
            .Select(s => sessions.Get(s).Cookie)
            .Append(secure.Services.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.Cookie)
            .Append(secure.Services.GetRequiredService<IOptions<CookieTempDataProviderOptions>>().Value.Cookie)
            .Select(c => (c.Name, c.HttpOnly, c.SecurePolicy, c.SameSite, c.Domain, c.Path))
            .ToList();

        Assert.That(cookies, Has.Count.GreaterThanOrEqualTo(4));
        Assert.That(
            cookies.Select(c => c with { Name = c.Name![..7] }),
            Is.All.EqualTo(
                (
                    "__Host-",
                    true,
                    Microsoft.AspNetCore.Http.CookieSecurePolicy.Always,
                    Microsoft.AspNetCore.Http.SameSiteMode.Lax,
                    (string?)null,
                    "/"
                )
            )
        );
    }

    private static bool IsReturn(string name) => name.StartsWith("return", StringComparison.OrdinalIgnoreCase);

    private Limit? LimitFor(string route)
    {
        var names = fields[route].Select(f => f.Name.ToLowerInvariant()).ToHashSet();
        return fields[route].Any(f => f.IsFile) ? Limit.Upload
            : route.EndsWith("/export", StringComparison.Ordinal) ? Limit.Export
            : names.Contains("q") ? Limit.Search
            : route.StartsWith("POST", StringComparison.Ordinal)
            && names.Overlaps(["password", "current", "code", "credential"])
            && !route.Contains('{', StringComparison.Ordinal)
                ? Limit.SignIn
            : null;
    }

    private static PersonKind KindOf(RouteAccess route) =>
        route.Kinds.Contains(PersonKind.Consultant) ? PersonKind.Consultant : route.Kinds.Order().First();

    private async Task<Browser> BrowserAsync(RouteAccess route) =>
        // Everybody's, but of those who are signed in.
        route.Anonymous
        && route.Route != "POST account/sessions/end"
            ? host.Browse()
            : await host.BrowseAsync(world.People[KindOf(route)]);

    private List<string> Rows()
    {
        using var db = host.Database.Open();
        return
        [
            .. DatabaseRows
                .Read(db)
                .Where(r => r.Table is not ("Sessions" or "StoredKeys" or "AuditEvents"))
                .Select(r => r.ToString()),
        ];
    }
}

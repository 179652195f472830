using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Mobility.Casework;
using Mobility.Casework.People;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Errors;

[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class ErrorPageTests
{
    private static readonly WebHost Host = new();

    private static readonly WebApplicationFactory<Program> Failing = Host.WithWebHostBuilder(b =>
        b.ConfigureServices(s => s.AddControllersWithViews().AddApplicationPart(typeof(FailingController).Assembly))
    );

    [OneTimeTearDown]
    public void Stop()
    {
        Failing.Dispose();
        Host.Dispose();
    }

    [TestCase("GET")]
    [TestCase("POST")]
    [TestCase("PUT")]
    public async Task An_exception_ends_on_the_500_page_with_a_number_and_nothing_of_its_inside(string method)
    {
        using var client = Failing.CreateClient();
        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/test-failure/exception"));
        var body = await response.Content.ReadAsStringAsync();

        var number = response.Headers.GetValues("X-Correlation-Id").Single();
        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
            Assert.That(body, Does.Contain("Something went wrong here").And.Contain(number));
            Assert.That(body, Does.Not.Contain("secret-inside").And.Not.Contain("Exception").And.Not.Contain("   at "));
            Assert.That(response.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("default-src 'none'"));
            Assert.That(response.Headers.CacheControl?.ToString(), Does.Contain("no-store"));
        });
    }

    [TestCase("stale", HttpStatusCode.Conflict, "Somebody was faster")]
    [TestCase("not-here", HttpStatusCode.NotFound, "This page is not here")]
    [TestCase("too-large", HttpStatusCode.RequestEntityTooLarge, "That was too large")]
    [TestCase("bad", HttpStatusCode.BadRequest, "That request made no sense here")]
    [TestCase("busy", HttpStatusCode.ServiceUnavailable, "Mobility is busy")]
    public async Task Exceptions_that_mean_something_have_their_own_page(string what, HttpStatusCode status, string title)
    {
        using var client = Failing.CreateClient();
        using var response = await client.GetAsync($"/test-failure/{what}");

        Assert.That(response.StatusCode, Is.EqualTo(status));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(title));
    }

    [TestCase(400, "That request made no sense here")]
    [TestCase(405, "That request made no sense here")]
    [TestCase(429, "Too many requests")]
    [TestCase(502, "Something went wrong here")]
    [TestCase(503, "Mobility is busy")]
    public async Task Bare_statuses_get_a_page(int status, string title)
    {
        using var client = Failing.CreateClient();
        using var response = await client.PostAsync($"/test-failure/status/{status}", null);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(title));
    }

    [Test]
    public async Task Waiting_is_told_in_seconds()
    {
        using var client = Failing.CreateClient();
        using var response = await client.GetAsync("/test-failure/status/503");

        Assert.That(response.Headers.RetryAfter, Is.EqualTo(new RetryConditionHeaderValue(TimeSpan.FromSeconds(30))));
    }

    [Test]
    public async Task When_the_error_page_fails_too_a_page_that_needs_nothing_answers()
    {
        using var client = Failing.CreateClient();
        using var response = await client.GetAsync("/test-failure/everything");
        var body = await response.Content.ReadAsStringAsync();

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
            Assert.That(
                body,
                Does.Contain("Something went wrong here").And.Contain(response.Headers.GetValues("X-Correlation-Id").Single())
            );
            Assert.That(body, Does.Not.Contain("secret-inside"));
            Assert.That(response.Headers.Contains("Content-Security-Policy"), Is.True);
        });
    }

    [TestCase("/nothing/here?canary=echo")]
    [TestCase("/error/500")]
    [TestCase("/error/404")]
    [TestCase("/error/999")]
    public async Task What_is_not_there_is_one_page_to_the_letter(string address)
    {
        using var browser = Host.Browse();
        var expected = await (await browser.Client.GetAsync("/elsewhere")).Content.ReadAsStringAsync();
        using var response = await browser.Client.GetAsync(address);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(expected).And.Not.Contain("echo"));
    }

    [Test]
    public async Task Somebody_signed_in_finds_the_way_to_their_own_page()
    {
        var adviser = await new TestData(Host).AccountAsync(PersonKind.TaxAdviser);
        using var browser = await Host.BrowseAsync(adviser);

        var page = await browser.OpenAsync("/nothing/here");

        Assert.That(page.Heading, Is.EqualTo("This page is not here"));
        Assert.That(page.Link("Go to your own page").PathName, Is.EqualTo("/queue"));
    }

    [Test]
    public async Task A_form_of_another_session_is_refused_in_a_sentence()
    {
        using var browser = Host.Browse();
        var page = await browser.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/sign-out") { Content = new FormUrlEncodedContent([]) }
        );

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(page.Heading, Is.EqualTo("This form stood open too long"));
    }
}

/// <summary>Fails on purpose. Only a host that asks for this assembly has it.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class FailingController : Controller
{
    [Route("/test-failure/{what}")]
    public IActionResult Fail(string what)
    {
        if (what == "everything")
        {
            // Takes away what the layout needs, so that the error page fails as well.
            HttpContext.Features.Set<IServiceProvidersFeature>(new NoServices());
        }
        throw what switch
        {
            "stale" => new StaleVersionException(1, 2),
            "not-here" => new NotHereException(),
            "too-large" => new BadHttpRequestException("secret-inside", StatusCodes.Status413PayloadTooLarge),
            "bad" => new BadHttpRequestException("secret-inside"),
            "busy" => new InvalidOperationException("outer", new SqliteException("secret-inside", 5)),
            _ => new InvalidOperationException("secret-inside"),
        };
    }

    [Route("/test-failure/status/{code:int}")]
    public IActionResult Status(int code) => StatusCode(code);

    private sealed class NoServices : IServiceProvidersFeature
    {
        public IServiceProvider RequestServices
        {
            get => throw new InvalidOperationException("secret-inside");
            set { }
        }
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mobility.Casework.People;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.People;

public sealed class SignInTests
{
    private static readonly WebHost Host = new();
    private static readonly TestData Data = new(Host);

    [OneTimeTearDown]
    public void Stop() => Host.Dispose();

    [TestCase(PersonKind.Administrator, "/my-day")]
    [TestCase(PersonKind.Consultant, "/my-day")]
    [TestCase(PersonKind.TeamLead, "/my-day")]
    [TestCase(PersonKind.ProgrammeManager, "/cases")]
    [TestCase(PersonKind.TaxAdviser, "/queue")]
    [TestCase(PersonKind.ImmigrationAdviser, "/queue")]
    [TestCase(PersonKind.Supplier, "/orders")]
    [TestCase(PersonKind.Assignee, "/portal")]
    [TestCase(PersonKind.FamilyMember, "/portal")]
    public async Task Each_kind_of_person_lands_on_its_own_page(PersonKind kind, string path)
    {
        var account = await AccountAsync(kind);
        using var browser = Host.Browse();

        Assert.That((await SignInAsync(browser, account, TestData.Password)).Path, Is.EqualTo(path));
        Assert.That((await browser.OpenAsync("/")).Path, Is.EqualTo(path));
        Assert.That((await browser.OpenAsync("/sign-in")).Path, Is.EqualTo(path));
    }

    [Test]
    public async Task Somebody_who_wanted_a_page_is_taken_there_after_signing_in()
    {
        var account = await Data.ConsultantAsync();
        using var browser = Host.Browse();
        var page = await browser.OpenAsync("/account");

        Assert.That(page.Heading, Is.EqualTo("Sign in"));
        page.Fill("E-mail address", account.Email!).Fill("Password", TestData.Password);

        Assert.That((await page.PressAsync("Sign in")).Path, Is.EqualTo("/account"));
    }

    [TestCase("https://evil.example/")]
    [TestCase("//evil.example/")]
    [TestCase("/\\evil.example/")]
    [TestCase("javascript:alert(1)")]
    [TestCase("\t//evil.example")]
    public async Task An_address_elsewhere_is_never_followed(string elsewhere)
    {
        var account = await Data.ConsultantAsync();
        using var browser = Host.Browse();
        var page = await browser.OpenAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(elsewhere));
        page.Fill("E-mail address", account.Email!).Fill("Password", TestData.Password);

        Assert.That((await page.PressAsync("Sign in")).Address.ToString(), Is.EqualTo("http://localhost/my-day"));
    }

    [Test]
    public async Task A_known_and_an_unknown_name_get_the_same_page()
    {
        var account = await Data.ConsultantAsync();
        using var browser = Host.Browse();

        var known = await SignInAsync(browser, account.Email!, "wrong");
        var unknown = await SignInAsync(browser, "nobody@example.org", "wrong");

        Assert.That(known.Heading, Is.EqualTo("Sign in"));
        Assert.That(known.Problems, Has.Count.EqualTo(1));
        Assert.That(unknown.Text, Is.EqualTo(known.Text));
        Assert.That(unknown.Value("E-mail address"), Is.EqualTo("nobody@example.org"), "what was typed is kept");
        Assert.That(unknown.Value("Password"), Is.Empty);
    }

    [Test]
    public async Task A_closed_account_says_what_a_wrong_password_says()
    {
        var account = await Data.ConsultantAsync();
        using var browser = Host.Browse();
        var wrong = await SignInAsync(browser, account.Email!, "wrong");
        for (var i = 0; i < 4; i++)
        {
            await SignInAsync(browser, account.Email!, "wrong");
        }

        var closed = await SignInAsync(browser, account, TestData.Password);

        Assert.That((closed.Path, closed.Text), Is.EqualTo(("/sign-in", wrong.Text)));
    }

    [Test]
    public async Task A_session_put_into_the_browser_beforehand_is_replaced_by_a_new_one()
    {
        var ana = await Data.ConsultantAsync("Ana");
        using var client = Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        using var form = await GetAsync(client, "/sign-in", "mobility=planted");
        var token = Regex
            .Match(
                await form.Content.ReadAsStringAsync(),
                "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"",
                RegexOptions.None,
                TimeSpan.FromSeconds(1)
            )
            .Groups["token"]
            .Value;
        using var post = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent([
                new("Email", ana.Email),
                new("Password", TestData.Password),
                new("__RequestVerificationToken", token),
            ]),
        };
        var antiforgery = form.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("form=", StringComparison.Ordinal));
        post.Headers.Add("Cookie", $"mobility=planted; {antiforgery.Split(';')[0]}");

        using var answer = await client.SendAsync(post);

        var session = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("mobility=", StringComparison.Ordinal));
        Assert.That(session, Does.Not.Contain("planted").And.Contain("httponly").And.Contain("samesite=lax"));
        Assert.That(session, Does.Not.Contain("expires="), "the session ends with the browser");
        using var page = await GetAsync(client, "/account", session.Split(';')[0]);
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string address, string cookies)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Cookie", cookies);
        return client.SendAsync(request);
    }

    [Test]
    public async Task Signing_in_twice_over_leaves_the_second_person()
    {
        var first = await Data.ConsultantAsync("First");
        var second = await Data.ConsultantAsync("Second");
        using var browser = Host.Browse();
        var page = await browser.OpenAsync("/sign-in");
        await SignInAsync(browser, first, TestData.Password);

        // The form that stood open belongs to nobody; it must not sign anybody in by accident.
        page.Fill("E-mail address", second.Email!).Fill("Password", TestData.Password);
        var answer = await page.PressAsync("Sign in");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await browser.OpenAsync("/account")).Value("Name"), Is.EqualTo("First"));
    }

    [Test]
    public async Task After_signing_out_the_pages_ask_who_is_there()
    {
        var account = await Data.ConsultantAsync();
        using var browser = Host.Browse();
        await SignInAsync(browser, account, TestData.Password);

        var page = await browser.OpenAsync("/account");
        await page.PressAsync("Sign out");

        Assert.That((await browser.OpenAsync("/account")).Path, Is.EqualTo("/sign-in?returnUrl=%2Faccount"));
    }

    [Test]
    public async Task Somebody_shut_out_is_out_with_the_next_click()
    {
        var admin = await Data.AccountAsync(PersonKind.Administrator);
        var account = await Data.ConsultantAsync();
        using var browser = await Host.BrowseAsync(account);
        Assert.That((await browser.OpenAsync("/account")).Heading, Is.EqualTo("Your account"));

        await Host.UseAsync<AccountClosing>(s =>
            s.DeactivateAsync(account.Id, Data.Change("left") with { AccountId = admin.Id }, CancellationToken.None)
        );

        Assert.That((await browser.OpenAsync("/account")).Heading, Is.EqualTo("Sign in"));
    }

    [Test]
    public async Task The_demonstration_sign_in_is_not_a_route_in_production()
    {
        var account = await Data.ConsultantAsync();
        using var browser = Host.Browse();

        Assert.That(
            (await browser.PostAsync("/sign-in/as", ("email", account.Email!))).Status,
            Is.EqualTo(HttpStatusCode.NotFound)
        );
        Assert.That((await browser.OpenAsync("/sign-in")).FindSection("Look around first"), Is.Null);
        Assert.That(RoutesOf(Host), Has.None.Contains("sign-in/as"));
    }

    internal static IEnumerable<string> RoutesOf(WebHost host) =>
        host
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(e => e.RoutePattern.RawText ?? "");

    internal static Task<Page> SignInAsync(Browser browser, Account account, string password) =>
        SignInAsync(browser, account.Email!, password);

    private static async Task<Page> SignInAsync(Browser browser, string email, string password)
    {
        var page = await browser.OpenAsync("/sign-in");
        return await page.Fill("E-mail address", email).Fill("Password", password).PressAsync("Sign in");
    }

    private static async Task<Account> AccountAsync(PersonKind kind)
    {
        if (kind is not (PersonKind.Assignee or PersonKind.FamilyMember))
        {
            return await Data.AccountAsync(kind, client: await Data.ClientAsync());
        }
        var file = await Data.CaseAsync(await Data.ClientAsync(), await Data.ConsultantAsync());
        using var db = Host.Database.Open();
        var person =
            kind == PersonKind.Assignee
                ? file.AssigneeId
                : await db.CaseMembers.Where(m => m.CaseId == file.Id).Select(m => m.PersonId).SingleAsync();
        return await Data.AccountAsync(kind, personId: person);
    }
}

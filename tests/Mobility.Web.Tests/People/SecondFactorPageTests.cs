using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.People;

public sealed class SecondFactorPageTests
{
    private static readonly WebHost Host = new(
        settings: new Dictionary<string, string?> { ["Accounts:RequireSecondFactor"] = "true" }
    );

    private static readonly TestData Data = new(Host);

    [OneTimeTearDown]
    public void Stop() => Host.Dispose();

    [TestCase(PersonKind.Administrator)]
    [TestCase(PersonKind.Consultant)]
    [TestCase(PersonKind.TeamLead)]
    [TestCase(PersonKind.TaxAdviser)]
    [TestCase(PersonKind.ImmigrationAdviser)]
    public async Task Staff_and_advisers_set_one_up_before_anything_opens(PersonKind kind)
    {
        var account = await Data.AccountAsync(kind);
        using var browser = Host.Browse();

        var page = await SignInTests.SignInAsync(browser, account, TestData.Password);

        Assert.That((page.Path, page.Heading), Is.EqualTo(("/account/second-factor", "Second factor")));
        foreach (var path in new[] { "/", "/my-day", "/cases", "/account", "/account/password" })
        {
            Assert.That((await browser.OpenAsync(path)).Heading, Is.EqualTo("Sign in"), path);
        }
        var codes = await SetUpAsync(page);
        Assert.That(codes.Document.QuerySelectorAll(".codes li"), Has.Exactly(10).Items);
        Assert.That((await codes.FollowAsync("I have them")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await browser.OpenAsync("/account")).Heading, Is.EqualTo("Your account"));
    }

    [TestCase(PersonKind.ProgrammeManager)]
    [TestCase(PersonKind.Supplier)]
    public async Task Others_may_have_one_and_need_not(PersonKind kind)
    {
        var account = await Data.AccountAsync(kind, client: await Data.ClientAsync());
        using var browser = Host.Browse();

        var page = await SignInTests.SignInAsync(browser, account, TestData.Password);
        Assert.That(page.Path, Does.Not.Contain("second-factor"));

        await SetUpAsync(await browser.OpenAsync("/account/second-factor"));
        using var again = Host.Browse();
        Assert.That((await SignInTests.SignInAsync(again, account, TestData.Password)).Heading, Is.EqualTo("One more step"));
    }

    [Test]
    public async Task After_the_password_a_code_lets_in_and_to_the_page_that_was_wanted()
    {
        var (account, secret, _) = await WithAuthenticatorAsync();
        using var browser = Host.Browse();
        var page = await browser.OpenAsync("/cases/new");
        page = await page.Fill("E-mail address", account.Email!).Fill("Password", TestData.Password).PressAsync("Sign in");
        Assert.That(page.Heading, Is.EqualTo("One more step"));
        Assert.That((await browser.OpenAsync("/account")).Heading, Is.EqualTo("Sign in"), "the password alone opens nothing");

        var wrong = await page.Fill("Code", "000000").PressAsync("Go in");
        Assert.That(wrong.ProblemAt("Code"), Does.StartWith("That code did not let you in"));
        var landed = await wrong.Fill("Code", CodeNow(secret)).PressAsync("Go in");

        Assert.That(landed.Path, Is.EqualTo("/cases/new"));
    }

    [Test]
    public async Task A_recovery_code_lets_in_once()
    {
        var (account, _, codes) = await WithAuthenticatorAsync();
        using var browser = Host.Browse();
        var page = await SignInTests.SignInAsync(browser, account, TestData.Password);
        Assert.That((await page.Fill("Code", codes[3]).PressAsync("Go in")).Path, Is.EqualTo("/my-day"));

        using var other = Host.Browse();
        page = await SignInTests.SignInAsync(other, account, TestData.Password);
        Assert.That((await page.Fill("Code", codes[3]).PressAsync("Go in")).Heading, Is.EqualTo("One more step"));
    }

    [Test]
    public async Task Somebody_who_has_a_factor_cannot_make_another_in_its_place_with_the_password_alone()
    {
        var (account, _, _) = await WithAuthenticatorAsync();
        using var browser = Host.Browse();
        await SignInTests.SignInAsync(browser, account, TestData.Password);

        Assert.That((await browser.OpenAsync("/account/second-factor")).Heading, Is.EqualTo("Sign in"));
        Assert.That((await browser.PostAsync("/account/second-factor/codes")).Heading, Is.EqualTo("Sign in"));
        Assert.That(
            (await browser.PostAsync("/account/second-factor/passkeys/options")).Status,
            Is.EqualTo(HttpStatusCode.NotFound)
        );
    }

    [Test]
    public async Task Later_the_password_is_asked_again_before_anything_is_changed()
    {
        var (account, _, _) = await WithAuthenticatorAsync();
        using var browser = await Host.BrowseAsync(account);
        Assert.That((await browser.OpenAsync("/account/second-factor")).HasButton("Make new ones"), Is.True);
        Host.Clock.Advance(Duration.FromMinutes(15));

        Assert.That((await browser.PostAsync("/account/second-factor/codes")).HasButton("Go on"), Is.True);
        var page = await browser.OpenAsync("/account/second-factor");
        Assert.That(page.HasButton("Make new ones"), Is.False);
        page = await page.Fill("Current password", "wrong").PressAsync("Go on");
        Assert.That(page.ProblemAt("Current password"), Is.Not.Null);

        page = await page.Fill("Current password", TestData.Password).PressAsync("Go on");
        Assert.That((await page.PressAsync("Make new ones")).Heading, Is.EqualTo("Your recovery codes"));
    }

    [Test]
    public async Task The_last_factor_of_somebody_who_needs_one_stays()
    {
        var (account, _, _) = await WithAuthenticatorAsync();
        using var browser = await Host.BrowseAsync(account);

        var page = await (await browser.OpenAsync("/account/second-factor")).PressAsync("Take away Authenticator app");

        Assert.That(page.Document.QuerySelector("main")!.TextContent, Does.Contain("This is your last second factor"));
        using var other = Host.Browse();
        Assert.That((await SignInTests.SignInAsync(other, account, TestData.Password)).Heading, Is.EqualTo("One more step"));
    }

    [Test]
    public async Task Taking_one_away_ends_every_other_browser_and_this_one_goes_on()
    {
        var account = await Data.AccountAsync(PersonKind.ProgrammeManager, client: await Data.ClientAsync());
        using var lost = await Host.BrowseAsync(account);
        using var browser = await Host.BrowseAsync(account);
        await SetUpAsync(await browser.OpenAsync("/account/second-factor"));
        Assert.That((await lost.OpenAsync("/account")).Heading, Is.EqualTo("Your account"));

        var page = await (await browser.OpenAsync("/account/second-factor")).PressAsync("Take away Authenticator app");

        Assert.That((page.Heading, page.HasButton("Set up")), Is.EqualTo(("Second factor", true)));
        Assert.That((await browser.OpenAsync("/account")).Heading, Is.EqualTo("Your account"));
        Assert.That((await lost.OpenAsync("/account")).Heading, Is.EqualTo("Sign in"));
    }

    [Test]
    public async Task A_refused_passkey_is_in_the_audit_and_with_whose_password_it_came_after()
    {
        var (account, _, _) = await WithAuthenticatorAsync();
        using var db = Host.Database.Open();
        var ofNobody = db.AuditEvents.Where(e => e.Kind == AuditKind.SignInRefused && e.AccountId == null);
        var before = await ofNobody.CountAsync();
        using var stranger = Host.Browse();
        using var half = Host.Browse();
        await SignInTests.SignInAsync(half, account, TestData.Password);

        await stranger.PostAsync("/sign-in/passkey", ("Credential", "{}"));
        await half.PostAsync("/sign-in/passkey", ("Credential", "{}"));

        Assert.That(await ofNobody.CountAsync(), Is.EqualTo(before + 1));
        var refused = await db.AuditEvents.SingleAsync(e => e.Kind == AuditKind.FactorRefused && e.AccountId == account.Id);
        Assert.That(refused.Name, Is.EqualTo(account.DisplayName));
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("not json")]
    [TestCase("{\"id\":\"AAAA\",\"rawId\":\"AAAA\",\"type\":\"public-key\",\"response\":{}}")]
    public async Task What_is_no_answer_of_a_passkey_lets_nobody_in_and_makes_none(string credential)
    {
        using var stranger = Host.Browse();
        foreach (var asked in new[] { false, true })
        {
            if (asked)
            {
                await stranger.PostAsync("/sign-in/passkey/options");
            }
            var refused = await stranger.PostAsync("/sign-in/passkey", ("Credential", credential));
            Assert.That(refused.Problems.Single(), Does.StartWith("That passkey did not let you in"));
        }
        var account = await Data.ConsultantAsync();
        using var browser = await Host.BrowseAsync(account);
        // The question was one for signing in.
        await browser.PostAsync("/sign-in/passkey/options");
        var page = await browser.PostAsync("/account/second-factor/passkeys", ("Credential", credential), ("Name", "key"));
        Assert.That(page.ProblemAt("Name"), Does.StartWith("No passkey was made"));
        Assert.That(page.Value("Name"), Is.EqualTo("key"));
    }

    [Test]
    public async Task The_qr_code_is_drawn_without_a_style_and_the_key_stands_beside_it()
    {
        using var browser = await Host.BrowseAsync(await Data.ConsultantAsync());

        var page = await browser.OpenAsync("/account/second-factor");

        Assert.That(page.Document.QuerySelector("svg.qr path[d]"), Is.Not.Null);
        Assert.That(page.Document.QuerySelectorAll("[style], style"), Is.Empty);
        Assert.That(page.Document.QuerySelector(".fx")!.TextContent, Does.Match("^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$"));
    }

    private static string CodeNow(byte[] secret)
    {
        Host.Clock.Advance(Duration.FromSeconds(30));
        return Totp.CodeOf(secret, Totp.StepOf(Host.Clock.GetCurrentInstant()));
    }

    private static async Task<Page> SetUpAsync(Page page)
    {
        var key = page.Document.QuerySelector(".fx")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        return await page.Fill("Code", Totp.CodeOf(Bytes(key), Totp.StepOf(Host.Clock.GetCurrentInstant()))).PressAsync("Set up");
    }

    // Base 32, as an authenticator app reads it.
    private static byte[] Bytes(string key) =>
        [
            .. string.Concat(
                    key.Select(c =>
                        Convert
                            .ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2)
                            .PadLeft(5, '0')
                    )
                )
                .Chunk(8)
                .Select(bits => Convert.ToByte(new string(bits), 2)),
        ];

    private static async Task<(Account Account, byte[] Secret, IReadOnlyList<string> Codes)> WithAuthenticatorAsync()
    {
        var account = await Data.ConsultantAsync();
        var now = Host.Clock.GetCurrentInstant();
        var secret = await Host.UseAsync<SecondFactors, byte[]?>(s => s.SecretToSetUpAsync(account.Id, CancellationToken.None));
        var codes = await Host.UseAsync<SecondFactors, IReadOnlyList<string>>(s =>
            s.ConfirmAuthenticatorAsync(
                account.Id,
                Totp.CodeOf(secret!, Totp.StepOf(now)),
                ChangeContext.By(account, now),
                CancellationToken.None
            )
        );
        return (account, secret!, codes);
    }
}

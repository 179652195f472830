using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;
using static Microsoft.Playwright.Assertions;

namespace Mobility.UiTests;

/// <summary>
/// How somebody comes in, and how they are shut out: invitation, password, authenticator, recovery code, passkey; then an administrator ends it
/// while they work.
/// </summary>
public sealed class AccountJourneyTests : UiTest
{
    private const string Password = "herons sleep on one leg";

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?> { ["Accounts:RequireSecondFactor"] = "true" };

    [TestCase(true)]
    [TestCase(false)]
    public async Task From_an_invitation_to_a_second_factor_to_a_recovery_code_to_the_door(bool script)
    {
        var administrator = await Data.AccountAsync(PersonKind.Administrator, "Freja Lynge");
        var email = $"ilse.{script}@example.org".ToLowerInvariant();
        var invited = await InviteAsync(email);
        await OpenPageAsync(1280, script: script);

        await Page.GotoAsync($"/invitation/{invited.Token}");
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await Page.GetByLabel("The same password again").FillAsync(Password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Set password and go in" }).ClickAsync();

        await ExpectHeadingAsync("Second factor");
        await Page.GotoAsync("/cases");
        await ExpectHeadingAsync("Sign in");
        await Page.GotoAsync("/account/second-factor");
        var secret = Bytes(await Page.Locator(".fx").InnerTextAsync());
        await Page.GetByLabel("Code", new() { Exact = true }).FillAsync(CodeOf(secret));
        await Page.GetByRole(AriaRole.Button, new() { Name = "Set up", Exact = true }).ClickAsync();

        await ExpectHeadingAsync("Your recovery codes");
        var codes = await Page.Locator(".codes li").AllInnerTextsAsync();
        Assert.That(codes, Has.Count.EqualTo(10));
        await Page.GetByRole(AriaRole.Link, new() { Name = "I have them" }).ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/my-day$"));
        await Page.GotoAsync("/account");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();

        Host.Clock.Advance(Duration.FromSeconds(30));
        await SignInByPasswordAsync(email);
        await EnterCodeAsync(CodeOf(secret));
        await Expect(Page).ToHaveURLAsync(new Regex("/my-day$"));

        await OpenPageAsync(390, script: script);
        await SignInByPasswordAsync(email);
        await EnterCodeAsync(codes[0]);
        await Expect(Page).ToHaveURLAsync(new Regex("/my-day$"));

        var desk = await OpenBesideAsync(administrator, script);
        await desk.GotoAsync($"/admin/people/{invited.Account.Id}");
        await desk.GetByLabel("Why", new() { Exact = true }).FillAsync("left the company");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Deactivate", Exact = true }).ClickAsync();
        await Expect(desk.GetByText("“left the company”")).ToBeVisibleAsync();
        await Expect(desk.GetByRole(AriaRole.Button, new() { Name = "Let back in" })).ToBeVisibleAsync();

        await Page.GotoAsync("/cases");
        await ExpectHeadingAsync("Sign in");
        await SignInByPasswordAsync(email);
        await ExpectHeadingAsync("Sign in");
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("That did not let you in");
    }

    [Test]
    public async Task A_passkey_is_made_and_signs_in_without_the_password()
    {
        // A browser makes passkeys for names only, never for the number of an address.
        var site = new UriBuilder(Address) { Host = "localhost" }
            .Uri.ToString()
            .TrimEnd('/');
        var ana = await Data.ConsultantAsync("Ana Ruiz");
        var devices = await Page.Context.NewCDPSessionAsync(Page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
        await Page.GotoAsync($"{site}/sign-in");
        await FillSignInAsync(ana.Email!, TestData.Password);
        await ExpectHeadingAsync("Second factor");

        await Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Work laptop");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey" }).ClickAsync();
        await ExpectHeadingAsync("Your recovery codes");
        await Page.GotoAsync($"{site}/account/second-factor");
        await Expect(Page.GetByText("Work laptop").First).ToBeVisibleAsync();
        await Page.GotoAsync($"{site}/account");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();

        await Page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/my-day$"));
        await Page.GotoAsync($"{site}/account");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();

        await FillSignInAsync(ana.Email!, TestData.Password);
        await ExpectHeadingAsync("One more step");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/my-day$"));
    }

    private Task<IssuedInvitation> InviteAsync(string email) =>
        Host.UseAsync<AccountService, IssuedInvitation>(s =>
            s.InviteAsync(
                new NewAccount
                {
                    Email = email,
                    DisplayName = "Ilse Vandermeulen",
                    Kind = PersonKind.Consultant,
                },
                Data.Change(),
                CancellationToken.None
            )
        );

    private Task ExpectHeadingAsync(string words) =>
        Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(words);

    private async Task SignInByPasswordAsync(string email)
    {
        await Page.GotoAsync("/sign-in");
        await FillSignInAsync(email, Password);
    }

    private async Task FillSignInAsync(string email, string password)
    {
        await Page.GetByLabel("E-mail address").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    private async Task EnterCodeAsync(string code)
    {
        await ExpectHeadingAsync("One more step");
        await Page.GetByLabel("Code", new() { Exact = true }).FillAsync(code);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Go in" }).ClickAsync();
    }

    private string CodeOf(byte[] secret) => Totp.CodeOf(secret, Totp.StepOf(Host.Clock.GetCurrentInstant()));

    // Base 32, as an authenticator app reads it.
    private static byte[] Bytes(string key) =>
        [
            .. string.Concat(
                    key.Where(char.IsAsciiLetterOrDigit)
                        .Select(c =>
                            Convert
                                .ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2)
                                .PadLeft(5, '0')
                        )
                )
                .Chunk(8)
                .Select(bits => Convert.ToByte(new string(bits), 2)),
        ];
}

using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Testing.Mail;
using Mobility.Testing.Web;
using static Microsoft.Playwright.Assertions;

namespace Mobility.UiTests;

/// <summary>
/// The main job, as people do it: from an empty case list to an alert in the consultant's inbox, and the assignee who reads what happens
/// next. Mail goes over SMTP with log-in and encryption.
/// </summary>
public sealed partial class JourneyTests : UiTest
{
    private readonly SmtpSink sink = SmtpSink.Start(
        new SmtpSinkSettings
        {
            Security = SmtpSecurity.StartTls,
            UserName = "mobility",
            Password = "a password of the mail server",
        }
    );

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?>
        {
            ["Mail:Transport"] = "Smtp",
            ["Mail:From"] = "mobility@nordlys.example",
            ["Mail:Smtp:Host"] = sink.Host,
            ["Mail:Smtp:Port"] = sink.Port.ToString(CultureInfo.InvariantCulture),
            ["Mail:Smtp:Security"] = "StartTls",
            ["Mail:Smtp:UserName"] = "mobility",
            ["Mail:Smtp:Password"] = "a password of the mail server",
            ["Mail:Smtp:CertificateSha256"] = sink.CertificateSha256,
        };

    [OneTimeTearDown]
    public async Task StopSinkAsync() => await sink.DisposeAsync();

    [Test]
    public async Task From_an_empty_list_to_an_alert_in_the_inbox_and_an_assignee_who_knows_what_is_next()
    {
        var client = await Data.ClientAsync("Brightwater");
        var consultant = await Data.ConsultantAsync("Ilse Vandermeulen");
        var administrator = await Data.AccountAsync(PersonKind.Administrator, "Freja Lynge");

        await SignInByFormAsync(consultant.Email!, TestData.Password);
        await Expect(Page).ToHaveURLAsync(new Regex("/my-day$"));
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Monday 23 November");

        var number = await OpenCaseAsync(client);
        await RecordPapersAsync(number);
        await ImportAsync(number, "trips.csv", "Save 3 trips");
        await ImportAsync(number, "days.csv", "Save 2 trips");
        await ImportAsync(number, "calendar.ics", "Save 1 trip");
        await LookAtDaysAsync(number);
        await LookAtDeadlinesAsync(number);
        var link = await InviteAsync(number);

        await RunJobsAsync(administrator);
        await ReadAlertAsync(consultant, number);
        var invitation = await sink.WaitForMailAsync(
            m => m.To.Contains("rania@", StringComparison.Ordinal),
            TimeSpan.FromSeconds(20)
        );
        await BecomeAssigneeAsync(InvitationLink().Match(invitation.Text).Value);
        Assert.That(link, Does.Contain(number));

        await OpenPageAsync(1280);
        await SignInAsync(consultant);
        await ReadHistoryAsync(number);
    }

    private async Task SignInByFormAsync(string email, string password)
    {
        await Page.GotoAsync("/");
        await Page.GetByLabel("E-mail address").FillAsync(email);
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await Button("Sign in").ClickAsync();
    }

    private async Task<string> OpenCaseAsync(TestClient client)
    {
        await Page.GotoAsync("/cases");
        await Page.GetByRole(AriaRole.Link, new() { Name = "New case" }).First.ClickAsync();
        await Page.GetByLabel("Full name").First.FillAsync("Rania Al-Khatib");
        await Page.GetByLabel("E-mail").First.FillAsync("rania@brightwater.example");
        await Page.GetByLabel("Nationality").First.FillAsync("Jordan");
        await Page.GetByLabel("Client", new() { Exact = true }).SelectOptionAsync(client.Name);
        await Page.GetByLabel("Type", new() { Exact = true }).SelectOptionAsync("Long-term assignment");
        await Page.GetByLabel("Policy").FillAsync("LTA Core/Flex 2026");
        await Page.GetByLabel("Home country").FillAsync("United Kingdom");
        await Page.GetByLabel("Home city").FillAsync("London");
        await Page.GetByLabel("Host country").FillAsync("Germany");
        await Page.GetByLabel("Host city").FillAsync("München");
        await Page.GetByLabel("First day").FillAsync("2 Nov 2026");
        await Page.GetByLabel("Last day").FillAsync("31 Oct 2026");
        await Page.GetByLabel("Home entity").SelectOptionAsync(new SelectOptionValue { Value = client.Home.Id.ToString() });
        await Page.GetByLabel("Host entity").SelectOptionAsync(new SelectOptionValue { Value = client.Host.Id.ToString() });
        await Button("Open the case").ClickAsync();

        // The slip is named, and nothing that was typed is lost.
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("2 Nov 2026");
        await Expect(Page.GetByLabel("Full name").First).ToHaveValueAsync("Rania Al-Khatib");
        await Page.GetByLabel("Last day").FillAsync("31 Oct 2028");
        await Button("Open the case").ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Rania Al-Khatib");
        return CaseNumber().Match(Page.Url).Value;
    }

    private async Task RecordPapersAsync(string number)
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = "Add a passport" }).ClickAsync();
        await Page.GetByLabel("Issued by").FillAsync("Jordan");
        await Page.GetByLabel("Valid to").FillAsync("14 Mar 2027");
        await Button("Record").ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Add a permit" }).ClickAsync();
        await Page.GetByLabel("Name", new() { Exact = true }).FillAsync("ICT Card");
        await Page.GetByLabel("For which country").FillAsync("Germany");
        await Page.GetByLabel("Valid from").FillAsync("2026-11-02");
        await Page.GetByLabel("Valid to").FillAsync("20.12.2026");
        await Button("Record").ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Add a certificate" }).ClickAsync();
        await Page.GetByLabel("Name", new() { Exact = true }).FillAsync("A1");
        await Page.GetByLabel("Social security of").FillAsync("United Kingdom");
        await Page.GetByLabel("Valid from").FillAsync("2 Nov 2026");
        await Page.GetByLabel("Valid to").FillAsync("31 Jan 2027");
        await Button("Record").ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex($"/cases/{number}"));
    }

    private async Task ImportAsync(string number, string file, string save)
    {
        await Page.GotoAsync($"/cases/{number}/trips/import");
        await Page.GetByLabel("File", new() { Exact = true })
            .SetInputFilesAsync(Path.Combine(AppContext.BaseDirectory, "Files", file));
        await Button("Read and show").ClickAsync();
        await Button(save).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("The trips are in");
    }

    private async Task LookAtDaysAsync(string number)
    {
        await Page.GotoAsync($"/cases/{number}/days");
        foreach (var rule in new[] { "schengen/short-stay-90-180", "us/substantial-presence", "gb/midnights-183" })
        {
            await Page.GotoAsync($"/cases/{number}/days?why={rule}");
            var why = Page.Locator("#why");
            await Expect(why.Locator(".fx").First).Not.ToBeEmptyAsync();
            await Expect(why.Locator("a[href^=http]").First).ToBeVisibleAsync();
        }
        // 1 May to 30 July 2026: 91 days.
        await Page.GotoAsync($"/cases/{number}/days?why=us/substantial-presence");
        await Expect(Page.Locator("#why")).ToContainTextAsync("91");
    }

    private async Task LookAtDeadlinesAsync(string number)
    {
        await Page.GotoAsync($"/cases/{number}");
        var deadlines = Page.Locator("#deadlines");
        await Expect(deadlines).ToContainTextAsync(new Regex("passport", RegexOptions.IgnoreCase));
        await Expect(deadlines).ToContainTextAsync(new Regex("permit", RegexOptions.IgnoreCase));
        await Expect(deadlines).ToContainTextAsync("A1");
        await Expect(deadlines).ToContainTextAsync(new Regex("tax return", RegexOptions.IgnoreCase));
        await deadlines.Locator("details.why > summary").First.ClickAsync();
        await Expect(deadlines.Locator("details.why[open] a[href^=http]").First).ToBeVisibleAsync();
    }

    private async Task<string> InviteAsync(string number)
    {
        await Page.GotoAsync($"/cases/{number}");
        await Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Invite") }).First.ClickAsync();
        await Button("Send invitation").ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex($"/cases/{number}"));
        return Page.Url;
    }

    private async Task RunJobsAsync(Account administrator)
    {
        await OpenPageAsync(1280);
        await SignInAsync(administrator);
        await Page.GotoAsync("/admin/jobs");
        foreach (var job in new[] { "Deadlines", "Mail" })
        {
            await Page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex($"^{job}") })
                .GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Run now") })
                .ClickAsync();
        }
    }

    private async Task ReadAlertAsync(Account consultant, string number)
    {
        var alert = await sink.WaitForMailAsync(
            m =>
                m.To.Contains(consultant.Email!, StringComparison.Ordinal)
                && m.Text.Contains("ICT Card", StringComparison.Ordinal),
            TimeSpan.FromSeconds(20)
        );
        Assert.Multiple(() =>
        {
            Assert.That(alert.Encrypted, Is.True);
            Assert.That(alert.LoggedInAs, Is.EqualTo("mobility"));
            Assert.That(alert["Auto-Submitted"], Is.EqualTo("auto-generated"));
            Assert.That(alert.Text, Does.Contain($"/cases/{number}"), "A link to the case.");
            Assert.That(alert.Text, Does.Contain("20 Dec 2026"), "The date it is about.");
            Assert.That(alert.Html, Does.Contain("<a "));
        });
    }

    private async Task BecomeAssigneeAsync(string link)
    {
        await OpenPageAsync(390);
        await Page.GotoAsync(new Uri(link).PathAndQuery);
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync("seven boats under one moon");
        await Page.GetByLabel("The same password again").FillAsync("seven boats under one moon");
        await Button("Set password and go in").ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/portal"));
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Rania");
        await Expect(Page.Locator("main")).ToContainTextAsync("Ilse Vandermeulen");

        // A link works once.
        await OpenPageAsync(390);
        await Page.GotoAsync(new Uri(link).PathAndQuery);
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This link has done its work");
    }

    private async Task ReadHistoryAsync(string number)
    {
        await Page.GotoAsync($"/cases/{number}/history");
        var history = Page.Locator("main");
        await Expect(history).ToContainTextAsync("Ilse Vandermeulen");
        await Expect(history).ToContainTextAsync("trips.csv");
        await Expect(history).ToContainTextAsync("23 Nov 2026");
    }

    private ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    [GeneratedRegex(@"M-\d{4}-\d{4}", RegexOptions.None, 1000)]
    private static partial Regex CaseNumber();

    [GeneratedRegex(@"https?://\S+/invitation/[0-9a-f]{64}", RegexOptions.None, 1000)]
    private static partial Regex InvitationLink();
}

using System.Net;
using Mobility.Casework.People;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.People;

public sealed class SessionPageTests
{
    private static readonly WebHost Host = new();
    private static readonly TestData Data = new(Host);

    [OneTimeTearDown]
    public void Stop() => Host.Dispose();

    [Test]
    public async Task The_account_page_lists_where_somebody_is_signed_in_and_ends_one_of_them()
    {
        var ana = await Data.ConsultantAsync("Ana");
        using var here = await Host.BrowseAsync(ana);
        using var elsewhere = await Host.BrowseAsync(ana);
        var page = await here.OpenAsync("/account");
        Assert.That(page.Rows("Where you are signed in"), Has.Count.EqualTo(2));
        Assert.That(
            page.Rows("Where you are signed in").Count(r => r.Contains("This browser", StringComparison.Ordinal)),
            Is.EqualTo(1)
        );

        var after = await page.PressAsync("Sign out there A browser we do not know, 23 Nov 2026, 13:00");

        Assert.That(after.Rows("Where you are signed in"), Has.Count.EqualTo(1));
        Assert.That((await here.OpenAsync("/account")).Heading, Is.EqualTo("Your account"));
        Assert.That((await elsewhere.OpenAsync("/account")).Heading, Is.EqualTo("Sign in"));
    }

    [Test]
    public async Task Signing_out_everywhere_is_just_that()
    {
        var ana = await Data.ConsultantAsync("Ana");
        using var here = await Host.BrowseAsync(ana);
        using var elsewhere = await Host.BrowseAsync(ana);

        var page = await (await here.OpenAsync("/account")).PressAsync("Sign out everywhere");

        Assert.That(page.Heading, Is.EqualTo("Sign in"));
        Assert.That((await here.OpenAsync("/account")).Heading, Is.EqualTo("Sign in"));
        Assert.That((await elsewhere.OpenAsync("/account")).Heading, Is.EqualTo("Sign in"));
    }

    [Test]
    public async Task The_cookie_of_a_session_that_was_left_lets_nobody_back_in()
    {
        var ana = await Data.ConsultantAsync("Ana");
        using var browser = await Host.BrowseAsync(ana);
        var page = await browser.OpenAsync("/account");
        var kept = browser.Cookies.GetAllCookies().Single(c => c.Name == "mobility").Value;
        await page.PressAsync("Sign out");

        browser.Cookies.Add(new Cookie("mobility", kept, "/", "localhost"));

        Assert.That((await browser.OpenAsync("/account")).Heading, Is.EqualTo("Sign in"));
    }

    [Test]
    public async Task The_session_before_a_sign_in_is_over_after_it()
    {
        var (ana, ben) = (await Data.ConsultantAsync("Ana"), await Data.ConsultantAsync("Ben"));
        using var browser = await Host.BrowseAsync(ana);
        var before = browser.Cookies.GetAllCookies().Single(c => c.Name == "mobility").Value;

        await browser.PostAsync("/sign-in", ("Email", ben.Email!), ("Password", TestData.Password));

        Assert.That((await browser.OpenAsync("/account")).Value("Name"), Is.EqualTo("Ben"));
        using var thief = Host.Browse();
        thief.Cookies.Add(new Cookie("mobility", before, "/", "localhost"));
        Assert.That((await thief.OpenAsync("/account")).Heading, Is.EqualTo("Sign in"));
    }

    [Test]
    public async Task Styles_are_given_out_without_asking_who_is_there()
    {
        using var browser = await Host.BrowseAsync(await Data.ConsultantAsync());

        var page = await browser.OpenAsync("/mobility.css");

        Assert.That((page.Status, page.Commands.Count), Is.EqualTo((HttpStatusCode.OK, 0)));
    }

    [Test]
    public async Task A_page_that_is_not_there_asks_once_who_is()
    {
        using var browser = await Host.BrowseAsync(await Data.ConsultantAsync());

        var commands = (await browser.OpenAsync("/cases/M-1999-9999")).Commands;

        Assert.That(commands, Has.Count.EqualTo(3), "who is it, is there such a case, and the row of the audit");
        Assert.That(commands.Count(c => c.Contains("\"Sessions\"", StringComparison.Ordinal)), Is.EqualTo(1));
    }
}

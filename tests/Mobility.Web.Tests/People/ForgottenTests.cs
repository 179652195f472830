using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.People;

public sealed class ForgottenTests
{
    private static readonly WebHost Host = new();
    private static readonly TestData Data = new(Host);

    [OneTimeTearDown]
    public void Stop() => Host.Dispose();

    [Test]
    public async Task A_known_and_an_unknown_name_get_the_same_answer()
    {
        var ana = await Data.ConsultantAsync();
        using var browser = Host.Browse();

        var known = await AskAsync(browser, ana.Email!);
        var unknown = await AskAsync(browser, "nobody@example.org");

        Assert.That(known.Heading, Is.EqualTo("Look into your mail"));
        Assert.That((unknown.Status, unknown.Text), Is.EqualTo((known.Status, known.Text)));
        Assert.That(unknown.Commands, Is.EqualTo(known.Commands));
    }

    [TestCase("")]
    [TestCase("ana")]
    public async Task What_is_no_address_is_said_and_kept(string typed)
    {
        using var browser = Host.Browse();

        var page = await browser.PostAsync("/forgotten", ("Email", typed));

        Assert.That(page.ProblemAt("E-mail address"), Is.EqualTo("That is no e-mail address. It looks like name@example.org."));
        Assert.That(page.Value("E-mail address"), Is.EqualTo(typed));
    }

    [Test]
    public async Task The_link_of_the_mail_opens_a_page_that_sets_a_new_password()
    {
        var ana = await Data.ConsultantAsync("Ana Ruiz");
        using var browser = Host.Browse();
        await AskAsync(browser, ana.Email!);
        await Host.UseAsync<ResetLinks>(r => r.MakeAsync(CancellationToken.None));
        using var db = Host.Database.Open();
        var mail = db.MailMessages.Single(m => m.ToAddress == ana.Email);
        Assert.That(mail.Subject, Is.EqualTo("Set a new password for Mobility"));
        var words = await Host.UseAsync<MailSeal, MailWords>(s => s.OpenAsync(mail, CancellationToken.None));
        var link = words.Text.Split('\n').Single(l => l.StartsWith("http://localhost/invitation/", StringComparison.Ordinal));

        var page = await browser.OpenAsync(new Uri(link).AbsolutePath);
        Assert.That(page.Heading, Is.EqualTo("A new password, Ana Ruiz"));
        var landed = await page.Fill("Password", "herons sleep on one leg")
            .Fill("The same password again", "herons sleep on one leg")
            .PressAsync("Set password");

        Assert.That(landed.Path, Is.EqualTo("/my-day"));
    }

    private static async Task<Page> AskAsync(Browser browser, string email) =>
        await (await browser.OpenAsync("/forgotten")).Fill("E-mail address", email).PressAsync("Send the link");
}

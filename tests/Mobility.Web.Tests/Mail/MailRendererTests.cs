using AngleSharp;
using AngleSharp.Html.Dom;
using Mobility.Casework.Mail;
using Mobility.Rules;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Mail;

public sealed class MailRendererTests
{
    private static readonly WebHost Host = new(
        settings: new Dictionary<string, string?> { ["Site:Url"] = "https://mobility.nordlys.example/app/" }
    );

    private static readonly MailReader Ilse = new("Ilse Vandermeulen", "ilse@nordlys.example", "en-GB", "Europe/Brussels");

    private static readonly InvitationMail Invitation = new()
    {
        Reader = Ilse,
        InvitedBy = "Freja Lynge",
        Token = "0123456789abcdef",
        ExpiresAt = Instant.FromUtc(2026, 11, 30, 23, 30),
    };

    private static readonly AlertMail Alert = new()
    {
        Reader = Ilse,
        CaseNumber = "M-2026-0418",
        PersonName = "Rania <b>Al-Khatib</b>",
        Title = "Renew the residence permit",
        Why = "It ends on 12 Dec 2026, and the office takes eight weeks.",
        DueOn = new LocalDate(2026, 12, 4),
        RuleLabel = "Permit expiry",
        Sources =
        [
            new Reference(
                "AufenthG § 81(4)",
                "https://www.gesetze-im-internet.de/aufenthg_2004/__81.html",
                new LocalDate(2026, 11, 2)
            ),
        ],
        Path = "/cases/M-2026-0418",
    };

    [OneTimeTearDown]
    public void Stop() => Host.Dispose();

    [Test]
    public async Task An_alert_says_what_by_when_why_by_which_source_and_where()
    {
        var mail = await RenderAsync(r => r.RenderAsync(Alert, CancellationToken.None));

        Assert.That(mail.Subject, Is.EqualTo("Renew the residence permit, due Fri 4 Dec 2026: Rania <b>Al-Khatib</b>"));
        foreach (var words in new[] { mail.Text, await WordsAsync(mail.Html) })
        {
            Assert.That(words, Does.Contain("Ilse Vandermeulen"));
            Assert.That(words, Does.Contain("Renew the residence permit"));
            Assert.That(words, Does.Contain("It ends on 12 Dec 2026, and the office takes eight weeks."));
            Assert.That(words, Does.Contain("Fri 4 Dec 2026"));
            Assert.That(words, Does.Contain("M-2026-0418"));
            Assert.That(words, Does.Contain("AufenthG § 81(4) (checked 2 Nov 2026)"));
            Assert.That(words, Does.Contain("https://mobility.nordlys.example/app/cases/M-2026-0418"));
            Assert.That(words, Does.Contain("because you work on this case"));
        }
        Assert.That(mail.Text, Does.Contain("https://www.gesetze-im-internet.de/aufenthg_2004/__81.html"));
    }

    [Test]
    public async Task What_people_typed_is_never_markup()
    {
        var mail = await RenderAsync(r => r.RenderAsync(Alert, CancellationToken.None));

        Assert.That((await ReadAsync(mail.Html)).QuerySelectorAll("td b"), Is.Empty);
    }

    [Test]
    public async Task An_alert_without_a_day_has_none_in_its_subject()
    {
        var mail = await RenderAsync(r => r.RenderAsync(Alert with { DueOn = null }, CancellationToken.None));

        Assert.That(mail.Subject, Does.StartWith("Renew the residence permit: Rania"));
        Assert.That(mail.Text, Does.Not.Contain("Due:"));
    }

    [Test]
    public async Task A_person_whom_the_title_names_is_not_named_again()
    {
        var mail = await RenderAsync(r =>
            r.RenderAsync(Alert with { Title = $"Passport of {Alert.PersonName} ends" }, CancellationToken.None)
        );

        Assert.That(mail.Subject, Is.EqualTo("Passport of Rania <b>Al-Khatib</b> ends, due Fri 4 Dec 2026"));
    }

    [Test]
    public async Task What_was_missed_what_else_there_is_and_what_it_costs_are_told()
    {
        var mail = await RenderAsync(r =>
            r.RenderAsync(
                Alert with
                {
                    Consequence = "Unlawful stay and work",
                    Missed = [new LocalDate(2026, 11, 20), new LocalDate(2026, 11, 21)],
                    Also = ["Register at the new address"],
                },
                CancellationToken.None
            )
        );

        Assert.That(mail.Text, Does.Contain("If it is missed: Unlawful stay and work"));
        Assert.That(mail.Text, Does.Contain("Nobody was reminded of it on: Fri 20 Nov 2026, Sat 21 Nov 2026"));
        Assert.That(mail.Text, Does.Contain("At the same time: Register at the new address"));
    }

    [Test]
    public async Task An_invitation_says_until_when_in_the_readers_own_zone()
    {
        var mail = await RenderAsync(r => r.RenderAsync(Invitation, CancellationToken.None));

        Assert.That(mail.Text, Does.Contain("The link works until: Tue 1 Dec 2026, 00:30 (Europe/Brussels)"));
        Assert.That(mail.Text, Does.Contain("Freja Lynge"));
        Assert.That(mail.Text, Does.Contain("https://mobility.nordlys.example/app/invitation/0123456789abcdef"));
    }

    [Test]
    public async Task Dates_are_written_in_the_readers_language()
    {
        var german = Invitation with { Reader = Ilse with { Language = "de-DE" } };

        Assert.That((await RenderAsync(r => r.RenderAsync(german, CancellationToken.None))).Text, Does.Contain("1 Dez. 2026"));
    }

    [Test]
    public async Task A_language_nobody_knows_does_not_stop_the_mail() =>
        Assert.That(
            (
                await RenderAsync(r =>
                    r.RenderAsync(
                        Invitation with
                        {
                            Reader = Ilse with { Language = "tlh-!", TimeZone = "Mars" },
                        },
                        CancellationToken.None
                    )
                )
            ).Text,
            Does.Contain("30 Nov 2026, 23:30 (UTC)")
        );

    [Test]
    public async Task The_html_holds_no_script_style_or_picture_from_anywhere()
    {
        var page = await ReadAsync((await RenderAsync(r => r.RenderAsync(Alert, CancellationToken.None))).Html);

        Assert.That(page.QuerySelectorAll("script, style, link, img, [style]"), Is.Empty);
        Assert.That(page.DocumentElement.GetAttribute("lang"), Is.EqualTo("en"));
    }

    private static Task<RenderedMail> RenderAsync(Func<IMailRenderer, Task<RenderedMail>> render) =>
        Host.UseAsync<IMailRenderer, RenderedMail>(render);

    private static async Task<IHtmlDocument> ReadAsync(string html) =>
        (IHtmlDocument)await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(html));

    private static async Task<string> WordsAsync(string html) => Page.Words((await ReadAsync(html)).Body!);
}

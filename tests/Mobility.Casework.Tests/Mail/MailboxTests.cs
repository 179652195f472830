using Mobility.Casework.Mail;
using NUnit.Framework;

namespace Mobility.Casework.Tests.Mail;

public class MailboxTests
{
    [TestCase("o'brien+visa@example.org", "o'brien+visa@example.org")]
    [TestCase("  name@example.org ", "name@example.org")]
    [TestCase("root@localhost", "root@localhost")]
    [TestCase("anna@bücher.example", "anna@xn--bcher-kva.example")]
    [TestCase("担当@例え.jp", "担当@xn--r8jz45g.jp")]
    public void A_good_address_is_kept_and_its_domain_becomes_ascii(string typed, string kept) =>
        Assert.That(new Mailbox(typed).Address, Is.EqualTo(kept));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("nobody")]
    [TestCase("@example.org")]
    [TestCase("name@")]
    [TestCase("name@exa mple.org")]
    [TestCase("name@example..org")]
    [TestCase("name@-example.org")]
    [TestCase("na me@example.org")]
    [TestCase(".name@example.org")]
    [TestCase("name..last@example.org")]
    [TestCase("a@b@example.org")]
    [TestCase("name@example.org>")]
    [TestCase("<name@example.org")]
    [TestCase("name@example.org\r\nBcc: spy@example.net")]
    [TestCase("name\r\nRCPT TO:<spy@example.net>@example.org")]
    [TestCase("na\u202Eme@example.org")]
    [TestCase("name\uD800@example.org")]
    [TestCase("a-local-part-that-is-much-longer-than-the-sixty-four-letters-allowed@example.org")]
    public void An_address_no_mail_can_go_to_is_refused_with_a_sentence(string? typed)
    {
        Assert.That(Mailbox.ProblemWith(typed), Does.EndWith("."));
        Assert.That(() => new Mailbox(typed!), Throws.ArgumentException);
    }

    [Test]
    public void Neither_address_nor_name_shows_when_a_mailbox_is_formatted() =>
        Assert.That($"{Mails.Plain.To[0]} {Mails.Plain}", Does.Not.Contain("consultant").And.Not.Contain("Jane"));
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Mobility.Casework.Mail;
using Mobility.Testing.Mail;
using NodaTime;
using NUnit.Framework;

namespace Mobility.Casework.Tests.Mail;

/// <summary>What a mail looks like on the way, read back from the file the folder transport writes.</summary>
public class MimeTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("mobility-mail-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task A_mail_carries_the_headers_every_receiver_expects()
    {
        var mail = await WrittenAsync(Mails.Plain with { ReplyTo = new Mailbox("desk@example.org") });

        Assert.That(
            mail.Headers.Select(header => $"{header.Key}: {header.Value}"),
            Is.EqualTo(
                new[]
                {
                    "From: Mobility <mobility@example.org>",
                    "Reply-To: desk@example.org",
                    "To: Jane Doe <consultant@example.com>",
                    "Subject: Passport expires soon",
                    "Date: Sun, 22 Nov 2026 09:05:07 +0000",
                    "Message-ID: <4f1c@mobility.example.org>",
                    "Auto-Submitted: auto-generated",
                    "MIME-Version: 1.0",
                    "Content-Type: text/plain; charset=utf-8",
                    "Content-Transfer-Encoding: quoted-printable",
                }
            )
        );
        Assert.That(mail.Text, Is.EqualTo(Mails.Plain.Text));
        Assert.That(mail.Html, Is.Null);
    }

    [TestCase("تنبيه: تنتهي صلاحية جواز السفر خلال ستين يومًا")]
    [TestCase("出張の件：シェンゲン圏での滞在日数が上限に近づいています（残り五日）。至急ご確認ください。ありがとうございます。")]
    [TestCase("Überstellung nach Łódź – Fälligkeit überschritten")]
    [TestCase("Emoji 👩‍👩‍👧‍👦 that are longer than one code unit 👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽")]
    [TestCase("It looks like =?utf-8?B?QUJD?= but is not")]
    [TestCase("Two  spaces   stay")]
    [TestCase("A subject in plain ASCII that is so long that it has to be folded over more than two lines of a header to fit")]
    [TestCase("AWordThatIsLongerThanAnyLineOfAHeaderMayBeAndHasNoSpaceInItWhereItCouldBeFoldedSoItMustBeEncodedToTravel")]
    public async Task A_subject_in_any_script_and_of_any_length_comes_back_the_same(string subject)
    {
        var mail = await WrittenAsync(Mails.Plain with { Subject = subject });

        Assert.That(mail.Subject, Is.EqualTo(subject));
        AssertLinesAreShort(mail);
    }

    [TestCase("Jörg Müller", "Jörg Müller <a@example.org>")]
    [TestCase("Doe, Jane", "\"Doe, Jane\" <a@example.org>")]
    [TestCase("The \"Boss\" \\ Co", "\"The \\\"Boss\\\" \\\\ Co\" <a@example.org>")]
    [TestCase("محمد بن راشد آل مكتوم", "محمد بن راشد آل مكتوم <a@example.org>")]
    [TestCase("Björk", "Björk <a@example.org>")]
    [TestCase(
        "A name of a department (with brackets, commas and so on), longer than a line of a header",
        "A name of a department (with brackets, commas and so on), longer than a line of a header <a@example.org>"
    )]
    public async Task A_display_name_in_any_script_comes_back_the_same(string name, string shown)
    {
        var mail = await WrittenAsync(Mails.Plain with { To = [new Mailbox("a@example.org", name)] });

        Assert.That(mail.To, Is.EqualTo(shown));
        AssertLinesAreShort(mail);
    }

    [Test]
    public async Task Several_receivers_are_separated_by_commas_outside_the_encoded_names()
    {
        var mail = await WrittenAsync(
            Mails.Plain with
            {
                To = [new Mailbox("a@example.org", "Ærø"), new Mailbox("b@example.org"), new Mailbox("c@example.org", "Ødegård")],
            }
        );

        Assert.That(mail.To, Is.EqualTo("Ærø <a@example.org>, b@example.org, Ødegård <c@example.org>"));
    }

    [Test]
    public async Task Text_and_html_travel_as_alternatives_the_plain_one_first()
    {
        var mail = await WrittenAsync(Mails.Plain with { Text = "Grüße\n", Html = "<p>Grüße</p>\n" });

        Assert.That(mail.Text, Is.EqualTo("Grüße\n"));
        Assert.That(mail.Html, Is.EqualTo("<p>Grüße</p>\n"));
        Assert.That(mail["Content-Type"], Does.StartWith("multipart/alternative;"));
        Assert.That(
            mail.Raw.IndexOf("text/plain", StringComparison.Ordinal),
            Is.LessThan(mail.Raw.IndexOf("text/html", StringComparison.Ordinal))
        );
    }

    [TestCase(".\n..\n.dot at the start\n", TestName = "Lines that begin with a dot come back the same")]
    [TestCase("space at the end \ntab at the end\t\n \n", TestName = "Space at the end of a line comes back the same")]
    [TestCase("=3D = =\n--=_ --\nFrom here\n", TestName = "Text that looks like an encoding comes back the same")]
    [TestCase("لا شيء يضيع في الطريق\n日本語\n", TestName = "Text in other scripts comes back the same")]
    [TestCase("nul \0 escape \u001b del \u007f\n", TestName = "Control characters come back the same")]
    public async Task Body(string text)
    {
        var mail = await WrittenAsync(Mails.Plain with { Text = text, Html = text });

        Assert.That(mail.Text, Is.EqualTo(text));
        Assert.That(mail.Html, Is.EqualTo(text));
        AssertLinesAreShort(mail);
    }

    [Test]
    public async Task A_line_of_any_length_comes_back_the_same_and_no_line_on_the_way_is_long()
    {
        for (var length = 70; length < 80; length++)
        {
            var text =
                new string('x', length)
                + "\n"
                + new string('x', length)
                + "=\n"
                + new string('ü', length)
                + " \n"
                + new string('=', 3000)
                + "\n";
            var mail = await WrittenAsync(Mails.Plain with { Text = text });

            Assert.That(mail.Text, Is.EqualTo(text));
            AssertLinesAreShort(mail);
        }
    }

    [TestCase("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour\n")]
    [TestCase("", "\n")]
    public async Task Line_ends_of_every_kind_become_one_kind_and_the_last_line_is_ended(string written, string read)
    {
        var mail = await WrittenAsync(Mails.Plain with { Text = written });

        Assert.That(mail.Text, Is.EqualTo(read));
    }

    [Test]
    public void Any_text_comes_back_the_same() =>
        Prop.ForAll<NonNull<string>, NonNull<string>>(
                (subject, body) =>
                {
                    // A lone surrogate is no text; a control character in a subject becomes a space, which another test shows.
                    var readable = Readable(subject.Get);
                    var title =
                        "S" + string.Concat(readable.Where(c => !char.IsControl(c) && c is not ('\u2028' or '\u2029'))) + "E";
                    var text = Readable(body.Get).Replace('\r', '\n') + "\n";
                    text = text.EndsWith("\n\n", StringComparison.Ordinal) ? text[..^1] : text;
                    var mail = WrittenAsync(Mails.Plain with { Subject = title, Text = text }).GetAwaiter().GetResult();
                    return mail.Subject == title && mail.Text == text;
                }
            )
            .QuickCheckThrowOnFailure();

    [Test]
    public async Task A_line_break_in_a_subject_or_name_adds_no_header()
    {
        var mail = await WrittenAsync(
            Mails.Plain with
            {
                Subject = "Hello\r\nBcc: spy@example.net\r\n\r\nbody",
                To = [new Mailbox("a@example.org", "A\nBcc: spy@example.net")],
            }
        );

        Assert.That(mail["Bcc"], Is.Null);
        Assert.That(mail.Subject, Is.EqualTo("Hello Bcc: spy@example.net body"));
        Assert.That(mail.To, Is.EqualTo("\"A Bcc: spy@example.net\" <a@example.org>"));
        Assert.That(mail.Text, Is.EqualTo(Mails.Plain.Text));
    }

    [TestCase("X-Case", "one\r\nBcc: spy@example.net")]
    [TestCase("X-Case\r\nBcc", "spy@example.net")]
    [TestCase("X-Case: y\r\nBcc", "spy@example.net")]
    [TestCase("X-Case", "")]
    [TestCase("X Case", "one")]
    [TestCase("Bcc", "spy@example.net")]
    [TestCase("subject", "another")]
    [TestCase("Content-Type", "text/html")]
    public void A_header_that_would_change_the_mail_is_refused(string name, string value) =>
        Assert.That(
            () => Mails.Plain with { Headers = new Dictionary<string, string> { [name] = value } },
            Throws.ArgumentException
        );

    [TestCase("no-at-sign")]
    [TestCase("<in@brackets>")]
    [TestCase("two@at@signs")]
    [TestCase("a b@example.org")]
    [TestCase("a@example.org>\r\nBcc: <spy@example.net")]
    public void A_message_id_that_is_none_is_refused(string id) =>
        Assert.That(() => Mails.Plain with { MessageId = id }, Throws.ArgumentException);

    [Test]
    public void A_mail_without_a_subject_or_a_receiver_is_refused()
    {
        Assert.That(() => Mails.Plain with { Subject = " \r\n " }, Throws.ArgumentException);
        Assert.That(() => Mails.Plain with { To = [] }, Throws.ArgumentException);
    }

    [Test]
    public async Task Further_headers_are_written_and_may_replace_auto_submitted()
    {
        var mail = await WrittenAsync(
            Mails.Plain with
            {
                Headers = new Dictionary<string, string>
                {
                    ["auto-submitted"] = "no",
                    ["References"] = "<a@example.org> <b@example.org>",
                    ["X-Case"] = "Łódź",
                },
            }
        );

        Assert.That(mail["Auto-Submitted"], Is.EqualTo("no"));
        Assert.That(mail["References"], Is.EqualTo("<a@example.org> <b@example.org>"));
        Assert.That(mail["X-Case"], Is.EqualTo("Łódź"));
    }

    [Test]
    public async Task Files_sort_by_date_and_the_same_mail_again_replaces_its_file()
    {
        var later = Mails.Plain with
        {
            Date = Mails.Plain.Date + Duration.FromMilliseconds(1),
            MessageId = "0001@example.org",
            Subject = "Later",
        };
        var transport = new PickupFolderTransport(folder);
        await transport.SendAsync(later, CancellationToken.None);
        await transport.SendAsync(Mails.Plain, CancellationToken.None);
        await transport.SendAsync(Mails.Plain, CancellationToken.None);

        var subjects = Directory
            .GetFiles(folder)
            .Order(StringComparer.Ordinal)
            .Select(file => ReceivedMail.ReadFile(file).Subject);
        Assert.That(subjects, Is.EqualTo(new[] { Mails.Plain.Subject, "Later" }));
    }

    [Test]
    public async Task A_folder_that_cannot_be_made_delays_the_mail()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "");

        var delayed = Assert.ThrowsAsync<MailDelayedException>(() =>
            new PickupFolderTransport(Path.Combine(file, "below")).SendAsync(Mails.Plain, CancellationToken.None)
        );
        Assert.That(delayed!.Message, Does.StartWith($"The mail folder {Path.Combine(file, "below")} could not be written: "));
    }

    private async Task<ReceivedMail> WrittenAsync(OutgoingMail mail)
    {
        await new PickupFolderTransport(folder).SendAsync(mail, CancellationToken.None);
        return ReceivedMail.ReadFile(Directory.GetFiles(folder).Single());
    }

    private static void AssertLinesAreShort(ReceivedMail mail) =>
        Assert.That(mail.Raw.Split("\r\n").Max(Encoding.UTF8.GetByteCount), Is.LessThanOrEqualTo(76));

    private static string Readable(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}

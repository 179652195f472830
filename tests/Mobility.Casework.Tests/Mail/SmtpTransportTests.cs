using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Mobility.Casework.Mail;
using Mobility.Testing.Mail;
using NUnit.Framework;

namespace Mobility.Casework.Tests.Mail;

/// <summary>Over real sockets to a real server in this process.</summary>
[Parallelizable(ParallelScope.All)]
public class SmtpTransportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task A_mail_read_back_equals_what_was_sent()
    {
        await using var sink = SmtpSink.Start();
        var mail = Mails.Plain with
        {
            To = [new Mailbox("a@example.com", "Åsa Öberg"), new Mailbox("b@bücher.example")],
            Subject = "جواز السفر — パスポート",
            Text = ".\n..two dots\n" + new string('x', 5000) + "\nGrüße \n.\n",
            Html = "<p>.</p>\n.\n",
        };

        await SendAsync(sink, mail);

        var received = await sink.WaitForMailAsync(candidate => candidate.MessageId == mail.MessageId, Patience);
        Assert.That(received.EnvelopeFrom, Is.EqualTo("mobility@example.org"));
        Assert.That(received.EnvelopeTo, Is.EqualTo(new[] { "a@example.com", "b@xn--bcher-kva.example" }));
        Assert.That(received.To, Is.EqualTo("Åsa Öberg <a@example.com>, b@xn--bcher-kva.example"));
        Assert.That(received.Subject, Is.EqualTo(mail.Subject));
        Assert.That(received.Text, Is.EqualTo(mail.Text));
        Assert.That(received.Html, Is.EqualTo(mail.Html));
        Assert.That(
            sink.Commands.Select(command => command.Line.Split(' ')[0]),
            Is.EqualTo(new[] { "EHLO", "MAIL", "RCPT", "RCPT", "DATA", "QUIT" })
        );
        Assert.That(sink.Commands[0].Line, Is.EqualTo("EHLO [127.0.0.1]"));
        Assert.That(sink.Commands[1].Line, Does.Contain(" SIZE="));
    }

    [Test]
    public async Task A_receiver_named_twice_is_told_once()
    {
        await using var sink = SmtpSink.Start();

        await SendAsync(sink, Mails.Plain with { To = [new Mailbox("a@example.com"), new Mailbox("a@example.com", "Again")] });

        Assert.That(sink.Mails.Single().EnvelopeTo, Is.EqualTo(new[] { "a@example.com" }));
    }

    [Test]
    public async Task An_address_beyond_ascii_goes_to_a_server_that_offers_it()
    {
        await using var sink = SmtpSink.Start();

        await SendAsync(sink, Mails.Plain with { To = [new Mailbox("担当@example.jp")] });

        Assert.That(sink.Mails.Single().EnvelopeTo, Is.EqualTo(new[] { "担当@example.jp" }));
        Assert.That(sink.Commands[1].Line, Does.Contain(" SMTPUTF8 BODY=8BITMIME"));
    }

    [Test]
    public async Task An_address_beyond_ascii_is_refused_where_the_server_does_not_offer_it()
    {
        await using var sink = SmtpSink.Start(new SmtpSinkSettings { Offers = [] });

        var refused = Assert.ThrowsAsync<MailRefusedException>(() =>
            SendAsync(sink, Mails.Plain with { To = [new Mailbox("担当@example.jp")] })
        );

        Assert.That(refused!.Message, Does.Contain("SMTPUTF8"));
        Assert.That(sink.Commands.Select(command => command.Line), Has.None.StartsWith("MAIL"));
    }

    [Test]
    public async Task A_mail_larger_than_the_server_takes_is_refused_before_it_is_sent()
    {
        await using var sink = SmtpSink.Start(new SmtpSinkSettings { Offers = ["SIZE 1000"] });

        var refused = Assert.ThrowsAsync<MailRefusedException>(() =>
            SendAsync(sink, Mails.Plain with { Text = new string('x', 2000) })
        );

        Assert.That(refused!.Message, Does.Contain("takes no more than 1000"));
    }

    [TestCase(SinkStage.Sender, "550 5.7.1 You may not send as this", MailStage.Sender)]
    [TestCase(SinkStage.Receiver, "550 5.1.1 Nobody of that name here", MailStage.Receiver)]
    [TestCase(SinkStage.Data, "554 5.3.0 No mail today or ever", MailStage.Content)]
    [TestCase(SinkStage.Message, "552-5.2.3 Your mail\r\n552 5.2.3 is too big", MailStage.Content)]
    public async Task What_a_server_refuses_for_good_is_refused_with_its_code_status_and_sentence(
        SinkStage at,
        string answer,
        MailStage stage
    )
    {
        await using var sink = SmtpSink.Start();
        sink.Answer(at, answer);

        var refused = Assert.ThrowsAsync<MailRefusedException>(() => SendAsync(sink));

        var parts = answer.Replace("\r\n552 5.2.3", "", StringComparison.Ordinal).Split([' ', '-'], 3);
        Assert.That(refused!.Stage, Is.EqualTo(stage));
        Assert.That(refused.Answer!.Code, Is.EqualTo(int.Parse(parts[0], CultureInfo.InvariantCulture)));
        Assert.That(refused.Answer.EnhancedStatus, Is.EqualTo(parts[1]));
        Assert.That(refused.Answer.Sentence, Is.EqualTo(parts[2]));
        Assert.That(refused.Message, Does.EndWith($"{parts[0]} {parts[1]} {parts[2]}"));
        Assert.That(sink.Mails, Is.Empty);
    }

    [TestCase(SinkStage.Greeting, "421 4.3.2 Come back later", MailStage.Connect, true)]
    [TestCase(SinkStage.Greeting, "554 No mail service here", MailStage.Connect, true)]
    [TestCase(SinkStage.Hello, "502 Whatever", MailStage.Hello, true)]
    [TestCase(SinkStage.Sender, "451 4.3.0 Later", MailStage.Sender, false)]
    [TestCase(SinkStage.Sender, "530 5.7.0 Authentication required", MailStage.Sender, true)]
    [TestCase(SinkStage.Receiver, "450 4.2.0 Greylisted", MailStage.Receiver, false)]
    [TestCase(SinkStage.Receiver, "421 4.7.0 Too many", MailStage.Receiver, true)]
    [TestCase(SinkStage.Data, "451 4.3.0 Later", MailStage.Content, false)]
    [TestCase(SinkStage.Message, "452 4.3.1 Disk full", MailStage.Content, false)]
    [TestCase(SinkStage.Message, "nonsense", MailStage.Content, false)]
    [TestCase(SinkStage.Hello, "250-one\r\n251 two", MailStage.Hello, true)]
    public async Task What_may_pass_delays_the_mail_and_says_whether_every_mail_would_meet_it(
        SinkStage at,
        string answer,
        MailStage stage,
        bool concernsEveryMail
    )
    {
        await using var sink = SmtpSink.Start();
        sink.Answer(at, answer);

        var delayed = Assert.ThrowsAsync<MailDelayedException>(() => SendAsync(sink));

        Assert.That(delayed!.Stage, Is.EqualTo(stage));
        Assert.That(delayed.ConcernsEveryMail, Is.EqualTo(concernsEveryMail));
        Assert.That(sink.Mails, Is.Empty);
    }

    [Test]
    public async Task With_one_receiver_refused_nobody_gets_the_mail_and_for_good_wins_over_later()
    {
        await using var sink = SmtpSink.Start();
        var mail = Mails.Plain with
        {
            To = [new Mailbox("a@example.com"), new Mailbox("b@example.com"), new Mailbox("c@example.com")],
        };

        sink.Answer(SinkStage.Receiver, "450 4.2.0 Greylisted", times: 1);
        Assert.ThrowsAsync<MailDelayedException>(() => SendAsync(sink, mail));

        sink.Answer(SinkStage.Receiver, "550 5.1.1 Unknown", times: 1);
        Assert.ThrowsAsync<MailRefusedException>(() => SendAsync(sink, mail));

        Assert.That(sink.Mails, Is.Empty);
    }

    [TestCase(SinkStage.Greeting)]
    [TestCase(SinkStage.Hello)]
    [TestCase(SinkStage.Sender)]
    [TestCase(SinkStage.Receiver)]
    [TestCase(SinkStage.Data)]
    [TestCase(SinkStage.InMessage)]
    [TestCase(SinkStage.Message)]
    public async Task A_server_that_hangs_up_delays_the_mail(SinkStage at)
    {
        await using var sink = SmtpSink.Start();
        sink.Drop(at);

        Assert.ThrowsAsync<MailDelayedException>(() => SendAsync(sink, Mails.Plain with { Text = new string('x', 500_000) }));

        Assert.That(sink.Mails, Is.Empty);
    }

    [Test]
    public async Task A_server_that_hangs_up_after_taking_the_mail_has_taken_it()
    {
        await using var sink = SmtpSink.Start();
        sink.Drop(SinkStage.Quit);

        await SendAsync(sink);

        Assert.That(sink.Mails, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_server_that_says_nothing_delays_the_mail_after_the_time_set()
    {
        await using var sink = SmtpSink.Start();
        sink.Hold(SinkStage.Receiver);
        var options = sink.OptionsToReachIt();
        options.AnswerTimeout = TimeSpan.FromMilliseconds(200);

        var delayed = Assert.ThrowsAsync<MailDelayedException>(() => SendAsync(options));

        Assert.That(delayed!.Stage, Is.EqualTo(MailStage.Receiver));
        Assert.That(delayed.Message, Is.EqualTo($"localhost:{sink.Port} gave no answer within 0.2 seconds."));
    }

    [Test]
    public async Task A_slow_server_is_waited_for()
    {
        await using var sink = SmtpSink.Start();
        var hold = sink.Hold(SinkStage.Message);

        var sending = SendAsync(sink);
        await hold.Reached.WaitAsync(Patience);
        Assert.That(sending.IsCompleted, Is.False);
        hold.Release();
        await sending.WaitAsync(Patience);

        Assert.That(sink.Mails, Has.Count.EqualTo(1));
    }

    [TestCase(SinkStage.Greeting)]
    [TestCase(SinkStage.Hello)]
    [TestCase(SinkStage.LogIn)]
    [TestCase(SinkStage.Receiver)]
    [TestCase(SinkStage.Message)]
    public async Task Cancelling_ends_the_waiting_at_once(SinkStage at)
    {
        await using var sink = SmtpSink.Start(new SmtpSinkSettings { UserName = "user", Password = "secret" });
        var hold = sink.Hold(at);
        using var stop = new CancellationTokenSource();

        var sending = Transport(sink.OptionsToReachIt()).SendAsync(Mails.Plain, stop.Token);
        await hold.Reached.WaitAsync(Patience);
        await stop.CancelAsync();

        Assert.That(async () => await sending.WaitAsync(Patience), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Cancelling_after_the_mail_was_taken_does_not_unsend_it()
    {
        await using var sink = SmtpSink.Start();
        var hold = sink.Hold(SinkStage.Quit);
        using var stop = new CancellationTokenSource();

        var sending = Transport(sink.OptionsToReachIt()).SendAsync(Mails.Plain, stop.Token);
        await hold.Reached.WaitAsync(Patience);
        await stop.CancelAsync();

        await sending.WaitAsync(Patience);
    }

    [Test]
    public async Task A_server_that_is_not_there_delays_the_mail()
    {
        var sink = SmtpSink.Start();
        var options = sink.OptionsToReachIt();
        await sink.DisposeAsync();

        var delayed = Assert.ThrowsAsync<MailDelayedException>(() => SendAsync(options));

        Assert.That(delayed!.Stage, Is.EqualTo(MailStage.Connect));
        Assert.That(delayed.Message, Does.StartWith($"Localhost:{options.Port} could not be reached: ").IgnoreCase);
    }

    [Test]
    public async Task A_server_that_never_ends_its_answer_is_given_up()
    {
        await using var sink = SmtpSink.Start();
        sink.Answer(SinkStage.Hello, string.Concat(Enumerable.Repeat("250-more\r\n", 1000)) + "250 end");
        Assert.That(
            Assert.ThrowsAsync<MailDelayedException>(() => SendAsync(sink))!.Message,
            Does.Contain("more than 200 lines")
        );

        sink.Answer(SinkStage.Hello, "250 " + new string('x', 10_000));
        Assert.That(
            Assert.ThrowsAsync<MailDelayedException>(() => SendAsync(sink))!.Message,
            Does.Contain("more than 4096 bytes")
        );
    }

    private static Task SendAsync(SmtpSink sink, OutgoingMail? mail = null) => SendAsync(sink.OptionsToReachIt(), mail);

    private static Task SendAsync(SmtpOptions options, OutgoingMail? mail = null) =>
        Transport(options).SendAsync(mail ?? Mails.Plain, CancellationToken.None);

    private static SmtpTransport Transport(SmtpOptions options) => new(options, NullLogger<SmtpTransport>.Instance);
}

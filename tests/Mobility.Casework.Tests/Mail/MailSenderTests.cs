using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Mobility.Casework.Data;
using Mobility.Casework.Mail;
using Mobility.Casework.Operations;
using Mobility.Testing;
using Mobility.Testing.Data;
using Mobility.Testing.Mail;
using NodaTime;

namespace Mobility.Casework.Tests.Mail;

/// <summary>From the row to the server, on a real database and over real sockets.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MailSenderTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly MailReader Reader = new("Łucja Żak", "consultant@example.com", "pl", "Europe/Warsaw");
    private static readonly RenderedMail Expiry = new("Passport expires soon", "In 60 days.\n", "<p>In 60 days.</p>\n");

    private readonly TestDatabase database = TestDatabase.Create();
    private readonly FakeClock clock = FakeClock.On(2026, 11, 22);
    private readonly SmtpSink sink = SmtpSink.Start(
        new SmtpSinkSettings
        {
            Security = SmtpSecurity.StartTls,
            UserName = "mobility",
            Password = "secret",
        }
    );

    public async ValueTask DisposeAsync()
    {
        await sink.DisposeAsync();
        database.Dispose();
    }

    [Test]
    public async Task A_mail_leaves_with_the_change_that_queued_it_or_not_at_all()
    {
        await using (var db = database.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.MailMessages.Add(Expiry.ToRow(Reader, clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        }

        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(0, 0, 0)));

        var queued = await QueueAsync();
        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(1, 0, 0)));

        var mail = sink.Mails.Single();
        Assert.That(mail.From, Is.EqualTo("Mobility <mobility@example.org>"));
        Assert.That(mail.To, Is.EqualTo("Łucja Żak <consultant@example.com>"));
        Assert.That(mail.Subject, Is.EqualTo(Expiry.Subject));
        Assert.That(mail.Text, Is.EqualTo(Expiry.Text));
        Assert.That(mail.Html, Is.EqualTo(Expiry.Html));
        Assert.That(mail.MessageId, Is.EqualTo($"{queued:N}@mobility.example.org"));
        Assert.That(mail["Auto-Submitted"], Is.EqualTo("auto-generated"));
    }

    [Test]
    public async Task A_sent_mail_is_stamped_and_not_sent_again()
    {
        var id = await QueueAsync();
        clock.Advance(Duration.FromSeconds(40));

        await RunAsync();
        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(0, 0, 0)));

        var row = await RowAsync(id);
        Assert.That(row.State, Is.EqualTo(MailState.Sent));
        Assert.That(row.SentAt, Is.EqualTo(clock.GetCurrentInstant()));
        Assert.That(row.ClaimedUntil, Is.Null);
        Assert.That(row.Tries, Is.EqualTo(1));
        Assert.That(sink.Mails, Has.Count.EqualTo(1));
    }

    [TestCase(null, MailState.Sent)]
    [TestCase("550 5.1.1 Nobody of that name here", MailState.Failed)]
    public async Task What_a_sealed_mail_says_reaches_its_reader_and_is_not_kept_once_it_is_sent_or_given_up(
        string? answer,
        MailState end
    )
    {
        var id = await QueueAsync(isSealed: true);
        sink.Answer(SinkStage.Receiver, "450 4.2.0 Greylisted", times: 1);
        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(0, 1, 0)));
        var waiting = await RowAsync(id);
        Assert.That((waiting.Text, waiting.IsSealed), Is.EqualTo(("", true)));
        Assert.That(waiting.Html, Does.Not.Contain("60 days"));
        if (answer is not null)
        {
            sink.Answer(SinkStage.Receiver, answer, times: 1);
        }
        clock.Advance(Duration.FromMinutes(1));

        await RunAsync();

        Assert.That(
            sink.Mails.Select(mail => (mail.Text, mail.Html)),
            Is.EqualTo(end == MailState.Sent ? new[] { (Expiry.Text, (string?)Expiry.Html) } : [])
        );
        var row = await RowAsync(id);
        Assert.That((row.State, row.Text, row.Html), Is.EqualTo((end, "", "")));
        Assert.That((await RowAsync(await QueueAsync())).Text, Is.EqualTo(Expiry.Text), "others are kept");
    }

    [Test]
    public async Task A_sealed_mail_opens_in_its_own_row_only()
    {
        var (one, other) = (await QueueAsync(isSealed: true), await QueueAsync(isSealed: true));
        var moved = (await RowAsync(one)).Html;
        await using (var db = database.Open())
        {
            await db.MailMessages.Where(m => m.Id == other).ExecuteUpdateAsync(s => s.SetProperty(m => m.Html, moved));
        }

        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(1, 0, 1)));
        Assert.That((await RowAsync(other)).Error, Is.EqualTo("What this mail says is damaged and cannot be read."));
    }

    [Test]
    public async Task A_delayed_mail_is_tried_again_with_growing_gaps_and_fails_after_two_days()
    {
        var id = await QueueAsync();
        sink.Answer(SinkStage.Receiver, "450 4.2.0 Greylisted");
        var gaps = new List<Duration>();
        while ((await RowAsync(id)).State == MailState.Waiting)
        {
            var tried = clock.GetCurrentInstant();
            await RunAsync();
            var next = (await RowAsync(id)).NextTryAt;
            if (next > tried)
            {
                gaps.Add(next - tried);
                clock.Set(next - Duration.FromMilliseconds(1));
                Assert.That(await RunAsync(), Is.EqualTo(new MailRun(0, 0, 0)), "It was tried before its time.");
            }

            clock.Set(next);
        }

        Assert.That(gaps.Select(gap => gap.TotalMinutes), Is.EqualTo(new[] { 1, 5, 15, 60, 240, 720, 1440 }));
        var row = await RowAsync(id);
        Assert.That(row.State, Is.EqualTo(MailState.Failed));
        Assert.That(row.Tries, Is.EqualTo(8));
        Assert.That(row.Error, Does.EndWith("refused a receiver: 450 4.2.0 Greylisted"));
        clock.Advance(Duration.FromDays(30));
        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(0, 0, 0)));
    }

    [Test]
    public async Task A_mail_that_was_delayed_and_then_sent_keeps_no_error()
    {
        var id = await QueueAsync();
        sink.Answer(SinkStage.Message, "452 4.3.1 Disk full", times: 1);

        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(0, 1, 0)));
        Assert.That((await RowAsync(id)).Error, Does.Contain("Disk full"));
        clock.Advance(Duration.FromMinutes(1));
        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(1, 0, 0)));
        Assert.That((await RowAsync(id)).Error, Is.Null);
    }

    [Test]
    public async Task A_mail_refused_for_good_fails_at_once_and_the_next_one_goes()
    {
        var refused = await QueueAsync();
        var good = await QueueAsync();
        sink.Answer(SinkStage.Receiver, "550 5.1.1 Nobody of that name here", times: 1);

        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(1, 0, 1)));

        var row = await RowAsync(refused);
        Assert.That(row.State, Is.EqualTo(MailState.Failed));
        Assert.That(row.Error, Does.EndWith("550 5.1.1 Nobody of that name here"));
        Assert.That((await RowAsync(good)).State, Is.EqualTo(MailState.Sent));
    }

    [TestCase("not an address")]
    [TestCase("a@example.com\r\nBcc: spy@example.net")]
    public async Task A_mail_to_no_address_fails_at_once_with_a_sentence_and_the_next_one_goes(string address)
    {
        var bad = await QueueAsync(reader: Reader with { Address = address });
        await QueueAsync();

        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(1, 0, 1)));
        Assert.That((await RowAsync(bad)).Error, Does.Contain("e-mail address"));
    }

    [Test]
    public async Task A_refused_log_in_stops_the_run_and_costs_no_mail()
    {
        var ids = new[] { await QueueAsync(), await QueueAsync(), await QueueAsync() };
        sink.Answer(SinkStage.LogIn, "535 5.7.8 The password has expired");

        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(0, 1, 0)));
        Assert.That((await RowAsync(ids[0])).Error, Does.EndWith("refused the log-in: 535 5.7.8 The password has expired"));
        Assert.That((await RowAsync(ids[2])).Tries, Is.EqualTo(0));

        sink.Behave();
        clock.Advance(Duration.FromMinutes(1));
        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(3, 0, 0)));
    }

    [Test]
    public async Task A_mail_taken_but_not_confirmed_goes_again_under_the_same_message_id()
    {
        var id = await QueueAsync();
        sink.Drop(SinkStage.Confirmation);
        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(0, 1, 0)));

        sink.Behave();
        clock.Advance(Duration.FromMinutes(1));
        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(1, 0, 0)));

        Assert.That(sink.Mails.Select(mail => mail.MessageId), Is.EqualTo(Enumerable.Repeat($"{id:N}@mobility.example.org", 2)));
        Assert.That(sink.Mails[0].Raw, Is.EqualTo(sink.Mails[1].Raw));
    }

    [Test]
    public async Task While_one_node_sends_a_mail_another_leaves_it_alone()
    {
        await QueueAsync();
        var hold = sink.Hold(SinkStage.Message);

        var sending = RunAsync();
        await hold.Reached.WaitAsync(Patience);
        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(0, 0, 0)));
        hold.Release();

        Assert.That(await sending.WaitAsync(Patience), Is.EqualTo(new MailRun(1, 0, 0)));
        Assert.That(sink.Mails, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Several_nodes_at_once_send_every_mail_once()
    {
        var ids = new List<Guid>();
        await using (var db = database.Open())
        {
            var rows = Enumerable.Range(0, 120).Select(_ => Expiry.ToRow(Reader, clock.GetCurrentInstant())).ToList();
            ids.AddRange(rows.Select(row => row.Id));
            db.MailMessages.AddRange(rows);
            await db.SaveChangesAsync();
        }

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RunAsync())));

        Assert.That(runs.Sum(run => run.Sent), Is.EqualTo(ids.Count));
        Assert.That(sink.Mails.Select(mail => mail.MessageId), Is.EquivalentTo(ids.Select(id => $"{id:N}@mobility.example.org")));
    }

    [Test]
    public async Task A_mail_that_a_dead_node_had_claimed_is_sent_when_the_claim_is_over()
    {
        var id = await QueueAsync();
        await using (var db = database.Open())
        {
            var until = clock.GetCurrentInstant() + Duration.FromMinutes(30);
            await db.MailMessages.ExecuteUpdateAsync(row => row.SetProperty(mail => mail.ClaimedUntil, until));
        }

        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(0, 0, 0)));
        clock.Advance(Duration.FromMinutes(30));
        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(1, 0, 0)));
        Assert.That((await RowAsync(id)).State, Is.EqualTo(MailState.Sent));
    }

    [Test]
    public async Task Stopping_the_host_gives_the_mail_back_for_the_next_run()
    {
        var id = await QueueAsync();
        var hold = sink.Hold(SinkStage.Receiver);
        using var stop = new CancellationTokenSource();

        var sending = RunAsync(cancellation: stop.Token);
        await hold.Reached.WaitAsync(Patience);
        await stop.CancelAsync();

        Assert.That(async () => await sending.WaitAsync(Patience), Throws.InstanceOf<OperationCanceledException>());
        var row = await RowAsync(id);
        Assert.That(row.ClaimedUntil, Is.Null);
        Assert.That(row.Tries, Is.EqualTo(0));
        sink.Behave();
        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(1, 0, 0)));
    }

    [Test]
    public async Task A_fault_of_the_program_is_loud_and_does_not_block_the_mails_behind_it()
    {
        var first = await QueueAsync();
        await QueueAsync();

        Assert.ThrowsAsync<NotSupportedException>(() => RunAsync(transport: new BrokenTransport()));

        Assert.That((await RowAsync(first)).Error, Does.Contain("made a mistake"));
        Assert.That(await RunAsync(), Is.EqualTo(new MailRun(1, 0, 0)));
    }

    [Test]
    public async Task A_subject_or_name_too_long_for_its_column_is_cut_and_not_inside_a_character()
    {
        var id = await QueueAsync(
            Expiry with
            {
                Subject = new string('x', 398) + "👍👍",
            },
            Reader with
            {
                Name = new string('y', 500),
            }
        );

        var row = await RowAsync(id);
        Assert.That(row.Subject, Is.EqualTo(new string('x', 398) + "…"));
        Assert.That(row.ToName, Has.Length.EqualTo(200));
    }

    [Test]
    public async Task No_log_line_holds_an_address_a_name_a_password_or_a_servers_sentence()
    {
        using var log = new LineLog();
        await QueueAsync();
        await QueueAsync(reader: Reader with { Address = "private person@example.com" });
        sink.Answer(SinkStage.Receiver, "550 5.1.1 <consultant@example.com> is unknown", times: 1);
        await RunAsync(logger: log);
        await QueueAsync();
        sink.Answer(SinkStage.LogIn, "535 mobility may not log in with secret");
        await RunAsync(logger: log);

        Assert.That(log.Lines, Has.Count.EqualTo(3));
        Assert.That(
            log.Lines,
            Has.None.Contains("consultant")
                .Or.Contains("private")
                .Or.Contains("Łucja")
                .Or.Contains("secret")
                .Or.Contains("unknown")
        );
    }

    private async Task<Guid> QueueAsync(RenderedMail? mail = null, MailReader? reader = null, bool isSealed = false)
    {
        await using var db = database.Open();
        var row = (mail ?? Expiry).ToRow(reader ?? Reader, clock.GetCurrentInstant());
        if (isSealed)
        {
            await new MailSeal(db, TestKeys.Keys).SealAsync(row, default);
        }
        db.MailMessages.Add(row);
        await db.SaveChangesAsync();
        return row.Id;
    }

    private async Task<MailMessage> RowAsync(Guid id)
    {
        await using var db = database.Open();
        return await db.MailMessages.AsNoTracking().SingleAsync(mail => mail.Id == id);
    }

    private async Task<MailRun> RunAsync(
        IMailTransport? transport = null,
        ILogger<MailSender>? logger = null,
        CancellationToken cancellation = default
    )
    {
        await using var db = database.Open();
        await using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var settings = new MailOptions { From = "mobility@example.org", MessageIdHost = "mobility.example.org" };
        var sender = new MailSender(
            db,
            new MailSeal(db, TestKeys.Keys),
            transport ?? new SmtpTransport(sink.OptionsToReachIt(), NullLogger<SmtpTransport>.Instance),
            Options.Create(settings),
            clock,
            new ProgramMetrics(meters.GetRequiredService<IMeterFactory>()),
            logger ?? NullLogger<MailSender>.Instance
        );
        return await sender.SendDueAsync(cancellation);
    }

    private sealed class BrokenTransport : IMailTransport
    {
        public Task SendAsync(OutgoingMail mail, CancellationToken cancellation) =>
            throw new NotSupportedException("A fault of ours.");
    }

    private sealed class LineLog : ILogger<MailSender>, IDisposable
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Add(formatter(state, exception) + exception);

        public void Dispose() { }
    }
}

namespace Mobility.Casework.Mail;

/// <summary>Hands a mail over to whatever carries it on: a mail server, or a folder.</summary>
public interface IMailTransport
{
    /// <summary>Returns when the mail has been taken for all its receivers.</summary>
    /// <exception cref="MailRefusedException">This mail will never be taken as it is; trying again is useless.</exception>
    /// <exception cref="MailDelayedException">It was not taken now, and may be later.</exception>
    /// <exception cref="OperationCanceledException">The caller stopped waiting; the mail may or may not have been taken.</exception>
    Task SendAsync(OutgoingMail mail, CancellationToken cancellation);
}

/// <summary>How far the sending had come.</summary>
public enum MailStage
{
    Connect,
    Hello,
    Encryption,
    LogIn,
    Sender,
    Receiver,
    Content,
}

/// <summary>
/// A mail that was not taken. The message holds the server's own sentence, which often repeats an address: show it to an
/// administrator, keep it out of the log. Stage, code and enhanced status are fit for logs.
/// </summary>
public abstract class MailNotSentException(MailStage stage, string message, MailServerAnswer? answer, Exception? inner)
    : Exception(message, inner)
{
    public MailStage Stage { get; } = stage;

    /// <summary>What the server said, or null when it said nothing.</summary>
    public MailServerAnswer? Answer { get; } = answer;
}

/// <summary>
/// The mail itself was refused for good: its sender, a receiver or its content. It must not be tried again unchanged.
/// </summary>
public sealed class MailRefusedException(MailStage stage, string message, MailServerAnswer? answer = null)
    : MailNotSentException(stage, message, answer, null);

/// <summary>
/// The mail was not taken, and nothing speaks against taking it later: a passing refusal (4xx), no connection, no answer in
/// time, and everything that is about the connection and not about the mail, such as a refused log-in (whatever its code):
/// once the settings are mended the mail must go.
/// </summary>
public sealed class MailDelayedException(
    MailStage stage,
    string message,
    MailServerAnswer? answer = null,
    Exception? inner = null
) : MailNotSentException(stage, message, answer, inner)
{
    /// <summary>True when any other mail would meet the same: the server was not reached, or did not let us in.</summary>
    public bool ConcernsEveryMail => Stage < MailStage.Sender || Answer?.Code is 421 or 530;
}

using Mobility.Casework.Mail;
using NodaTime;

namespace Mobility.Casework.Tests.Mail;

/// <summary>A plain mail to start from; each test changes what it is about.</summary>
internal static class Mails
{
    public static OutgoingMail Plain { get; } =
        new()
        {
            From = new Mailbox("mobility@example.org", "Mobility"),
            To = [new Mailbox("consultant@example.com", "Jane Doe")],
            Subject = "Passport expires soon",
            Text = "The passport expires in 60 days.\n",
            MessageId = "4f1c@mobility.example.org",
            Date = Instant.FromUtc(2026, 11, 22, 9, 5, 7),
        };
}

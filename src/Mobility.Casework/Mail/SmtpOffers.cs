using System.Collections.Frozen;
using System.Globalization;

namespace Mobility.Casework.Mail;

/// <summary>What a server said it can do, in its answer to EHLO.</summary>
internal sealed record SmtpOffers(
    bool StartTls,
    bool SmtpUtf8,
    bool EightBitMime,
    bool Size,
    long? LargestMail,
    FrozenSet<string> LogIns
)
{
    public static SmtpOffers From(MailServerAnswer answer)
    {
        var offers = answer
            .Lines.Skip(1)
            .Select(line => line.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 0);
        var byName = offers.ToLookup(words => words[0], words => words.Skip(1), StringComparer.OrdinalIgnoreCase);
        var size = byName["SIZE"].SelectMany(words => words).FirstOrDefault();
        var limit =
            long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0
                ? bytes
                : (long?)null;
        return new SmtpOffers(
            byName.Contains("STARTTLS"),
            byName.Contains("SMTPUTF8"),
            byName.Contains("8BITMIME"),
            byName.Contains("SIZE"),
            limit,
            // Some old servers write "AUTH=PLAIN LOGIN", some both forms: the lines add up.
            byName["AUTH"].SelectMany(words => words).ToFrozenSet(StringComparer.OrdinalIgnoreCase)
        );
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Mobility.Casework.Mail;

/// <summary>
/// Writes a mail as the bytes that travel (RFC 5322 and MIME). Bodies are always quoted-printable or base64, so that no
/// server on the way has to re-encode, wrap or trim a line. The same mail always gives the same bytes.
/// </summary>
/// <remarks>
/// Not System.Net.Mail: it makes MIME only through a folder on disk, which a read-only installation does not have and where
/// mail would lie in plain view, adds X-Sender and X-Receiver, and sets the time itself.
/// </remarks>
internal static class MimeWriter
{
    private const int LineLength = 76;

    public static byte[] Write(OutgoingMail mail)
    {
        var headers = new HeaderWriter();
        headers.Mailboxes("From", [mail.From]);
        if (mail.ReplyTo is not null)
        {
            headers.Mailboxes("Reply-To", [mail.ReplyTo]);
        }

        headers.Mailboxes("To", mail.To);
        headers.Text("Subject", mail.Subject);
        headers.Date(mail.Date);
        headers.Exact("Message-ID", $"<{mail.MessageId}>");
        if (!mail.Headers.ContainsKey("Auto-Submitted"))
        {
            headers.Exact("Auto-Submitted", "auto-generated");
        }

        foreach (var (name, value) in mail.Headers.OrderBy(header => header.Key, StringComparer.Ordinal))
        {
            headers.Text(name, value);
        }

        headers.Exact("MIME-Version", "1.0");
        var message = new StringBuilder();
        if (mail.Html is null)
        {
            message.Append(headers);
            AppendPart(message, "plain", mail.Text);
        }
        else
        {
            // "=_" can stand in neither quoted-printable nor base64, so no body can contain the boundary.
            var boundary = "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mail.MessageId)))[..32];
            headers.Exact("Content-Type", "multipart/alternative;", $"boundary=\"{boundary}\"");
            message.Append(headers).Append("\r\n");
            message.Append("--").Append(boundary).Append("\r\n");
            AppendPart(message, "plain", mail.Text);
            message.Append("\r\n--").Append(boundary).Append("\r\n");
            AppendPart(message, "html", mail.Html);
            message.Append("\r\n--").Append(boundary).Append("--\r\n");
        }

        return Encoding.UTF8.GetBytes(message.ToString());
    }

    private static void AppendPart(StringBuilder message, string subtype, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(WithMailLineEnds(body));
        var beyondAscii = bytes.Count(b => b > 127);
        // Above this share base64 is the shorter of the two; below it people can still read the source.
        var asBase64 = beyondAscii * 6 > bytes.Length;
        message.Append("Content-Type: text/").Append(subtype).Append("; charset=utf-8\r\n");
        message.Append("Content-Transfer-Encoding: ").Append(asBase64 ? "base64" : "quoted-printable").Append("\r\n\r\n");
        if (asBase64)
        {
            message.Append(Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
        }
        else
        {
            AppendQuotedPrintable(message, bytes);
        }
    }

    private static string WithMailLineEnds(string body)
    {
        var lines = body.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return (lines.EndsWith('\n') ? lines : lines + "\n").Replace("\n", "\r\n", StringComparison.Ordinal);
    }

    private static void AppendQuotedPrintable(StringBuilder message, byte[] bytes)
    {
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\r')
            {
                message.Append("\r\n");
                length = 0;
                i++;
                continue;
            }

            var c = (char)bytes[i];
            var lastOnLine = bytes[i + 1] == '\r';
            // A space at the end of a line would be trimmed on the way.
            var literal = c is > ' ' and <= '~' and not '=' || (c is ' ' or '\t' && !lastOnLine);
            var size = literal ? 1 : 3;
            // One column is kept for the "=" that says the line goes on.
            if (length + size > (lastOnLine ? LineLength : LineLength - 1))
            {
                message.Append("=\r\n");
                length = 0;
            }

            if (literal)
            {
                message.Append(c);
            }
            else
            {
                message.Append('=').Append(bytes[i].ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }

            length += size;
        }
    }
}

using System.Globalization;

namespace Mobility.Casework.Mail;

/// <summary>
/// Puts mails into a folder as .eml files, for a machine without a mail server or for one that picks them up there. The names
/// sort by the mails' dates; the same mail sent again replaces its file.
/// </summary>
public sealed class PickupFolderTransport(string folder) : IMailTransport
{
    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        var name = FileName(mail);
        // Nobody who watches the folder for .eml files may see half a mail.
        var unfinished = Path.Combine(folder, $".{name}.{Guid.NewGuid():N}.part");
        try
        {
            Directory.CreateDirectory(folder);
            try
            {
                await File.WriteAllBytesAsync(unfinished, MimeWriter.Write(mail), cancellation);
                File.Move(unfinished, Path.Combine(folder, name), overwrite: true);
            }
            finally
            {
                File.Delete(unfinished);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MailDelayedException(
                MailStage.Connect,
                $"The mail folder {folder} could not be written: {e.Message}",
                null,
                e
            );
        }
    }

    internal static string FileName(OutgoingMail mail)
    {
        var time = mail
            .Date.InUtc()
            .ToDateTimeUnspecified()
            .ToString("yyyyMMdd'T'HHmmss.ffffff'Z'", CultureInfo.InvariantCulture);
        var id = string.Concat(mail.MessageId.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-'));
        return $"{time}-{(id.Length <= 120 ? id : id[..120])}.eml";
    }
}

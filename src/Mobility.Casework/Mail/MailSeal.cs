using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.Keys;

namespace Mobility.Casework.Mail;

/// <summary>What a mail says, as text and as a page.</summary>
public sealed record MailWords(string Text, string Html);

/// <summary>What a mail says is not kept any more, or cannot be read.</summary>
public sealed class MailWordsLostException(string sentence, Exception? cause = null) : Exception(sentence, cause);

/// <summary>
/// Mails whose words let somebody in. Whoever reads the database, its log or a backup must not find a link that works: until such a mail is
/// sent, its words lie sealed with a key of the program's own and bound to the mail, and afterwards they are not kept.
/// </summary>
public sealed class MailSeal(MobilityDbContext db, MasterKeys keys)
{
    private byte[]? key;

    /// <summary>Seals the words of a mail that is about to be saved.</summary>
    public async Task SealAsync(MailMessage mail, CancellationToken cancellation)
    {
        var words = JsonSerializer.SerializeToUtf8Bytes(new MailWords(mail.Text, mail.Html));
        mail.Html = Convert.ToBase64String(SealedBytes.Seal(await KeyAsync(cancellation), words, mail.Id.ToByteArray()));
        mail.Text = "";
    }

    /// <summary>The words of any mail, sealed or not. Throws <see cref="MailWordsLostException"/>.</summary>
    public async Task<MailWords> OpenAsync(MailMessage mail, CancellationToken cancellation)
    {
        if (!mail.IsSealed)
        {
            return mail.Text.Length > 0
                ? new MailWords(mail.Text, mail.Html)
                : throw new MailWordsLostException("What this mail says is not kept any more.");
        }
        try
        {
            var value = Convert.FromBase64String(mail.Html);
            var words = SealedBytes.Open(await KeyAsync(cancellation), value, mail.Id.ToByteArray());
            return JsonSerializer.Deserialize<MailWords>(words)!;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw new MailWordsLostException("What this mail says is damaged and cannot be read.", e);
        }
    }

    /// <summary>
    /// Opens the key. In a database of before there is none: the mails that let somebody in are then sealed, or forgotten where they are no
    /// longer to be sent.
    /// </summary>
    internal static async Task ReadyAsync(MobilityDbContext db, MasterKeys keys, CancellationToken cancellation)
    {
        var isNew = !await db.ProgramKeys.AnyAsync(k => k.Name == ProgramKey.Mail, cancellation);
        await db.InTransactionAsync(
            async token =>
            {
                var seal = new MailSeal(db, keys);
                await seal.KeyAsync(token);
                if (isNew && await seal.SealClearAsync(token) > 0)
                {
                    await db.OweRewriteAsync(token);
                }
            },
            cancellation
        );
        await db.RewriteIfOwedAsync(cancellation);
    }

    private async Task<int> SealClearAsync(CancellationToken cancellation)
    {
        // The address of the page such links have always led to.
        var clear = db.MailMessages.Where(m => m.Text.Contains("/invitation/"));
        var forgotten = await clear
            .Where(m => m.State != MailState.Waiting)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.Text, "").SetProperty(m => m.Html, ""), cancellation);
        var waiting = await clear.ToListAsync(cancellation);
        foreach (var mail in waiting)
        {
            await SealAsync(mail, cancellation);
        }
        await db.SaveChangesAsync(cancellation);
        return forgotten + waiting.Count;
    }

    private async Task<byte[]> KeyAsync(CancellationToken cancellation) =>
        key ??= await ProgramSecret.GetAsync(db, keys, ProgramKey.Mail, cancellation);
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;

namespace Mobility.Web.Shared.Forms;

/// <summary>
/// Which sent form a request is. Every drawn form carries an antiforgery token of its own, so the same token with the same content is the same
/// form sent again: a second press, a page loaded anew. With another content it is another one, also from a page gone back to.
/// </summary>
public static class SentForm
{
    private static readonly object Item = new();

    /// <summary>A digest of who sends, where to and what, token included; null where no form with a token was sent.</summary>
    public static Guid? KeyOf(HttpContext context, Guid accountId)
    {
        if (!context.Items.TryGetValue(Item, out var known))
        {
            context.Items[Item] = known = Compute(context, accountId);
        }
        return (Guid?)known;
    }

    /// <summary>What <see cref="KeyOf"/> has answered in this request; null when nothing asked, for nothing was to be changed.</summary>
    public static Guid? Asked(HttpContext context) => context.Items[Item] as Guid?;

    private static Guid? Compute(HttpContext context, Guid accountId)
    {
        var request = context.Request;
        var token = context.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.FormFieldName;
        if (!request.HasFormContentType || !request.Form.ContainsKey(token))
        {
            return null;
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(accountId.ToString());
        Add(request.Path + request.QueryString);
        foreach (var (name, values) in request.Form)
        {
            Add(name);
            foreach (var value in values)
            {
                Add(value ?? "");
            }
        }
        foreach (var file in request.Form.Files)
        {
            Add($"{file.Name} {file.Length} {file.FileName}");
        }
        return new Guid(hash.GetHashAndReset().AsSpan(0, 16));

        void Add(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }
}

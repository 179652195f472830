using Mobility.Web.Plumbing.Commands;

namespace Mobility.Web.Plumbing;

/// <summary>Where people reach this Mobility. Every absolute link comes from it, never from a request's Host header.</summary>
public sealed class SiteUrl
{
    private readonly Uri root;

    private SiteUrl(Uri root) => this.root = root;

    /// <summary>Whether people reach it by https.</summary>
    public bool IsSecure => root.Scheme == Uri.UriSchemeHttps;

    /// <summary>The name of the host alone, as passkeys are bound to it.</summary>
    public string Host => root.IdnHost;

    /// <summary>
    /// <c>Site:Url</c>. Throws a plain sentence when it is missing or not an address, or would send passwords over a network unencrypted.
    /// </summary>
    public static SiteUrl Required(IConfiguration configuration)
    {
        var url = configuration["Site:Url"];
        if (string.IsNullOrWhiteSpace(url))
        {
            throw new CommandRefusedException(
                "Site:Url is not set. Set it to the address people use, for example https://mobility.example.com."
            );
        }
        if (!Uri.TryCreate(url.TrimEnd('/') + '/', UriKind.Absolute, out var site) || site.Scheme is not ("http" or "https"))
        {
            throw new CommandRefusedException($"Site:Url is \"{url}\". It must be an http or https address.");
        }
        return site.Scheme == Uri.UriSchemeHttps || site.IsLoopback
            ? new SiteUrl(site)
            : throw new CommandRefusedException(
                $"Site:Url is \"{url}\". Passwords and sessions go by https only; plain http is for this machine's own address, as in http://localhost:5080."
            );
    }

    /// <summary>The address people use for a path of this program: <c>/cases/M-2026-0418</c>.</summary>
    public Uri Of(string path) => new(root, path.TrimStart('/'));

    public override string ToString() => root.ToString();
}

using Mobility.Web.Plumbing.Commands;

namespace Mobility.Web.Plumbing;

/// <summary>Where people reach this Mobility. Every absolute link comes from it, never from a request's Host header.</summary>
public static class SiteUrl
{
    /// <summary><c>Site:Url</c>, with a slash at its end. Throws a plain sentence when it is missing or not an address.</summary>
    public static Uri Required(IConfiguration configuration)
    {
        var url = configuration["Site:Url"];
        if (string.IsNullOrWhiteSpace(url))
        {
            throw new CommandRefusedException(
                "Site:Url is not set. Set it to the address people use, for example https://mobility.example.com."
            );
        }
        return Uri.TryCreate(url.TrimEnd('/') + '/', UriKind.Absolute, out var site) && site.Scheme is "http" or "https"
            ? site
            : throw new CommandRefusedException($"Site:Url is \"{url}\". It must be an http or https address.");
    }
}

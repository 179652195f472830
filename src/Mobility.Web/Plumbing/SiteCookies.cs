namespace Mobility.Web.Plumbing;

/// <summary>
/// Cookies of a site. Where people reach it by https they carry the <c>__Host-</c> prefix, with which a browser takes them from this very
/// host and by https alone. Over plain http, which only a machine's own address may be, browsers would refuse that name.
/// </summary>
public static class SiteCookies
{
    /// <summary>Makes a cookie safe.</summary>
    /// <param name="cookie">What is built.</param>
    /// <param name="site">Decides by its scheme; a proxy may talk plain http to this program all the same.</param>
    /// <param name="name">The name without a prefix.</param>
    public static void Secure(CookieBuilder cookie, SiteUrl site, string name)
    {
        cookie.Name = NameOf(site, name);
        cookie.Path = "/";
        cookie.Domain = null;
        cookie.HttpOnly = true;
        // Lax, not Strict: a link in a mail must find its reader signed in. What changes something is a POST with a token.
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = site.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        cookie.IsEssential = true;
    }

    public static string NameOf(SiteUrl site, string name) => site.IsSecure ? $"__Host-{name}" : name;
}

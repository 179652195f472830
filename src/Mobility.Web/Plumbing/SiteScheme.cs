namespace Mobility.Web.Plumbing;

/// <summary>
/// A request is one to the site: when people reach it by https, it came by https, whatever the proxy before this program speaks to it.
/// No header is asked, so none can be forged.
/// </summary>
public sealed class SiteScheme(RequestDelegate next, SiteUrl site)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (site.IsSecure)
        {
            context.Request.Scheme = Uri.UriSchemeHttps;
        }
        return next(context);
    }
}

using Microsoft.Extensions.Primitives;

namespace Mobility.Web.Plumbing;

/// <summary>Headers of every answer. Nothing inline, nothing from elsewhere.</summary>
public sealed class SecurityHeaders(RequestDelegate next, SiteUrl site)
{
    // Tabler draws check marks and arrows with data: images.
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private readonly Func<object, Task> write = headers => Write((IHeaderDictionary)headers, site.IsSecure);

    public Task InvokeAsync(HttpContext context)
    {
        // When the answer starts: an error page begins by clearing what headers there were.
        context.Response.OnStarting(write, context.Response.Headers);
        return next(context);
    }

    private static Task Write(IHeaderDictionary headers, bool secure)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (secure)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }
        // Style sheets, fonts and icons say themselves how long they may be kept; pages are never kept.
        if (StringValues.IsNullOrEmpty(headers.CacheControl))
        {
            headers.CacheControl = "no-store";
        }
        return Task.CompletedTask;
    }
}

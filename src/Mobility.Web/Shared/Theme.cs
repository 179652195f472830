using Mobility.Web.Plumbing;

namespace Mobility.Web.Shared;

/// <summary>Light or dark, where somebody chose one in this browser; without a choice the system's own holds.</summary>
public static class Theme
{
    public const string Light = "light";

    public const string Dark = "dark";

    private static string CookieOf(HttpContext context) =>
        SiteCookies.NameOf(context.RequestServices.GetRequiredService<SiteUrl>(), "theme");

    /// <summary>For <c>data-bs-theme</c>; null leaves it to the system.</summary>
    public static string? Of(HttpContext context) =>
        context.Request.Cookies[CookieOf(context)] switch
        {
            Light => Light,
            Dark => Dark,
            _ => null,
        };

    /// <summary>Keeps the choice for a year; anything but light and dark goes back to the system's.</summary>
    public static void Choose(HttpContext context, string? theme)
    {
        if (theme is Light or Dark)
        {
            context.Response.Cookies.Append(
                CookieOf(context),
                theme,
                new CookieOptions
                {
                    MaxAge = TimeSpan.FromDays(365),
                    HttpOnly = true,
                    IsEssential = true,
                    SameSite = SameSiteMode.Lax,
                    Secure = context.Request.IsHttps,
                    Path = "/",
                }
            );
        }
        else
        {
            context.Response.Cookies.Delete(
                CookieOf(context),
                new CookieOptions { Secure = context.Request.IsHttps, Path = "/" }
            );
        }
    }
}

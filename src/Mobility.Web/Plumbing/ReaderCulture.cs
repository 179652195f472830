using System.Globalization;
using Mobility.Web.People;

namespace Mobility.Web.Plumbing;

/// <summary>Dates and numbers are the reader's: the language of the account, before sign-in that of the browser.</summary>
public sealed class ReaderCulture(RequestDelegate next)
{
    private static readonly CultureInfo Fallback = CultureInfo.GetCultureInfo("en");

    public Task InvokeAsync(HttpContext context, CurrentPerson person)
    {
        var tag = person.IsSignedIn
            ? person.Language
            : context.Request.GetTypedHeaders().AcceptLanguage.FirstOrDefault()?.Value.Value;
        var culture = Of(tag);
        CultureInfo.CurrentCulture = culture;
        CultureInfo.CurrentUICulture = culture;
        return next(context);
    }

    // Dates here are of the common calendar; some languages would name another calendar's months.
    private static CultureInfo Gregorian(CultureInfo culture)
    {
        if (
            culture.Calendar is GregorianCalendar
            || culture.OptionalCalendars.OfType<GregorianCalendar>().FirstOrDefault() is not { } calendar
        )
        {
            return culture;
        }
        var own = (CultureInfo)culture.Clone();
        own.DateTimeFormat.Calendar = calendar;
        return CultureInfo.ReadOnly(own);
    }

    /// <summary>The culture of a BCP 47 tag, plain English for one that is not known.</summary>
    public static CultureInfo Of(string? tag)
    {
        if (string.IsNullOrWhiteSpace(tag) || tag == "*")
        {
            return Fallback;
        }
        try
        {
            return Gregorian(CultureInfo.GetCultureInfo(tag, predefinedOnly: true));
        }
        catch (CultureNotFoundException)
        {
            return Fallback;
        }
    }
}

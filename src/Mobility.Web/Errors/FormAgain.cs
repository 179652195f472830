using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Mobility.Web.People;

namespace Mobility.Web.Errors;

/// <summary>
/// A form that could not be taken for a reason that passes. The error page carries it whole, token included, so that nothing typed is lost;
/// should it have been taken after all, it is not taken twice.
/// </summary>
/// <param name="Path">Where it was sent.</param>
/// <param name="Fields">What was sent.</param>
public sealed record FormAgain(string Path, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    private const int MostFields = 1000;

    private const int MostSigns = 200_000;

    /// <summary>The form behind an error page; null when the error does not pass, or a form would not come whole or should not.</summary>
    public static FormAgain? Of(HttpContext context, int code, CurrentPerson person)
    {
        if (
            code is not (StatusCodes.Status429TooManyRequests or >= 500)
            || !HttpMethods.IsPost(context.Request.Method)
            // What has been read already: the body must not be touched again.
            || context.Features.Get<IFormFeature>()?.Form is not { Count: > 0 and <= MostFields, Files.Count: 0 } form
            || PathOf(context) is not { } path
            || !person.IsSignedIn
            // Passwords and codes are never written into a page.
            || path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/invitation", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/sign-in", StringComparison.OrdinalIgnoreCase)
            || form.Keys.Any(k => k.Contains("password", StringComparison.OrdinalIgnoreCase))
        )
        {
            return null;
        }
        List<KeyValuePair<string, string>> fields =
        [
            .. form.SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v ?? ""))),
        ];
        return fields.Sum(f => f.Key.Length + f.Value.Length) <= MostSigns
            ? new FormAgain(path + context.Request.QueryString, fields)
            : null;
    }

    private static PathString? PathOf(HttpContext context) =>
        context.Features.Get<IExceptionHandlerPathFeature>()?.Path is { } failed ? new PathString(failed)
        : context.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath is { } refused ? new PathString(refused)
        : null;
}

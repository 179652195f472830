using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using Mobility.Web.Home;
using Mobility.Web.People;

namespace Mobility.Web.Errors;

/// <summary>What an error page shows. <paramref name="Text"/> is the beginning of its keys in ErrorTexts.resx.</summary>
/// <param name="Text">Which sentences.</param>
/// <param name="CorrelationId">What to quote when asking for help; null where nothing went wrong.</param>
/// <param name="HomePath">Where the reader's own page is.</param>
/// <param name="Again">The form that was sent, to be sent again as it is; null when there is none to offer.</param>
public sealed record ErrorPage(string Text, string? CorrelationId, string HomePath, FormAgain? Again);

/// <summary>
/// The pages behind refused requests and exceptions, for any method and anybody. Opened by its address it is a page like any other that
/// does not exist.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class ErrorsController(CurrentPerson person) : Controller
{
    // Without parameters: binding one would read the body of the request that failed once more.
    [Route("/error/{code:int}")]
    public IActionResult Show()
    {
        var code = CodeOf(HttpContext);
        Response.StatusCode = code;
        var id = Correlation.IdOf(HttpContext);
        Response.Headers[Correlation.Header] = id;
        if (code is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            // A limit says how long; a busy database does not.
            if (StringValues.IsNullOrEmpty(Response.Headers.RetryAfter))
            {
                Response.Headers.RetryAfter = "30";
            }
        }
        // Not there and not yours are the same page to the letter, so it carries no number.
        var isNotHere = code == StatusCodes.Status404NotFound;
        var home = person.IsSignedIn ? Landing.PathOf(person.Viewer.Kind) : "/sign-in";
        return View("Error", new ErrorPage(TextOf(code), isNotHere ? null : id, home, FormAgain.Of(HttpContext, code, person)));
    }

    private static int CodeOf(HttpContext context)
    {
        if (context.Features.Get<IExceptionHandlerFeature>()?.Error is { } error)
        {
            return ErrorStatus.Of(error);
        }
        return
            context.Features.Get<IStatusCodeReExecuteFeature>() is not null
            && int.TryParse(context.GetRouteValue("code") as string, CultureInfo.InvariantCulture, out var code)
            && code is >= 400 and < 600
            ? code
            : StatusCodes.Status404NotFound;
    }

    private string TextOf(int code) =>
        code switch
        {
            400 when RefusedPost.Happened(HttpContext) => "OldForm",
            404 or 409 or 413 or 429 or 503 or 507 => $"{code}",
            >= 500 => "500",
            _ => "400",
        };
}

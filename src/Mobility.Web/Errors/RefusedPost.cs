using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Mobility.Web.Errors;

/// <summary>
/// A form whose antiforgery token does not fit is a page that stood open too long, or somebody else's page: the 400 page says so. A form
/// that is too large cannot be read for its token and would be taken for one.
/// </summary>
public sealed class RefusedPost : IAlwaysRunResultFilter
{
    private static readonly object Key = new();

    public static bool Happened(HttpContext context) => context.Items.ContainsKey(Key);

    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is not IAntiforgeryValidationFailedResult)
        {
            return;
        }
        var request = context.HttpContext.Request;
        var most = context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        if (request.ContentLength > most)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
        }
        else
        {
            context.HttpContext.Items[Key] = true;
        }
    }

    public void OnResultExecuted(ResultExecutedContext context) { }
}

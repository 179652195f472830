using Microsoft.AspNetCore.Diagnostics;

namespace Mobility.Web.Operations;

/// <summary>
/// A refused request is counted for the page that was asked for, not for the page of errors that answered it: the framework takes the last
/// route for the metrics, and drawing the answer is one.
/// </summary>
internal static class AskedRoute
{
    private static readonly object Key = new();

    /// <summary>Stands before everything that draws another page in the place of the one asked for.</summary>
    public static async Task RestoreAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            if (context.Items.TryGetValue(Key, out var asked))
            {
                context.SetEndpoint((Endpoint?)asked);
            }
        }
    }

    /// <summary>Stands right after the routing.</summary>
    public static Task RememberAsync(HttpContext context, RequestDelegate next)
    {
        if (
            context.Features.Get<IStatusCodeReExecuteFeature>() is null
            && context.Features.Get<IExceptionHandlerFeature>() is null
        )
        {
            context.Items[Key] = context.GetEndpoint();
        }
        return next(context);
    }
}

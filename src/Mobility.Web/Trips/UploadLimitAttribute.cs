using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Mobility.Web.Plumbing.Limits;

namespace Mobility.Web.Trips;

/// <summary>
/// Refuses a larger upload with a page that says so, by the length it announces and before a byte of it is read. It runs before the
/// antiforgery check, which reads the form.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UploadLimitAttribute(int megabytes, string view) : Attribute, IAuthorizationFilter, IOrderedFilter
{
    // The other fields of the form and what lies between them.
    private const long Slack = 256 * 1024;

    public int Megabytes { get; } = megabytes;

    /// <summary>Path of the page; its model is the length announced in megabytes, null when none was.</summary>
    public string View { get; } = view;

    public int Order => int.MinValue;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var most = (Megabytes * 1024L * 1024L) + Slack;
        var request = context.HttpContext.Request;
        if (request.ContentLength <= most)
        {
            // What is allowed here may be more than elsewhere; a body that grows beyond its word is cut off by the server.
            if (context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = most;
            }
            request.HttpContext.Features.Set<IFormFeature>(
                new FormFeature(
                    request,
                    new FormOptions
                    {
                        MultipartBodyLengthLimit = most,
                        ValueLengthLimit = (int)most,
                        ValueCountLimit = RequestLimits.MostFields,
                    }
                )
            );
            return;
        }
        // The rest may be sent into the void: a connection cut off while sending would lose the answer too.
        if (context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } unread)
        {
            unread.MaxRequestBodySize = null;
        }
        var announced = request.ContentLength is { } length
            ? (length / 1024m / 1024m).ToString("0.#", CultureInfo.CurrentCulture)
            : null;
        context.Result = new ViewResult
        {
            ViewName = View,
            StatusCode = StatusCodes.Status413PayloadTooLarge,
            ViewData = new ViewDataDictionary<string?>(new EmptyModelMetadataProvider(), new ModelStateDictionary())
            {
                Model = announced,
            },
        };
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Routing;
using Mobility.Web.Errors;

namespace Mobility.Web.Tests.Errors;

public sealed class RefusedPostTests
{
    [TestCase(1000, 1000, false)]
    [TestCase(1001, 1000, true)]
    [TestCase(null, 1000, false)]
    [TestCase(1001, null, false)]
    public void A_form_too_large_to_be_read_for_its_token_is_refused_for_its_size(long? length, long? most, bool tooLarge)
    {
        var context = After(new AntiforgeryValidationFailedResult(), length, most);

        Assert.That((context.Result as StatusCodeResult)?.StatusCode, Is.EqualTo(tooLarge ? 413 : 400));
        Assert.That(RefusedPost.Happened(context.HttpContext), Is.EqualTo(!tooLarge));
    }

    [Test]
    public void Any_other_refusal_stays_as_it_is()
    {
        var context = After(new BadRequestResult(), 1001, 1000);

        Assert.That(context.Result, Is.TypeOf<BadRequestResult>());
        Assert.That(RefusedPost.Happened(context.HttpContext), Is.False);
    }

    private static ResultExecutingContext After(IActionResult result, long? length, long? most)
    {
        var http = new DefaultHttpContext();
        http.Request.ContentLength = length;
        http.Features.Set<IHttpMaxRequestBodySizeFeature>(new Limit { MaxRequestBodySize = most });
        var context = new ResultExecutingContext(
            new ActionContext(http, new RouteData(), new ActionDescriptor()),
            [],
            result,
            controller: new object()
        );
        new RefusedPost().OnResultExecuting(context);
        return context;
    }

    private sealed class Limit : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => false;

        public long? MaxRequestBodySize { get; set; }
    }
}

using System.Text;

namespace Mobility.Web.Errors;

/// <summary>Answers when not even the error page could be drawn: a page that needs neither layout, session nor database.</summary>
public sealed class LastResort(RequestDelegate next, ILogger<LastResort> log)
{
    private static readonly string Page = Read();

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var id = Correlation.IdOf(context);
            log.LogCritical(e, "Request {CorrelationId} failed, and so did its error page", id);
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers[Correlation.Header] = id;
            await context.Response.WriteAsync(Page.Replace("{correlation}", id, StringComparison.Ordinal), Encoding.UTF8);
        }
    }

    private static string Read()
    {
        using var reader = new StreamReader(
            typeof(LastResort).Assembly.GetManifestResourceStream("Mobility.Web.Errors.last-resort.html")!
        );
        return reader.ReadToEnd();
    }
}

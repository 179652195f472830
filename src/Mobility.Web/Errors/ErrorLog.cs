using Microsoft.AspNetCore.Diagnostics;
using Mobility.Casework.Data;
using Mobility.Casework.Operations;

namespace Mobility.Web.Errors;

/// <summary>Writes what went wrong beside the number the person is shown. The page itself tells nothing of it.</summary>
public sealed class ErrorLog(ProgramMetrics metrics, ILogger<ErrorLog> log) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception.IsDatabaseBusy())
        {
            metrics.GaveUpOnDatabase("request");
        }
        log.LogError(exception, "Request {CorrelationId} failed", Correlation.IdOf(httpContext));
        // The error page answers.
        return ValueTask.FromResult(false);
    }
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework;
using Mobility.Casework.Data;

namespace Mobility.Web.Errors;

/// <summary>Which page an exception ends on.</summary>
public static class ErrorStatus
{
    public static int Of(Exception exception) =>
        exception switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            NotHereException => StatusCodes.Status404NotFound,
            StaleVersionException or DbUpdateConcurrencyException => StatusCodes.Status409Conflict,
            DbUpdateException save when save.IsUniqueViolation() => StatusCodes.Status409Conflict,
            _ when exception.IsDatabaseBusy() => StatusCodes.Status503ServiceUnavailable,
            _ when exception.IsStorageRefused() => StatusCodes.Status507InsufficientStorage,
            _ => StatusCodes.Status500InternalServerError,
        };
}

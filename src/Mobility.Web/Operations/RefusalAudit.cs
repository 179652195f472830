using System.Text;
using System.Text.RegularExpressions;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc.Controllers;
using Mobility.Casework.Audit;
using Mobility.Casework.Data;
using Mobility.Casework.Operations;
using Mobility.Web.Errors;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Limits;

namespace Mobility.Web.Operations;

/// <summary>
/// How many refusals a minute get a row of their own: enough to see what somebody is after, too few to fill the database by asking. The
/// metrics count all of them by their status.
/// </summary>
public sealed class RefusalLimits : IDisposable
{
    private const int RowsOfPerson = 20;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> access = Limiter(RowsOfPerson);
    private readonly PartitionedRateLimiter<string> limits = Limiter(1);

    public bool MayNoteAccess(string who) => May(access, who);

    public bool MayNoteLimit(string who) => May(limits, who);

    public void Dispose()
    {
        access.Dispose();
        limits.Dispose();
    }

    private static bool May(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> Limiter(int rows) =>
        PartitionedRateLimiter.Create<string, string>(key =>
            RateLimitPartition.GetFixedWindowLimiter(
                key,
                _ => new FixedWindowRateLimiterOptions { PermitLimit = rows, Window = Window }
            )
        );
}

/// <summary>
/// Writes into the audit who was refused: a signed-in person a page that is not there or not theirs (the answer does not say which, and the
/// audit need not ask), anybody for asking too often.
/// </summary>
public sealed partial class RefusalAudit(RequestDelegate next, RefusalLimits limits, ILogger<RefusalAudit> log)
{
    private const int LongestSubject = 200;

    public async Task InvokeAsync(HttpContext context, CurrentPerson person, ProgramMetrics metrics)
    {
        await next(context);
        var status = context.Response.StatusCode;
        if (
            status is not (StatusCodes.Status404NotFound or StatusCodes.Status429TooManyRequests)
            || context.GetEndpoint() is not RouteEndpoint endpoint
            || endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is not { } action
            // The page of a refusal is none.
            || action.ControllerTypeInfo == typeof(ErrorsController)
        )
        {
            return;
        }
        if (status == StatusCodes.Status429TooManyRequests)
        {
            var limit = $"{endpoint.Metadata.GetMetadata<LimitedAttribute>()?.Limit}";
            metrics.Limited(limit);
            var who = person.IsSignedIn ? person.Viewer.AccountId.ToString() : RequestLimits.AddressOf(context);
            if (limits.MayNoteLimit($"{limit} {who}"))
            {
                await NoteAsync(context, person, AuditKind.LimitReached, limit);
            }
        }
        else if (person.IsSignedIn && limits.MayNoteAccess(person.Viewer.AccountId.ToString()))
        {
            await NoteAsync(context, person, AuditKind.AccessRefused, Subject(context, endpoint));
        }
    }

    /// <summary>The page by its route, with the ids and numbers of cases it names; whatever else stands in an address stays out.</summary>
    private static string Subject(HttpContext context, RouteEndpoint endpoint)
    {
        var subject = new StringBuilder($"{context.Request.Method} /{endpoint.RoutePattern.RawText?.TrimStart('/')}");
        foreach (var (name, value) in context.Request.RouteValues)
        {
            if (value is string text && (Guid.TryParse(text, out _) || CaseNumber().IsMatch(text)))
            {
                subject.Append(", ").Append(name).Append(' ').Append(text);
            }
        }
        return subject.Length <= LongestSubject ? subject.ToString() : subject.ToString(0, LongestSubject);
    }

    private async Task NoteAsync(HttpContext context, CurrentPerson person, AuditKind kind, string subject)
    {
        try
        {
            // In a scope of its own: what the request left in its context must not be saved along.
            await using var scope = context.RequestServices.CreateAsyncScope();
            scope
                .ServiceProvider.GetRequiredService<AuditLog>()
                .Add(
                    kind,
                    person.Now,
                    Visits.Of(context),
                    person.IsSignedIn ? person.Viewer.AccountId : null,
                    person.IsSignedIn ? person.Name : null,
                    subject
                );
            // Nobody who asks for a page waits for those who write.
            var db = scope.ServiceProvider.GetRequiredService<MobilityDbContext>();
            await db.ImpatientlyAsync(() => db.SaveChangesAsync(CancellationToken.None), CancellationToken.None);
        }
        catch (Exception e)
        {
            // The refusal stands, whether it could be noted or not.
            log.LogError(e, "A refusal ({Kind}) could not be written into the audit", kind);
        }
    }

    [GeneratedRegex(@"^M-\d{4}-\d{4,9}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex CaseNumber();
}

using Microsoft.AspNetCore.Mvc;
using Mobility.Casework.Operations;
using Mobility.Casework.People;
using Mobility.Web.Plumbing;
using NodaTime;

namespace Mobility.Web.Operations;

/// <summary>How the program does: what is wrong, the state of the whole system, and what this node counted since it started.</summary>
public sealed record OperationsPage
{
    public required SystemState System { get; init; }

    public required IReadOnlyList<HealthProblem> Problems { get; init; }

    public required Instant StartedAt { get; init; }

    public required IReadOnlyList<RouteNumbers> Pages { get; init; }

    public required IReadOnlyList<CountedNumber> Counts { get; init; }

    public required bool IsCollected { get; init; }

    public long Requests => Pages.Sum(p => p.Requests);

    /// <summary>What the program counted under an instrument, for tags that begin with <paramref name="tag"/>.</summary>
    public CountedNumber Of(string instrument, string tag = "")
    {
        var counts = Counts.Where(c => c.Instrument == instrument && c.Tag.StartsWith(tag, StringComparison.Ordinal)).ToList();
        return new CountedNumber(instrument, tag, counts.Sum(c => c.Count), counts.Sum(c => c.Sum));
    }
}

/// <summary>The numbers for administrators.</summary>
[ForKinds(PersonKind.Administrator)]
public sealed class OperationsController(SystemStates states, NodeNumbers node, TelemetrySettings telemetry) : Controller
{
    /// <summary>How many pages the table shows.</summary>
    public const int Shown = 20;

    [HttpGet("/admin/operations")]
    public async Task<IActionResult> Index(CancellationToken cancellation)
    {
        var state = await states.ReadAsync(cancellation);
        return View(
            new OperationsPage
            {
                System = state,
                Problems = SystemHealth.Problems(state, node.StartedAt),
                StartedAt = node.StartedAt,
                Pages = node.Pages(),
                Counts = node.Counts(),
                IsCollected = telemetry.Endpoint is not null,
            }
        );
    }
}

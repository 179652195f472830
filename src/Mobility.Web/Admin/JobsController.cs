using Microsoft.AspNetCore.Mvc;
using Mobility.Casework.Jobs;
using Mobility.Casework.People;
using Mobility.Web.People;
using Mobility.Web.Plumbing;

namespace Mobility.Web.Admin;

/// <summary>What runs by itself, and how it went.</summary>
[ForKinds(PersonKind.Administrator)]
public sealed class JobsController(JobControl jobs, CurrentPerson person, ILogger<JobsController> log) : Controller
{
    [HttpGet("/admin/jobs")]
    public async Task<IActionResult> Index(CancellationToken cancellation) => View("Jobs", await jobs.StatesAsync(cancellation));

    [HttpPost("/admin/jobs/{job}/run")]
    public async Task<IActionResult> Run(JobName job, CancellationToken cancellation)
    {
        if (!ModelState.IsValid || !Enum.IsDefined(job))
        {
            return NotFound();
        }
        try
        {
            await jobs.RunNowAsync(job, person.Change(), cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Where no scheduler runs the job ran here. What it threw is on file, and the page shows it.
            log.LogError(e, "{Job} failed when it was run by hand", job);
        }
        return LocalRedirect("/admin/jobs");
    }
}

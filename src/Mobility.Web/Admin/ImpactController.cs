using Microsoft.AspNetCore.Mvc;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Web.People;
using Mobility.Web.Plumbing;

namespace Mobility.Web.Admin;

/// <summary>The candidate, what is wrong with it, and what it would move; the report is null while there is nothing to compare.</summary>
public sealed record ImpactPage(string? Folder, IReadOnlyList<RuleFileProblem> Problems, ImpactReport? Report);

/// <summary>Compares the running rule book with the folder that <c>Rules:Candidate</c> names, on the running cases. Writes nothing.</summary>
[ForKinds(PersonKind.Administrator)]
public sealed class ImpactController(
    MobilityDbContext db,
    RuleBook rules,
    CurrentPerson person,
    IConfiguration configuration,
    IHostEnvironment environment
) : Controller
{
    [HttpGet("/admin/rules-impact")]
    public async Task<IActionResult> Index(CancellationToken cancellation)
    {
        if (configuration["Rules:Candidate"] is not { Length: > 0 } named)
        {
            return View("Impact", new ImpactPage(null, [], null));
        }
        var candidate = RuleBook.Load(Path.GetFullPath(named, environment.ContentRootPath));
        return View(
            "Impact",
            new ImpactPage(
                named,
                candidate.Problems,
                candidate.Problems.Count > 0
                    ? null
                    : await RuleImpact.CompareAsync(db, rules, candidate, person.Now, null, cancellation)
            )
        );
    }
}

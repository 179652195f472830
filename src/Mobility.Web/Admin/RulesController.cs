using Microsoft.AspNetCore.Mvc;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Web.Plumbing;

namespace Mobility.Web.Admin;

/// <summary>What the rule book holds and how old its values are.</summary>
[ForKinds(PersonKind.Administrator)]
public sealed class RulesController(RuleBook rules) : Controller
{
    [HttpGet("/admin/rules")]
    public IActionResult Index() => View("Rules", rules);
}

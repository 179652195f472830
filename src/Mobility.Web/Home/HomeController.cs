using Microsoft.AspNetCore.Mvc;
using Mobility.Web.People;

namespace Mobility.Web.Home;

/// <summary>The front door: sends everybody to their own page.</summary>
public sealed class HomeController(CurrentPerson person) : Controller
{
    [HttpGet("/")]
    public IActionResult Index() => LocalRedirect(Landing.PathOf(person.Viewer.Kind));
}

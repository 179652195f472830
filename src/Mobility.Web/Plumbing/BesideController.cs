using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Razor;

namespace Mobility.Web.Plumbing;

/// <summary>
/// A page lies beside its controller: what <c>Mobility.Web.People.SignInController</c> shows is looked for in <c>/People</c>, then in
/// <c>/Shared</c>.
/// </summary>
public sealed class BesideController : IViewLocationExpander
{
    private const string Folder = "folder";

    public void PopulateValues(ViewLocationExpanderContext context)
    {
        if (
            context.ActionContext.ActionDescriptor is ControllerActionDescriptor { ControllerTypeInfo.Namespace: { } place }
            && place.StartsWith("Mobility.Web.", StringComparison.Ordinal)
        )
        {
            context.Values[Folder] = place["Mobility.Web.".Length..].Replace('.', '/');
        }
    }

    public IEnumerable<string> ExpandViewLocations(ViewLocationExpanderContext context, IEnumerable<string> viewLocations) =>
        context.Values.TryGetValue(Folder, out var folder) ? viewLocations.Prepend($"/{folder}/{{0}}.cshtml") : viewLocations;
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Mobility.Casework.People;
using Mobility.Web.People;

namespace Mobility.Web.Plumbing;

/// <summary>Only these kinds of person find something here; everybody else gets the 404 of a page that does not exist.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ForKindsAttribute(params PersonKind[] kinds) : Attribute, IAuthorizationFilter
{
    public IReadOnlyList<PersonKind> Kinds { get; } = kinds;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var person = context.HttpContext.RequestServices.GetRequiredService<CurrentPerson>();
        if (person.IsSignedIn && !Kinds.Contains(person.Viewer.Kind))
        {
            context.Result = new NotFoundResult();
        }
    }
}

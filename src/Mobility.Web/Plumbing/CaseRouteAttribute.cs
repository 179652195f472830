using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Web.People;

namespace Mobility.Web.Plumbing;

/// <summary>The case a route names, after the question whether it is this person's.</summary>
public sealed record CaseRef(Guid Id, string Number, Guid AssigneeId, Guid ClientId, long Version);

/// <summary>
/// For actions under <c>/cases/{number}</c>: answers 404 when the case is not there or not this person's to open or change, and else hands
/// it to the action's <see cref="CaseRef"/> parameter.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class CaseRouteAttribute(CaseRight right) : Attribute, IAsyncActionFilter
{
    public CaseRight Right { get; } = right;

    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        // An attribute on the action takes the place of the controller's.
        if (context.FindEffectivePolicy<CaseRouteAttribute>() != this)
        {
            await next();
            return;
        }
        var services = context.HttpContext.RequestServices;
        var db = services.GetRequiredService<MobilityDbContext>();
        var viewer = services.GetRequiredService<CurrentPerson>().Viewer;
        var number = context.RouteData.Values["number"] as string;
        var file = await db
            .Cases.For(viewer, Right)
            .Where(c => c.Number == number)
            .Select(c => new CaseRef(c.Id, c.Number, c.AssigneeId, c.ClientId, c.Version))
            .SingleOrDefaultAsync(context.HttpContext.RequestAborted);
        if (file is null)
        {
            context.Result = new NotFoundResult();
            return;
        }
        foreach (var parameter in context.ActionDescriptor.Parameters.Where(p => p.ParameterType == typeof(CaseRef)))
        {
            context.ActionArguments[parameter.Name] = file;
        }
        await next();
    }
}

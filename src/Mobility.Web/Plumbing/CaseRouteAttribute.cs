using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Covers;
using Mobility.Casework.Data;
using Mobility.Web.People;

namespace Mobility.Web.Plumbing;

/// <summary>
/// The case a route names, after the question whether it is this person's. <paramref name="InCoverFor"/> is the name of its consultant while
/// this person covers them.
/// </summary>
public sealed record CaseRef(Guid Id, string Number, Guid AssigneeId, Guid ClientId, long Version, string? InCoverFor);

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
        var person = services.GetRequiredService<CurrentPerson>();
        var viewer = person.Viewer;
        var covered = db.Covers.RunningAt(person.Now).Where(c => c.CoveredById == viewer.AccountId);
        var number = context.RouteData.Values["number"] as string;
        var file = await db
            .Cases.For(viewer, Right)
            .Where(c => c.Number == number)
            .Select(c => new CaseRef(
                c.Id,
                c.Number,
                c.AssigneeId,
                c.ClientId,
                c.Version,
                covered.Where(v => v.AwayId == c.ConsultantId).Select(v => v.Away!.DisplayName).FirstOrDefault()
            ))
            .SingleOrDefaultAsync(context.HttpContext.RequestAborted);
        if (file is null)
        {
            context.Result = new NotFoundResult();
            return;
        }
        person.InCoverFor = file.InCoverFor;
        foreach (var parameter in context.ActionDescriptor.Parameters.Where(p => p.ParameterType == typeof(CaseRef)))
        {
            context.ActionArguments[parameter.Name] = file;
        }
        await next();
    }
}

/// <summary>A <see cref="CaseRef"/> comes from the route's check, never from fields that somebody sent.</summary>
public sealed class CaseRefIsNotSent : IBindingMetadataProvider
{
    public void CreateBindingMetadata(BindingMetadataProviderContext context)
    {
        if (context.Key.ModelType == typeof(CaseRef))
        {
            context.BindingMetadata.IsBindingAllowed = false;
        }
    }
}

using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Mobility.Web.Plumbing;

/// <summary>What an address names is read from the address alone. A field of the same name beside it would otherwise go before it.</summary>
public sealed class NamedByTheAddress : IActionModelConvention
{
    public void Apply(ActionModel action)
    {
        var names = action
            .Controller.Selectors.Concat(action.Selectors)
            .Select(s => s.AttributeRouteModel?.Template)
            .OfType<string>()
            .SelectMany(t => RoutePatternFactory.Parse(t).Parameters.Select(p => p.Name))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in action.Parameters.Where(p => names.Contains(p.ParameterName)))
        {
            parameter.BindingInfo ??= new BindingInfo();
            parameter.BindingInfo.BindingSource = BindingSource.Path;
        }
    }
}

using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Mobility.Web.Plumbing;

/// <summary>A controller whose routes are there in Development, and nowhere else.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DevelopmentOnlyAttribute : Attribute;

/// <summary>Takes the controllers that carry <see cref="DevelopmentOnlyAttribute"/> out before routes are made.</summary>
public sealed class WithoutDevelopmentControllers : IApplicationModelConvention
{
    public void Apply(ApplicationModel application)
    {
        foreach (
            var controller in application.Controllers.Where(c => c.Attributes.OfType<DevelopmentOnlyAttribute>().Any()).ToList()
        )
        {
            application.Controllers.Remove(controller);
        }
    }
}

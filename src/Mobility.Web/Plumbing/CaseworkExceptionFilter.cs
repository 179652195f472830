using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Mobility.Casework;

namespace Mobility.Web.Plumbing;

/// <summary>A service that finds nothing for this person says so by exception; it is answered like every other 404.</summary>
public sealed class CaseworkExceptionFilter : IExceptionFilter
{
    public void OnException(ExceptionContext context)
    {
        if (context.Exception is NotHereException)
        {
            context.Result = new NotFoundResult();
        }
    }
}

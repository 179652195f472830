using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Mobility.Web.Errors;

/// <summary>
/// What is sent as a form and cannot be read as one leaves an action without its arguments; the only trace of it is a problem about the
/// whole request, before the action has said any. It is answered with the 400 page.
/// </summary>
public sealed class UnreadableForm : IActionFilter, IOrderedFilter
{
    public int Order => int.MinValue;

    public void OnActionExecuting(ActionExecutingContext context)
    {
        if (context.ModelState.TryGetValue("", out var whole) && whole.Errors.Count > 0)
        {
            context.Result = new BadRequestResult();
        }
    }

    public void OnActionExecuted(ActionExecutedContext context) { }
}

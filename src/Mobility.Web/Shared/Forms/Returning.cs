using Microsoft.AspNetCore.Mvc;

namespace Mobility.Web.Shared.Forms;

public static class Returning
{
    /// <summary>TempData key of a sentence the next page shows once, for a button whose page is gone.</summary>
    public const string Notice = "notice";

    /// <summary>Back to the page a button was pressed on, if that is one of this site; otherwise to <paramref name="otherwise"/>.</summary>
    public static RedirectResult BackTo(this Controller controller, string? returnTo, string otherwise) =>
        controller.Redirect(controller.Url.IsLocalUrl(returnTo) ? returnTo : otherwise);
}

using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Mvc;

namespace Mobility.Web.Shared.Forms;

public static class Returning
{
    /// <summary>TempData key of a sentence the next page shows once, for a button whose page is gone.</summary>
    public const string Notice = "notice";

    /// <summary>TempData key of a sentence that says what was done, where the next page does not show it by itself.</summary>
    public const string Saved = "saved";

    /// <summary>
    /// Whether an address is one of this program: a path, and nothing that a browser would take for another host or a server would not
    /// write into a header.
    /// </summary>
    public static bool IsLocal([NotNullWhen(true)] string? address) =>
        address is ['/', ..]
        && (address.Length == 1 || address[1] is not ('/' or '\\'))
        && address.All(c => c is > ' ' and < '\x7f');

    /// <summary>Back to the page a button was pressed on, if that is one of this site; otherwise to <paramref name="otherwise"/>.</summary>
    public static RedirectResult BackTo(this Controller controller, string? returnTo, string otherwise) =>
        controller.Redirect(IsLocal(returnTo) ? returnTo : otherwise);
}

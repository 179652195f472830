using Microsoft.AspNetCore.Http.Extensions;
using Mobility.Casework.People;
using Mobility.Web.Home;
using Mobility.Web.Shared.Forms;

namespace Mobility.Web.People;

/// <summary>Where somebody goes after a step of signing in.</summary>
public static class NextPage
{
    public const string Code = "/sign-in/code";

    public const string Factor = "/account/second-factor";

    /// <summary>The wanted page if it is one of this program, else the person's own; before that, what is still to be done.</summary>
    public static string After(SessionStage stage, PersonKind kind, string? returnUrl = null)
    {
        var wanted = Returning.IsLocal(returnUrl) && returnUrl != "/" ? returnUrl : null;
        return stage switch
        {
            SessionStage.FactorAwaited => Code + Query(wanted),
            SessionStage.FactorMissing => Factor + Query(wanted),
            _ => wanted ?? Landing.PathOf(kind),
        };
    }

    private static string Query(string? wanted) => wanted is null ? "" : new QueryBuilder { { "returnUrl", wanted } }.ToString();
}

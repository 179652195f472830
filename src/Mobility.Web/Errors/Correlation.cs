using System.Diagnostics;

namespace Mobility.Web.Errors;

/// <summary>The number by which what a person saw is found in the log.</summary>
public static class Correlation
{
    public const string Header = "X-Correlation-Id";

    public static string IdOf(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
}

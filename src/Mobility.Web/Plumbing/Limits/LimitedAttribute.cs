namespace Mobility.Web.Plumbing.Limits;

/// <summary>What there is a limit of, by person and by address.</summary>
public enum Limit
{
    /// <summary>Whatever takes a password, a code or an address of a stranger.</summary>
    SignIn,

    Search,

    Export,

    Upload,
}

/// <summary>Only so many requests a minute; see <see cref="LimitOptions"/>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class LimitedAttribute(Limit limit) : Attribute
{
    public Limit Limit { get; } = limit;
}

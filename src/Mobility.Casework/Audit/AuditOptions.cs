namespace Mobility.Casework.Audit;

/// <summary>The settings under <c>Audit</c>.</summary>
public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>Shorter, and it is gone before anybody asks what happened.</summary>
    public const int Least = 90;

    internal const string Problem = "Audit:KeepDays must be 90 or more.";

    /// <summary>How many days rows are kept; ten years when nothing is set.</summary>
    public int KeepDays { get; set; } = 3653;
}

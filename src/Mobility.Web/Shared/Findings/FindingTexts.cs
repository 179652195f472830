namespace Mobility.Web.Shared.Findings;

/// <summary>Texts of the finding and its reason: FindingTexts.resx.</summary>
public sealed class FindingTexts;

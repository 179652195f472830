namespace Mobility.Web.Covers;

/// <summary>Texts of the covers: CoverTexts.resx.</summary>
public sealed class CoverTexts;

namespace Mobility.Web.Permits;

/// <summary>Texts of passports, permits and certificates: PermitTexts.resx.</summary>
public sealed class PermitTexts;

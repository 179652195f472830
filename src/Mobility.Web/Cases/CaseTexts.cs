namespace Mobility.Web.Cases;

/// <summary>Texts of the case list, the case page and its forms: CaseTexts.resx.</summary>
public sealed class CaseTexts;

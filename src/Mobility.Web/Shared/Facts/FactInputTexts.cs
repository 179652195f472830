namespace Mobility.Web.Shared.Facts;

/// <summary>Texts of the fields in which facts are typed: FactInputTexts.resx.</summary>
public sealed class FactInputTexts;

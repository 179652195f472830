namespace Mobility.Web.Residence;

/// <summary>Texts of residence and declared facts: ResidenceTexts.resx.</summary>
public sealed class ResidenceTexts;

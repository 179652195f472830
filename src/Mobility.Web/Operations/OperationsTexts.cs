namespace Mobility.Web.Operations;

/// <summary>Texts of the page of numbers: OperationsTexts.resx.</summary>
public sealed class OperationsTexts;

namespace Mobility.Web.Errors;

/// <summary>Texts of the error pages: ErrorTexts.resx. Errors/last-resort.html has its own words, for it must need nothing.</summary>
public sealed class ErrorTexts;

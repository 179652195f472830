namespace Mobility.Web.Admin;

/// <summary>Texts of administration: AdminTexts.resx.</summary>
public sealed class AdminTexts;

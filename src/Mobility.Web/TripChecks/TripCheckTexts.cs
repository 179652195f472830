namespace Mobility.Web.TripChecks;

/// <summary>Texts of trip checks: TripCheckTexts.resx.</summary>
public sealed class TripCheckTexts;

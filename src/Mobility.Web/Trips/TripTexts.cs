namespace Mobility.Web.Trips;

/// <summary>Texts of the day page, its trips and their import: TripTexts.resx.</summary>
public sealed class TripTexts;

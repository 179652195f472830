namespace Mobility.Web.Trips.Planner;

/// <summary>Texts of the planner and of what history tells: PlannerTexts.resx.</summary>
public sealed class PlannerTexts;

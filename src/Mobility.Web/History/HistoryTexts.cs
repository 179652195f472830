namespace Mobility.Web.History;

/// <summary>A sentence for every kind of change, and names for what is changed: HistoryTexts.resx.</summary>
public sealed class HistoryTexts;

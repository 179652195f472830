namespace Mobility.Web.Board;

/// <summary>Texts of the population board: BoardTexts.resx.</summary>
public sealed class BoardTexts;

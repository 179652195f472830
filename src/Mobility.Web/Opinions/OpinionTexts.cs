namespace Mobility.Web.Opinions;

/// <summary>Texts of the advisers' opinions: OpinionTexts.resx.</summary>
public sealed class OpinionTexts;

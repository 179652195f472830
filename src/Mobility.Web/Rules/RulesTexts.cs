namespace Mobility.Web.Rules;

/// <summary>Texts of the rule book: RulesTexts.resx.</summary>
public sealed class RulesTexts;

namespace Mobility.Web.People;

/// <summary>Texts of sign-in, invitation and the own account: PeopleTexts.resx.</summary>
public sealed class PeopleTexts;

namespace Mobility.Web.PersonalData;

/// <summary>Texts of what is sealed about a person: PersonalTexts.resx.</summary>
public sealed class PersonalTexts;

namespace Mobility.Web.Portal;

/// <summary>Texts of the family's own place, in words a child of twelve can read: PortalTexts.resx.</summary>
public sealed class PortalTexts;

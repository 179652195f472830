namespace Mobility.Web.Shared;

/// <summary>Texts of the frame and of the shared components: SharedTexts.resx. Each subject has a class and a file like this of its own.</summary>
public sealed class SharedTexts;

using Mobility.Web.Plumbing;

return await CommandLine.RunAsync(args);

/// <summary>The tests start the web host through this type.</summary>
public sealed partial class Program;

namespace Mobility.Web.Plumbing;

/// <summary>One executable is the server and the tool: the first word says which.</summary>
public static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        await using var app = MobilityHost.Build(args);
        await app.RunAsync();
        return 0;
    }
}

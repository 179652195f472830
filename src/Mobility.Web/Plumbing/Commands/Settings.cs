namespace Mobility.Web.Plumbing.Commands;

/// <summary>The settings a command reads, from the same places as the server's.</summary>
internal sealed record Settings(IConfiguration Configuration, string ContentRoot, bool IsDevelopment)
{
    public static Settings Read(string[] args)
    {
        var builder = CreateBuilder(args);
        return new Settings(builder.Configuration, builder.Environment.ContentRootPath, builder.Environment.IsDevelopment());
    }

    /// <summary>
    /// A builder whose content root holds the pages' files: where it is started in development, beside the executable when published and
    /// started from anywhere.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var rootIsGiven =
            Array.Exists(args, a => a.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase))
            || Directory.Exists("wwwroot");
        return WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = rootIsGiven ? null : AppContext.BaseDirectory }
        );
    }

    public string RulesFolder => RulesFolderOf(Configuration, ContentRoot);

    /// <summary><c>Rules:Path</c>, by default the folder beside the executable.</summary>
    public static string RulesFolderOf(IConfiguration configuration, string contentRoot) =>
        Path.GetFullPath(configuration["Rules:Path"] ?? Path.Combine(AppContext.BaseDirectory, "rules"), contentRoot);
}

using Mobility.Casework.Access;
using Mobility.Casework.People;

namespace Mobility.Web.Shared;

/// <summary>One entry of the main menu; <see cref="Key"/> names its text and the pages it stands for.</summary>
public sealed record MenuEntry(string Key, string Href);

/// <summary>An entry appears with its page, and only for those who find something there.</summary>
public static class MainMenu
{
    public static IEnumerable<MenuEntry> For(Viewer viewer)
    {
        if (viewer.IsStaff)
        {
            yield return new("MyDay", "/my-day");
        }
        if (viewer.IsAdviser)
        {
            yield return new("Queue", "/queue");
        }
        if (viewer.Kind == PersonKind.Supplier)
        {
            yield return new("Orders", "/orders");
        }
        if (viewer.IsStaff || viewer.IsAdviser || viewer.Kind == PersonKind.ProgrammeManager)
        {
            yield return new("Cases", "/cases");
            yield return new("Board", "/board");
        }
        if (viewer.IsStaff || viewer.Kind == PersonKind.ProgrammeManager)
        {
            yield return new("Days", "/days");
        }
        if (viewer.ReadsRules || viewer.Kind == PersonKind.ProgrammeManager)
        {
            yield return new("TripChecks", "/trip-checks");
        }
        if (viewer.ReadsRules)
        {
            yield return new("Rules", "/rules");
        }
        if (viewer.Kind == PersonKind.Administrator)
        {
            yield return new("Admin", "/admin");
        }
    }
}

/// <summary>Two letters that stand for a name where there is no room for it; decoration only.</summary>
public static class Initials
{
    public static string Of(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [] => "",
            [var only] => string.Concat(only.EnumerateRunes().Take(2)).ToUpperInvariant(),
            [var first, .., var last] => string.Concat(first.EnumerateRunes().First(), last.EnumerateRunes().First())
                .ToUpperInvariant(),
        };
    }
}

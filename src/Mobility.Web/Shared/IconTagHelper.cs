using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Mobility.Web.Shared;

/// <summary><c>&lt;icon name="clock" /&gt;</c>: a Tabler outline icon. The page's one sprite carries only those used.</summary>
[HtmlTargetElement("icon", Attributes = "name", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Icons.Use(ViewContext.HttpContext, Name);
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "i");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetHtmlContent($"<use href=\"#i-{Name}\"/>");
    }
}

/// <summary><c>&lt;state kind="red"&gt;4 days late&lt;/state&gt;</c>: an icon and a word, never a colour alone. Kinds: red, amber, green, blue, violet, grey.</summary>
[HtmlTargetElement("state", Attributes = "kind")]
public sealed class StateTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public string Kind { get; set; } = "grey";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var icon = Kind switch
        {
            "red" => "alert-octagon",
            "amber" => "alert-triangle",
            "green" => "circle-check",
            "blue" => "info-circle",
            "violet" => "clock",
            _ => "circle-dashed",
        };
        Icons.Use(ViewContext.HttpContext, icon);
        var content = await output.GetChildContentAsync();
        output.TagName = "span";
        output.Attributes.SetAttribute("class", Kind == "grey" ? "st" : $"st {Kind}");
        output
            .Content.SetHtmlContent($"<svg class=\"i\" aria-hidden=\"true\"><use href=\"#i-{icon}\"/></svg>")
            .AppendHtml(content);
    }
}

/// <summary>The icons of the program and those of the page being drawn.</summary>
public static partial class Icons
{
    private static readonly FrozenDictionary<string, string> Paths = Load();

    private static readonly object Key = new();

    public static void Use(HttpContext context, string name)
    {
        if (!Paths.ContainsKey(name))
        {
            throw new ArgumentException($"There is no icon \"{name}\" in Shared/Icons.", nameof(name));
        }
        if (context.Items[Key] is not SortedSet<string> used)
        {
            context.Items[Key] = used = new SortedSet<string>(StringComparer.Ordinal);
        }
        used.Add(name);
    }

    /// <summary>The sprite of the page, drawn at its end when all icons are known.</summary>
    public static string Sprite(HttpContext context) =>
        context.Items[Key] is SortedSet<string> used
            ? $"<svg class=\"visually-hidden\" aria-hidden=\"true\">{string.Concat(used.Select(n => $"<symbol id=\"i-{n}\" viewBox=\"0 0 24 24\">{Paths[n]}</symbol>"))}</svg>"
            : "";

    private static FrozenDictionary<string, string> Load()
    {
        const string folder = "Mobility.Web.Shared.Icons.";
        var assembly = typeof(Icons).Assembly;
        return assembly
            .GetManifestResourceNames()
            .Where(n => n.StartsWith(folder, StringComparison.Ordinal) && n.EndsWith(".svg", StringComparison.Ordinal))
            .ToFrozenDictionary(
                n => n[folder.Length..^4],
                n =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(n)!);
                    return string.Concat(
                        Shapes()
                            .Matches(reader.ReadToEnd())
                            .Select(m => m.Value)
                            .Where(v => !v.Contains("stroke=\"none\"", StringComparison.Ordinal))
                    );
                }
            );
    }

    [GeneratedRegex("<(path|circle|rect|line)[^>]*/>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shapes();
}

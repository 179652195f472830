using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Mobility.Web.Shared.Forms;

/// <summary>
/// <c>&lt;field name="Start" label="First day" hint="For example 2 Nov 2026" value="@…" /&gt;</c>: label, hint, message and control tied
/// together. With <c>options</c> a select, with <c>rows</c> a text area, with <c>type="checkbox"</c> a box. After a refused post it
/// shows what was typed and why it was refused.
/// </summary>
[HtmlTargetElement("field", Attributes = "name,label", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldTagHelper(HtmlEncoder encoder) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>Name of the form field; its id follows from it, unless it has one of its own.</summary>
    public string Name { get; set; } = "";

    /// <summary>Where several forms of a page have a field of this name.</summary>
    public string? Id { get; set; }

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    public string? Value { get; set; }

    public string Type { get; set; } = "text";

    public IEnumerable<SelectListItem>? Options { get; set; }

    public int Rows { get; set; }

    public int? Maxlength { get; set; }

    public string? Autocomplete { get; set; }

    /// <summary>Id of a datalist.</summary>
    public string? List { get; set; }

    public bool Checked { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var id = Id ?? IdOf(Name);
        ViewContext.ViewData.ModelState.TryGetValue(Name, out var state);
        var problems = state?.Errors.Select(e => e.ErrorMessage).Where(m => m.Length > 0).ToList() ?? [];
        FormProblems.Seen(ViewContext, Name, problems, id);
        // Of a field that was sent twice, the first counts.
        var value = state?.RawValue is string[] and [var first, ..] ? first : state?.AttemptedValue ?? Value;
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        if (problems.Count > 0)
        {
            var css = output.Attributes["class"]?.Value?.ToString();
            output.Attributes.SetAttribute("class", css is null ? "bad" : css + " bad");
        }
        var describedBy = new List<string>(2);
        var html = new StringBuilder();
        if (Type == "checkbox")
        {
            Box(html, id, state?.AttemptedValue, problems);
            output.Content.SetHtmlContent(html.ToString());
            return;
        }
        html.Append("<label class=\"form-label\" for=\"").Append(id).Append("\">").Append(Encoded(Label)).Append("</label>");
        if (!string.IsNullOrEmpty(Hint))
        {
            html.Append("<span class=\"hint\" id=\"").Append(id).Append("-h\">").Append(Encoded(Hint)).Append("</span>");
            describedBy.Add(id + "-h");
        }
        if (problems.Count > 0)
        {
            Message(html, id, problems);
            describedBy.Add(id + "-e");
        }
        var common = new StringBuilder();
        Attribute(common, "id", id);
        Attribute(common, "name", Name);
        Attribute(common, "aria-describedby", describedBy.Count > 0 ? string.Join(' ', describedBy) : null);
        Attribute(common, "aria-invalid", problems.Count > 0 ? "true" : null);
        Attribute(common, "autocomplete", Autocomplete);
        // A choice has no length.
        var most = Options is null ? Maxlength : null;
        Attribute(common, "maxlength", most?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Control(html, common, value);
        output.Content.SetHtmlContent(html.ToString());
    }

    private void Control(StringBuilder html, StringBuilder common, string? value)
    {
        if (Options is not null)
        {
            html.Append("<select class=\"form-select\"").Append(common).Append('>');
            SelectListGroup? group = null;
            foreach (var option in Options)
            {
                if (!ReferenceEquals(option.Group, group))
                {
                    html.Append(group is null ? "" : "</optgroup>");
                    group = option.Group;
                    html.Append(group is null ? "" : $"<optgroup label=\"{Encoded(group.Name)}\">");
                }
                var chosen = value is null ? option.Selected : option.Value == value;
                html.Append("<option value=\"")
                    .Append(Encoded(option.Value ?? ""))
                    .Append('"')
                    .Append(chosen ? " selected>" : ">");
                html.Append(Encoded(option.Text)).Append("</option>");
            }
            html.Append(group is null ? "</select>" : "</optgroup></select>");
        }
        else if (Rows > 0)
        {
            html.Append("<textarea class=\"form-control\" rows=\"").Append(Rows).Append('"').Append(common);
            // The parser drops a line break right after the tag; what was typed may begin with one.
            html.Append(">\n").Append(Encoded(value ?? "")).Append("</textarea>");
        }
        else
        {
            Attribute(common, "type", Type);
            Attribute(common, "list", List);
            Attribute(common, "value", Type == "password" ? null : value);
            html.Append("<input class=\"form-control\"").Append(common).Append('>');
        }
    }

    private void Message(StringBuilder html, string id, List<string> problems)
    {
        Icons.Use(ViewContext.HttpContext, "alert-octagon");
        html.Append("<span class=\"err\" id=\"")
            .Append(id)
            .Append("-e\"><svg class=\"i\" aria-hidden=\"true\"><use href=\"#i-alert-octagon\"/></svg><span>")
            .Append(Encoded(string.Join(' ', problems)))
            .Append("</span></span>");
    }

    private void Box(StringBuilder html, string id, string? attempted, List<string> problems)
    {
        var on = ViewContext.ViewData.ModelState.ContainsKey(Name)
            ? attempted?.Contains("true", StringComparison.OrdinalIgnoreCase) == true
            : Checked;
        if (problems.Count > 0)
        {
            Message(html, id, problems);
        }
        html.Append("<label class=\"form-check\" for=\"")
            .Append(id)
            .Append("\"><input class=\"form-check-input\" type=\"checkbox\" value=\"true\"");
        Attribute(html, "id", id);
        Attribute(html, "name", Name);
        Attribute(html, "aria-describedby", problems.Count > 0 ? id + "-e" : null);
        Attribute(html, "aria-invalid", problems.Count > 0 ? "true" : null);
        // An unticked box sends nothing; the hidden twin says that it was there.
        html.Append(on ? " checked>" : ">")
            .Append("<span class=\"form-check-label\">")
            .Append(Encoded(Label))
            .Append("</span></label>");
        html.Append("<input type=\"hidden\" value=\"false\" name=\"").Append(Encoded(Name)).Append("\">");
    }

    private void Attribute(StringBuilder html, string name, string? value)
    {
        if (value is not null)
        {
            html.Append(' ').Append(name).Append("=\"").Append(Encoded(value)).Append('"');
        }
    }

    private string Encoded(string text) => encoder.Encode(text);

    /// <summary>The id of a field: its name, with everything but letters and digits as a dash.</summary>
    public static string IdOf(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
}

/// <summary>
/// <c>&lt;form checked-form …&gt;</c>: puts the summary of what was refused above the fields it holds, in their order, each linked to its field.
/// </summary>
[HtmlTargetElement("form", Attributes = "checked-form")]
public sealed class CheckedFormTagHelper(
    HtmlEncoder encoder,
    Microsoft.Extensions.Localization.IStringLocalizer<SharedTexts> texts
) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>Where a page has several forms: what the names of this one's fields begin with.</summary>
    public string Fields { get; set; } = "";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        output.Attributes.RemoveAll("checked-form");
        var content = await output.GetChildContentAsync();
        output.Content.SetHtmlContent(content);
        var problems = FormProblems.InOrder(ViewContext, Fields);
        if (problems.Count == 0)
        {
            return;
        }
        var html = new StringBuilder("<div class=\"errsum\" role=\"alert\" tabindex=\"-1\" autofocus><h2>");
        html.Append(encoder.Encode(texts.Counted("Problems", problems.Count))).Append("</h2><ul>");
        foreach (var (id, sentence) in problems)
        {
            html.Append("<li>");
            html.Append(id is null ? "" : $"<a href=\"#{id}\">");
            html.Append(encoder.Encode(sentence)).Append(id is null ? "</li>" : "</a></li>");
        }
        output.PreElement.SetHtmlContent(html.Append("</ul></div>").ToString());
    }
}

/// <summary>The refusals of a form in the order in which its fields are drawn.</summary>
internal static class FormProblems
{
    private static readonly object Key = new();

    /// <summary>A field is drawn, with what is wrong about it; <paramref name="id"/> where it does not follow from the name.</summary>
    public static void Seen(ViewContext view, string name, IReadOnlyList<string> problems, string? id = null)
    {
        var page = PageOf(view);
        page.Told.Add(name);
        page.Drawn.AddRange(problems.Select(p => (name, id ?? FieldTagHelper.IdOf(name), p)));
    }

    /// <summary>Names whose values were not understood, and of which nothing on the page has told.</summary>
    public static List<string> Untold(ViewContext view)
    {
        var told = PageOf(view).Told;
        return
        [
            .. view
                .ViewData.ModelState.Where(s => s.Key.Length > 0 && s.Value!.Errors.Count > 0 && !told.Contains(s.Key))
                .Select(s => s.Key),
        ];
    }

    /// <summary>Those about the whole first, then those of fields with their ids; one of a field that isn't drawn is not lost either.</summary>
    public static List<(string? Id, string Sentence)> InOrder(ViewContext view, string prefix)
    {
        var page = PageOf(view);
        var others = view
            .ViewData.ModelState.Where(s =>
                s.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && !page.Told.Contains(s.Key)
            )
            .SelectMany(s => s.Value!.Errors.Select(e => (s.Key, e.ErrorMessage)))
            .Where(s => s.ErrorMessage.Length > 0)
            .ToList();
        page.Told.UnionWith(others.Select(o => o.Key).Where(k => k.Length > 0));
        var own = page.Drawn.Where(d => d.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        return [.. others.Select(o => ((string?)null, o.ErrorMessage)), .. own.Select(d => ((string?)d.Id, d.Sentence))];
    }

    private static PageProblems PageOf(ViewContext view) =>
        view.HttpContext.Items[Key] as PageProblems ?? (PageProblems)(view.HttpContext.Items[Key] = new PageProblems());

    private sealed class PageProblems
    {
        public HashSet<string> Told { get; } = new(StringComparer.OrdinalIgnoreCase);

        public List<(string Name, string Id, string Sentence)> Drawn { get; } = [];
    }
}

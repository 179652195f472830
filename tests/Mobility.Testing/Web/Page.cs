using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using NUnit.Framework;

namespace Mobility.Testing.Web;

/// <summary>
/// A page as somebody without script reads it: by headings, labels and the words on links and buttons. What is named must be there
/// exactly once, or the test fails and says what is there instead.
/// </summary>
public sealed partial class Page
{
    private readonly Browser browser;

    private Page(
        Browser browser,
        HttpResponseMessage response,
        Uri address,
        IHtmlDocument document,
        IReadOnlyList<string> commands
    )
    {
        this.browser = browser;
        Status = response.StatusCode;
        RetryAfter = response.Headers.RetryAfter?.Delta;
        Address = address;
        Document = document;
        Commands = commands;
    }

    public HttpStatusCode Status { get; }

    /// <summary>When the answer says to try again; null when it says nothing of it.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Where the browser stands after redirects.</summary>
    public Uri Address { get; }

    /// <summary>Path and query of <see cref="Address"/>.</summary>
    public string Path => Address.PathAndQuery;

    public IHtmlDocument Document { get; }

    /// <summary>The database commands this answer took, redirects included.</summary>
    public IReadOnlyList<string> Commands { get; }

    /// <summary>The text of the one h1.</summary>
    public string Heading => Words(Document.QuerySelector("h1") ?? throw Missing("h1"));

    /// <summary>The words of the main part, with single spaces.</summary>
    public string Text => Words(Document.QuerySelector("main") ?? (IElement)Document.Body!);

    /// <summary>The sentences of the error summary.</summary>
    public IReadOnlyList<string> Problems => [.. Document.QuerySelectorAll(".errsum li").Select(Words)];

    internal static async Task<Page> ReadAsync(Browser browser, HttpResponseMessage response, IReadOnlyList<string> commands)
    {
        var address = response.RequestMessage!.RequestUri!;
        var html = await response.Content.ReadAsStringAsync();
        var context = BrowsingContext.New(Configuration.Default);
        var document = (IHtmlDocument)await context.OpenAsync(r => r.Content(html).Address(address));
        return new Page(browser, response, address, document, commands);
    }

    /// <summary>The words of an element with single spaces, hidden words included: they are read aloud.</summary>
    public static string Words(INode node)
    {
        var words = new StringBuilder();
        Read(node, words);
        return Spaces().Replace(words.ToString(), " ").Trim();
    }

    private static void Read(INode node, StringBuilder words)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is IText text)
            {
                words.Append(text.Data);
            }
            else if (child is IElement element)
            {
                // What stands on a line or in a cell of its own is a word of its own.
                var apart =
                    element.LocalName is not ("a" or "b" or "bdi" or "em" or "strong" or "span")
                    || element.ClassList.Contains("sub");
                words.Append(apart ? " " : "");
                Read(element, words);
                words.Append(apart ? " " : "");
            }
        }
    }

    /// <summary>The section, form or fieldset under a heading that is, or begins with, <paramref name="heading"/>.</summary>
    public IElement Section(string heading) =>
        FindSection(heading) ?? throw Missing($"section \"{heading}\"", Document.QuerySelectorAll("h2").Select(Words));

    public IElement? FindSection(string heading)
    {
        var found = Document.QuerySelectorAll("h2").Where(h => Matches(Words(h), heading)).ToList();
        return found is [var only] ? only.Closest("section, fieldset, .errsum, form, .sec") : null;
    }

    /// <summary>The rows of the table or list in a section, each as its words.</summary>
    public IReadOnlyList<string> Rows(string section) =>
        [.. Section(section).QuerySelectorAll("tbody tr, .list > li").Select(Words)];

    /// <summary>The one row of a section that holds <paramref name="words"/>.</summary>
    public IElement Row(string section, string words)
    {
        var rows = Section(section).QuerySelectorAll("tbody tr, .list > li").ToList();
        return rows.Where(r => Words(r).Contains(words, StringComparison.Ordinal)).ToList() is [var only]
            ? only
            : throw Missing($"one row with \"{words}\" in \"{section}\"", rows.Select(Words));
    }

    /// <summary>The link with these words, or whose words begin with them.</summary>
    public IHtmlAnchorElement Link(string words, IElement? within = null) =>
        (IHtmlAnchorElement)One("a[href]", words, "link", within);

    public bool HasLink(string words) => Document.QuerySelectorAll("main a[href]").Any(a => Matches(Words(a), words));

    public bool HasButton(string words) => Document.QuerySelectorAll("main button").Any(b => Matches(Words(b), words));

    public Task<Page> FollowAsync(string words, IElement? within = null) => browser.OpenAsync(Link(words, within).Href);

    /// <summary>The control a label names.</summary>
    public IElement Field(string label, IElement? within = null)
    {
        var labels = (within ?? Document.DocumentElement).QuerySelectorAll("label").OfType<IHtmlLabelElement>().ToList();
        var found = labels.Where(l => Words(l) == label).ToList();
        return found is [{ Control: { } control }]
            ? control
            : throw Missing($"{(found.Count > 1 ? "only one " : "")}field \"{label}\"", labels.Select(Words));
    }

    /// <summary>What stands in a field.</summary>
    public string Value(string label, IElement? within = null) =>
        Field(label, within) switch
        {
            IHtmlSelectElement select => select.SelectedOptions is { Length: > 0 } chosen
                ? Words(chosen[0])
                : throw Missing("a choice in " + label),
            IHtmlTextAreaElement area => area.Value,
            IHtmlInputElement input => input.Value,
            var other => throw Missing($"a value in {other.LocalName}"),
        };

    /// <summary>The message beside a field, or null. It must be tied to the field for those who can't see where it stands.</summary>
    public string? ProblemAt(string label, IElement? within = null)
    {
        var field = Field(label, within);
        var ids = (field.GetAttribute("aria-describedby") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var message = ids.Select(Document.GetElementById).FirstOrDefault(e => e?.ClassList.Contains("err") == true);
        if (message is null)
        {
            return null;
        }
        Assert.That(field.GetAttribute("aria-invalid"), Is.EqualTo("true"), label);
        return Words(message);
    }

    /// <summary>Types into a text field, chooses an option by its words, or picks a file's place.</summary>
    public Page Fill(string label, string value, IElement? within = null)
    {
        switch (Field(label, within))
        {
            case IHtmlSelectElement select:
                var options = select.Options.Where(o => Words(o) == value).ToList();
                var option = options is [var only]
                    ? only
                    : throw Missing($"option \"{value}\" of \"{label}\"", select.Options.Select(Words));
                option.IsSelected = true;
                break;
            case IHtmlTextAreaElement area:
                area.Value = value;
                break;
            case IHtmlInputElement input:
                input.Value = value;
                break;
        }
        return this;
    }

    /// <summary>Ticks a box or picks a radio button by its label.</summary>
    public Page Tick(string label, bool on = true, IElement? within = null)
    {
        ((IHtmlInputElement)Field(label, within)).IsChecked = on;
        return this;
    }

    /// <summary>Presses the button with these words, or whose words begin with them, and sends its form as it stands.</summary>
    public async Task<Page> PressAsync(string words, IElement? within = null)
    {
        var button = (IHtmlElement)One("button", words, "button", within);
        var form = button.GetAttribute("form") is { } id
            ? Document.GetElementById(id) as IHtmlFormElement
            : button.Closest("form") as IHtmlFormElement;
        var submission =
            (form ?? throw Missing($"the form of \"{words}\"")).GetSubmission(button) ?? throw Missing("a submission");
        var target = button.GetAttribute("formaction") is { Length: > 0 } other
            ? new Uri(Address, other)
            : new Uri(submission.Target.Href);
        var request = new HttpRequestMessage(
            new System.Net.Http.HttpMethod(submission.Method.ToString().ToUpperInvariant()),
            target
        );
        if (request.Method == System.Net.Http.HttpMethod.Post)
        {
            request.Content = new StreamContent(submission.Body);
            request.Content.Headers.TryAddWithoutValidation(
                "Content-Type",
                submission.MimeType ?? "application/x-www-form-urlencoded"
            );
        }
        return await browser.SendAsync(request);
    }

    private IElement One(string selector, string words, string what, IElement? within)
    {
        var all = (within ?? Document.DocumentElement).QuerySelectorAll(selector).ToList();
        var exact = all.Where(e => Words(e) == words).ToList();
        var found = exact.Count > 0 ? exact : all.Where(e => Matches(Words(e), words)).ToList();
        return found is [var only]
            ? only
            : throw Missing($"{(found.Count > 1 ? "only one " : "")}{what} \"{words}\"", all.Select(Words));
    }

    // "Overdue" names the heading "Overdue 4" and the button "Overdue: the permit of …", not "Overdue by".
    private static bool Matches(string text, string words) =>
        text == words
        || (
            text.StartsWith(words, StringComparison.Ordinal)
            && text[words.Length..] is [':' or ',', ..] or [' ', >= '0' and <= '9', ..]
        );

    private AssertionException Missing(string what, IEnumerable<string>? instead = null) =>
        new($"{Path} ({(int)Status}) has no {what}.{(instead is null ? "" : " There is: " + string.Join(" | ", instead))}");

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}

using System.Net;
using AngleSharp;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.WebUtilities;
using NUnit.Framework;

namespace Mobility.Testing.Published;

/// <summary>A form as a page has it, with its token, to be sent as it is or with other words.</summary>
public sealed record DrawnForm(string Path, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    /// <summary>The same form with some fields filled.</summary>
    public DrawnForm With(params (string Name, string Value)[] filled) =>
        this with
        {
            Fields =
            [
                .. Fields.Where(f => !filled.Any(x => x.Name == f.Key)),
                .. filled.Select(f => KeyValuePair.Create(f.Name, f.Value)),
            ],
        };

    public HttpRequestMessage ToRequest() => new(HttpMethod.Post, Path) { Content = new FormUrlEncodedContent(Fields) };
}

/// <summary>A signed-in person's connections to a running program: several requests at once, redirects shown and not followed.</summary>
public sealed class ProgramClient : IDisposable
{
    private readonly CookieContainer cookies;
    private readonly HttpClient http;
    private readonly Uri address;

    public ProgramClient(Uri address, CookieContainer cookies)
    {
        this.address = address;
        this.cookies = cookies;
        http = new HttpClient(
            new SocketsHttpHandler
            {
                CookieContainer = cookies,
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(30),
            }
        )
        {
            BaseAddress = address,
        };
    }

    public HttpClient Http => http;

    /// <summary>What it sends as cookies.</summary>
    public string Cookies => cookies.GetCookieHeader(address);

    /// <summary>The form of a page that is sent to the page's own address, or to <paramref name="action"/>.</summary>
    public async Task<DrawnForm> FormAsync(string page, string? action = null)
    {
        using var response = await http.GetAsync(new Uri(page, UriKind.Relative));
        var html = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), html);
        using var context = BrowsingContext.New(Configuration.Default);
        var document = await context.OpenAsync(r => r.Content(html).Address(new Uri(address, page)));
        var path = action ?? page.Split('?')[0];
        var form = document.Forms.Single(f => f.GetAttribute("action")?.Split('#')[0] == path);
        using var reader = new StreamReader(form.GetSubmission()!.Body);
        var fields = QueryHelpers.ParseQuery(await reader.ReadToEndAsync());
        return new DrawnForm(path, [.. fields.SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v ?? "")))]);
    }

    /// <summary>
    /// Sends a form. Returns the address it is led to, or null when the program is busy and nothing was changed; fails with any other answer.
    /// </summary>
    public async Task<string?> SendAsync(DrawnForm form)
    {
        using var request = form.ToRequest();
        using var response = await http.SendAsync(request);
        return response.StatusCode switch
        {
            HttpStatusCode.Redirect => response.Headers.Location!.OriginalString,
            HttpStatusCode.ServiceUnavailable => null,
            var other => throw new AssertionException(
                $"{form.Path} answered {(int)other}: {await response.Content.ReadAsStringAsync()}"
            ),
        };
    }

    public void Dispose() => http.Dispose();
}

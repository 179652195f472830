using System.Net;
using System.Text.RegularExpressions;

namespace Mobility.Testing.Published;

/// <summary>
/// A browser that speaks https with a proxy, which hands its requests to whichever node it likes: cookies go by name, not by the address of
/// a node.
/// </summary>
public sealed class ProxiedBrowser : IDisposable
{
    private readonly HttpClient client = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false });
    private readonly Dictionary<string, string> cookies = [];

    /// <summary>What it keeps, by name.</summary>
    public IReadOnlyDictionary<string, string> Cookies => cookies;

    /// <summary>Opens a page on a node.</summary>
    public Task<ProxiedPage> OpenAsync(RunningProgram node, string address) =>
        SendAsync(node, new HttpRequestMessage(HttpMethod.Get, new Uri(node.Address, address)));

    /// <summary>Sends the form of a page it has open, to any node.</summary>
    public Task<ProxiedPage> PostAsync(
        RunningProgram node,
        string address,
        ProxiedPage open,
        params (string Name, string Value)[] fields
    ) =>
        SendAsync(
            node,
            new HttpRequestMessage(HttpMethod.Post, new Uri(node.Address, address))
            {
                Content = new FormUrlEncodedContent([
                    .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)),
                    KeyValuePair.Create("__RequestVerificationToken", open.FormToken),
                ]),
            }
        );

    /// <summary>Signs in by the page for it, and answers the page after.</summary>
    public async Task<ProxiedPage> SignInAsync(RunningProgram node, string email, string password)
    {
        var page = await OpenAsync(node, "/sign-in");
        return await PostAsync(node, "/sign-in", page, ("Email", email), ("Password", password));
    }

    public void Dispose() => client.Dispose();

    private async Task<ProxiedPage> SendAsync(RunningProgram node, HttpRequestMessage request)
    {
        using (request)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}")));
            using var response = await client.SendAsync(request);
            if (response.Headers.TryGetValues("Set-Cookie", out var set))
            {
                foreach (var cookie in set)
                {
                    var (name, value) = (cookie[..cookie.IndexOf('=')], cookie[(cookie.IndexOf('=') + 1)..].Split(';')[0]);
                    cookies[name] = value;
                }
            }
            return new ProxiedPage(
                response.StatusCode,
                response.Headers.Location?.ToString(),
                await response.Content.ReadAsStringAsync()
            );
        }
    }
}

/// <summary>What a node answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Location">Where it sends the browser; null when it does not.</param>
/// <param name="Text">The page.</param>
public sealed record ProxiedPage(HttpStatusCode Status, string? Location, string Text)
{
    /// <summary>What its first form carries against forgery.</summary>
    public string FormToken =>
        Regex.Match(Text, "__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value;
}

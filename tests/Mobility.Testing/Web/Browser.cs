using System.Net;
using System.Security.Claims;
using NUnit.Framework;

namespace Mobility.Testing.Web;

/// <summary>One person's browser without script: keeps cookies, follows redirects, reads pages as people do.</summary>
public sealed class Browser(WebHost host, ClaimsPrincipal? principal, HttpClient client) : IDisposable
{
    /// <summary>What it keeps for the site.</summary>
    public CookieContainer Cookies { get; init; } = new();

    /// <summary>The plain client, for what is not a page.</summary>
    public HttpClient Client => client;

    /// <summary>Opens an address. Fails the test on a 500, with what the server logged.</summary>
    public Task<Page> OpenAsync(string address) => SendAsync(new HttpRequestMessage(HttpMethod.Get, address));

    /// <summary>Posts fields to any route with a valid antiforgery token among them, as a remembered form would.</summary>
    public Task<Page> PostAsync(string address, params (string Name, string Value)[] fields)
    {
        var (name, token) = Antiforgery();
        var all = fields.Select(f => KeyValuePair.Create(f.Name, f.Value)).Append(KeyValuePair.Create(name, token));
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(all) });
    }

    /// <summary>A post of anything, with a valid antiforgery token beside it, to be sent.</summary>
    public HttpRequestMessage Post(string address, HttpContent? content)
    {
        var (_, token) = Antiforgery();
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.Add("RequestVerificationToken", token);
        return request;
    }

    private (string FieldName, string Token) Antiforgery()
    {
        var tokens = host.AntiforgeryFor(principal);
        Cookies.Add(new Cookie(host.AntiforgeryCookieName, tokens.CookieToken, "/", client.BaseAddress!.Host));
        return (tokens.FormFieldName, tokens.RequestToken!);
    }

    /// <summary>Sends what a test made itself.</summary>
    public async Task<Page> SendAsync(HttpRequestMessage request)
    {
        host.Commands.Clear();
        using var response = await client.SendAsync(request);
        if (response.StatusCode == HttpStatusCode.InternalServerError)
        {
            Assert.Fail($"{request.Method} {request.RequestUri} answered 500.\n{host.TakeErrors()}");
        }
        return await Page.ReadAsync(this, response, host.Commands.Texts);
    }

    public void Dispose() => client.Dispose();
}

using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace Mobility.Casework.Mail;

/// <summary>
/// Fetches access tokens for the mail server as a program (OAuth 2 client credentials, RFC 6749, 4.4), and keeps each until a
/// minute before it ends.
/// </summary>
internal sealed class SmtpOAuthTokens(SmtpOAuthOptions options, HttpClient http, IClock clock) : IDisposable
{
    private static readonly Duration Reserve = Duration.FromMinutes(1);

    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private string token = "";
    private Instant goodUntil = Instant.MinValue;

    public async Task<string> GetAsync(CancellationToken cancellation)
    {
        await oneAtATime.WaitAsync(cancellation);
        try
        {
            var now = clock.GetCurrentInstant();
            if (now >= goodUntil)
            {
                var fresh = await FetchAsync(cancellation);
                token = fresh.AccessToken!;
                goodUntil = now + Duration.FromSeconds(fresh.ExpiresIn) - Reserve;
            }

            return token;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose()
    {
        oneAtATime.Dispose();
        http.Dispose();
    }

    private async Task<TokenAnswer> FetchAsync(CancellationToken cancellation)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = options.ClientId,
            ["client_secret"] = options.ClientSecret,
        };
        if (options.Scope.Length > 0)
        {
            fields["scope"] = options.Scope;
        }

        try
        {
            using var form = new FormUrlEncodedContent(fields);
            using var response = await http.PostAsync(new Uri(options.TokenUrl), form, cancellation);
            var answer = await response.Content.ReadFromJsonAsync<TokenAnswer>(cancellation);
            if (response.IsSuccessStatusCode && !string.IsNullOrEmpty(answer?.AccessToken))
            {
                return answer;
            }

            var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            throw NotGiven($"{status} {answer?.Error} {answer?.ErrorDescription}".TrimEnd(), null);
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException or NotSupportedException
                || (e is OperationCanceledException && !cancellation.IsCancellationRequested)
            )
        {
            // What was answered may be a token after all, and a reader's complaint would quote it.
            throw NotGiven(e is JsonException or NotSupportedException ? "its answer cannot be read." : e.Message, e);
        }
    }

    private MailDelayedException NotGiven(string why, Exception? inner) =>
        new(MailStage.LogIn, $"{options.TokenUrl} gave no access token for the mail server: {SingleLine.Of(why)}", null, inner);

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string? AccessToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn,
        [property: JsonPropertyName("error")] string? Error,
        [property: JsonPropertyName("error_description")] string? ErrorDescription
    );
}

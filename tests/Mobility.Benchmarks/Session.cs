using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Mobility.Benchmarks;

/// <summary>What a run of requests took.</summary>
internal sealed record LoadResult(double[] SortedMilliseconds, TimeSpan Elapsed, long Bytes)
{
    public int Count => SortedMilliseconds.Length;

    public double PerSecond => Count / Elapsed.TotalSeconds;

    public double Percentile(double share) => SortedMilliseconds[Math.Min(Count - 1, (int)(Count * share))];
}

/// <summary>A signed-in person who asks as fast as the answers come.</summary>
internal sealed partial class Session : IDisposable
{
    private readonly HttpClient client;

    private Session(HttpClient client) => this.client = client;

    public static async Task<Session> SignInAsync(Uri address, string email, string password)
    {
        var browser = new HttpClient(
            new SocketsHttpHandler { CookieContainer = new CookieContainer(), MaxConnectionsPerServer = 64 }
        )
        {
            BaseAddress = address,
        };
        var page = await browser.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
        using var form = new FormUrlEncodedContent([
            KeyValuePair.Create("Email", email),
            KeyValuePair.Create("Password", password),
            KeyValuePair.Create("__RequestVerificationToken", Token().Match(page).Groups["token"].Value),
        ]);
        using var answer = await browser.PostAsync(new Uri("/sign-in", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
        if (answer.RequestMessage!.RequestUri!.AbsolutePath == "/sign-in")
        {
            throw new InvalidOperationException($"{email} was not let in.");
        }
        return new Session(browser);
    }

    public async Task<long> GetAsync(string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsByteArrayAsync()).LongLength;
    }

    /// <summary>Asks for one page over and over on some connections at once, each waiting for its answer.</summary>
    public async Task<LoadResult> RepeatAsync(string path, int connections, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        long bytes = 0;
        var times = await Task.WhenAll(
            Enumerable
                .Range(0, connections)
                .Select(async _ =>
                {
                    var taken = new List<double>();
                    while (clock.Elapsed < time)
                    {
                        var start = Stopwatch.GetTimestamp();
                        bytes = await GetAsync(path);
                        taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                    }
                    return taken;
                })
        );
        return new LoadResult([.. times.SelectMany(t => t).Order()], clock.Elapsed, bytes);
    }

    public void Dispose() => client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}

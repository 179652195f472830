using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Mobility.Web.People;
using Mobility.Web.Plumbing.Commands;

namespace Mobility.Web.Plumbing.Limits;

/// <summary>How much anybody may ask for at once: requests a minute, bytes, patience.</summary>
public static class RequestLimits
{
    /// <summary>The largest form without a file. Uploads say their own.</summary>
    public const long LargestForm = 4 * 1024 * 1024;

    /// <summary>Fields nobody asked for are not read; that there are many of them is no reason to lose what was typed.</summary>
    public const int MostFields = 20_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestForm;
            // Whoever sends a byte now and then holds a connection, not a thread, and not for long.
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(1);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
            kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        });
        services.AddOptions<LimitOptions>().Bind(builder.Configuration.GetSection(LimitOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LimitOptions>, LimitOptionsCheck>();
        services.AddOptions<ForwardedHeadersOptions>().Configure(o => TrustProxies(o, builder.Configuration["Site:Proxies"]));
        services.AddRateLimiter(limiter => limiter.OnRejected = RefuseAsync);
        services
            .AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>()
            .Configure<IOptions<LimitOptions>>(
                (limiter, limits) =>
                {
                    limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
                    limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                        PartitionedRateLimiter.Create<HttpContext, string>(c => OfPerson(c, limits.Value)),
                        PartitionedRateLimiter.Create<HttpContext, string>(c => OfAddress(c, limits.Value))
                    );
                }
            );
    }

    /// <summary>
    /// An address as limits count it: whoever has one address of an IPv6 network has them all. Taken from the connection, and from a header
    /// only where a proxy of the settings wrote it.
    /// </summary>
    public static string AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null)
        {
            return "";
        }
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return address.ToString();
        }
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes).ToString();
    }

    private static RateLimitPartition<string> OfPerson(HttpContext context, LimitOptions limits) =>
        LimitOf(context) is { } limit
        && context.RequestServices.GetRequiredService<CurrentPerson>() is { IsSignedIn: true } person
            ? Partition($"{limit} {person.Viewer.AccountId}", limits.OfPerson(limit))
            : RateLimitPartition.GetNoLimiter("");

    private static RateLimitPartition<string> OfAddress(HttpContext context, LimitOptions limits) =>
        LimitOf(context) is { } limit
            ? Partition($"{limit} {AddressOf(context)}", limits.OfAddress(limit))
            : RateLimitPartition.GetNoLimiter("");

    private static Limit? LimitOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<LimitedAttribute>()?.Limit;

    private static RateLimitPartition<string> Partition(string key, int permits) =>
        RateLimitPartition.GetFixedWindowLimiter(
            key,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Window }
        );

    private static ValueTask RefuseAsync(
        Microsoft.AspNetCore.RateLimiting.OnRejectedContext context,
        CancellationToken cancellation
    )
    {
        // The page itself is drawn where those of all refusals are.
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var left) ? left : Window;
        context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(Math.Max(1, wait.TotalSeconds))
            .ToString(CultureInfo.InvariantCulture);
        return ValueTask.CompletedTask;
    }

    // Without proxies in the settings nobody's word is taken for where a request came from.
    private static void TrustProxies(ForwardedHeadersOptions options, string? proxies)
    {
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        // As many as there are in a row, each of them known.
        options.ForwardLimit = null;
        foreach (var proxy in (proxies ?? "").Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(proxy, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else
            {
                throw new CommandRefusedException(
                    $"Site:Proxies has \"{proxy}\". It must be addresses or networks, as in 10.0.0.5 or 10.0.0.0/24."
                );
            }
        }
        options.ForwardedHeaders =
            options.KnownProxies.Count + options.KnownIPNetworks.Count > 0
                ? ForwardedHeaders.XForwardedFor
                : ForwardedHeaders.None;
    }

    private sealed class LimitOptionsCheck : IValidateOptions<LimitOptions>
    {
        public ValidateOptionsResult Validate(string? name, LimitOptions options) =>
            options.Problem() is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
    }
}

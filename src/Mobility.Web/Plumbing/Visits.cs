using System.Net;
using System.Net.Sockets;
using Mobility.Casework.People;

namespace Mobility.Web.Plumbing;

/// <summary>Where a request comes from.</summary>
public static class Visits
{
    public static Visit Of(HttpContext context) =>
        new(Shortened(context.Connection.RemoteIpAddress), Device(context.Request.Headers.UserAgent.ToString()));

    /// <summary>The network of an address: the last number of an IPv4 address and the latter half of an IPv6 one are left out.</summary>
    public static string? Shortened(IPAddress? address)
    {
        if (address is null)
        {
            return null;
        }
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return $"{bytes[0]}.{bytes[1]}.{bytes[2]}.…";
        }
        // Who holds a /64 has all its addresses; a /48 is about a site.
        Array.Clear(bytes, 6, bytes.Length - 6);
        return $"{new IPAddress(bytes)}…";
    }

    /// <summary>Browser and system in plain words, out of a fixed list: what a request says of itself is never kept or shown.</summary>
    public static string? Device(string userAgent)
    {
        var browser = Known(
            userAgent,
            // The later say that they are the earlier too.
            ("Edg", "Edge"),
            ("OPR/", "Opera"),
            ("Firefox/", "Firefox"),
            ("FxiOS/", "Firefox"),
            ("CriOS/", "Chrome"),
            ("Chrome/", "Chrome"),
            ("Safari/", "Safari")
        );
        var system = Known(
            userAgent,
            ("Android", "Android"),
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Windows", "Windows"),
            ("Mac OS X", "macOS"),
            ("CrOS", "ChromeOS"),
            ("Linux", "Linux")
        );
        return (browser, system) switch
        {
            (null, null) => null,
            (null, _) => system,
            (_, null) => browser,
            _ => $"{browser}, {system}",
        };
    }

    private static string? Known(string text, params ReadOnlySpan<(string Sign, string Name)> list)
    {
        foreach (var (sign, name) in list)
        {
            if (text.Contains(sign, StringComparison.Ordinal))
            {
                return name;
            }
        }
        return null;
    }
}

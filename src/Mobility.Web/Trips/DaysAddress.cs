using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Trips;

/// <summary>The address of a day page: whose, which year, as known on which day, with the reason of which rule.</summary>
public sealed record DaysAddress(string Number)
{
    public int? Year { get; init; }

    /// <summary>Null for today.</summary>
    public LocalDate? AsOf { get; init; }

    public string? Why { get; init; }

    public string Path => $"/cases/{Number}/days";

    public override string ToString()
    {
        var address = Path;
        Add("year", Year?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add("asOf", AsOf is { } day ? LocalDatePattern.Iso.Format(day) : null);
        Add("why", Why);
        return address;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                address = QueryHelpers.AddQueryString(address, name, value);
            }
        }
    }
}

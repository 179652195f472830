namespace Mobility.Web.Cases;

/// <summary>From where to where; the country stands in where the city is not known.</summary>
public sealed record CaseRoute(string? HomeCity, string HomeCountry, string? HostCity, string HostCountry)
{
    public string Home(ReaderFormat reader) => HomeCity ?? reader.Country(HomeCountry);

    public string Host(ReaderFormat reader) => HostCity ?? reader.Country(HostCountry);

    /// <summary>London → München.</summary>
    public string Show(ReaderFormat reader) => $"{Home(reader)} → {Host(reader)}";
}

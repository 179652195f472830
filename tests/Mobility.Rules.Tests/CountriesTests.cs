using System.Globalization;
using NUnit.Framework;

namespace Mobility.Rules.Tests;

public sealed class CountriesTests
{
    private static Countries Countries => RulesFolder.Book.Countries;

    [TestCase("GB", "GB")]
    [TestCase("gbr", "GB")]
    [TestCase("UK", "GB")]
    [TestCase(" u.k. ", "GB")]
    [TestCase("united kingdom", "GB")]
    [TestCase("USA", "US")]
    [TestCase("U.S.", "US")]
    [TestCase("Holland", "NL")]
    [TestCase("the netherlands", "NL")]
    [TestCase("Deutschland", "DE")]
    [TestCase("OSTERREICH", "AT")]
    [TestCase("Österreich", "AT")]
    [TestCase("España", "ES")]
    [TestCase("Cote d Ivoire", "CI")]
    [TestCase("Turkey", "TR")]
    [TestCase("Turkiye", "TR")]
    [TestCase("Czech Republic", "CZ")]
    [TestCase("South Korea", "KR")]
    [TestCase("Antigua & Barbuda", "AG")]
    [TestCase("NO", "NO")]
    [TestCase("Norge", "NO")]
    [TestCase("XK", "XK")]
    [TestCase("Kosovo", "XK")]
    [TestCase("Россия", "RU")]
    public void A_country_is_found_however_people_write_it(string text, string code)
    {
        Assert.That(Countries.Find(text)?.Code, Is.EqualTo(code));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("   ")]
    [TestCase("Congoland")]
    [TestCase("U")]
    [TestCase("home")]
    public void What_is_no_country_is_not_guessed(string? text)
    {
        Assert.That(Countries.Find(text), Is.Null);
    }

    [TestCase("DE", "en", "Germany")]
    [TestCase("DE", "fr-CA", "Allemagne")]
    [TestCase("GB", "de-AT", "Vereinigtes Königreich")]
    [TestCase("NL", "ar", "هولندا")]
    [TestCase("XK", "en-GB", "Kosovo")]
    [TestCase("FR", "", "France")]
    [TestCase("QQ", "en", "QQ")]
    public void A_country_is_named_in_the_reader_s_language(string code, string culture, string name)
    {
        Assert.That(Countries.NameOf(code, CultureInfo.GetCultureInfo(culture)), Is.EqualTo(name));
    }

    [Test]
    public void Every_country_of_the_system_is_there()
    {
        // Diego Garcia, Ceuta and Melilla, the Canary Islands: codes of the system that ISO 3166 leaves to others.
        string[] noCountries = ["DG", "EA", "IC"];
        var regions = CultureInfo
            .GetCultures(CultureTypes.SpecificCultures)
            .Select(culture => new RegionInfo(culture.Name).TwoLetterISORegionName)
            .Where(code => code.All(char.IsAsciiLetter))
            .Distinct();

        Assert.That(regions.Where(code => Countries.Find(code) is null), Is.EquivalentTo(noCountries));
    }

    [Test]
    public void Every_country_has_a_main_time_zone()
    {
        Assert.That(Countries.All.Where(country => country.TimeZones.Count == 0), Is.Empty);
    }
}

using System.Globalization;
using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Demo;

/// <summary>Makes up people: names as they are written where they come from, families, addresses without doubles.</summary>
internal sealed class DemoPeople(DemoLists lists, Countries countries, LocalDate today)
{
    private readonly HashSet<string> addresses = new(StringComparer.Ordinal);
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    public Person Assignee(DemoRandom random, DemoClient client, string homeCountry)
    {
        var citizenship = random.Chance(80) ? homeCountry : random.Pick(lists.Countries).Code;
        var person = NewPerson(random, client, citizenship, homeCountry, familyName: null, [], Adult(random));
        person.Email = Address(person.FullName, client.Domain);
        if (random.Chance(8) && random.Pick(lists.Countries).Code is var second && second != citizenship)
        {
            person.Citizenships += "," + second;
        }
        return person;
    }

    public IEnumerable<(Person Person, FamilyRelation Relation)> Family(
        DemoRandom random,
        DemoClient client,
        Person assignee,
        bool children
    )
    {
        var citizenship = assignee.Citizenships?.Split(',')[0] ?? assignee.HomeCountry!;
        var familyName = FamilyName(assignee.FullName, lists.Country(citizenship));
        var household = new HashSet<string>(StringComparer.Ordinal) { assignee.FullName };
        if (random.Chance(88))
        {
            var own = random.Chance(80) ? citizenship : random.Pick(lists.Countries).Code;
            var name = own == citizenship && random.Chance(55) ? familyName : null;
            var partner = NewPerson(random, client, own, assignee.HomeCountry!, name, household, Adult(random));
            yield return (partner, random.Chance(80) ? FamilyRelation.Spouse : FamilyRelation.Partner);
        }
        for (var left = children ? random.Between(0, 3) : 0; left > 0; left--)
        {
            var born = today.PlusDays(-random.Between(200, 17 * 365));
            yield return (
                NewPerson(random, client, citizenship, assignee.HomeCountry!, familyName, household, born),
                FamilyRelation.Child
            );
        }
    }

    public Account Account(DemoRandom random, Person person, PersonKind kind)
    {
        // A member of a family signs in with a private address.
        person.Email ??= Address(person.FullName, "family.example");
        var account = DemoAccounts.New(random, person.FullName, person.Email, kind, person.TimeZone, person.Language);
        account.PersonId = person.Id;
        return account;
    }

    /// <summary>Somebody one meets by name: chance makes nobody else of that name or address.</summary>
    public void Reserve(string name, string? address)
    {
        names.Add(name);
        if (address is not null)
        {
            addresses.Add(address);
        }
    }

    private LocalDate Adult(DemoRandom random) => today.PlusDays(-random.Between(25 * 365, 60 * 365));

    private Person NewPerson(
        DemoRandom random,
        DemoClient client,
        string citizenship,
        string homeCountry,
        int? familyName,
        HashSet<string> household,
        LocalDate born
    )
    {
        var country = lists.Country(citizenship);
        var name = Name(random, country, familyName);
        for (var tries = 0; tries < 20 && (names.Contains(name) || household.Contains(name)); tries++)
        {
            name = Name(random, country, familyName);
        }
        household.Add(name);
        return new Person
        {
            Id = random.NextId(),
            ClientId = client.Row.Id,
            FullName = name,
            ClearBirthDate = born,
            Citizenships = citizenship,
            HomeCountry = homeCountry,
            TimeZone = countries.MainZoneOf(homeCountry),
            Language = country.Language,
        };
    }

    private static string Name(DemoRandom random, CountryOfOrigin country, int? familyName)
    {
        if (country.OneWord.Count > 0 && random.Chance(35))
        {
            return random.Pick(country.OneWord);
        }
        var woman = random.Chance(50);
        var given = random.Pick(woman ? country.Women : country.Men);
        var surnames = woman && country.SurnamesOfWomen.Count > 0 ? country.SurnamesOfWomen : country.Surnames;
        var family = surnames[familyName ?? random.Below(surnames.Count)];
        return country.FamilyNameFirst ? $"{family} {given}" : $"{given} {family}";
    }

    // Which of the country's surnames it is; the lists of men's and women's forms run side by side.
    private static int? FamilyName(string fullName, CountryOfOrigin country)
    {
        var at = IndexOf(country.Surnames);
        at = at < 0 ? IndexOf(country.SurnamesOfWomen) : at;
        return at < 0 ? null : at;

        int IndexOf(List<string> surnames) =>
            surnames.FindIndex(surname =>
                country.FamilyNameFirst
                    ? fullName.StartsWith(surname + " ", StringComparison.Ordinal)
                    : fullName.EndsWith(" " + surname, StringComparison.Ordinal)
            );
    }

    private string Address(string name, string domain)
    {
        var address = DemoAccounts.Email(name, domain);
        for (var next = 2; !addresses.Add(address); next++)
        {
            address = DemoAccounts.Email(string.Create(CultureInfo.InvariantCulture, $"{name} {next}"), domain);
        }
        return address;
    }
}

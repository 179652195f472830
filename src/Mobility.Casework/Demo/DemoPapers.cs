using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Casework.SocialSecurity;
using NodaTime;

namespace Mobility.Casework.Demo;

/// <summary>Gives people their passports, permits and certificates, some of them about to run out.</summary>
internal static class DemoPapers
{
    public static bool NeedsPermit(DemoLists lists, Person person, string hostCountry)
    {
        var host = lists.Country(hostCountry);
        return host.Permit is not null
            && person.Citizenships is { } citizenships
            && !citizenships
                .Split(',')
                .Any(c => c == hostCountry || (host.FreeMovement is { } area && lists.Country(c).FreeMovement == area));
    }

    public static void Add(DemoLists lists, DemoCase made, LocalDate today)
    {
        foreach (var person in made.People)
        {
            AddPassport(made, person, today);
        }
        var file = made.File;
        foreach (var person in made.People.Where(p => NeedsPermit(lists, p, file.HomeCountry)))
        {
            AddHomePermit(lists, made, person, today);
        }
        if (file.ConfirmedOn is null || file.Type == AssignmentType.DomesticRelocation)
        {
            return;
        }
        var movers = made.Family.Where(m => m.Row.Accompanying).Select(m => m.Person).Prepend(made.Assignee);
        foreach (var person in movers.Where(p => NeedsPermit(lists, p, file.HostCountry)))
        {
            AddPermits(made, person, lists.Country(file.HostCountry).Permit!, today);
        }
        AddCertificates(lists, made, today);
    }

    private static void AddPassport(DemoCase made, Person person, LocalDate today)
    {
        if (person.Citizenships?.Split(',')[0] is not { } country)
        {
            return;
        }
        // Of a hundred passports 4 end within half a year and 4 in the half after it.
        var days = made.Random.Below(100) switch
        {
            < 4 => made.Random.Between(10, 180),
            < 8 => made.Random.Between(181, 365),
            _ => made.Random.Between(366, 3600),
        };
        made.Passports.Add(
            new Passport
            {
                Id = made.Random.NextId(),
                PersonId = person.Id,
                Country = country,
                ValidTo = today.PlusDays(days),
            }
        );
    }

    /// <summary>Who lives in a country of other people has a paper there long before the case.</summary>
    private static void AddHomePermit(DemoLists lists, DemoCase made, Person person, LocalDate today) =>
        made.Permits.Add(
            new Permit
            {
                Id = made.Random.NextId(),
                PersonId = person.Id,
                Country = made.File.HomeCountry,
                Name = lists.Papers.AtHome,
                ValidFrom = LocalDate.Min(made.File.InitiatedOn, today.PlusYears(-2)).PlusDays(-made.Random.Between(100, 900)),
                ValidTo = today.PlusDays(made.Random.Between(200, 1500)),
            }
        );

    private static void AddPermits(DemoCase made, Person person, string name, LocalDate today)
    {
        var file = made.File;
        if (file.Start > today.PlusDays(30))
        {
            return;
        }
        var last = file.End ?? file.Start.PlusYears(4);
        var from = file.Start.PlusDays(-made.Random.Between(2, 20));
        var years = made.Random.Between(1, 3);
        do
        {
            var to = LocalDate.Min(from.PlusYears(years).PlusDays(-1), last.PlusDays(14));
            if (to < last && to >= today && made.Random.Chance(12))
            {
                to = today.PlusDays(made.Random.Between(4, 80));
            }
            made.Permits.Add(
                new Permit
                {
                    Id = made.Random.NextId(),
                    PersonId = person.Id,
                    Country = file.HostCountry,
                    Name = name,
                    ValidFrom = from,
                    ValidTo = to,
                }
            );
            from = to.PlusDays(1);
        } while (from <= today && from < last);
    }

    private static void AddCertificates(DemoLists lists, DemoCase made, LocalDate today)
    {
        var file = made.File;
        if (
            file.Type is AssignmentType.PermanentTransfer or AssignmentType.Localisation or AssignmentType.ImmigrationOnly
            || file.Start > today.PlusDays(20)
        )
        {
            return;
        }
        var home = lists.Country(file.HomeCountry);
        var a1 = home.A1 && lists.Country(file.HostCountry).A1;
        if (!a1 && !home.CoveredWith.Contains(file.HostCountry))
        {
            return;
        }
        var paper = a1 ? lists.Papers.BetweenA1Countries : lists.Papers.Elsewhere;
        var last = file.End ?? file.Start.PlusYears(1);
        for (var from = file.Start; from <= today.PlusDays(20) && from <= last; )
        {
            var to = LocalDate.Min(from.PlusYears(paper.Years).PlusDays(-1), last);
            made.Certificates.Add(
                new CoverageCertificate
                {
                    Id = made.Random.NextId(),
                    PersonId = made.Assignee.Id,
                    Country = file.HomeCountry,
                    Name = paper.Name,
                    ValidFrom = from,
                    ValidTo = to,
                }
            );
            from = to.PlusDays(1);
        }
    }
}

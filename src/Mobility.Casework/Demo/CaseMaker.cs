using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Rules;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Demo;

/// <summary>How a case stands in its consultant's working day.</summary>
internal enum Standing
{
    Ordinary,
    OnHold,

    /// <summary>Work on it is overdue.</summary>
    Late,
}

/// <summary>Thinks up cases by chance, in the mix of <c>Lists/mix.yaml</c>.</summary>
internal sealed class CaseMaker
{
    private readonly DemoLists lists;
    private readonly DemoOrganisation organisation;
    private readonly DemoPeople people;
    private readonly Countries countries;
    private readonly LocalDate today;
    private readonly KindOfCase[] kinds;

    public CaseMaker(
        DemoLists lists,
        DemoOrganisation organisation,
        DemoPeople people,
        Countries countries,
        DemoRandom random,
        LocalDate today
    )
    {
        this.lists = lists;
        this.organisation = organisation;
        this.people = people;
        this.countries = countries;
        this.today = today;
        // A hundred tickets rather than a throw for each case: the mix then holds exactly, however few cases there are.
        kinds = [.. lists.Mix.SelectMany(kind => Enumerable.Repeat(kind, kind.Share))];
        random.Shuffle(kinds);
    }

    /// <summary>A case that is being worked on.</summary>
    public DemoCase Active(DemoRandom random, int index, Account consultant, Standing standing)
    {
        var kind = kinds[index % kinds.Length];
        var made = Make(random, kind, consultant);
        var file = made.File;
        SetDates(random, kind, file, standing);
        switch (standing)
        {
            case Standing.OnHold:
                file.OnHoldSince = today.PlusDays(-random.Between(2, 50));
                made.Why = random.Pick(HoldReasons);
                break;
            case Standing.Late when file.Start > today && random.Chance(30):
                // Nobody agreed to it, and the first day went by.
                file.Start = today.PlusDays(-random.Between(1, 12));
                file.ConfirmedOn = null;
                break;
        }
        if (file.ConfirmedOn is null && random.Chance(15))
        {
            // Asked for, not answered yet.
            made.Assignee.Citizenships = null;
        }
        if (file.ConfirmedOn is not null && file.End is { } end && file.Start < today && random.Chance(45))
        {
            Extend(random, made, end);
        }
        AddFamily(random, kind, made);
        Engage(random, made);
        return made;
    }

    /// <summary>A case that came to its end: closed after its course, or cancelled before.</summary>
    public DemoCase Ended(DemoRandom random, int index, Account consultant, bool cancelled)
    {
        var kind = kinds[index % kinds.Length];
        var made = Make(random, kind, consultant);
        var file = made.File;
        if (cancelled)
        {
            file.CancelledOn = today.PlusDays(-random.Between(1, 300));
            file.InitiatedOn = file.CancelledOn.Value.PlusDays(-random.Between(10, 90));
            file.Start = file.InitiatedOn.PlusDays(random.Between(60, 150));
            made.Why = random.Pick(CancelReasons);
        }
        else
        {
            file.ClosedOn = today.PlusDays(-random.Between(5, 5 * 365));
            var over = file.ClosedOn.Value.PlusDays(-random.Between(20, 80));
            file.Start = over.PlusDays(-TermDays(random, kind, otherwise: 180));
            file.InitiatedOn = file.Start.PlusDays(-random.Between(60, 200));
            file.ConfirmedOn = file.InitiatedOn.PlusDays(random.Between(7, 50));
        }
        if (kind.Months.Count > 0)
        {
            file.End = cancelled ? file.Start.PlusDays(TermDays(random, kind, 0)) : file.ClosedOn!.Value.PlusDays(-10);
        }
        return made;
    }

    private static readonly string[] HoldReasons =
    [
        "The project start has moved; the client asks to wait",
        "Waiting for the budget of next year",
        "Parental leave until further notice",
        "The permit was refused; an appeal is being prepared",
    ];

    private static readonly string[] CancelReasons =
    [
        "The assignee declined the offer",
        "The project was lost",
        "The permit was refused",
        "The family decided to stay",
        "The role was filled locally",
    ];

    private DemoCase Make(DemoRandom random, KindOfCase kind, Account consultant)
    {
        var client = random.Pick(organisation.Clients);
        var domestic = kind.Type == AssignmentType.DomesticRelocation;
        var home = random.Pick(domestic ? [.. client.Entities.Where(e => OtherCity(e) is not null)] : client.Entities);
        var abroad = client.Entities.Where(e => e.Country != home.Country).ToList();
        var host = domestic ? home : random.Pick(abroad);
        var hostCity = domestic ? OtherCity(home) : host.City;
        var external = !domestic && random.Chance(15);
        var assignee = people.Assignee(random, client, home.Country);
        var made = new DemoCase
        {
            Random = random,
            Assignee = assignee,
            Client = client,
            Consultant = consultant,
            File = new Case
            {
                Id = random.NextId(),
                Number = "",
                ClientId = client.Row.Id,
                Type = kind.Type,
                Axis = external ? SecondmentAxis.External : SecondmentAxis.Internal,
                HomeCountry = home.Country,
                HomeCity = home.City,
                HostCountry = host.Country,
                HostCity = hostCity,
                HomeEntityId = home.Id,
                HostEntityId = external ? null : host.Id,
                HostParty = external ? random.Pick(client.Customers) : null,
                AssigneeId = assignee.Id,
                ConsultantId = consultant.Id,
                PolicyName = kind.Policy,
                TimeZone = countries.MainZoneOf(host.Country),
            },
        };
        return made;
    }

    private string? OtherCity(LegalEntity entity) => lists.Country(entity.Country).Cities.Find(city => city != entity.City);

    private void SetDates(DemoRandom random, KindOfCase kind, Case file, Standing standing)
    {
        var term = TermDays(random, kind, otherwise: 300);
        var lead = random.Between(Math.Min(30, term), Math.Min(200, term + 60));
        // Of a hundred: 10 asked for, 18 agreed, 63 under way, 9 over and not yet closed.
        var ticket = random.Below(100);
        file.Start = ticket switch
        {
            < 10 => today.PlusDays(random.Between(20, 150)),
            < 28 => today.PlusDays(random.Between(1, 90)),
            < 91 => today.PlusDays(-random.Between(0, term - 1)),
            _ when kind.Months.Count == 0 => today.PlusDays(-random.Between(1, 300)),
            _ => today.PlusDays(-term - random.Between(1, 70)),
        };
        if (random.Chance(40) && file.Start.With(DateAdjusters.StartOfMonth) is var first && first > today == file.Start > today)
        {
            file.Start = first;
        }
        file.End = kind.Months.Count == 0 ? null : file.Start.PlusDays(term - 1);
        file.InitiatedOn = LocalDate.Min(file.Start.PlusDays(-lead), today.PlusDays(-random.Between(3, 30)));
        if (ticket >= 10 || standing == Standing.OnHold)
        {
            file.ConfirmedOn = LocalDate.Min(file.InitiatedOn.PlusDays(random.Between(2, 45)), today.PlusDays(-1));
            file.ConfirmedOn = LocalDate.Min(file.ConfirmedOn.Value, file.Start);
            file.InitiatedOn = LocalDate.Min(file.InitiatedOn, file.ConfirmedOn.Value);
        }
    }

    private static int TermDays(DemoRandom random, KindOfCase kind, int otherwise) =>
        kind.Months.Count == 0 ? otherwise : (random.Between(kind.Months[0], kind.Months[1]) * 30) + random.Below(20);

    private void Extend(DemoRandom random, DemoCase made, LocalDate end)
    {
        var before = end.PlusDays(-random.Between(30, 180));
        var on = LocalDate.Min(before.PlusDays(-random.Between(10, 60)), today.PlusDays(-1));
        if (before <= made.File.Start || on < made.File.ConfirmedOn)
        {
            return;
        }
        var iso = LocalDatePattern.Iso;
        made.Amendments.Add(
            new DemoAmendment(on, nameof(Case.End), iso.Format(before), iso.Format(end), "Extended at the request of the host")
        );
    }

    private void AddFamily(DemoRandom random, KindOfCase kind, DemoCase made)
    {
        if (!random.Chance(kind.Family))
        {
            return;
        }
        foreach (var (person, relation) in people.Family(random, made.Client, made.Assignee, kind.Children))
        {
            var row = new CaseMember
            {
                CaseId = made.File.Id,
                PersonId = person.Id,
                Relation = relation,
                Accompanying = random.Chance(92),
            };
            made.Family.Add(new DemoMember(person, row, null, null));
        }
    }

    private void Engage(DemoRandom random, DemoCase made)
    {
        var file = made.File;
        if (file.ConfirmedOn is null || file.Type == AssignmentType.DomesticRelocation)
        {
            return;
        }
        if (file.Type != AssignmentType.ImmigrationOnly)
        {
            Add(organisation.Serving(PersonKind.TaxAdviser, file.HostCountry, file.HomeCountry));
        }
        if (DemoPapers.NeedsPermit(lists, made.Assignee, file.HostCountry))
        {
            Add(organisation.Serving(PersonKind.ImmigrationAdviser, file.HostCountry));
        }
        if (
            file.Type is AssignmentType.LongTerm or AssignmentType.ShortTerm or AssignmentType.PermanentTransfer
            && random.Chance(75)
        )
        {
            Add(organisation.Serving(PersonKind.Supplier, file.HostCountry, file.HomeCountry));
        }

        void Add(Account? account)
        {
            if (account is not null)
            {
                made.Engaged.Add(account);
            }
        }
    }
}

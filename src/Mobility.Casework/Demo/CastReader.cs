using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Casework.SocialSecurity;
using Mobility.Casework.Tasks;
using Mobility.Rules;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Demo;

/// <summary>Makes the cases of the cast, as <c>Lists/cast.yaml</c> tells them.</summary>
internal sealed class CastReader(
    DemoLists lists,
    DemoOrganisation organisation,
    DemoPeople people,
    Countries countries,
    LocalDate today
)
{
    private readonly LocalDate writtenFor = LocalDatePattern.Iso.Parse(lists.Cast.WrittenFor).GetValueOrThrow();

    public DemoCase Read(CastCase told, DemoRandom random)
    {
        var calendar = new CastCalendar(writtenFor, today, told.Moves);
        var client = organisation.ClientNamed(told.Client);
        var consultant = told.Consultant is { } name ? organisation.Find(name) : organisation.Consultants[0];
        var assignee = NewPerson(random, client, told.From.Country, told.Assignee, calendar);
        var made = new DemoCase
        {
            Random = random,
            Client = client,
            Consultant = consultant,
            Assignee = assignee,
            Serial = told.Serial,
            Why = told.Held?.Why,
            AtHomeSince = calendar.ReadOptional(told.AtHomeSince),
            AtHomeUntil = calendar.ReadOptional(told.AtHomeUntil),
            File = new Case
            {
                Id = random.NextId(),
                Number = "",
                ClientId = client.Row.Id,
                Type = told.Type,
                Axis = told.External is null ? SecondmentAxis.Internal : SecondmentAxis.External,
                HomeCountry = told.From.Country,
                HomeCity = told.From.City,
                HostCountry = told.To.Country,
                HostCity = told.To.City,
                HomeEntityId = EntityId(client, told.From.Entity),
                HostEntityId = told.External is null ? EntityId(client, told.To.Entity) : null,
                HostParty = told.External,
                Start = calendar.Read(told.Start),
                End = calendar.ReadOptional(told.End),
                PolicyName = told.Policy,
                AssigneeId = assignee.Id,
                ConsultantId = consultant.Id,
                InitiatedOn = calendar.Read(told.Initiated),
                ConfirmedOn = calendar.ReadOptional(told.Confirmed),
                OnHoldSince = calendar.ReadOptional(told.Held?.Since),
                TimeZone = countries.MainZoneOf(told.To.Country),
            },
        };
        AddPeople(made, told, calendar);
        AddPapers(made, told, calendar);
        made.Engaged.AddRange(told.Engaged.Select(organisation.Find));
        foreach (var amendment in new[] { told.Amended, told.Extended }.OfType<CastAmendment>())
        {
            made.Amendments.Add(
                new DemoAmendment(
                    calendar.Read(amendment.On),
                    amendment.Field,
                    LocalDatePattern.Iso.Format(calendar.Read(amendment.Before)),
                    LocalDatePattern.Iso.Format(calendar.Read(amendment.After)),
                    amendment.Why
                )
            );
        }
        foreach (var trip in told.Trips)
        {
            made.Trips.Add(new Away(trip.In, calendar.Read(trip.From), calendar.ReadOptional(trip.To), trip.For));
        }
        foreach (var task in told.Tasks)
        {
            made.Tasks.Add(NewTask(made, task, calendar));
        }
        return made;
    }

    private static Guid? EntityId(DemoClient client, string? name) =>
        name is null ? null : client.Entities.Single(e => e.Name == name).Id;

    private Person NewPerson(DemoRandom random, DemoClient client, string home, CastPerson told, CastCalendar calendar)
    {
        people.Reserve(told.Name, told.Email);
        return new Person
        {
            Id = random.NextId(),
            ClientId = client.Row.Id,
            FullName = told.Name,
            CalledName = told.Called,
            Email = told.Email,
            ClearBirthDate = calendar.Read(told.Born),
            Citizenships = string.Join(',', told.Citizenships),
            HomeCountry = home,
            TimeZone = countries.MainZoneOf(home),
            Language = told.Language,
        };
    }

    private void AddPeople(DemoCase made, CastCase told, CastCalendar calendar)
    {
        var random = made.Random;
        if (told.Assignee.Account)
        {
            made.Accounts.Add(people.Account(random, made.Assignee, PersonKind.Assignee));
        }
        foreach (var member in told.Family)
        {
            var person = NewPerson(random, made.Client, told.From.Country, member, calendar);
            var row = new CaseMember
            {
                CaseId = made.File.Id,
                PersonId = person.Id,
                Relation = member.Relation,
                Accompanying = !member.Stays,
            };
            made.Family.Add(new DemoMember(person, row, calendar.ReadOptional(member.Joined), member.Why));
            if (member.Account)
            {
                made.Accounts.Add(people.Account(random, person, PersonKind.FamilyMember));
            }
        }
    }

    private static void AddPapers(DemoCase made, CastCase told, CastCalendar calendar)
    {
        var random = made.Random;
        foreach (var paper in told.Passports)
        {
            made.Passports.Add(
                new Passport
                {
                    Id = random.NextId(),
                    PersonId = Owner(paper),
                    Country = paper.Country,
                    ValidTo = calendar.Read(paper.To),
                }
            );
        }
        foreach (var paper in told.Permits)
        {
            made.Permits.Add(
                new Permit
                {
                    Id = random.NextId(),
                    PersonId = Owner(paper),
                    Country = paper.Country,
                    Name = paper.Name,
                    ValidFrom = calendar.Read(paper.From!),
                    ValidTo = calendar.Read(paper.To),
                }
            );
        }
        foreach (var paper in told.Certificates)
        {
            made.Certificates.Add(
                new CoverageCertificate
                {
                    Id = random.NextId(),
                    PersonId = Owner(paper),
                    Country = paper.Country,
                    Name = paper.Name,
                    ValidFrom = calendar.Read(paper.From!),
                    ValidTo = calendar.Read(paper.To),
                }
            );
        }

        Guid Owner(CastPaper paper) => paper.Of is null ? made.Assignee.Id : made.People.Single(p => p.FullName == paper.Of).Id;
    }

    private DemoTask NewTask(DemoCase made, CastTask told, CastCalendar calendar)
    {
        var done = calendar.ReadOptional(told.Done);
        var due = calendar.ReadOptional(told.Due);
        var since = calendar.ReadOptional(told.Since);
        var row = new CaseTask
        {
            Id = made.Random.NextId(),
            CaseId = made.File.Id,
            What = told.What,
            Why = told.Why,
            DueOn = due,
            AssignedToId = told.Who is null ? made.Consultant.Id : organisation.Find(told.Who).Id,
            WaitingFor = told.WaitsFor,
            WaitingSince = since,
            State = done is null ? CaseTaskState.Open : CaseTaskState.Done,
        };
        var created = since ?? LocalDate.Min(due!.Value, today).PlusDays(-made.Random.Between(3, 9));
        return new DemoTask(row, LocalDate.Max(created, made.File.InitiatedOn), done);
    }
}

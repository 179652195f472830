using System.Text;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Casework.Tasks;
using Mobility.Casework.Trips;
using NodaTime;

namespace Mobility.Casework.Tests.Demo;

/// <summary>What has to hold of any programme, whatever the day and the seed.</summary>
internal static class DemoChecks
{
    public static async Task EverythingFitsAsync(MobilityDbContext db, LocalDate today)
    {
        using (Assert.EnterMultipleScope())
        {
            await NamesAndPlacesAsync(db);
            await CasesAsync(db, today);
            await TravelAsync(db, today);
            await TasksAsync(db, today);
            await HistoryAsync(db, today);
        }
    }

    private static async Task NamesAndPlacesAsync(MobilityDbContext db)
    {
        var codes = DemoDatabase.Rules.Countries.All.Select(c => c.Code).ToHashSet();
        var zones = DateTimeZoneProviders.Tzdb.Ids.ToHashSet();
        var people = await db.People.ToListAsync();
        var accounts = await db.Accounts.ToListAsync();
        foreach (var name in people.Select(p => p.FullName).Concat(accounts.Select(a => a.DisplayName)))
        {
            Assert.That(IsName(name), Is.True, $"\"{name}\"");
        }
        foreach (var person in people)
        {
            var countries = (person.Citizenships?.Split(',') ?? []).Append(person.HomeCountry!).Distinct();
            Assert.That(countries, Is.SubsetOf(codes), person.FullName);
            Assert.That(zones, Does.Contain(person.TimeZone), person.FullName);
            Assert.That(person.SearchName, Is.Not.Empty);
        }
        var addresses = people
            .Select(p => p.Email)
            .OfType<string>()
            .Concat(accounts.Where(a => a.PersonId is null).Select(a => a.Email!));
        Assert.That(addresses, Is.Unique.And.All.Match(@"^[a-z0-9][a-z0-9.-]*@[a-z0-9-]+\.example$"));
        Assert.That(accounts.Select(a => a.NormalizedEmail), Is.Unique);
        Assert.That(accounts.Select(a => a.TimeZone).Distinct(), Is.SubsetOf(zones));
        Assert.That(
            await db.Cases.Select(c => c.HostCountry).Union(db.Cases.Select(c => c.HomeCountry)).ToListAsync(),
            Is.SubsetOf(codes)
        );
        Assert.That(await db.Cases.Select(c => c.TimeZone).Distinct().ToListAsync(), Is.SubsetOf(zones));
    }

    // Letters and marks of any script, and what people put between them; no space too many.
    private static bool IsName(string name) =>
        name.Trim() == name
        && name.Length is > 1 and <= 200
        && !name.Contains("  ", StringComparison.Ordinal)
        && name.IsNormalized(NormalizationForm.FormC)
        && name.EnumerateRunes().All(r => Rune.IsLetter(r) || IsMark(r) || r.Value is ' ' or '-' or '\'' or '’' or '.' or '/');

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark;

    private static async Task CasesAsync(MobilityDbContext db, LocalDate today)
    {
        var cases = await db.Cases.Include(c => c.Members).Include(c => c.Engagements).AsSplitQuery().ToListAsync();
        var entities = await db.LegalEntities.ToDictionaryAsync(e => e.Id);
        var clientOf = await db.People.ToDictionaryAsync(p => p.Id, p => p.ClientId);
        var kindOf = await db.Accounts.ToDictionaryAsync(a => a.Id, a => a.Kind);
        PersonKind[] partners = [PersonKind.TaxAdviser, PersonKind.ImmigrationAdviser, PersonKind.Supplier];
        foreach (var file in cases)
        {
            Assert.That(file.End is null || file.End >= file.Start, file.Number);
            Assert.That(file.InitiatedOn, Is.LessThanOrEqualTo(today), file.Number);
            Assert.That(
                file.ConfirmedOn is null || (file.ConfirmedOn >= file.InitiatedOn && file.ConfirmedOn <= today),
                file.Number
            );
            Assert.That(file.OnHoldSince is null || file.OnHoldSince <= today, file.Number);
            Assert.That(file.CancelledOn is null || file.ClosedOn is null, file.Number);
            Assert.That((file.HomeCountry == file.HostCountry) == (file.Type == AssignmentType.DomesticRelocation), file.Number);
            Assert.That(file.HomeCity == file.HostCity, Is.False, file.Number);
            Assert.That((file.Axis == SecondmentAxis.External) == file.HostParty is not null, file.Number);
            Assert.That(file.HostParty is null || file.HostEntityId is null, file.Number);
            foreach (var entity in new[] { file.HomeEntityId, file.HostEntityId }.OfType<Guid>().Select(id => entities[id]))
            {
                Assert.That(entity.ClientId, Is.EqualTo(file.ClientId), file.Number);
            }
            Assert.That(
                file.Members.Select(m => m.PersonId).Append(file.AssigneeId).All(p => clientOf[p] == file.ClientId),
                file.Number
            );
            Assert.That(kindOf[file.ConsultantId], Is.EqualTo(PersonKind.Consultant), file.Number);
            Assert.That(file.Engagements.Select(e => kindOf[e.AccountId]).Distinct(), Is.SubsetOf(partners), file.Number);
        }
    }

    private static async Task TravelAsync(MobilityDbContext db, LocalDate today)
    {
        foreach (var trip in await db.Trips.Include(t => t.Person).ToListAsync())
        {
            var told = $"{trip.Person!.FullName}, {trip.Country}, {trip.Arrive}";
            Assert.That(trip.Depart is null || trip.Depart >= trip.Arrive, told);
            Assert.That(trip.Status == TripStatus.Planned || trip.Arrive <= today, told);
            Assert.That(trip.Status == TripStatus.Actual || trip.Depart is not null || trip.Country is null, told);
            Assert.That(trip.Country is not null || (trip.Depart <= today && trip.Status == TripStatus.Actual), told);
        }
        foreach (
            var person in await db.Trips.GroupBy(t => t.PersonId).Select(g => g.OrderBy(t => t.Arrive).ToList()).ToListAsync()
        )
        {
            foreach (var (trip, next) in person.Zip(person.Skip(1)))
            {
                Assert.That(
                    trip.Depart <= next.Arrive,
                    $"{trip.Country} {trip.Arrive} – {trip.Depart}, {next.Country} {next.Arrive}"
                );
            }
        }
    }

    private static async Task TasksAsync(MobilityDbContext db, LocalDate today)
    {
        foreach (var task in await db.Tasks.ToListAsync())
        {
            Assert.That(task.What + task.Why + task.WaitingFor, Does.Not.Contain("{").And.Not.Contain("}"));
            Assert.That(task.WaitingFor is null == task.WaitingSince is null, task.What);
            Assert.That(task.WaitingSince is null || task.WaitingSince <= today, task.What);
            Assert.That(task.State == CaseTaskState.Open, Is.EqualTo(task.DoneAt is null), task.What);
            Assert.That(task.DoneAt is null || task.DoneAt >= task.CreatedAt, task.What);
        }
    }

    private static async Task HistoryAsync(MobilityDbContext db, LocalDate today)
    {
        var midnight = today.AtMidnight().InUtc().ToInstant();
        Assert.That(await db.Changes.AnyAsync(c => c.At > midnight), Is.False, "Nothing happened later than now.");
        Assert.That(await db.Trips.AnyAsync(t => t.RecordedAt > midnight), Is.False);
        Assert.That(
            await db.Cases.AllAsync(c =>
                db.Changes.Any(h => h.CaseId == c.Id && h.Kind == Casework.History.ChangeKind.CaseOpened)
            )
        );
    }
}

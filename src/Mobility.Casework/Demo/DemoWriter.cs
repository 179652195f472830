using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.Permits;
using Mobility.Casework.SocialSecurity;
using Mobility.Casework.Tasks;
using Mobility.Casework.Trips;
using NodaTime;

namespace Mobility.Casework.Demo;

/// <summary>
/// Writes a case that was thought out into rows, with the history the services would have left had somebody done all of it by hand on
/// the days it is said to have happened.
/// </summary>
internal sealed class DemoWriter(DemoRows rows, LocalDate today)
{
    private readonly Instant now = DemoProgramme.Moment(today);

    /// <summary>From this many trips on, the travel came in a file and not one by one.</summary>
    private const int TripsOfAFile = 6;

    public void Write(DemoCase made)
    {
        var file = made.File;
        rows.Cases.Add(file);
        rows.People.AddRange(made.People);
        rows.Accounts.AddRange(made.Accounts);
        rows.Members.AddRange(made.Family.Select(m => m.Row));
        WriteCourse(made);
        foreach (var member in made.Family.Where(m => m.JoinedOn is not null))
        {
            Tell(made, member.JoinedOn!.Value, ChangeKind.MemberAdded, member.Person.FullName, member.Person.Id, member.Why);
        }
        foreach (var account in made.Engaged)
        {
            var since = Tell(made, file.ConfirmedOn ?? file.InitiatedOn, ChangeKind.AdviserEngaged, account.DisplayName, null);
            rows.Engagements.Add(
                new Engagement
                {
                    CaseId = file.Id,
                    AccountId = account.Id,
                    Since = since,
                }
            );
        }
        WritePapers(made);
        WriteTrips(made);
        WriteTasks(made);
        DemoDays.Write(made, rows, today);
    }

    private void WriteCourse(DemoCase made)
    {
        var file = made.File;
        Tell(made, file.InitiatedOn, ChangeKind.CaseOpened, made.Assignee.FullName, made.Assignee.Id);
        if (file.ConfirmedOn is { } confirmed)
        {
            Tell(made, confirmed, ChangeKind.CaseConfirmed, file.Number, made.Assignee.Id);
        }
        foreach (var amendment in made.Amendments)
        {
            FieldChange[] fields = [new(amendment.Field, amendment.Before, amendment.After)];
            Tell(made, amendment.On, ChangeKind.CaseAmended, file.Number, made.Assignee.Id, amendment.Why, fields);
        }
        if (file.OnHoldSince is { } held)
        {
            Tell(made, held, ChangeKind.CaseHeld, file.Number, made.Assignee.Id, made.Why);
        }
        if (file.CancelledOn is { } cancelled)
        {
            Tell(made, cancelled, ChangeKind.CaseCancelled, file.Number, made.Assignee.Id, made.Why);
        }
        if (file.ClosedOn is { } closed)
        {
            Tell(made, closed, ChangeKind.CaseClosed, file.Number, made.Assignee.Id);
        }
    }

    private void WritePapers(DemoCase made)
    {
        var asked = made.File.ConfirmedOn ?? made.File.InitiatedOn;
        foreach (var paper in made.Passports)
        {
            rows.Passports.Add(paper);
            Tell(made, asked, ChangeKind.PassportRecorded, $"{paper.Country}, {paper.ValidTo:uuuu-MM-dd}", paper.PersonId);
        }
        var permits = new Dictionary<(Guid, string, string), Permit>();
        foreach (var paper in made.Permits)
        {
            rows.Permits.Add(paper);
            var at = Tell(
                made,
                LocalDate.Max(asked, paper.ValidFrom.PlusDays(-3)),
                ChangeKind.PermitRecorded,
                $"{paper.Name}, {paper.Country}, {paper.ValidFrom:uuuu-MM-dd} – {paper.ValidTo:uuuu-MM-dd}",
                paper.PersonId
            );
            var key = (paper.PersonId, paper.Country, paper.Name);
            permits.GetValueOrDefault(key)?.ReplacedAt = at;
            permits[key] = paper;
        }
        CoverageCertificate? before = null;
        foreach (var paper in made.Certificates)
        {
            rows.Certificates.Add(paper);
            var at = Tell(
                made,
                LocalDate.Max(asked, paper.ValidFrom.PlusDays(-5)),
                ChangeKind.CertificateRecorded,
                $"{paper.Name}, {paper.Country}, {paper.ValidFrom:uuuu-MM-dd} – {paper.ValidTo:uuuu-MM-dd}",
                paper.PersonId
            );
            before?.ReplacedAt = at;
            before = paper;
        }
    }

    private void WriteTrips(DemoCase made)
    {
        var trips = DemoLedger.Rows(made, today).ToList();
        var imported = trips.Where(t => t.Status == TripStatus.Actual).ToList();
        if (imported.Count >= TripsOfAFile)
        {
            Import(made, imported);
        }
        foreach (var trip in trips)
        {
            rows.Trips.Add(trip);
            if (trip.ImportId is null)
            {
                // A plan is written down when it is booked, a fact once it has begun.
                var on = trip.Arrive > today ? today.PlusDays(-made.Random.Between(1, 25)) : trip.Arrive.PlusDays(1);
                var subject = $"{trip.Country ?? "?"}, {trip.Arrive:uuuu-MM-dd} – {trip.Depart:uuuu-MM-dd}";
                trip.RecordedAt = Tell(
                    made,
                    LocalDate.Max(on, made.File.InitiatedOn),
                    ChangeKind.TripRecorded,
                    subject,
                    made.Assignee.Id
                );
            }
        }
    }

    private void Import(DemoCase made, List<Trip> trips)
    {
        var on = LocalDate.Max(trips.Max(t => t.Arrive).PlusDays(1), made.File.InitiatedOn);
        var import = new TripImport
        {
            Id = made.Random.NextId(),
            PersonId = made.Assignee.Id,
            CaseId = made.File.Id,
            FileName = $"travel-{on.Year}.csv",
            State = TripImportState.Saved,
            RowCount = trips.Count,
            ByAccountId = made.Consultant.Id,
        };
        import.At = Tell(made, on, ChangeKind.TripsImported, import.FileName, made.Assignee.Id);
        rows.Imports.Add(import);
        foreach (var trip in trips)
        {
            trip.ImportId = import.Id;
            trip.RecordedAt = import.At;
            trip.Evidence = TripEvidence.Imported;
            trip.ByName = made.Consultant.DisplayName;
        }
    }

    private void WriteTasks(DemoCase made)
    {
        foreach (var (task, created, done) in made.Tasks)
        {
            rows.Tasks.Add(task);
            task.CreatedAt = Tell(made, created, ChangeKind.TaskCreated, task.What, null, task.Why);
            if (done is { } day)
            {
                var kind = task.State == CaseTaskState.Done ? ChangeKind.TaskDone : ChangeKind.TaskDropped;
                task.DoneAt = Tell(made, LocalDate.Max(day, created.PlusDays(1)), kind, task.What, null);
            }
        }
    }

    /// <summary>Leaves a row of history in the working hours of a day, and says when that was.</summary>
    private Instant Tell(
        DemoCase made,
        LocalDate on,
        ChangeKind kind,
        string subject,
        Guid? personId,
        string? why = null,
        IReadOnlyCollection<FieldChange>? fields = null
    )
    {
        var minute = made.Random.Between(7 * 60, 16 * 60);
        var at = Instant.Min(on.AtMidnight().InUtc().ToInstant() + Duration.FromMinutes(minute), now);
        var row = ChangeContext.By(made.Consultant, at, why).Row(kind, subject, made.File.Id, personId, fields);
        row.Id = made.Random.NextId();
        rows.Changes.Add(row);
        return at;
    }
}

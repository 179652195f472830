using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.Deadlines;
using Mobility.Casework.History;
using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Casework.Trips.Ledger;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Jobs;

/// <summary>
/// Reminds travellers of a week that has gone by with days missing: once for each person and week, on the Monday after it at eight where the
/// person is, or as soon as the program runs again. Only the last week is reminded of; the page it leads to offers the ones before.
/// </summary>
public sealed class DayReminderSweep(MobilityDbContext db, IMailRenderer renderer, IClock clock)
{
    private const int Batch = 50;

    /// <summary>Returns how many people were reminded. Throws <see cref="SweepFailedException"/> at the end when some could not be.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var change = ChangeContext.Program("Day reminders", now);
        var failures = new SweepFailures("traveller");
        var reminded = 0;
        var zones = await Running().Select(c => c.Assignee!.TimeZone).Distinct().ToListAsync(cancellation);
        foreach (var sameWeek in zones.GroupBy(zone => LastWeek(now, zone)))
        {
            var (week, places) = (sameWeek.Key, sameWeek.ToList());
            var end = Weeks.EndOf(week);
            var people = await Running()
                .Where(c =>
                    places.Contains(c.Assignee!.TimeZone)
                    && c.Assignee.DayRemindersStoppedAt == null
                    && c.Start <= end
                    && (c.End == null || c.End >= week)
                    && db.Accounts.Any(a =>
                        a.PersonId == c.AssigneeId
                        && a.Kind == PersonKind.Assignee
                        && a.EmailConfirmed
                        && a.DeactivatedAt == null
                        && a.Email != null
                    )
                    && !db.DayReminders.Any(r => r.PersonId == c.AssigneeId && r.Week == week)
                )
                .Select(c => c.AssigneeId)
                .Distinct()
                .OrderBy(id => id)
                .ToListAsync(cancellation);
            foreach (var some in people.Chunk(Batch))
            {
                reminded += await failures.TryAsync(db, some, ids => RemindAsync(ids, week, change, cancellation));
            }
        }
        failures.ThrowIfAny();
        return reminded;
    }

    /// <summary>The last week whose reminder is due at <paramref name="now"/>, by the clock of a place.</summary>
    public static LocalDate LastWeek(Instant now, string zone)
    {
        var week = Weeks.Of(now.DateIn(zone));
        return ReminderTimes.On(week, TimeZones.Of(zone)) <= now ? week.PlusWeeks(-1) : week.PlusWeeks(-2);
    }

    private IQueryable<Cases.Case> Running() =>
        db.Cases.Where(c => c.ConfirmedOn != null && c.OnHoldSince == null && c.CancelledOn == null && c.ClosedOn == null);

    private async Task<int> RemindAsync(
        IReadOnlyList<Guid> people,
        LocalDate week,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        try
        {
            return await db.InTransactionAsync(token => QueueAsync(people, week, change, token), cancellation);
        }
        catch (DbUpdateException e) when (e.IsUniqueViolation() && people.Count == 1)
        {
            // Another node was first.
            return 0;
        }
    }

    private async Task<int> QueueAsync(
        IReadOnlyList<Guid> people,
        LocalDate week,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        var files = (
            await Running()
                .Where(c => people.Contains(c.AssigneeId))
                .Select(c => new
                {
                    c.AssigneeId,
                    c.Id,
                    c.Start,
                    c.End,
                })
                .ToListAsync(cancellation)
        ).ToLookup(c => c.AssigneeId);
        var accounts = (
            await db
                .Accounts.AsNoTracking()
                .Where(a =>
                    a.PersonId != null
                    && people.Contains(a.PersonId.Value)
                    && a.Kind == PersonKind.Assignee
                    && a.EmailConfirmed
                    && a.DeactivatedAt == null
                    && a.Email != null
                )
                .ToListAsync(cancellation)
        ).ToLookup(a => a.PersonId!.Value);
        var ledgers = await db.LedgersAsync(
            db.People.Where(p => people.Contains(p.Id)).Select(p => p.Id),
            week,
            Weeks.EndOf(week),
            cancellation
        );
        var reminded = 0;
        foreach (var person in people)
        {
            if (Weeks.Asked(week, files[person].Select(f => (f.Start, f.End)), Weeks.EndOf(week)) is not var (from, to))
            {
                continue;
            }
            var days = ledgers.GetValueOrDefault(person) ?? TravelLedger.Of([], []);
            var missing = days.Days(from, to, Weeks.EndOf(week)).Count(d => d.IsMissing);
            if (missing == 0)
            {
                continue;
            }
            var file = files[person].OrderByDescending(f => f.Start).First();
            db.DayReminders.Add(
                new DayReminder
                {
                    PersonId = person,
                    Week = week,
                    MissingDays = missing,
                    At = change.At,
                }
            );
            foreach (var account in accounts[person])
            {
                var reader = MailReader.Of(account);
                var mail = new DaysMail
                {
                    Reader = reader,
                    From = week,
                    To = Weeks.EndOf(week),
                    Missing = missing,
                    Path = $"/portal/days?week={LocalDatePattern.Iso.Format(week)}",
                };
                db.MailMessages.Add((await renderer.RenderAsync(mail, cancellation)).ToRow(reader, change.At, file.Id));
            }
            db.AddHistory(
                change,
                ChangeKind.DaysReminded,
                $"{LocalDatePattern.Iso.Format(week)} – {LocalDatePattern.Iso.Format(Weeks.EndOf(week))}",
                file.Id,
                person
            );
            reminded++;
        }
        await db.SaveChangesAsync(cancellation);
        return reminded;
    }
}

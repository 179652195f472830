using Microsoft.EntityFrameworkCore;
using Mobility.Casework;
using Mobility.Casework.Access;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.Trips.Ledger;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Web.Portal.Days;

/// <summary>Reads a traveller's own week. Everything starts at their own cases.</summary>
public sealed class WeekPages(MobilityDbContext db, IClock clock)
{
    /// <summary>The week and the case it is entered on; no case when none of theirs runs.</summary>
    public async Task<(WeekPage Page, Guid? CaseId)> LoadAsync(Viewer viewer, LocalDate? week, CancellationToken cancellation)
    {
        var files = await db
            .Cases.AsNoTracking()
            .OwnCases(viewer)
            .Where(c => c.CancelledOn == null && c.ClosedOn == null)
            .OrderByDescending(c => c.Start)
            .Select(c => new
            {
                c.Id,
                c.AssigneeId,
                c.Start,
                c.End,
                c.HostCountry,
                c.Assignee!.HomeCountry,
                c.Assignee.TimeZone,
                c.Assignee.DayRemindersStoppedAt,
            })
            .ToListAsync(cancellation);
        if (files is not [var file, ..])
        {
            return (Empty(), null);
        }
        var today = clock.GetCurrentInstant().DateIn(file.TimeZone);
        var thisWeek = Weeks.Of(today);
        var runs = files.ConvertAll(f => (f.Start, f.End));
        var firstWeek = LocalDate.Max(Weeks.Of(runs.Min(r => r.Start)), thisWeek.PlusWeeks(-WeekPage.WeeksBack));
        var shown = week is { } asked ? LocalDate.Min(LocalDate.Max(Weeks.Of(asked), firstWeek), thisWeek) : thisWeek;
        var ledger = await db.LedgerOfAsync(file.AssigneeId, null, cancellation);
        var from = LocalDate.Min(firstWeek, shown).PlusWeeks(-1);
        var days = ledger.Days(from, today, today).ToDictionary(d => d.Date);
        var rows = RowsOf(shown, runs, days, today);
        var page = new WeekPage
        {
            Week = shown,
            Today = today,
            Rows = rows,
            Choices =
            [
                .. rows.Select(r => r.Place)
                    .Concat([file.HomeCountry, file.HostCountry])
                    .Concat(ledger.Stays.OrderByDescending(s => s.Arrive).Take(12).Select(s => s.Country))
                    .OfType<string>()
                    .Distinct()
                    .Take(8),
            ],
            Behind =
            [
                .. Enumerable
                    .Range(0, WeekPage.WeeksBack + 1)
                    .Select(i => thisWeek.PlusWeeks(-i))
                    .TakeWhile(w => w >= firstWeek)
                    .Where(w => w != shown)
                    .Select(w => new WeekBehind(w, DaysOf(w, runs, days, today).Count(d => d.IsMissing)))
                    .Where(w => w.Missing > 0),
            ],
            RemindersStopped = file.DayRemindersStoppedAt is not null,
            HasCase = true,
            FirstWeek = firstWeek,
        };
        return (page, file.Id);
    }

    private WeekPage Empty()
    {
        var today = clock.GetCurrentInstant().InUtc().Date;
        return new WeekPage
        {
            Week = Weeks.Of(today),
            Today = today,
            Rows = [],
            Choices = [],
            Behind = [],
            RemindersStopped = false,
            HasCase = false,
            FirstWeek = Weeks.Of(today),
        };
    }

    private static IEnumerable<LedgerDay> DaysOf(
        LocalDate week,
        List<(LocalDate, LocalDate?)> runs,
        Dictionary<LocalDate, LedgerDay> days,
        LocalDate today
    ) =>
        Weeks.Asked(week, runs, today) is var (from, to)
            ? Enumerable.Range(0, Period.DaysBetween(from, to) + 1).Select(i => days[from.PlusDays(i)]).Where(d => d.HasCome)
            : [];

    /// <summary>
    /// Each day as it is known. Of one that is missing the place is suggested: of the plan for it, or else where the day before ended; what was
    /// done as on the same weekday a week before. Nothing of that is saved until somebody presses the button.
    /// </summary>
    private static List<WeekDayRow> RowsOf(
        LocalDate week,
        List<(LocalDate, LocalDate?)> runs,
        Dictionary<LocalDate, LedgerDay> days,
        LocalDate today
    )
    {
        var rows = new List<WeekDayRow>();
        foreach (var day in DaysOf(week, runs, days, today))
        {
            var before = rows.Count > 0 ? rows[^1].Place : days.GetValueOrDefault(day.Date.PlusDays(-1))?.Ended;
            var place =
                day.Knowledge == DayKnowledge.Known ? day.Ended
                // Somebody looked and does not know: no suggestion takes the place of that.
                : day.Knowledge == DayKnowledge.SaidUnknown ? null
                : day is { Knowledge: DayKnowledge.NotConfirmed, Places: [.., var plan] } ? plan.Country
                : before;
            var also = day is { Knowledge: DayKnowledge.Known, Places.Count: > 1 } ? day.Places[0].Country : null;
            var activity = day.Knowledge is DayKnowledge.NoRecord or DayKnowledge.NotConfirmed
                ? days.GetValueOrDefault(day.Date.PlusWeeks(-1))?.Activity
                : day.Activity;
            rows.Add(new WeekDayRow(day, place, also, activity));
        }
        return rows;
    }
}

using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Ledger;
using Mobility.Rules.Trips;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Demo;

/// <summary>The last weeks of travellers who enter their days: each on the day after it ended, as far as a trip says where they were.</summary>
internal static class DemoDays
{
    private const int WeeksEntered = 3;

    public static void Write(DemoCase made, DemoRows rows, LocalDate today)
    {
        if (made.Accounts.Find(a => a.Kind == PersonKind.Assignee) is not { } traveller)
        {
            return;
        }
        var trips = rows.Trips.Where(t => t.PersonId == made.Assignee.Id && t.Status == TripStatus.Actual).ToList();
        for (var week = Weeks.Of(today).PlusWeeks(-WeeksEntered); week < Weeks.Of(today); week = week.PlusWeeks(1))
        {
            var at = week.PlusWeeks(1).At(new LocalTime(7, 41)).InZoneLeniently(TimeZones.Of(made.Assignee.TimeZone)).ToInstant();
            var days = Enumerable
                .Range(0, 7)
                .Select(i => Said(made, traveller, trips, week.PlusDays(i), at))
                .OfType<DayDeclaration>()
                .ToList();
            if (days.Count == 0)
            {
                continue;
            }
            rows.Days.AddRange(days);
            var fields = days.ConvertAll(d => new FieldChange(Iso(d.Day), null, $"{d.Places}; {d.Activity}"));
            var (first, last) = (fields[0].Field, fields[^1].Field);
            var row = ChangeContext
                .By(traveller, at)
                .Row(
                    ChangeKind.DaysDeclared,
                    first == last ? first : $"{first} – {last}",
                    made.File.Id,
                    made.Assignee.Id,
                    fields
                );
            row.Id = made.Random.NextId();
            rows.Changes.Add(row);
        }
    }

    // On the days of a flight and on those nobody knows of nothing is said.
    private static DayDeclaration? Said(DemoCase made, Account traveller, List<Trip> trips, LocalDate day, Instant at) =>
        made.File.Start <= day
        && trips.Where(t => t.Arrive <= day && !(t.Depart < day)).ToList() is [{ Country: { } country } trip]
        && trip.Arrive < day
        && trip.Depart != day
            ? new DayDeclaration
            {
                Id = made.Random.NextId(),
                PersonId = made.Assignee.Id,
                Day = day,
                Places = country,
                Activity = day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday
                    ? DayActivity.Personal
                    : DayActivity.Work,
                ByAccountId = traveller.Id,
                ByName = traveller.DisplayName,
                RecordedAt = at,
            }
            : null;

    private static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);
}

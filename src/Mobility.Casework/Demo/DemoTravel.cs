using Mobility.Casework.Cases;
using NodaTime;

namespace Mobility.Casework.Demo;

/// <summary>Thinks up where somebody was and will be, in the pattern of the kind of case.</summary>
internal sealed class DemoTravel(LocalDate today)
{
    public void Add(DemoCase made)
    {
        var file = made.File;
        if (file.ConfirmedOn is null && !made.Random.Chance(30))
        {
            return;
        }
        made.AtHomeSince = new LocalDate(LocalDate.Min(file.Start, today).Year - made.Random.Between(0, 1), 1, 1);
        switch (file.Type)
        {
            case AssignmentType.DomesticRelocation:
                break;
            case AssignmentType.Commuter:
                Weekly(made);
                break;
            case AssignmentType.Rotator:
                Rotations(made);
                break;
            case AssignmentType.BusinessTraveller:
                ShortTrips(made);
                break;
            case AssignmentType.ExtendedBusinessTrip or AssignmentType.CrossBorderRemote:
                Stays(made);
                break;
            default:
                Assignment(made);
                break;
        }
        if (made.Random.Chance(9))
        {
            ForgetDays(made);
        }
        if (made.Random.Chance(6) && made.Trips.FindLastIndex(t => t.Country is not null && t.To < today) is var last and >= 0)
        {
            made.Trips[last] = made.Trips[last] with { Confirmed = false };
        }
    }

    /// <summary>The host country from the first day on, with leave at home, trips from there, and the flight home at the end.</summary>
    private void Assignment(DemoCase made)
    {
        var file = made.File;
        var random = made.Random;
        if (file.ConfirmedOn is { } confirmed && random.Chance(25) && confirmed.PlusDays(28) < LocalDate.Min(file.Start, today))
        {
            var visit = confirmed.PlusDays(random.Between(7, 20));
            made.Trips.Add(new Away(file.HostCountry, visit, visit.PlusDays(random.Between(3, 6)), "Look-see trip"));
        }
        if (file.Start > today.PlusDays(120))
        {
            return;
        }
        var arrive = file.Start.PlusDays(-random.Between(0, 2));
        var last = file.End is { } end && end < today.PlusDays(90) ? end : (LocalDate?)null;
        while (true)
        {
            var leave = NextLeave(random, arrive);
            if (leave >= (last ?? LocalDate.Max(today, file.Start).PlusDays(45)))
            {
                // A stay that has not begun is a plan, and a plan has an end.
                var to = last ?? (arrive > today ? arrive.PlusDays(random.Between(60, 120)) : null);
                made.Trips.Add(new Away(file.HostCountry, arrive, to, "Assignment"));
                return;
            }
            AddStay(made, arrive, leave);
            arrive = leave.PlusDays(random.Between(7, 20));
            if (last is not null && arrive >= last)
            {
                return;
            }
        }
    }

    // Leave is taken in summer and over the turn of the year, now and then in between.
    private static LocalDate NextLeave(DemoRandom random, LocalDate after) =>
        after.PlusDays(60) switch
        {
            { Month: 10 or 11 or 12 } soon => new LocalDate(soon.Year, 12, random.Between(18, 23)) is var eve && eve > soon
                ? eve
                : soon.PlusDays(random.Between(40, 90)),
            { Month: 5 or 6 or 7 } soon => soon.PlusDays(random.Between(5, 60)),
            var soon => soon.PlusDays(random.Between(30, 150)),
        };

    /// <summary>A stretch in the host country, with a business trip to a third country in the longer ones.</summary>
    private static void AddStay(DemoCase made, LocalDate arrive, LocalDate leave)
    {
        var random = made.Random;
        var host = made.File.HostCountry;
        var length = Period.DaysBetween(arrive, leave);
        var elsewhere = made.Client.Entities.Select(e => e.Country).Where(c => c != host && c != made.File.HomeCountry).ToList();
        if (length > 60 && elsewhere.Count > 0 && random.Chance(45))
        {
            var out_ = arrive.PlusDays(random.Between(20, length - 20));
            var back = out_.PlusDays(random.Between(1, 6));
            made.Trips.Add(new Away(host, arrive, out_, "Assignment"));
            made.Trips.Add(new Away(random.Pick(elsewhere), out_, back, random.Pick(Purposes)));
            arrive = back;
        }
        made.Trips.Add(new Away(host, arrive, leave, "Assignment"));
    }

    private void Weekly(DemoCase made)
    {
        var file = made.File;
        var monday = LocalDate.Max(file.Start, today.PlusDays(-26 * 7)).With(DateAdjusters.NextOrSame(IsoDayOfWeek.Monday));
        for (; monday <= today.PlusDays(28) && !(monday.PlusDays(4) > file.End); monday = monday.PlusWeeks(1))
        {
            if (made.Random.Chance(88))
            {
                made.Trips.Add(new Away(file.HostCountry, monday, monday.PlusDays(made.Random.Between(2, 4)), "Work"));
            }
        }
    }

    private void Rotations(DemoCase made)
    {
        var file = made.File;
        for (var out_ = file.Start; out_ <= today.PlusDays(60) && !(out_.PlusDays(27) > file.End); out_ = out_.PlusDays(56))
        {
            if (out_ > today.PlusDays(-560))
            {
                made.Trips.Add(new Away(file.HostCountry, out_, out_.PlusDays(27), "Rotation"));
            }
        }
    }

    private void ShortTrips(DemoCase made)
    {
        var file = made.File;
        var random = made.Random;
        var places = made
            .Client.Entities.Select(e => e.Country)
            .Where(c => c != file.HomeCountry)
            .Append(file.HostCountry)
            .ToList();
        var day = LocalDate.Max(file.Start, today.PlusDays(-540));
        while ((day = day.PlusDays(random.Between(6, 40))) < today.PlusDays(70) && !(day > file.End))
        {
            var back = day.PlusDays(random.Between(1, random.Chance(20) ? 30 : 9));
            made.Trips.Add(new Away(random.Pick(places), day, back, random.Pick(Purposes)));
            day = back;
        }
    }

    private void Stays(DemoCase made)
    {
        var file = made.File;
        var arrive = file.Start;
        while (arrive < file.End && arrive < today.PlusDays(60))
        {
            var leave = LocalDate.Min(arrive.PlusDays(made.Random.Between(10, 40)), file.End.Value);
            made.Trips.Add(new Away(file.HostCountry, arrive, leave, "Work"));
            arrive = leave.PlusDays(made.Random.Between(4, 12));
        }
    }

    /// <summary>Some days between two of the last trips of which nobody can say where they were spent.</summary>
    private void ForgetDays(DemoCase made)
    {
        var at = made.Trips.FindLastIndex(t => t.To?.PlusDays(7) < today);
        if (at < 0)
        {
            return;
        }
        var from = made.Trips[at].To!.Value.PlusDays(2);
        var next = at + 1 < made.Trips.Count ? made.Trips[at + 1].From : today;
        var to = from.PlusDays(made.Random.Between(0, 2));
        if (to < next.PlusDays(-1))
        {
            made.Trips.Insert(at + 1, new Away(null, from, to, null));
        }
    }

    private static readonly string[] Purposes =
    [
        "Steering committee",
        "Training",
        "Audit",
        "Customer visit",
        "Factory acceptance",
        "Year-end closing",
    ];
}

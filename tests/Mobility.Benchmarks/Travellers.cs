using Mobility.Benchmarks.Days;
using Mobility.Rules;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Benchmarks;

/// <summary>People who travelled for ten years, from a file or made up, to the end of what is planned.</summary>
internal static class Travellers
{
    private const int Years = 10;

    // Where business goes, as often as it goes there.
    private static readonly string[] Places =
    [
        .. Enumerable.Repeat("DE", 14),
        .. Enumerable.Repeat("FR", 12),
        .. Enumerable.Repeat("US", 14),
        .. Enumerable.Repeat("ES", 6),
        .. Enumerable.Repeat("IT", 6),
        .. Enumerable.Repeat("NL", 5),
        .. Enumerable.Repeat("PL", 4),
        .. Enumerable.Repeat("CH", 4),
        .. Enumerable.Repeat("SG", 3),
        .. Enumerable.Repeat("AE", 3),
        .. Enumerable.Repeat("IN", 3),
        "JP",
        "CA",
    ];

    /// <summary>Those of the file, with all their stays moved so that the last day of all is <paramref name="last"/>.</summary>
    public static IReadOnlyList<Traveller> Read(string file, Countries countries, LocalDate last)
    {
        var travellers = TripsFile.Read(file, countries);
        var by = Period.DaysBetween(travellers.SelectMany(t => t.Record.Stays).Max(s => s.Depart!.Value), last);
        return
        [
            .. travellers.Select(t =>
                t with
                {
                    Record = new TravelRecord
                    {
                        Stays =
                        [
                            .. t.Record.Stays.Select(s =>
                                s with
                                {
                                    Arrive = s.Arrive.PlusDays(by),
                                    Depart = s.Depart!.Value.PlusDays(by),
                                }
                            ),
                        ],
                    },
                }
            ),
        ];
    }

    /// <summary>Each with as many stays as the others, give or take a half; more than half of them last some days, one in twenty some months.</summary>
    public static IReadOnlyList<Traveller> Make(int count, int stays, LocalDate last)
    {
        var first = last.PlusYears(-Years);
        var days = Period.DaysBetween(first, last);
        return
        [
            .. Enumerable
                .Range(1, count)
                .Select(number =>
                {
                    // The same people every time. CA5394 is about secrets.
#pragma warning disable CA5394
                    var random = new Random(number);
                    var starts = Enumerable
                        .Range(0, random.Next(stays / 2, stays + (stays / 2) + 1))
                        .Select(_ => random.Next(days))
                        .Distinct()
                        .Order()
                        .ToList();
                    var own = starts.Select(
                        (start, i) =>
                        {
                            var length = random.Next(100) switch
                            {
                                < 55 => random.Next(1, 6),
                                < 80 => random.Next(6, 16),
                                < 95 => random.Next(16, 46),
                                _ => random.Next(46, 121),
                            };
                            var end = Math.Min(start + length - 1, i + 1 < starts.Count ? starts[i + 1] : days);
                            return new Stay
                            {
                                Country = Places[random.Next(Places.Length)],
                                Arrive = first.PlusDays(start),
                                Depart = first.PlusDays(end),
                            };
                        }
                    );
#pragma warning restore CA5394
                    return new Traveller($"{number}", new TravelRecord { Stays = [.. own] });
                }),
        ];
    }
}

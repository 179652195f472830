using FsCheck;
using FsCheck.Fluent;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Tests.Trips;

/// <summary>Random travel records: unsorted, overlapping, repeated, open and planned stays, permits and unknown days.</summary>
public static class Records
{
    public static readonly LocalDate AsOf = new(2025, 3, 14);

    private static readonly string[] Places = ["FR", "DE", "HR", "RO", "US", "GB", "IE", "CA"];

    public static Arbitrary<TravelRecord> Arbitrary() => MakeRecord().ToArbitrary();

    private static Gen<LocalDate> Day() => Gen.Choose(-900, 500).Select(AsOf.PlusDays);

    private static Gen<Stay> MakeStay() =>
        from country in Gen.Elements(Places)
        from arrive in Day()
        from length in Gen.Frequency((6, Gen.Choose(0, 6)), (3, Gen.Choose(7, 40)), (1, Gen.Choose(41, 200)))
        from open in Gen.Choose(0, 15)
        from planned in Gen.Choose(0, 5)
        select new Stay
        {
            Country = country,
            Arrive = arrive,
            Depart = open == 0 ? null : arrive.PlusDays(length),
            Planned = planned == 0 || arrive > AsOf,
        };

    private static Gen<TravelRecord> MakeRecord() =>
        from stays in MakeStay().ListOf()
        from repeats in Gen.Choose(0, 2)
        from unknown in Gen.Zip(Day(), Gen.Choose(0, 10)).ListOf()
        from permits in Gen.Zip(Gen.Elements("FR", "DE", "HR"), Gen.Zip(Day(), Gen.Choose(0, 300))).ListOf()
        select new TravelRecord
        {
            Stays = stays.Concat(stays.Take(repeats)).ToList(),
            UnknownSpans = unknown.Take(3).Select(pair => new UnknownSpan(pair.Item1, pair.Item1.PlusDays(pair.Item2))).ToList(),
            ResidencePermits = permits
                .Take(1)
                .Select(pair => new ResidencePermit(pair.Item1, pair.Item2.Item1, pair.Item2.Item1.PlusDays(pair.Item2.Item2)))
                .ToList(),
        };
}

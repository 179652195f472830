using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>Turns the marks of a ledger into what a person reads: runs of days with a reason each, unknowns, assumptions.</summary>
internal static class DayReasons
{
    /// <summary>Runs of days alike between two dates, both included; days without a mark are not listed.</summary>
    /// <param name="ledger">The days.</param>
    /// <param name="counts">Which dates of a stay count, for the words.</param>
    /// <param name="from">First date.</param>
    /// <param name="to">Last date.</param>
    /// <param name="weight">What each counted day counts for.</param>
    /// <param name="runs">Where to add them.</param>
    public static void AddRuns(DayLedger ledger, DayConvention counts, int from, int to, Fraction weight, List<DayRun> runs)
    {
        from = Math.Max(from, ledger.First);
        to = Math.Min(to, ledger.Last);
        for (var start = from; start <= to; )
        {
            var mark = ledger.MarkOn(start);
            var stay = ledger.StayOn(start);
            var end = start;
            while (end < to && ledger.MarkOn(end + 1) == mark && ReferenceEquals(ledger.StayOn(end + 1), stay))
            {
                end++;
            }

            if (mark != DayMark.None)
            {
                var certainty = DayLedger.CertaintyOf(mark);
                runs.Add(
                    new()
                    {
                        From = DayLedger.Date(start),
                        To = DayLedger.Date(end),
                        Country = stay?.Country,
                        StayId = stay?.Id,
                        Certainty = certainty ?? (stay is { Planned: true } ? DayCertainty.Planned : DayCertainty.Actual),
                        Counted = certainty is not null,
                        Weight = certainty is null ? 0 : weight,
                        Reason = Explanation.Of(ReasonCode(mark, counts)),
                    }
                );
            }

            start = end + 1;
        }
    }

    /// <summary>A sentence for each run of unknown days.</summary>
    public static List<Explanation> Unknowns(IEnumerable<DayRun> runs) =>
        runs.Where(run => run is { Counted: true, Certainty: DayCertainty.Unknown })
            .Select(run =>
                run.Country is null
                    ? Explanation.Of("unknown.place", run.From, run.To, ExplanationArgument.Days(run.Length))
                    : Explanation.Of(
                        run.Reason.Code == "day.transit-unknown" ? "unknown.transit-times" : "unknown.not-confirmed",
                        run.From,
                        run.To,
                        ExplanationArgument.Days(run.Length),
                        ExplanationArgument.Country(run.Country)
                    )
            )
            .ToList();

    /// <summary>What the rule takes for granted, that a stay without a departure goes on, and that days at home are not made up.</summary>
    public static List<Explanation> Assumptions(DayRule rule, TravelRecord record, LocalDate asOf) =>
        Assumptions(rule.Assumes, rule.Watches, record, asOf);

    /// <summary>The same for any rule.</summary>
    /// <param name="assumes">What the rule takes for granted.</param>
    /// <param name="watches">Whether days in a country can count.</param>
    /// <param name="record">The person's record.</param>
    /// <param name="asOf">The day asked about.</param>
    public static List<Explanation> Assumptions(
        IEnumerable<string> assumes,
        Func<string, bool> watches,
        TravelRecord record,
        LocalDate asOf
    )
    {
        var assumptions = assumes.Select(text => Explanation.Of("assume.rule-text", text)).ToList();
        assumptions.AddRange(
            record
                .Stays.Where(stay => stay.Depart is null && !stay.Planned && stay.Arrive <= asOf && watches(stay.Country))
                .Select(stay => Explanation.Of("assume.still-there", ExplanationArgument.Country(stay.Country), stay.Arrive))
        );
        if (record.HomeCountry is { } home && watches(home))
        {
            assumptions.Add(Explanation.Of("assume.home-not-counted", ExplanationArgument.Country(home)));
        }

        return assumptions;
    }

    private static string ReasonCode(DayMark mark, DayConvention counts) =>
        mark switch
        {
            DayMark.Actual => counts switch
            {
                DayConvention.Midnight => "day.midnight",
                DayConvention.FullDay => "day.full-day",
                DayConvention.DepartureOut => "day.departure-out",
                _ => "day.any-part",
            },
            DayMark.Planned => "day.planned",
            DayMark.StillThere => "day.still-there",
            DayMark.NotConfirmed => "day.not-confirmed",
            DayMark.TransitTimesMissing => "day.transit-unknown",
            DayMark.UnknownPlace => "day.unknown",
            DayMark.NoMidnight => "left-out.no-midnight",
            DayMark.NotYetMember => "left-out.not-yet-member",
            DayMark.LeftOutTransit => "left-out.transit",
            DayMark.LeftOutCommute => "left-out.commute",
            DayMark.LeftOutShipCrew => "left-out.ship-crew",
            DayMark.LeftOutPermit => "left-out.permit",
            DayMark.LeftOutTurnaround => "left-out.turnaround",
            DayMark.LeftOutPassingThrough => "left-out.passing-through",
            DayMark.LeftOutStatus => "left-out.status",
            DayMark.LeftOutUnableToLeave => "left-out.unable-to-leave",
            DayMark.LeftOutResident => "left-out.resident",
            DayMark.LeftOutNoWork => "left-out.no-work",
            DayMark.NotFullDay => "left-out.not-full-day",
            DayMark.LeftOnThatDay => "left-out.departure-day",
            _ => throw new ArgumentOutOfRangeException(nameof(mark), mark, "A day without a mark has no reason."),
        };
}

using System.Buffers;
using System.Runtime.InteropServices;
using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>Why a date is in the ledger. Where several stays cover a date the highest one decides, so a fact beats a plan.</summary>
internal enum DayMark : byte
{
    None,
    NoMidnight,
    NotYetMember,
    LeftOutTransit,
    LeftOutCommute,
    LeftOutShipCrew,
    LeftOutPermit,
    LeftOutTurnaround,
    LeftOutPassingThrough,
    LeftOutStatus,
    LeftOutUnableToLeave,
    LeftOutResident,
    LeftOutNoWork,
    NotFullDay,
    LeftOnThatDay,
    Planned,
    StillThere,
    NotConfirmed,
    TransitTimesMissing,
    UnknownPlace,
    Actual,
}

/// <summary>
/// One person's days as one rule sees them: the sets of days that count, and for each date the mark that says why. A day is counted once however
/// many stays cover it. Findings and sweeps count here; the marks are drawn up only when somebody asks for reasons.
/// </summary>
internal sealed class DayLedger
{
    private static readonly LocalDate Epoch = new(2000, 1, 1);

    // 1 January 2000, counted as Number counts.
    private const int EpochNumber = 730426;

    private readonly List<MarkedDays> _segments;
    private readonly IReadOnlyList<Stay> _record;
    private readonly LeftOutDays? _leftOut;
    private (DayMark[] Marks, int[] Stays)? _dates;

    private DayLedger(List<MarkedDays> segments, IReadOnlyList<Stay> record, int asOf, LeftOutDays? leftOut = null)
    {
        _segments = segments;
        _record = record;
        _leftOut = leftOut;
        (First, Last) = segments.Count > 0 ? (int.MaxValue, int.MinValue) : (asOf + 1, asOf);
        var (unknown, planned) = (false, false);
        foreach (var segment in CollectionsMarshal.AsSpan(segments))
        {
            First = Math.Min(First, segment.From);
            Last = Math.Max(Last, segment.To);
            var certainty = CertaintyOf(segment.Mark);
            unknown |= certainty == DayCertainty.Unknown;
            planned |= certainty == DayCertainty.Planned;
        }

        ActualDays = Days(DayCertainty.Actual);
        UnknownDays = unknown ? Days(DayCertainty.Unknown).Without(ActualDays) : DaySet.Empty;
        PlannedDays = planned ? Days(DayCertainty.Planned).Without(ActualDays).Without(UnknownDays) : DaySet.Empty;
    }

    /// <summary>The days that certainly count.</summary>
    public DaySet ActualDays { get; }

    /// <summary>The days of which nobody knows whether they count.</summary>
    public DaySet UnknownDays { get; }

    /// <summary>The days that will count if the plans come true.</summary>
    public DaySet PlannedDays { get; }

    /// <summary>Last date with a mark (inclusive); the day asked about when the ledger is empty.</summary>
    public int Last { get; }

    /// <summary>First date with a mark (inclusive).</summary>
    public int First { get; }

    /// <summary>A date as a number of days, for arithmetic. Every stay is read by it: it takes a tenth of the time of <see cref="Period.DaysBetween"/>.</summary>
    public static int Number(LocalDate date)
    {
        if (date.Year < 1)
        {
            return Period.DaysBetween(Epoch, date);
        }

        // Years begin in March, so that a leap day is the last of its year and the months before a month have (153 × month + 2) / 5 days.
        var (year, month) = date.Month > 2 ? (date.Year, date.Month - 3) : (date.Year - 1, date.Month + 9);
        return (365 * year) + (year / 4) - (year / 100) + (year / 400) + (((153 * month) + 2) / 5) + date.Day - EpochNumber;
    }

    /// <summary>The date of a number.</summary>
    public static LocalDate Date(int number) => Epoch.PlusDays(number);

    /// <summary>Reads a record as <paramref name="rule"/> sees it.</summary>
    /// <param name="rule">Says which countries count since when, and what is left out.</param>
    /// <param name="record">The person's record.</param>
    /// <param name="asOf">Last day of the past (inclusive).</param>
    /// <param name="from">Earlier days are not read.</param>
    /// <param name="openEnd">Last day on which a stay without a departure is taken to go on (inclusive).</param>
    /// <exception cref="ArgumentException">A stay or span ends before it begins.</exception>
    public static DayLedger Read(DayRule rule, TravelRecord record, int asOf, int from, int openEnd)
    {
        var segments = new List<MarkedDays>(record.Stays.Count + record.UnknownSpans.Count);
        for (var i = 0; i < record.Stays.Count; i++)
        {
            AddStay(segments, rule, record, i, asOf, from, openEnd);
        }

        foreach (var span in record.UnknownSpans)
        {
            if (span.To < span.From)
            {
                throw new ArgumentException($"Unknown days end on {span.To}, before they begin on {span.From}.", nameof(record));
            }

            Add(segments, Math.Max(Number(span.From), from), Math.Min(Number(span.To), asOf), DayMark.UnknownPlace, -1);
        }

        return new(segments, record.Stays, asOf, record.LeftOut);
    }

    /// <summary>A ledger of marks that another count has set.</summary>
    /// <param name="marks">The marks; where several lie on a date the highest one decides.</param>
    /// <param name="stays">The stays that the marks name.</param>
    /// <param name="asOf">Last day of the past (inclusive).</param>
    public static DayLedger Of(List<MarkedDays> marks, IReadOnlyList<Stay> stays, int asOf) => new(marks, stays, asOf);

    /// <summary>Certain days between two dates, both included.</summary>
    public int Actual(int from, int to) => ActualDays.Between(from, to);

    /// <summary>Unknown days between two dates, both included.</summary>
    public int Unknown(int from, int to) => UnknownDays.Between(from, to);

    /// <summary>Planned days between two dates, both included.</summary>
    public int Planned(int from, int to) => PlannedDays.Between(from, to);

    /// <summary>Certain and planned days between two dates, and unknown ones if they are held against the person.</summary>
    public int Count(int from, int to, bool withUnknown) =>
        Actual(from, to) + Planned(from, to) + (withUnknown ? Unknown(from, to) : 0);

    /// <summary>The mark of a date; none outside the ledger.</summary>
    public DayMark MarkOn(int day) => day < First || day > Last ? DayMark.None : Dates.Marks[day - First];

    /// <summary>The stay that gave a date its mark; null for unknown days and days without a mark.</summary>
    public Stay? StayOn(int day) =>
        day < First || day > Last || Dates.Stays[day - First] is not (>= 0 and var stay) ? null : _record[stay];

    /// <summary>How certain a mark is; null for one that does not count.</summary>
    public static DayCertainty? CertaintyOf(DayMark mark) =>
        mark switch
        {
            DayMark.Actual => DayCertainty.Actual,
            DayMark.UnknownPlace or DayMark.TransitTimesMissing or DayMark.NotConfirmed => DayCertainty.Unknown,
            DayMark.Planned or DayMark.StillThere => DayCertainty.Planned,
            _ => null,
        };

    private (DayMark[] Marks, int[] Stays) Dates => _dates ??= Draw();

    private static void AddStay(
        List<MarkedDays> segments,
        DayRule rule,
        TravelRecord record,
        int index,
        int asOf,
        int from,
        int openEnd
    )
    {
        var stay = record.Stays[index];
        if (rule.CountsSince(stay.Country) is not { } since)
        {
            return;
        }

        var arrive = Number(stay.Arrive);
        var last = stay.Depart is { } depart ? Number(depart) : Math.Max(openEnd, arrive);
        if (last < arrive)
        {
            stay.Check(nameof(record));
        }

        if (rule.Counts == DayConvention.Midnight && stay is { Depart: not null, ToMidnight: false })
        {
            last--;
            Add(segments, Math.Max(last + 1, from), last + 1, DayMark.NoMidnight, index);
        }

        var first = Math.Max(arrive, from);
        if (stay.Arrive < since)
        {
            var member = Math.Max(first, Number(since));
            Add(segments, first, Math.Min(last, member - 1), DayMark.NotYetMember, index);
            first = member;
        }

        var excluded = rule.MarkOf(stay);
        if (excluded is not DayMark.None and not DayMark.TransitTimesMissing)
        {
            Add(segments, first, last, excluded, index);
            return;
        }

        var past =
            stay.Planned ? DayMark.NotConfirmed
            : excluded == DayMark.None ? DayMark.Actual
            : excluded;
        var future = !stay.Planned && arrive <= asOf ? DayMark.StillThere : DayMark.Planned;
        if (!rule.LeavesOutPermitDays || record.ResidencePermits.Count == 0)
        {
            Add(segments, first, Math.Min(last, asOf), past, index);
            Add(segments, Math.Max(first, asOf + 1), last, future, index);
            return;
        }

        for (var day = first; day <= last; day++)
        {
            var mark =
                HasPermit(record.ResidencePermits, stay.Country, Date(day)) ? DayMark.LeftOutPermit
                : day <= asOf ? past
                : future;
            Add(segments, day, day, mark, index);
        }
    }

    private static bool HasPermit(IReadOnlyList<ResidencePermit> permits, string country, LocalDate day)
    {
        foreach (var permit in permits)
        {
            if (permit.Country == country && !(permit.From > day) && !(permit.To < day))
            {
                return true;
            }
        }

        return false;
    }

    private static void Add(List<MarkedDays> segments, int from, int to, DayMark mark, int stay)
    {
        if (from <= to)
        {
            segments.Add(new(from, to, mark, stay));
        }
    }

    private DaySet Days(DayCertainty certainty)
    {
        var runs = ArrayPool<Run>.Shared.Rent(_segments.Count);
        var count = 0;
        foreach (var segment in CollectionsMarshal.AsSpan(_segments))
        {
            if (CertaintyOf(segment.Mark) == certainty)
            {
                runs[count++] = new(segment.From, segment.To);
            }
        }

        var days = DaySet.Merge(runs.AsSpan(0, count));
        ArrayPool<Run>.Shared.Return(runs);
        return _leftOut is null ? days : days.Without(_leftOut.All);
    }

    private (DayMark[] Marks, int[] Stays) Draw()
    {
        var marks = new DayMark[Last - First + 1];
        var stays = new int[marks.Length];
        Array.Fill(stays, -1);
        foreach (var segment in _segments)
        {
            for (var i = segment.From - First; i <= segment.To - First; i++)
            {
                if (segment.Mark > marks[i])
                {
                    marks[i] = segment.Mark;
                    stays[i] = segment.Stay;
                }
            }
        }

        if (_leftOut is not null)
        {
            for (var i = 0; i < marks.Length; i++)
            {
                marks[i] = AsLeftOut(marks[i], First + i, _leftOut);
            }
        }

        return (marks, stays);
    }

    private static DayMark AsLeftOut(DayMark mark, int day, LeftOutDays leftOut) =>
        CertaintyOf(mark) is null ? mark
        : leftOut.UnableToLeave.Contains(day) ? DayMark.LeftOutUnableToLeave
        : leftOut.ByStatus.Contains(day) ? DayMark.LeftOutStatus
        : mark;
}

/// <summary>Days in a row, both ends included, that a stay (by its place in the record; -1 for none) gives one mark.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MarkedDays(int From, int To, DayMark Mark, int Stay);

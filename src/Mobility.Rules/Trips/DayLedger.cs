using System.Runtime.InteropServices;
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
/// One person's days as one rule sees them: a mark for each date and running totals, so that the number of days between any two dates is
/// a subtraction. Days are counted once however many stays cover them.
/// </summary>
internal sealed class DayLedger
{
    private static readonly LocalDate Epoch = new(2000, 1, 1);

    private readonly int _first;
    private readonly DayMark[] _marks;
    private readonly int[] _stays;
    private readonly int[] _actual;
    private readonly int[] _unknown;
    private readonly int[] _planned;
    private readonly IReadOnlyList<Stay> _record;

    private DayLedger(int first, DayMark[] marks, int[] stays, IReadOnlyList<Stay> record)
    {
        _first = first;
        _marks = marks;
        _stays = stays;
        _record = record;
        _actual = new int[marks.Length + 1];
        _unknown = new int[marks.Length + 1];
        _planned = new int[marks.Length + 1];
        for (var i = 0; i < marks.Length; i++)
        {
            var certainty = CertaintyOf(marks[i]);
            _actual[i + 1] = _actual[i] + (certainty == DayCertainty.Actual ? 1 : 0);
            _unknown[i + 1] = _unknown[i] + (certainty == DayCertainty.Unknown ? 1 : 0);
            _planned[i + 1] = _planned[i] + (certainty == DayCertainty.Planned ? 1 : 0);
        }
    }

    /// <summary>Last date with a mark (inclusive); the day asked about when the ledger is empty.</summary>
    public int Last => _first + _marks.Length - 1;

    /// <summary>First date with a mark (inclusive).</summary>
    public int First => _first;

    /// <summary>A date as a number of days, for arithmetic.</summary>
    public static int Number(LocalDate date) => Period.DaysBetween(Epoch, date);

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

        return Fill(segments, record.Stays, asOf);
    }

    /// <summary>A ledger of marks that another count has set.</summary>
    /// <param name="marks">The marks; where several lie on a date the highest one decides.</param>
    /// <param name="stays">The stays that the marks name.</param>
    /// <param name="asOf">Last day of the past (inclusive).</param>
    public static DayLedger Of(List<MarkedDays> marks, IReadOnlyList<Stay> stays, int asOf) => Fill(marks, stays, asOf);

    /// <summary>Certain days between two dates, both included.</summary>
    public int Actual(int from, int to) => Between(_actual, from, to);

    /// <summary>Unknown days between two dates, both included.</summary>
    public int Unknown(int from, int to) => Between(_unknown, from, to);

    /// <summary>Planned days between two dates, both included.</summary>
    public int Planned(int from, int to) => Between(_planned, from, to);

    /// <summary>Certain and planned days between two dates, and unknown ones if they are held against the person.</summary>
    public int Count(int from, int to, bool withUnknown) =>
        Actual(from, to) + Planned(from, to) + (withUnknown ? Unknown(from, to) : 0);

    /// <summary>The mark of a date; none outside the ledger.</summary>
    public DayMark MarkOn(int day) => day < _first || day > Last ? DayMark.None : _marks[day - _first];

    /// <summary>The stay that gave a date its mark; null for unknown days and days without a mark.</summary>
    public Stay? StayOn(int day) => day < _first || day > Last || _stays[day - _first] < 0 ? null : _record[_stays[day - _first]];

    /// <summary>How certain a mark is; null for one that does not count.</summary>
    public static DayCertainty? CertaintyOf(DayMark mark) =>
        mark switch
        {
            DayMark.Actual => DayCertainty.Actual,
            DayMark.UnknownPlace or DayMark.TransitTimesMissing or DayMark.NotConfirmed => DayCertainty.Unknown,
            DayMark.Planned or DayMark.StillThere => DayCertainty.Planned,
            _ => null,
        };

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
        if (stay.Depart < stay.Arrive)
        {
            throw new ArgumentException(
                $"A stay in {stay.Country} ends on {stay.Depart}, before it begins on {stay.Arrive}.",
                nameof(record)
            );
        }

        if (rule.CountsSince(stay.Country) is not { } since)
        {
            return;
        }

        var arrive = Number(stay.Arrive);
        var last = stay.Depart is { } depart ? Number(depart) : Math.Max(openEnd, arrive);
        if (rule.Counts == DayConvention.Midnight && stay.Depart is not null)
        {
            last--;
            Add(segments, Math.Max(last + 1, from), last + 1, DayMark.NoMidnight, index);
        }

        var first = Math.Max(arrive, from);
        var member = Number(since);
        if (first < member)
        {
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

    private static DayLedger Fill(List<MarkedDays> segments, IReadOnlyList<Stay> stays, int asOf)
    {
        if (segments.Count == 0)
        {
            return new(asOf + 1, [], [], stays);
        }

        var first = int.MaxValue;
        var last = int.MinValue;
        foreach (var segment in segments)
        {
            first = Math.Min(first, segment.From);
            last = Math.Max(last, segment.To);
        }

        var marks = new DayMark[last - first + 1];
        var who = new int[marks.Length];
        Array.Fill(who, -1);
        foreach (var segment in segments)
        {
            for (var i = segment.From - first; i <= segment.To - first; i++)
            {
                if (segment.Mark > marks[i])
                {
                    marks[i] = segment.Mark;
                    who[i] = segment.Stay;
                }
            }
        }

        return new(first, marks, who, stays);
    }

    private int Between(int[] totals, int from, int to)
    {
        var low = Math.Clamp(from - _first, 0, _marks.Length);
        var high = Math.Clamp(to - _first + 1, 0, _marks.Length);
        return high > low ? totals[high] - totals[low] : 0;
    }
}

/// <summary>Days in a row, both ends included, that a stay (by its place in the record; -1 for none) gives one mark.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MarkedDays(int From, int To, DayMark Mark, int Stay);

using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Rules.Trips.Planning;

/// <summary>
/// Lays stays that nobody has booked over one person's record, and finds the dates on which they pass no limit: day rules are counted from their own
/// ledgers, rules of residence are asked. A limit that is passed without the stay is not held against it.
/// </summary>
public sealed class TripPlanner
{
    /// <summary>The longest stay that is looked at, in days.</summary>
    public const int LongestStay = 731;

    /// <summary>The latest first day that is looked at, in days after the one that was asked for.</summary>
    public const int LatestStart = 731;

    /// <summary>How far after the day asked about a stay may begin, in years: later plans say nothing that the law of then will hold to.</summary>
    public const int YearsAhead = 5;

    private const int MostQuestions = 300;

    private readonly RuleBook _book;
    private readonly TravelRecord _record;
    private readonly string _country;
    private readonly LocalDate _asOf;
    private readonly Func<string, FactSet> _factsOf;
    private readonly Func<Rule, bool> _isLimit;
    private readonly List<PlanLimit> _limits;
    private int _questions;

    /// <summary>Looks up the limits of stays in a country.</summary>
    /// <param name="book">The rules.</param>
    /// <param name="record">What is recorded about the person, plans included.</param>
    /// <param name="asOf">The day asked about; every stay begins after it.</param>
    /// <param name="country">ISO 3166 alpha-2 code.</param>
    /// <param name="factsOf">What else is known, by the jurisdiction of the rule; null for nothing.</param>
    /// <param name="isLimit">Which rules are limits to this person; null for all but the tests of residence of the home country.</param>
    public TripPlanner(
        RuleBook book,
        TravelRecord record,
        LocalDate asOf,
        string country,
        Func<string, FactSet>? factsOf = null,
        Func<Rule, bool>? isLimit = null
    )
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(record);
        _book = book;
        _record = record;
        _asOf = asOf;
        _country = country;
        _factsOf = factsOf ?? (_ => FactSet.None);
        _isLimit = isLimit ?? (rule => rule is RollingWindowRule || rule.Jurisdiction != record.HomeCountry);
        _limits = FindLimits();
    }

    /// <summary>The limits that are asked, by rule id.</summary>
    public IReadOnlyList<string> Limits => _limits.ConvertAll(limit => limit.RuleId);

    /// <summary>What the limits leave of a stay.</summary>
    /// <param name="from">First day (inclusive); after the day asked about, and not more than <see cref="YearsAhead"/> years.</param>
    /// <param name="to">Last day (inclusive), not more than <see cref="LongestStay"/> days after the first; null for a stay whose end is open.</param>
    /// <exception cref="ArgumentException">The dates are not as they must be.</exception>
    public TripPlan Plan(LocalDate from, LocalDate? to)
    {
        if (from <= _asOf || from > _asOf.PlusYears(YearsAhead))
        {
            throw new ArgumentException(
                $"A stay from {IsoDate.Write(from)} does not begin in the years after {IsoDate.Write(_asOf)}.",
                nameof(from)
            );
        }

        if (to < from || to > from.PlusDays(LongestStay))
        {
            throw new ArgumentException(
                $"A stay to {IsoDate.Write(to.Value)} is too long, or ends before it begins.",
                nameof(to)
            );
        }

        var first = DayLedger.Number(from);
        var (exit, exitReason) = LatestExit(first);
        var last = to is { } end ? DayLedger.Number(end) : exit ?? first;
        var passes = to is null ? [] : Passes(first, last);
        var isOpen = to is null && exit is null;
        var shorter = passes.Count > 0 && exit is { } leave ? new PlanDates(from, DayLedger.Date(leave), exitReason) : null;
        var (next, looked) =
            passes.Count > 0 ? Next(first + 1, last - first, first + LatestStart)
            : isOpen ? (null, first)
            : AfterTaking(first, last);
        return new()
        {
            From = from,
            To = isOpen ? null : DayLedger.Date(last),
            Limits = Limits,
            Passes = passes,
            LatestSafeExit = exit is { } day ? DayLedger.Date(day) : null,
            ExitReason = exitReason,
            Shorter = shorter,
            Later = passes.Count > 0 ? next : null,
            NextStay = next,
            LookedUntil = DayLedger.Date(looked),
            InTheWay = Elsewhere(first, last).ToList(),
            NotCovered = NotCovered(first, last),
        };
    }

    private List<PlanLimit> FindLimits()
    {
        var limits = new List<PlanLimit>();
        foreach (var rule in _book.DayRules.Where(rule => rule.Watches(_country) && _isLimit(rule)))
        {
            if (DayTotals.Read(rule, _record, _factsOf(rule.Jurisdiction), _asOf) is { } read)
            {
                limits.Add(
                    rule is RollingWindowRule window
                        ? new WindowLimit(window, read, _country, _asOf)
                        : new YearLimit((YearRule)rule, read, _country, _asOf)
                );
            }
        }

        foreach (
            var rule in _book.ResidenceRules.Where(rule =>
                (rule.Jurisdiction == _country || rule.Jurisdiction.Length != 2) && _isLimit(rule)
            )
        )
        {
            if (AskedLimit.Of(rule, _record, _factsOf(rule.Jurisdiction), _country, _asOf) is { } asked)
            {
                limits.Add(asked);
            }
        }

        return limits;
    }

    private List<PlanReason> Passes(int from, int to) =>
        _limits
            .Select(limit => (limit.RuleId, Passing: limit.FirstPassed(from, to)))
            .Where(pair => pair.Passing is not null)
            .OrderBy(pair => pair.Passing!.On)
            .Select(pair => ReasonOf(pair.RuleId, pair.Passing!))
            .ToList();

    private static PlanReason ReasonOf(string ruleId, Passing passing) =>
        new(ruleId, DayLedger.Date(passing.On), passing.Total, passing.Limit);

    /// <summary>The first limit, cheap ones first, that a stay passes.</summary>
    private (PlanLimit Limit, Passing Passing)? FirstLimit(int from, int to)
    {
        foreach (var limit in _limits)
        {
            _questions += limit.IsSlow ? 1 : 0;
            if (limit.FirstPassed(from, to) is { } passing)
            {
                return (limit, passing);
            }
        }

        return null;
    }

    /// <summary>The last day on which to leave, halved, and what one day more would pass.</summary>
    private (int? Leave, PlanReason? Why) LatestExit(int from)
    {
        var (safe, tooLate) = (from - 1, from + LongestStay);
        if (FirstLimit(from, tooLate) is not { } first)
        {
            return (null, null);
        }

        var why = ReasonOf(first.Limit.RuleId, first.Passing);
        while (tooLate - safe > 1)
        {
            var middle = safe + ((tooLate - safe) / 2);
            if (FirstLimit(from, middle) is { } passed)
            {
                (tooLate, why) = (middle, ReasonOf(passed.Limit.RuleId, passed.Passing));
            }
            else
            {
                safe = middle;
            }
        }

        return (safe < from ? null : safe, why);
    }

    /// <summary>
    /// The first days, from a day on, on which a stay passes nothing and no other stay is in the way. From each first day that will not do it goes on by as
    /// many days as the limit that stands against it allows to leave out. With them comes the last first day that was looked at.
    /// </summary>
    private (PlanDates? Dates, int LookedUntil) Next(int from, int length, int until)
    {
        _questions = 0;
        PlanReason? why = null;
        var start = from;
        while (start <= until && _questions < MostQuestions)
        {
            if (Elsewhere(start, start + length).FirstOrDefault() is { } stay)
            {
                why = new(null, stay.Arrive, null, null, stay);
                start = Math.Max(start + 1, DayLedger.Number(stay.Depart!.Value));
                continue;
            }

            if (FirstLimit(start, start + length) is not { } passed)
            {
                return (
                    new(DayLedger.Date(start), DayLedger.Date(start + length), WhyNotEarlier(start, length, from, why)),
                    start
                );
            }

            why = null;
            var days = passed.Limit.DaysToMove(start, start + length, passed.Passing);
            if (days == PlanLimit.Never)
            {
                return (null, until);
            }

            start += days;
        }

        return (null, Math.Min(start - 1, until));
    }

    private PlanReason? WhyNotEarlier(int start, int length, int from, PlanReason? inTheWay) =>
        inTheWay
        ?? (
            start > from && FirstLimit(start - 1, start - 1 + length) is { } passed
                ? ReasonOf(passed.Limit.RuleId, passed.Passing)
                : null
        );

    private (PlanDates? Dates, int LookedUntil) AfterTaking(int from, int to)
    {
        var taken = new Stay
        {
            Country = _country,
            Arrive = DayLedger.Date(from),
            Depart = DayLedger.Date(to),
            Planned = true,
        };
        var then = new TripPlanner(
            _book,
            _record with
            {
                Stays = [.. _record.Stays, taken],
            },
            _asOf,
            _country,
            _factsOf,
            _isLimit
        );
        return then.Next(to + 1, to - from, to + LatestStart);
    }

    /// <summary>
    /// Other planned journeys that claim more than a shared day of travel. Days at home give way, and a stay under way is one from which people travel; a day
    /// trip takes no day of a journey that goes on around it.
    /// </summary>
    private IEnumerable<Stay> Elsewhere(int from, int to)
    {
        var (first, last) = (DayLedger.Date(from), DayLedger.Date(to));
        return _record.Stays.Where(stay =>
            stay is { Planned: true, Depart: not null }
            && stay.Arrive > _asOf
            && stay.Country != _record.HomeCountry
            && (stay.Arrive > first ? stay.Arrive : first) < (stay.Depart < last ? stay.Depart : last)
        );
    }

    private List<(string RuleId, LocalDate From)> NotCovered(int from, int to) =>
        _limits
            .Select(limit => (limit.RuleId, Day: limit.FirstNotCovered(from, to)))
            .Where(pair => pair.Day is not null)
            .Select(pair => (pair.RuleId, DayLedger.Date(pair.Day!.Value)))
            .ToList();
}

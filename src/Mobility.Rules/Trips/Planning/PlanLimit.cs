using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Rules.Trips.Planning;

/// <summary>The first day on which a stay passes a limit, and the total and limit of that day where the rule gives them.</summary>
internal sealed record Passing(int On, Fraction? Total, Fraction? Limit);

/// <summary>One rule that limits stays in one country, and what is recorded about one person without the stay that is tried.</summary>
internal abstract class PlanLimit(Rule rule)
{
    /// <summary>The longest way to go: no first day helps.</summary>
    public const int Never = int.MaxValue;

    public string RuleId { get; } = rule.Id;

    /// <summary>Whether asking costs so much more than arithmetic that it is done last and seldom.</summary>
    public virtual bool IsSlow => false;

    /// <summary>
    /// The first day on which a stay passes the limit that is not passed on it without the stay; null if there is none. A longer stay from the same day passes
    /// whatever a shorter one does.
    /// </summary>
    public abstract Passing? FirstPassed(int from, int to);

    /// <summary>At least how many days later a stay must begin to pass nothing: no shorter way helps. 1 where that cannot be told.</summary>
    public virtual int DaysToMove(int from, int to, Passing passing) => 1;

    /// <summary>The first day of a stay for which the book has no values; null if it has them for all.</summary>
    public abstract int? FirstNotCovered(int from, int to);
}

/// <summary>A limit of a rule that counts the days of a ledger.</summary>
internal abstract class LedgerLimit<TRule> : PlanLimit
    where TRule : DayRule
{
    private readonly TravelRecord _alone;
    private readonly string _country;
    private readonly int _today;
    private readonly bool _isPlain;

    protected LedgerLimit(TRule rule, TravelRecord record, string country, LocalDate asOf)
        : base(rule)
    {
        Rule = rule;
        _country = country;
        _today = DayLedger.Number(asOf);
        _alone = record with { Stays = [], UnknownSpans = [] };
        var days = DayTotals.LedgerOf(rule, record, asOf);
        Held = days.ActualDays.With(days.UnknownDays).With(days.PlannedDays);
        _isPlain =
            record.LeftOut is null
            && rule.CountsSince(country) <= asOf
            && !(rule.LeavesOutPermitDays && record.ResidencePermits.Any(permit => permit.Country == country));
    }

    protected TRule Rule { get; }

    /// <summary>The days that count without the stay, unknown ones held against the person.</summary>
    protected DaySet Held { get; }

    /// <summary>Whether every day of any stay counts, but for those that the convention leaves out.</summary>
    protected bool IsPlain => _isPlain;

    /// <summary>The days of the stay that count.</summary>
    protected DaySet DaysOf(int from, int to)
    {
        if (_isPlain)
        {
            return DaySet.Of([new(from, Rule.Counts == DayConvention.Midnight ? to - 1 : to)]);
        }

        var stay = new Stay
        {
            Country = _country,
            Arrive = DayLedger.Date(from),
            Depart = DayLedger.Date(to),
            Planned = true,
        };
        return DayLedger.Read(Rule, _alone with { Stays = [stay] }, _today, int.MinValue, to).PlannedDays;
    }
}

/// <summary>Most days in every window.</summary>
internal sealed class WindowLimit(RollingWindowRule rule, TravelRecord record, string country, LocalDate asOf)
    : LedgerLimit<RollingWindowRule>(rule, record, country, asOf)
{
    private readonly RollingWindowLaw _law = new(rule, new(lawOn: null));

    public override Passing? FirstPassed(int from, int to)
    {
        var stay = DaysOf(from, to);
        if (stay.Count == 0 || _law.On(stay.Runs[^1].To) is not { } last)
        {
            return null;
        }

        var all = Held.With(stay);
        var (first, until) = (stay.Runs[0].From, stay.Runs[^1].To + last.Window - 1);
        foreach (var run in all.Runs)
        {
            for (var day = Math.Max(run.From, first); day <= Math.Min(run.To, until); day++)
            {
                if (_law.On(day) is not { } law)
                {
                    continue;
                }

                var total = all.Between(day - law.Window + 1, day);
                // A day of the stay may never be above the limit; another day may if it is so already.
                if (total > law.Limit && (stay.Contains(day) || Held.Between(day - law.Window + 1, day) <= law.Limit))
                {
                    return new(day, total, law.Limit);
                }
            }
        }

        return null;
    }

    /// <summary>
    /// The window of a day of the stay moves with it, and becomes emptier only as days recorded before the stay fall out: as many as are too many must.
    /// </summary>
    public override int DaysToMove(int from, int to, Passing passing)
    {
        if (
            !IsPlain
            || passing.On > to
            || _law.On(passing.On) is not { } law
            || _law.Until(passing.On) < passing.On + TripPlanner.LatestStart
        )
        {
            return 1;
        }

        var window = passing.On - law.Window + 1;
        var tooMany = (int)passing.Total!.Value.Numerator - law.Limit;
        return window < from && Held.DayOf(tooMany, DaySet.Date(window)) is { } last && DaySet.Number(last) < from
            ? DaySet.Number(last) - window + 1
            : Never;
    }

    public override int? FirstNotCovered(int from, int to)
    {
        for (var day = from; day <= to; day++)
        {
            if (_law.On(day) is null)
            {
                return day;
            }
        }

        return null;
    }
}

/// <summary>Fewer days of a year, weighted with those before it, than meet a test.</summary>
internal sealed class YearLimit(YearRule rule, TravelRecord record, string country, LocalDate asOf)
    : LedgerLimit<YearRule>(rule, record, country, asOf)
{
    private readonly YearLaws _laws = new(rule);

    public override Passing? FirstPassed(int from, int to)
    {
        var stay = DaysOf(from, to);
        if (stay.Count == 0)
        {
            return null;
        }

        var all = Held.With(stay);
        var last = DaySet.Date(stay.Runs[^1].To).PlusYears(Math.Max(0, Rule.Weights.Count - 1));
        for (var day = DaySet.Date(stay.Runs[0].From); ; )
        {
            var year = _laws.YearOf(day);
            if (_laws.On(day) is { } law)
            {
                var (start, end) = law.Year(0);
                if (IsMet(law, all, end) && !IsMet(law, Held, end))
                {
                    var on = FirstDay(start, end, on => IsMet(law, all, on));
                    return new(on, new(law.Total(all, on).Total, law.Denominator), law.Threshold);
                }
            }

            if (year.To >= last)
            {
                return null;
            }

            day = year.To.PlusDays(1);
        }
    }

    /// <summary>In a year without other days after the stay's first one, moving helps only by as many days as then lie in the next year.</summary>
    public override int DaysToMove(int from, int to, Passing passing)
    {
        if (!IsPlain || _laws.On(DaySet.Date(from)) is not { } law)
        {
            return 1;
        }

        var (start, end) = law.Year(0);
        if (passing.On > end || Held.Between(from, end) > 0)
        {
            return 1;
        }

        var stay = DaysOf(from, to);
        var (days, total) = law.Total(Held.With(stay), end);
        var weight = law.Weights[0];
        var tooMany = (total - (law.Threshold * law.Denominator) + weight) / weight;
        var needed = (int)Math.Min(tooMany, days - law.Floor + 1);
        return Math.Max(1, end - from + 1 - stay.Between(start, end) + needed);
    }

    public override int? FirstNotCovered(int from, int to)
    {
        for (var day = DaySet.Date(from); DaySet.Number(day) <= to; day = _laws.YearOf(day).To.PlusDays(1))
        {
            if (_laws.On(day) is null)
            {
                return DaySet.Number(day);
            }
        }

        return null;
    }

    private static bool IsMet(YearLaw law, DaySet days, int upTo)
    {
        var (number, total) = law.Total(days, upTo);
        return law.IsMet(number, total);
    }

    /// <summary>First day on which something holds that holds on the last one and goes on to hold.</summary>
    private static int FirstDay(int low, int high, Func<int, bool> holds)
    {
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = holds(middle) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}

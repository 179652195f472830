using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>What a <see cref="RollingWindowRule"/> answers to a question: the same limit and window as on the pages, examined day by day.</summary>
internal sealed class RollingWindowAnswer
{
    private readonly RollingWindowRule _rule;
    private readonly ResidenceQuestion _question;
    private readonly int _limit;
    private readonly int _window;
    private readonly DaySet _days;
    private readonly IReadOnlyList<ParameterUsed> _used;

    public RollingWindowAnswer(RollingWindowRule rule, ResidenceQuestion question)
    {
        // Days before the rule are examined as if it had applied.
        var law = new ValuesInForce(rule, question.AsOf < rule.CoversFrom ? rule.CoversFrom : question.AsOf);
        _rule = rule;
        _question = question;
        _limit = law.Number(rule.AllowedDays.Name);
        _window = law.Number(rule.WindowDays.Name);
        _used = law.Used;
        _days = Days();
    }

    public ResidenceAnswer Answer()
    {
        var answer = new ResidenceAnswer { ParametersUsed = _used };
        if (_question.On is { } on)
        {
            var counted = Total(DaySet.Number(on));
            var allowed = DaysAllowed(DaySet.Number(on));
            answer
                .Add("days_counted", counted)
                .Add("days_remaining", Math.Max(0, _limit - counted))
                .Add("overstay_days", Math.Max(0, counted - _limit))
                .Add("window_from", on.PlusDays(1 - _window))
                .Add("days_allowed", allowed)
                .Add("allowed", allowed > 0)
                .Add("latest_exit", allowed > 0 ? on.PlusDays(allowed - 1) : null);
        }
        else
        {
            answer.Add("days_counted", _days.Count);
        }

        var (largest, largestOn, over, firstOver) = (0, 0, 0, (int?)null);
        foreach (var day in _days.Days)
        {
            var total = Total(day);
            (largest, largestOn) = total > largest ? (total, day) : (largest, largestOn);
            over += total > _limit ? 1 : 0;
            firstOver ??= total > _limit ? day : null;
        }

        return answer
            .Compare("residence.in-window", largest, _limit)
            .Add("first_overstay_on", firstOver is { } first ? DaySet.Date(first) : null)
            .Add("days_over_limit", over)
            .Add("max_days_in_window", largest)
            .Add("max_window_from", largest > 0 ? DaySet.Date(largestOn - _window + 1) : null);
    }

    private int Total(int day) => _days.Between(day - _window + 1, day);

    /// <summary>Length of the longest unbroken stay from a day on with no day over the limit.</summary>
    private int DaysAllowed(int from)
    {
        for (var length = 0; length <= _window; length++)
        {
            var day = from + length;
            var before = _days.Between(day - _window + 1, from - 1);
            if (before + Math.Min(length + 1, _window) > _limit)
            {
                return length;
            }
        }

        return _window;
    }

    /// <summary>The days in the area, without those before a country joined and those under a permit of the country itself.</summary>
    private DaySet Days()
    {
        var last = _question.On ?? _question.AsOf;
        var permits = _question.Get(Facts.ResidencePermits);
        var days = DaySet.Empty;
        foreach (var country in _question.Stays.Select(stay => stay.Country).Distinct())
        {
            if (_rule.CountsSince(country) is not { } since)
            {
                continue;
            }

            var present = Presence.In(country, _question, _rule.Counts, last);
            if (present.Last is { } end && end >= since)
            {
                present = present.Within(since, end);
                days = days.With(
                    _rule.LeavesOutPermitDays
                        ? present.Without(DaySet.Of(permits.Where(permit => permit.Country == country), since, end))
                        : present
                );
            }
        }

        return days;
    }
}

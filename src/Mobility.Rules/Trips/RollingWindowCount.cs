using System.Globalization;
using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>One answer of a <see cref="RollingWindowRule"/>.</summary>
internal sealed class RollingWindowCount
{
    private readonly RollingWindowRule _rule;
    private readonly TravelRecord _record;
    private readonly ValuesUsed _values;
    private readonly LocalDate _asOf;
    private readonly int _today;
    private readonly int _limit;
    private readonly int _window;
    private readonly RollingWindowLaw _law;
    private readonly DayLedger _ledger;

    public RollingWindowCount(RollingWindowRule rule, TravelRecord record, LocalDate asOf, ValuesUsed values)
    {
        _rule = rule;
        _record = record;
        _values = values;
        _asOf = asOf;
        _today = DayLedger.Number(asOf);
        _law = new(rule, values);
        (_limit, _window) = _law.On(_today)!.Value;
        _ledger = DayLedger.Read(rule, record, _today, int.MinValue, _today + _window);
    }

    private int LastPlanned => Math.Max(_ledger.Last, _today);

    public Finding Finding()
    {
        var from = _today - _window + 1;
        var used = _ledger.Actual(from, _today);
        var unknown = _ledger.Unknown(from, _today);
        var outcome =
            used > _limit ? Outcome.Breached
            : used + unknown > _limit ? Outcome.Undetermined
            : Outcome.Within;
        var breach = outcome == Outcome.Within ? ForecastBreach() : PastBreach(outcome);
        if (outcome == Outcome.Within)
        {
            outcome =
                breach is not null ? Outcome.BreachForecast
                : _rule.AlertAt.Count > 0 && used + unknown >= _rule.AlertAt[0] ? Outcome.Approaching
                : Outcome.Within;
        }

        var (forecast, forecastOn) = Peak();
        var runs = new List<DayRun>();
        DayReasons.AddRuns(_ledger, _rule.Counts, from, LastPlanned, 1, runs);
        var parts = Parts(runs, from);
        var figures = new DayFigures
        {
            Used = used,
            Unknown = unknown,
            Planned = 0,
            Limit = _limit,
            Sense = LimitSense.MostAllowed,
            LeftLow = Math.Max(0, _limit - used - unknown),
            LeftHigh = Math.Max(0, _limit - used),
            Forecast = forecast,
            ForecastOn = forecastOn,
        };
        var exit = SafeExit(breach);
        return DayFindings.Start(_rule, _asOf) with
        {
            Outcome = outcome,
            TestMet = outcome switch
            {
                Outcome.Breached => true,
                Outcome.Undetermined => null,
                _ => false,
            },
            Summary = DayFindings.Summary("rolling", outcome, figures, breach, exit, (Fraction)_window, _asOf),
            WindowFrom = DayLedger.Date(from),
            WindowTo = _asOf,
            Figures = figures,
            Parts = parts,
            Formula = Formula(parts, figures, from),
            Days = runs,
            ParametersUsed = ParametersUsed(runs),
            Unknowns = DayReasons.Unknowns(runs.Where(run => run.From <= _asOf)),
            Assumptions = DayReasons.Assumptions(_rule, _record, _asOf),
            NextChange = NextChange(outcome, breach, from),
            LatestSafeExit = exit,
            Breach = breach,
            AlertsReached = Alerts(used, unknown, outcome, breach),
        };
    }

    private int Total(int day, bool withUnknown) => _ledger.Count(day - (_law.On(day)?.Window ?? _window) + 1, day, withUnknown);

    private bool IsOver(int day, bool withUnknown) => _law.On(day) is { } law && Total(day, withUnknown) > law.Limit;

    private int? FirstForecastOver(bool withUnknown)
    {
        for (var day = _today + 1; day <= LastPlanned; day++)
        {
            if (IsOver(day, withUnknown))
            {
                return day;
            }
        }

        return null;
    }

    /// <summary>First day of the unbroken run, up to today, on which <paramref name="holds"/>.</summary>
    private int RunStart(Func<int, bool> holds)
    {
        var day = _today;
        while (day > _ledger.First && holds(day - 1))
        {
            day--;
        }

        return day;
    }

    private Breach? ForecastBreach() =>
        FirstForecastOver(withUnknown: true) is { } on
            ? DayFindings.BreachOn(_ledger, on, FirstForecastOver(withUnknown: false))
            : null;

    private Breach PastBreach(Outcome outcome)
    {
        var on = RunStart(day => IsOver(day, withUnknown: true));
        int? certain =
            outcome == Outcome.Breached
                ? RunStart(day => IsOver(day, withUnknown: false))
                : FirstForecastOver(withUnknown: false);
        return DayFindings.BreachOn(_ledger, on, certain);
    }

    private (int Forecast, LocalDate On) Peak()
    {
        var (best, on) = (-1, _today);
        for (var day = _today; day <= LastPlanned; day++)
        {
            var total = Total(day, withUnknown: true);
            if (total > best)
            {
                (best, on) = (total, day);
            }
        }

        return (best, DayLedger.Date(on));
    }

    private SafeExit SafeExit(Breach? breach)
    {
        var (entering, stay) = Entering(breach);
        return new(DayLedger.Date(entering), LastSafeDay(entering, true), LastSafeDay(entering, false), stay?.Id);
    }

    private (int Day, Stay? Stay) Entering(Breach? breach)
    {
        if (breach?.On > _asOf && _ledger.StayOn(DayLedger.Number(breach.On)) is { } cause && cause.Arrive > _asOf)
        {
            return (DayLedger.Number(cause.Arrive), cause);
        }

        if (breach is null && _ledger.MarkOn(_today) != DayMark.Actual)
        {
            for (var day = _today + 1; day <= _ledger.Last; day++)
            {
                if (_ledger.MarkOn(day) == DayMark.Planned)
                {
                    return (day, _ledger.StayOn(day));
                }
            }
        }

        return (_today, null);
    }

    /// <summary>Last day of the longest unbroken stay from a day on which no day is over the limit; null if the first one is.</summary>
    private LocalDate? LastSafeDay(int entering, bool withUnknown)
    {
        var day = entering;
        while (_law.On(day) is { } law)
        {
            var windowFrom = day - law.Window + 1;
            var before = _ledger.Count(windowFrom, entering - 1, withUnknown);
            if (before + (day - Math.Max(entering, windowFrom) + 1) > law.Limit)
            {
                break;
            }

            if (day - entering >= law.Window)
            {
                break;
            }

            day++;
        }

        return day == entering ? null : DayLedger.Date(day - 1);
    }

    private NextChange? NextChange(Outcome outcome, Breach? breach, int from)
    {
        switch (outcome)
        {
            case Outcome.Breached:
                return BackWithin(withUnknown: true) is { } back
                    ? new(
                        DayLedger.Date(back),
                        BackWithin(withUnknown: false) is { } sooner ? DayLedger.Date(sooner) : null,
                        Explanation.Of("rolling.back-within", (Fraction)_limit)
                    )
                    : null;
            case Outcome.BreachForecast:
                return new(breach!.On, breach.OnWithoutUnknown, Explanation.Of("rolling.passes", (Fraction)_limit));
            default:
                for (var day = Math.Max(from, _ledger.First); day <= _today; day++)
                {
                    if (DayLedger.CertaintyOf(_ledger.MarkOn(day)) is not null)
                    {
                        var falls = DayLedger.Date(day + _window);
                        return new(falls, falls, Explanation.Of("rolling.falls-out", DayLedger.Date(day)));
                    }
                }

                return null;
        }
    }

    private int? BackWithin(bool withUnknown)
    {
        for (var day = _today + 1; day <= LastPlanned + _window; day++)
        {
            if (!IsOver(day, withUnknown))
            {
                return day;
            }
        }

        return null;
    }

    private List<AlertStep> Alerts(int used, int unknown, Outcome outcome, Breach? breach)
    {
        var alerts = new List<AlertStep>();
        foreach (var step in _rule.AlertAt)
        {
            if (used + unknown >= step)
            {
                var on = DayLedger.Date(RunStart(day => Total(day, withUnknown: true) >= step));
                alerts.Add(
                    new(string.Create(CultureInfo.InvariantCulture, $"{step}@{IsoDate.Write(on)}"), step, on, used >= step)
                );
            }
        }

        if (outcome is Outcome.Breached or Outcome.Undetermined)
        {
            alerts.Add(new($"limit@{IsoDate.Write(breach!.On)}", _limit, breach.On, outcome == Outcome.Breached));
        }
        else if (outcome == Outcome.BreachForecast)
        {
            alerts.Add(
                new(
                    $"forecast@{IsoDate.Write(breach!.StayArrive ?? breach.On)}",
                    null,
                    breach.On,
                    breach.OnWithoutUnknown is not null
                )
            );
        }

        return alerts;
    }

    private List<PartCount> Parts(List<DayRun> runs, int from) =>
        runs.Where(run => run.Counted && run.From <= _asOf)
            .GroupBy(run => run.Country ?? "?")
            .Select(group => new PartCount(
                group.Key,
                DayLedger.Date(from),
                _asOf,
                group.Where(run => run.Certainty == DayCertainty.Actual).Sum(run => run.Length),
                group.Where(run => run.Certainty == DayCertainty.Unknown).Sum(run => run.Length),
                0,
                1
            ))
            .OrderByDescending(part => part.Used)
            .ThenBy(part => part.Label, StringComparer.Ordinal)
            .ToList();

    private List<string> Formula(List<PartCount> parts, DayFigures figures, int from)
    {
        var addends = parts.Where(part => part.Used > 0).Select(part => $"{part.Label} {part.Used}").DefaultIfEmpty("0");
        var lines = new List<string>
        {
            $"{IsoDate.Write(DayLedger.Date(from))}/{IsoDate.Write(_asOf)}: {string.Join(" + ", addends)} = {DayFindings.Against(figures.Used, figures)}",
        };
        if (figures.Unknown > 0)
        {
            lines.Add($"{figures.Used} + {figures.Unknown} (?) = {DayFindings.Against(figures.Used + figures.Unknown, figures)}");
        }

        if (figures.ForecastOn > _asOf)
        {
            lines.Add($"{IsoDate.Write(figures.ForecastOn.Value)}: max {DayFindings.Against(figures.Forecast, figures)}");
        }

        return lines;
    }

    private IReadOnlyList<ParameterUsed> ParametersUsed(List<DayRun> runs)
    {
        foreach (var country in runs.Where(run => run.Country is not null).Select(run => run.Country!).Distinct().Order())
        {
            _values.Use("members", _rule.MemberFor(country));
        }

        return _values.ToList();
    }
}

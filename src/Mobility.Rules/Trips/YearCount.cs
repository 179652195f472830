using System.Globalization;
using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>One answer of a <see cref="YearRule"/>. Weights are brought to one denominator, so that totals are whole numbers.</summary>
internal sealed class YearCount
{
    private readonly YearRule _rule;
    private readonly TravelRecord _record;
    private readonly ValuesUsed _values;
    private readonly LocalDate _asOf;
    private readonly int _today;
    private readonly TaxYear _year;
    private readonly DayLedger _ledger;
    private readonly List<(int From, int To, YearLaw? Law)> _laws = [];

    public YearCount(YearRule rule, TravelRecord record, LocalDate asOf, TaxYear year, ValuesUsed values)
    {
        _rule = rule;
        _record = record;
        _values = values;
        _asOf = asOf;
        _today = DayLedger.Number(asOf);
        _year = year;
        var earliest = year.From.PlusYears(-Math.Max(0, rule.Weights.Count - 1));
        var openEnd = year.To.PlusYears(1);
        _ledger = DayLedger.Read(rule, record, _today, DayLedger.Number(earliest), DayLedger.Number(openEnd));
    }

    private static int N(LocalDate date) => DayLedger.Number(date);

    public Finding Finding()
    {
        var law = LawOf(_today)!;
        var parts = Parts(law);
        var used = Sum(parts, part => part.Used);
        var unknown = Sum(parts, part => part.Unknown);
        var planned = Sum(parts, part => part.Planned);
        var met = Met(law, _today, actualOnly: true, withUnknown: false);
        var metIfUnknown = Met(law, _today, actualOnly: true, withUnknown: true);
        var breach =
            met
                ? BreachOn(
                    FirstMet(law, actualOnly: true, withUnknown: true),
                    FirstMet(law, actualOnly: true, withUnknown: false)
                )
            : metIfUnknown ? BreachOn(FirstMet(law, actualOnly: true, withUnknown: true), FirstForecast(withUnknown: false))
            : FirstForecast(withUnknown: true) is { } on ? BreachOn(on, FirstForecast(withUnknown: false))
            : null;
        var outcome =
            met ? Outcome.Breached
            : metIfUnknown ? Outcome.Undetermined
            : breach is not null ? Outcome.BreachForecast
            : _rule.AlertAt.Count > 0 && used + unknown >= _rule.AlertAt[0] ? Outcome.Approaching
            : Outcome.Within;
        var (forecast, forecastOn) = Peak(law);
        var current = parts[^1];
        var figures = new DayFigures
        {
            Used = used,
            Unknown = unknown,
            Planned = planned,
            Limit = law.Threshold,
            Sense = LimitSense.MetAtOrAbove,
            LeftLow = Left(law, current.Used + current.Unknown, used + unknown),
            LeftHigh = Left(law, current.Used, used),
            Forecast = forecast,
            ForecastOn = forecastOn,
        };
        var exit = SafeExit(met, breach);
        var runs = Runs(law, breach);
        return DayFindings.Start(_rule, _asOf) with
        {
            Outcome = outcome,
            TestMet = outcome switch
            {
                Outcome.Breached => true,
                Outcome.Undetermined => null,
                _ => false,
            },
            Summary = DayFindings.Summary("year", outcome, figures, breach, exit, _year.Label, _asOf),
            Period = _year.Label,
            WindowFrom = _year.From,
            WindowTo = _year.To,
            Figures = figures,
            Parts = parts,
            Formula = YearFormula.Lines(law, parts, figures, current),
            Days = runs,
            ParametersUsed = _values.ToList(),
            Unknowns = DayReasons.Unknowns(runs),
            Assumptions = DayReasons.Assumptions(_rule, _record, _asOf),
            NextChange = NextChange(outcome, breach),
            LatestSafeExit = exit,
            Breach = breach,
            AlertsReached = Alerts(law, used, unknown, outcome, breach),
        };
    }

    /// <summary>The values and year that decide on a day; null when the book has none for that year.</summary>
    private YearLaw? LawOf(int day)
    {
        foreach (var (from, to, known) in _laws)
        {
            if (day >= from && day <= to)
            {
                return known;
            }
        }

        var year = TaxYear.Containing(DayLedger.Date(day), _values.Look(_rule.YearStarts, _year.From).Value!.MonthDay);
        var law = YearLaw.Read(_rule, _values, year);
        _laws.Add((N(year.From), N(year.To), law));
        return law;
    }

    /// <summary>The weighted total of the year up to a day (inclusive), in parts of <see cref="YearLaw.Denominator"/>, and the days of the year alone.</summary>
    private (int Days, long Total) Total(YearLaw law, int upTo, bool actualOnly, bool withUnknown)
    {
        var (days, total) = law.Total(_ledger.ActualDays, upTo);
        Add(_ledger.UnknownDays, withUnknown);
        Add(_ledger.PlannedDays, !actualOnly);
        return (days, total);

        void Add(DaySet set, bool counts)
        {
            if (counts)
            {
                var (moreDays, more) = law.Total(set, upTo);
                (days, total) = (days + moreDays, total + more);
            }
        }
    }

    private bool Met(YearLaw law, int upTo, bool actualOnly, bool withUnknown)
    {
        var (days, total) = Total(law, upTo, actualOnly, withUnknown);
        return law.IsMet(days, total);
    }

    /// <summary>First day of the current year, up to today, on which the test was met.</summary>
    private int FirstMet(YearLaw law, bool actualOnly, bool withUnknown) =>
        FirstDay(law, day => Met(law, day, actualOnly, withUnknown));

    /// <summary>First day of the current year on which something holds that goes on to hold; today if it does not hold earlier.</summary>
    private int FirstDay(YearLaw law, Func<int, bool> holds)
    {
        var (low, high) = (law.Year(0).From, _today);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = holds(middle) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>First day after today on which plans meet the test, in this year or a later one.</summary>
    private int? FirstForecast(bool withUnknown)
    {
        for (var day = _today + 1; day <= _ledger.Last; day++)
        {
            if (
                DayLedger.CertaintyOf(_ledger.MarkOn(day)) is not null
                && LawOf(day) is { } law
                && Met(law, day, actualOnly: false, withUnknown)
            )
            {
                return day;
            }
        }

        return null;
    }

    private Breach BreachOn(int on, int? certain) =>
        DayFindings.BreachOn(_ledger, on, certain) with
        {
            Period = LawOf(on)!.Label,
        };

    private (Fraction Total, LocalDate On) Peak(YearLaw law)
    {
        var best = new Fraction(Total(law, _today, actualOnly: false, withUnknown: true).Total, law.Denominator);
        var on = _today;
        for (var day = _today + 1; day <= _ledger.Last; day++)
        {
            if (DayLedger.CertaintyOf(_ledger.MarkOn(day)) is null || LawOf(day) is not { } then)
            {
                continue;
            }

            var total = new Fraction(Total(then, day, actualOnly: false, withUnknown: true).Total, then.Denominator);
            if (total > best)
            {
                (best, on) = (total, day);
            }
        }

        return (best, DayLedger.Date(on));
    }

    /// <summary>Whole days that can be added to the year without meeting the test.</summary>
    private static long Left(YearLaw law, int days, Fraction total)
    {
        var toThreshold = (Fraction)law.Threshold - total;
        var steps = new Fraction(toThreshold.Numerator * law.Denominator, toThreshold.Denominator * law.Weights[0]);
        var needed = Math.Max(-(new Fraction(-steps.Numerator, steps.Denominator)).Floor(), law.Floor - days);
        return Math.Max(0, needed - 1);
    }

    private SafeExit SafeExit(bool met, Breach? breach)
    {
        if (met)
        {
            return new(_asOf, null, null, null);
        }

        var cause = breach?.On > _asOf ? _ledger.StayOn(N(breach.On)) : null;
        var stay =
            cause?.Arrive > _asOf ? cause
            : breach is null ? NextPlannedStay()
            : null;
        var entering = stay is null ? _today : Math.Max(N(stay.Arrive), _today + 1);
        return new(DayLedger.Date(entering), LastSafeDay(entering, true), LastSafeDay(entering, false), stay?.Id);
    }

    private Stay? NextPlannedStay()
    {
        if (_ledger.MarkOn(_today) == DayMark.Actual)
        {
            return null;
        }

        for (var day = _today + 1; day <= _ledger.Last; day++)
        {
            if (_ledger.MarkOn(day) == DayMark.Planned)
            {
                return _ledger.StayOn(day);
            }
        }

        return null;
    }

    /// <summary>
    /// Last day on which to leave so that an unbroken stay from a day meets the test in no year. Where midnights count, that is the day after the
    /// last safe night.
    /// </summary>
    private LocalDate? LastSafeDay(int entering, bool withUnknown)
    {
        var midnight = _rule.Counts == DayConvention.Midnight;
        var horizon = N(_year.To.PlusYears(3));
        for (var day = entering; day <= horizon; day++)
        {
            if (LawOf(day) is not { } law)
            {
                break;
            }

            var days = 0;
            long total = 0;
            for (var back = 0; back < law.Weights.Count; back++)
            {
                var (from, to) = law.Year(back);
                var last = back == 0 ? Math.Min(to, day) : to;
                var count =
                    _ledger.Count(from, Math.Min(last, entering - 1), withUnknown)
                    + Math.Max(0, last - Math.Max(from, entering) + 1);
                days = back == 0 ? count : days;
                total += law.Weights[back] * count;
            }

            if (law.IsMet(days, total))
            {
                var leave = midnight ? day : day - 1;
                return leave < entering || total - law.Weights[0] >= law.Threshold * law.Denominator
                    ? null
                    : DayLedger.Date(leave);
            }
        }

        return null;
    }

    private NextChange NextChange(Outcome outcome, Breach? breach)
    {
        if (outcome == Outcome.BreachForecast)
        {
            return new(
                breach!.On,
                breach.OnWithoutUnknown,
                Explanation.Of("year.passes", _values.Look(_rule.Threshold, _year.From).Value!.Number)
            );
        }

        var starts = _year.To.PlusDays(1);
        var label = TaxYear.Containing(starts, new(starts.Month, starts.Day)).Label;
        if (LawOf(N(starts)) is not { Weights.Count: > 1 } next)
        {
            return new(starts, starts, Explanation.Of("year.starts", label));
        }

        var (_, total) = Total(next, N(starts) - 1, actualOnly: true, withUnknown: true);
        return new(
            starts,
            starts,
            Explanation.Of("year.starts-with", label, ExplanationArgument.Days(new(total, next.Denominator)))
        );
    }

    private List<AlertStep> Alerts(YearLaw law, Fraction used, Fraction unknown, Outcome outcome, Breach? breach)
    {
        var alerts = new List<AlertStep>();
        foreach (var step in _rule.AlertAt.Where(step => used + unknown >= step))
        {
            var day = FirstDay(law, day => Total(law, day, actualOnly: true, withUnknown: true).Total >= step * law.Denominator);
            var key = string.Create(CultureInfo.InvariantCulture, $"{step}@{_year.Label}");
            alerts.Add(new(key, step, DayLedger.Date(day), used >= step));
        }

        if (outcome is Outcome.Breached or Outcome.Undetermined)
        {
            alerts.Add(new($"limit@{_year.Label}", law.Threshold, breach!.On, outcome == Outcome.Breached));
        }
        else if (outcome == Outcome.BreachForecast)
        {
            alerts.Add(new($"forecast@{breach!.Period}", null, breach.On, breach.OnWithoutUnknown is not null));
        }

        return alerts;
    }

    /// <summary>The years, the earliest first, so that the year tested is last.</summary>
    private List<PartCount> Parts(YearLaw law)
    {
        var parts = new List<PartCount>(law.Weights.Count);
        for (var back = law.Weights.Count - 1; back >= 0; back--)
        {
            var (from, to) = law.Year(back);
            parts.Add(
                new(
                    TaxYear.Containing(DayLedger.Date(from), new(_year.From.Month, _year.From.Day)).Label,
                    DayLedger.Date(from),
                    DayLedger.Date(to),
                    _ledger.Actual(from, to),
                    _ledger.Unknown(from, to),
                    _ledger.Planned(from, to),
                    new(law.Weights[back], law.Denominator)
                )
            );
        }

        return parts;
    }

    private static Fraction Sum(List<PartCount> parts, Func<PartCount, int> days) =>
        parts.Aggregate((Fraction)0, (sum, part) => sum + (part.Weight * days(part)));

    private List<DayRun> Runs(YearLaw law, Breach? breach)
    {
        var runs = new List<DayRun>();
        for (var back = law.Weights.Count - 1; back >= 0; back--)
        {
            var (from, to) = law.Year(back);
            DayReasons.AddRuns(_ledger, _rule.Counts, from, to, new(law.Weights[back], law.Denominator), runs);
        }

        if (breach?.On > _year.To)
        {
            var (_, to) = law.Year(0);
            DayReasons.AddRuns(_ledger, _rule.Counts, to + 1, N(breach.On), new(law.Weights[0], law.Denominator), runs);
        }

        return runs;
    }
}

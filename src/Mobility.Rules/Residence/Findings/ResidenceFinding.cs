using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence.Findings;

/// <summary>Makes the finding of a residence rule out of the answers that the rule itself gives.</summary>
internal sealed class ResidenceFinding
{
    private readonly ResidenceRule _rule;
    private readonly AskedRecord _asked;
    private readonly LocalDate _asOf;
    private readonly ResidenceAnswer _answer;
    private readonly bool _countsStays;
    private readonly bool? _met;
    private readonly bool? _metIfUnknown;

    private ResidenceFinding(ResidenceRule rule, AskedRecord asked, ResidenceAnswer answer)
    {
        _rule = rule;
        _asked = asked;
        _asOf = asked.AsOf;
        _answer = answer;
        _countsStays = asked.CountsStays;
        _met = asked.Verdict(_asOf, withUnknown: false);
        _metIfUnknown = asked.Verdict(_asOf, withUnknown: true);
    }

    private bool? TestMet => _met == _metIfUnknown ? _met : null;

    /// <summary>What the rule says about a record on a day.</summary>
    public static Finding Of(ResidenceRule rule, TravelRecord record, FactSet facts, LocalDate asOf)
    {
        var start = DayFindings.Start(rule, asOf);
        if (asOf < rule.CoversFrom)
        {
            return start with { Outcome = Outcome.NotCovered };
        }

        var known = rule.Complete(AskedRecord.OfRecord(record).With(facts));
        var missing = rule.FactsRead.Where(fact => fact.Required && !known.Has(fact)).ToList();
        if (missing.Count > 0)
        {
            return start with
            {
                Summary = Explanation.Of("finding.needs", ExplanationArgument.Phrase($"fact.{missing[0].Name}")),
                Unknowns = missing.Select(Needs).ToList(),
                Asks = missing.Select(fact => fact.Name).ToList(),
            };
        }

        try
        {
            var asked = new AskedRecord(rule, record, facts, asOf);
            return new ResidenceFinding(rule, asked, asked.Answer(asOf, withUnknown: false)!).Make(start);
        }
        catch (NotCoveredException error)
        {
            return start with { Outcome = Outcome.NotCovered, Summary = Explanation.Of("finding.not-covered", error.Message) };
        }
        catch (QuestionException error)
        {
            return start with { Summary = Explanation.Of("finding.cannot", error.Message) };
        }
    }

    private Finding Make(Finding start)
    {
        var breach = _countsStays ? Breach() : null;
        var figures = Figures();
        var outcome = OutcomeOf(breach, figures);
        var (from, to) = Window();
        var runs = Runs(from, breach);
        var asks =
            TestMet is null && _met is null && _metIfUnknown is null ? MissingFacts.Of(_rule, _asked, withUnknown: false) : [];
        var exit = outcome == Outcome.Computed ? null : SafeExits.Of(_rule, _asked, _met, breach);
        return start with
        {
            Outcome = outcome,
            TestMet = TestMet,
            Summary = FindingWords.Summary(_rule, _asked, _answer, outcome, breach, exit),
            Period = _asked.Year?.Label,
            WindowFrom = from,
            WindowTo = to,
            Figures = figures,
            Parts = figures is null || from is null || to is null ? [] : Parts(runs, from.Value, to.Value),
            Results = FindingResults.Of(_answer),
            Steps = _answer.Reasons,
            Asks = asks.Select(fact => fact.Name).ToList(),
            Formula = FindingWords.Formula(_answer, figures, _asked.Year?.Label),
            Days = runs,
            ParametersUsed = _answer.ParametersUsed,
            Unknowns = [.. asks.Select(Needs), .. DayReasons.Unknowns(runs.Where(run => run.From <= _asOf))],
            Assumptions = DayReasons.Assumptions(
                _rule.Assumes,
                country => _countsStays && _rule.WatchesIn(country, _asked.Place),
                _asked.Record,
                _asOf
            ),
            NextChange = NextChange(outcome, runs),
            LatestSafeExit = exit,
            Breach = breach,
            AlertsReached = FindingAlerts.Of(_rule, _asked, figures, TestMet, breach),
        };
    }

    private static Explanation Needs(Fact fact) =>
        Explanation.Of("unknown.fact", ExplanationArgument.Phrase($"fact.{fact.Name}"));

    private Outcome OutcomeOf(Breach? breach, DayFigures? figures) =>
        _answer.IsForAdviser ? Outcome.ForAdviser
        : _rule.KindSpec.Verdict == Verdict.None ? Outcome.Computed
        : TestMet is true ? Outcome.Breached
        : TestMet is null ? Outcome.Undetermined
        : breach is not null ? Outcome.BreachForecast
        : _rule.AlertAt.Count > 0 && figures?.Used + figures?.Unknown >= _rule.AlertAt[0] ? Outcome.Approaching
        : Outcome.Within;

    /// <summary>When the test was met, or will be with the plans, and by which stay.</summary>
    private Breach? Breach()
    {
        LocalDate? on,
            certain;
        if (_metIfUnknown is true || _met is true)
        {
            on = _metIfUnknown is true ? FirstMet(withUnknown: true) : _asOf;
            certain = _met is true ? FirstMet(withUnknown: false) : FirstForecast(withUnknown: false);
            if (on is null)
            {
                return null;
            }
        }
        else
        {
            on = FirstForecast(withUnknown: true);
            certain = _asked.HasUnknown ? FirstForecast(withUnknown: false) : on;
            on ??= certain;
        }

        if (on is not { } day)
        {
            return null;
        }

        var stay = StayOn(day);
        return new(day, certain, stay?.Id, stay?.Country, stay?.Arrive)
        {
            Period = _asked.Year is null ? null : _rule.YearAt(day, _asked.Facts).Label,
        };
    }

    private LocalDate? FirstForecast(bool withUnknown) =>
        Search.FirstVerdict(_rule, _asked, _asked.LastPlanned, withUnknown, verdict => verdict is true);

    /// <summary>First day on which the test that is met now was met; null when it is not met by days.</summary>
    private LocalDate? FirstMet(bool withUnknown)
    {
        if (_asked.Answer(_asOf, withUnknown)?["threshold_crossed_on"] is LocalDate crossed)
        {
            return crossed;
        }

        if (_asked.Year?.Year is not { } year)
        {
            return _asked.Counted(_asOf, withUnknown).Count == 0 ? null : _asOf;
        }

        var first = Halving.First(year.From, _asOf, day => _asked.Verdict(day, withUnknown) is true);
        return first > year.From || _asked.Counted(year.From, withUnknown).Contains(year.From) ? first : null;
    }

    private Stay? StayOn(LocalDate day) =>
        _asked
            .Record.Stays.Where(stay =>
                _rule.WatchesIn(stay.Country, _asked.Place)
                && stay.Arrive <= day
                && !(stay.Depart < day)
                && (!stay.Planned || day > _asOf)
            )
            .OrderBy(stay => stay.Planned)
            .FirstOrDefault();

    private (LocalDate? From, LocalDate? To) Window() =>
        _answer.Window is { } window ? (window.From, window.To)
        : _asked.Year is { } year ? (year.Year.From, year.Year.To)
        : (null, null);

    private DayFigures? Figures()
    {
        if (_answer.Measures is not [var main, ..])
        {
            return null;
        }

        Fraction Total(LocalDate on, bool withUnknown) =>
            _asked.Answer(on, withUnknown) is { Measures: [var other, ..] } ? other.Total : main.Total;
        var unknown = Total(_asOf, withUnknown: true) - main.Total;
        unknown = unknown < 0 ? 0 : unknown;
        var (forecast, on) = (main.Total + unknown, _asOf);
        Fraction planned = 0;
        foreach (var (_, end) in Search.Stretches(_rule, _asked, _asked.LastPlanned, withUnknown: true))
        {
            var total = Total(end, withUnknown: true);
            (forecast, on) = total > forecast ? (total, end) : (forecast, on);
            if (_asked.Year is { } year && end <= year.Year.To)
            {
                planned = total - main.Total - unknown;
            }
        }

        return new()
        {
            Used = main.Total,
            Unknown = unknown,
            Planned = planned < 0 ? 0 : planned,
            Limit = main.Limit,
            Sense = main.Sense,
            LeftLow = main.LeftAfter(main.Total + unknown),
            LeftHigh = main.Left,
            Forecast = forecast,
            ForecastOn = forecast > main.Total + unknown ? LastCounted(on) : _asOf,
        };
    }

    /// <summary>The last day on or before a day on which the count rose.</summary>
    private LocalDate LastCounted(LocalDate day)
    {
        var runs = _asked.Counted(day, withUnknown: true).Runs;
        return runs.Count > 0 && DaySet.Date(runs[^1].To) is var last && last > _asOf ? last : day;
    }

    private List<DayRun> Runs(LocalDate? from, Breach? breach)
    {
        var runs = new List<DayRun>();
        if (!_countsStays)
        {
            return runs;
        }

        var first = from ?? _asked.Counted(_asOf, withUnknown: true).First ?? _asOf;
        var last = breach?.On > _asked.LastPlanned ? breach.On : _asked.LastPlanned;
        last = _asked.Year is { } year && last > year.Year.To && !(breach?.On > year.Year.To) ? year.Year.To : last;
        DayReasons.AddRuns(
            PresenceLedger.Of(_rule, _asked, first, last),
            _rule.ConventionOn(first),
            DayLedger.Number(first),
            DayLedger.Number(last),
            1,
            runs
        );
        return runs;
    }

    private List<PartCount> Parts(List<DayRun> runs, LocalDate from, LocalDate to)
    {
        int Days(DayCertainty certainty) =>
            runs.Where(run => run.Counted && run.Certainty == certainty && run.From <= to)
                .Sum(run => Period.DaysBetween(run.From, run.To < to ? run.To : to) + 1);
        return _countsStays
            ?
            [
                new(
                    _asked.Year?.Label ?? _asked.Place!,
                    from,
                    to,
                    Days(DayCertainty.Actual),
                    Days(DayCertainty.Unknown),
                    Days(DayCertainty.Planned),
                    1
                ),
            ]
            : [];
    }

    private NextChange? NextChange(Outcome outcome, List<DayRun> runs)
    {
        if (outcome == Outcome.Computed)
        {
            return null;
        }

        if (_countsStays && (_asked.Year is null || TestMet is not true) && NextVerdict() is { } next)
        {
            return next;
        }

        if (_asked.Year?.Year is { } year)
        {
            var starts = year.To.PlusDays(1);
            return new(starts, starts, Explanation.Of("year.starts", _rule.YearAt(starts, _asked.Facts).Label));
        }

        // As of a rolling window: its first day falls out with time.
        return
            _answer.Window is { } window
            && runs.Find(run => run.Counted && run.To >= window.From && run.From <= _asOf) is { } oldest
            && _rule.FallsOut(oldest.From, _asOf) is { } falls
            ? new(falls, falls, Explanation.Of("rolling.falls-out", oldest.From))
            : null;
    }

    /// <summary>
    /// The next day with another verdict. What is open because of unknown days changes when the test is met whether they count or not.
    /// </summary>
    private NextChange? NextVerdict()
    {
        var until = _asked.Year is null ? _asked.LastPlanned.PlusYears(2) : _asked.LastPlanned;
        LocalDate? Next(bool withUnknown) =>
            Search.FirstVerdict(
                _rule,
                _asked,
                until,
                withUnknown,
                verdict => TestMet is null ? verdict is true : verdict != TestMet
            );
        var without = Next(withUnknown: false);
        var with = _asked.HasUnknown && TestMet is not null ? Next(withUnknown: true) : without;
        return with is { } on
            ? new(on, without, FindingWords.Becomes(_rule, _asked.Place, _asked.Verdict(on, withUnknown: true)))
            : null;
    }
}

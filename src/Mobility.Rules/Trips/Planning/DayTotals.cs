using Mobility.Rules.Residence;
using Mobility.Rules.Residence.Findings;
using NodaTime;

namespace Mobility.Rules.Trips.Planning;

/// <summary>
/// The total of a rule on any day, before and after the day asked about: recorded facts up to it and plans after it, unknown days held against the person.
/// What the rule's findings say, without their reasons.
/// </summary>
public sealed class DayTotals
{
    private readonly Func<LocalDate, Fraction?> _total;

    private DayTotals(LocalDate asOf, Func<LocalDate, Fraction?> total) => (AsOf, _total) = (asOf, total);

    /// <summary>The day asked about; later days are forecast.</summary>
    public LocalDate AsOf { get; }

    /// <summary>The total on a day; null where the book has no answer for it.</summary>
    public Fraction? On(LocalDate day) => _total(day);

    /// <summary>The first day after the day asked about with as many days or more, not later than <paramref name="until"/>; null if none has.</summary>
    /// <param name="step">The number of days.</param>
    /// <param name="until">Last day looked at (inclusive).</param>
    public LocalDate? FirstWith(int step, LocalDate until)
    {
        for (var day = AsOf.PlusDays(1); day <= until; day = day.PlusDays(1))
        {
            if (On(day) >= step)
            {
                return day;
            }
        }

        return null;
    }

    /// <summary>The totals of a rule; null where it counts no days of that record.</summary>
    /// <param name="rule">A day rule or a rule of residence.</param>
    /// <param name="record">What is recorded about the person.</param>
    /// <param name="facts">What else is known.</param>
    /// <param name="asOf">The day asked about.</param>
    /// <exception cref="ArgumentException">A stay or span ends before it begins.</exception>
    public static DayTotals? Of(Rule rule, TravelRecord record, FactSet facts, LocalDate asOf)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(facts);
        return rule switch
        {
            DayRule counter when Read(counter, record, facts, asOf) is not { } => null,
            RollingWindowRule window => OfWindows(window, Read(window, record, facts, asOf)!, asOf),
            YearRule year => OfYears(year, Read(year, record, facts, asOf)!, asOf),
            ResidenceRule residence => OfAnswers(residence, record, facts, asOf),
            _ => null,
        };
    }

    /// <summary>The record as a day rule reads it with the facts; null where the facts give numbers in place of days, or the rule is not asked.</summary>
    internal static TravelRecord? Read(DayRule rule, TravelRecord record, FactSet facts, LocalDate asOf)
    {
        if (asOf < rule.CoversFrom || rule.FreeCitizenship(record, asOf) is not null)
        {
            return null;
        }

        return rule switch
        {
            RollingWindowRule => RollingWindowRule.Read(record, facts),
            WeightedYearsRule weighted => weighted.Read(record, facts, asOf),
            _ => record,
        };
    }

    /// <summary>Every day of a record that a rule counts. A stay without a departure goes on for a year of the rule.</summary>
    internal static DayLedger LedgerOf(DayRule rule, TravelRecord record, LocalDate asOf)
    {
        var today = DayLedger.Number(asOf);
        var length = rule is RollingWindowRule window
            ? new RollingWindowLaw(window, new(lawOn: null)).On(today)?.Window ?? 0
            : DayLedger.Number(new YearLaws((YearRule)rule).YearOf(asOf).To.PlusYears(1)) - today;
        return DayLedger.Read(rule, record, today, int.MinValue, today + length);
    }

    private static DayTotals OfWindows(RollingWindowRule rule, TravelRecord record, LocalDate asOf)
    {
        var ledger = LedgerOf(rule, record, asOf);
        var laws = new RollingWindowLaw(rule, new(lawOn: null));
        return new(
            asOf,
            date =>
            {
                var day = DayLedger.Number(date);
                return laws.On(day) is { } law && date >= rule.CoversFrom
                    ? ledger.Count(day - law.Window + 1, day, withUnknown: true)
                    : null;
            }
        );
    }

    private static DayTotals OfYears(YearRule rule, TravelRecord record, LocalDate asOf)
    {
        var ledger = LedgerOf(rule, record, asOf);
        var days = ledger.ActualDays.With(ledger.UnknownDays).With(ledger.PlannedDays);
        var laws = new YearLaws(rule);
        return new(
            asOf,
            date => laws.On(date) is { } law ? new Fraction(law.Total(days, DayLedger.Number(date)).Total, law.Denominator) : null
        );
    }

    private static DayTotals? OfAnswers(ResidenceRule rule, TravelRecord record, FactSet facts, LocalDate asOf)
    {
        if (asOf < rule.CoversFrom || !rule.IsAsked(rule.Complete(AskedRecord.OfRecord(record).With(facts))))
        {
            return null;
        }

        var asked = new AskedRecord(rule, record, facts, asOf);
        return asked.CountsStays
            ? new(
                asOf,
                date =>
                    date >= rule.CoversFrom && asked.Answer(date, withUnknown: true) is { Measures: [var main, ..] }
                        ? main.Total
                        : null
            )
            : null;
    }
}

/// <summary>The values of a year rule for any year, each looked up once.</summary>
internal sealed class YearLaws(YearRule rule)
{
    private readonly ValuesUsed _values = new(lawOn: null);
    private readonly Dictionary<LocalDate, YearLaw?> _laws = [];

    /// <summary>The year that contains a day.</summary>
    public TaxYear YearOf(LocalDate day) =>
        TaxYear.Containing(day, (_values.Look(rule.YearStarts, day).Value ?? rule.YearStarts.Values[^1]).MonthDay);

    /// <summary>The values that decide the year of a day; null where the book has none.</summary>
    public YearLaw? On(LocalDate day)
    {
        var year = YearOf(day);
        if (!_laws.TryGetValue(year.From, out var law))
        {
            law = year.To < rule.CoversFrom ? null : YearLaw.Read(rule, _values, year);
            _laws.Add(year.From, law);
        }

        return law;
    }
}

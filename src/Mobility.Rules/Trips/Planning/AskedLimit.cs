using Mobility.Rules.Residence;
using Mobility.Rules.Residence.Findings;
using NodaTime;

namespace Mobility.Rules.Trips.Planning;

/// <summary>A rule of residence that is asked about the record with the stay: its own answers decide.</summary>
internal sealed class AskedLimit : PlanLimit
{
    private readonly ResidenceRule _rule;
    private readonly TravelRecord _record;
    private readonly FactSet _facts;
    private readonly string _country;
    private readonly LocalDate _asOf;
    private readonly AskedRecord _without;
    private readonly LocalDate? _metWithout;

    private AskedLimit(
        ResidenceRule rule,
        TravelRecord record,
        FactSet facts,
        string country,
        LocalDate asOf,
        AskedRecord without
    )
        : base(rule)
    {
        _rule = rule;
        _record = record;
        _facts = facts;
        _country = country;
        _asOf = asOf;
        _without = without;
        _metWithout = without.Year is null ? FirstMet(without, without.LastPlanned) : null;
    }

    public override bool IsSlow => true;

    /// <summary>The limit; null where the rule limits no stay in that country, or its test is met or open already.</summary>
    public static AskedLimit? Of(ResidenceRule rule, TravelRecord record, FactSet facts, string country, LocalDate asOf)
    {
        if (
            !rule.KindSpec.Verdict.IsLimit
            || asOf < rule.CoversFrom
            || !rule.IsAsked(rule.Complete(AskedRecord.OfRecord(record).With(facts)))
        )
        {
            return null;
        }

        try
        {
            var asked = new AskedRecord(rule, record, facts, asOf);
            return
                asked.CountsStays
                && asked.Place == country
                && (asked.Year is not null || asked.Verdict(asOf, withUnknown: true) is false)
                ? new(rule, record, facts, country, asOf, asked)
                : null;
        }
        catch (QuestionException)
        {
            // Not covered on that day, or facts that the rule cannot read: its finding says so.
            return null;
        }
    }

    public override Passing? FirstPassed(int from, int to)
    {
        var (first, last) = (DayLedger.Date(from), DayLedger.Date(to));
        var stay = new Stay
        {
            Country = _country,
            Arrive = first,
            Depart = last,
            Planned = true,
        };
        var with = new AskedRecord(_rule, _record with { Stays = [.. _record.Stays, stay] }, _facts, _asOf);
        if (with.Year is null)
        {
            return FirstMet(with, with.LastPlanned) is { } met && !(_metWithout <= met) ? PassingOn(with, met) : null;
        }

        for (var day = first; day <= last.PlusYears(1); )
        {
            var year = _rule.YearAt(day, with.Facts).Year;
            if (with.Verdict(year.To, withUnknown: true) is true && _without.Verdict(year.To, withUnknown: true) is false)
            {
                var begins = year.From > _asOf ? year.From : _asOf.PlusDays(1);
                return PassingOn(
                    with,
                    Halving.First(begins, year.To, on => with.Verdict(on, withUnknown: true) is true) ?? first
                );
            }

            day = year.To.PlusDays(1);
        }

        return null;
    }

    public override int? FirstNotCovered(int from, int to) =>
        _without.Answer(DayLedger.Date(to), withUnknown: false) is null ? to : null;

    private LocalDate? FirstMet(AskedRecord asked, LocalDate until) =>
        Search.FirstVerdict(_rule, asked, until, withUnknown: true, verdict => verdict is true);

    private static Passing PassingOn(AskedRecord with, LocalDate on)
    {
        var main = with.Answer(on, withUnknown: true) is { Measures: [var measure, ..] } ? measure : null;
        return new(DayLedger.Number(on), main?.Total, main?.Limit);
    }
}

using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// So many full days in foreign countries in a period: kind <c>full-days-abroad</c>. A day counts if no part of it is spent at home or outside all
/// countries; a journey of fewer hours than a limit from one foreign country to another costs no day, a transit at home inside it included.
/// </summary>
internal sealed class FullDaysAbroadRule(ResidenceHead head) : ResidenceRule(head)
{
    private const long Day = TimedStay.MinutesOfDay;

    public static ResidenceKind Spec { get; } =
        new("full-days-abroad", head => new FullDaysAbroadRule(head))
        {
            About = QuestionAbout.Period,
            Reads = [Facts.TestPeriod],
            Verdict = Verdict.DaysAbroad,
            Parameters = [("least-days", ParameterUnit.Days), ("journey-under-hours", ParameterUnit.Hours)],
            Tests = ["days"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var period = question.Get(Facts.TestPeriod);
        if (period is not { From: { } from, To: { } to })
        {
            throw new QuestionException("'test_period' must have both ends.");
        }

        to = question.On < to ? question.On.Value : to;
        var days = FullDays(question, to, values.Number("journey-under-hours")).Between(from, to);
        return new ResidenceAnswer()
            .Compare("residence.at-least", days, values.Number("least-days"))
            .Over(from, to)
            .Add("full_days_abroad", days)
            .Add("test_met", days >= values.Number("least-days") ? Test("days") : null);
    }

    internal override DaySet CountedDays(ResidenceQuestion question)
    {
        var period = question.Get(Facts.TestPeriod);
        var to = question.RequiredOn() < period.To ? question.RequiredOn() : period.To!.Value;
        return FullDays(question, to, new ValuesInForce(this, question.AsOf).Number("journey-under-hours"))
            .Within(period.From!.Value, to);
    }

    internal override bool ReadsStaysIn(string country, string? place) => true;

    internal override bool WatchesIn(string country, string? place) => country != place;

    internal override DayMark WhyLeftOut(ResidenceQuestion question, Stay stay, LocalDate day) => DayMark.NotFullDay;

    internal override DayConvention ConventionOn(LocalDate day) => DayConvention.FullDay;

    private DaySet FullDays(ResidenceQuestion question, LocalDate to, int hours)
    {
        var home = question.Stays.Where(stay => stay.Country == Country).ToList();
        var abroad = question
            .Stays.Where(stay => stay.Country != Country)
            .Select(stay => TimedStay.Of(stay, to))
            .OrderBy(stay => stay.From)
            .ThenBy(stay => stay.To);
        var covered = new List<(long From, long To)>();
        var journeys = new List<(long From, long To)>();
        TimedStay? before = null;
        foreach (var stay in abroad)
        {
            if (
                before is not null
                && before.To < stay.From
                && before.Country != stay.Country
                && (stay.From - before.To < hours * 60L || before.LastDay == stay.FirstDay)
                && !home.Exists(other =>
                    other.Purpose != StayPurpose.Transit && TimedStay.Touches(other, before.To, stay.From, to)
                )
            )
            {
                journeys.Add((before.To, stay.From));
            }

            covered.Add((stay.From, stay.To));
            before = before is null || stay.To >= before.To || stay.LastDay > before.LastDay ? stay : before;
        }

        var whole = DaySet.Of(WholeDays(covered.Concat(journeys))).With(question.Held?.Days ?? DaySet.Empty);
        return whole.Without(
            DaySet.Of(
                home.Where(stay =>
                        stay.Purpose != StayPurpose.Transit
                        || !journeys.Exists(journey => TimedStay.IsInside(stay, journey.From, journey.To, to))
                    )
                    .Select(stay => Presence.Of(stay, DayConvention.AnyPartOfDay, to))
            )
        );
    }

    /// <summary>The dates of which every minute is covered.</summary>
    private static IEnumerable<Run> WholeDays(IEnumerable<(long From, long To)> spans)
    {
        var (from, to) = (long.MinValue, long.MinValue);
        foreach (
            var span in spans
                .Where(span => span.From < span.To)
                .OrderBy(span => span.From)
                .Append((From: long.MaxValue, To: long.MaxValue))
        )
        {
            if (span.From <= to)
            {
                to = Math.Max(to, span.To);
                continue;
            }

            if (to > from)
            {
                yield return new(CeilingOf(from), FloorOf(to) - 1);
            }

            (from, to) = span;
        }

        static int FloorOf(long minute) => (int)((minute - (((minute % Day) + Day) % Day)) / Day);
        static int CeilingOf(long minute) => FloorOf(minute + Day - 1);
    }
}

/// <summary>
/// A stay in minutes of local time. Where no time is given the stay is taken to be as short as it can: it begins with the end of the date of arrival and
/// ends with the beginning of the date of departure.
/// </summary>
internal sealed record TimedStay(string Country, long From, long To, LocalDate FirstDay, LocalDate LastDay)
{
    public const long MinutesOfDay = 1440;

    public static TimedStay Of(Stay stay, LocalDate openEnd) =>
        new(
            stay.Country,
            Minute(stay.Arrive, stay.ArriveTime, MinutesOfDay),
            stay.Depart is { } depart ? Minute(depart, stay.DepartTime, 0) : Minute(openEnd, null, MinutesOfDay),
            stay.Arrive,
            stay.Depart ?? openEnd
        );

    /// <summary>Whether a stay can have a minute between two.</summary>
    public static bool Touches(Stay stay, long from, long to, LocalDate openEnd) =>
        Minute(stay.Arrive, stay.ArriveTime, 0) < to
        && (stay.Depart is { } depart ? Minute(depart, stay.DepartTime, MinutesOfDay) : Minute(openEnd, null, MinutesOfDay))
            > from;

    /// <summary>Whether a stay lies between two minutes, as far as its times or else its dates say.</summary>
    public static bool IsInside(Stay stay, long from, long to, LocalDate openEnd) =>
        Minute(stay.Arrive, stay.ArriveTime, MinutesOfDay) >= from && Minute(stay.Depart ?? openEnd, stay.DepartTime, 0) <= to;

    private static long Minute(LocalDate date, LocalTime? time, long otherwise) =>
        (DaySet.Number(date) * MinutesOfDay) + (time is { } at ? (at.Hour * 60) + at.Minute : otherwise);
}

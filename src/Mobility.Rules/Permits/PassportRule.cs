using Mobility.Rules.Calendars;
using Mobility.Rules.Deadlines.Questions;
using NodaTime;

namespace Mobility.Rules.Permits;

/// <summary>How long a passport must be valid, how old it may be, and where it cuts a permit short: kind <c>passport-validity</c>.</summary>
public sealed class PassportRule : DateRule
{
    private const string IssuedWithin = "issued-within";

    internal PassportRule(DateRuleHead head)
        : base(head) { }

    internal static DateRuleKind Spec { get; } =
        new("passport-validity", head => new PassportRule(head), [(IssuedWithin, ParameterUnit.Period)]);

    internal override DateAnswer Answer(Given given)
    {
        var rule = given.Word("rule", otherwise: null, "months_after_arrival", "months_after_departure", "permit_capped");
        var expiry = given.Date("passport_expiry");
        return rule switch
        {
            "permit_capped" => Capped(given, expiry),
            "months_after_departure" => AfterDeparture(given, expiry),
            _ => AfterArrival(given, expiry),
        };
    }

    private static DateAnswer AfterArrival(Given given, LocalDate expiry)
    {
        var until = CalendarPeriods.After(given.Date("arrival"), given.Period("period"));
        _ = given.DateOrNull("departure");
        _ = given.DateOrNull("passport_issued");
        given.Done();
        return Valid(until, expiry, issuedInTime: null);
    }

    private DateAnswer AfterDeparture(Given given, LocalDate expiry)
    {
        var until = CalendarPeriods.After(given.Date("departure"), given.Period("period"));
        bool? inTime = null;
        var arrival = given.DateOrNull("arrival");
        List<ParameterUsed> used = [];
        if (given.DateOrNull("passport_issued") is { } issued)
        {
            var on = arrival ?? given.Date("arrival");
            inTime = CalendarPeriods.After(issued, PeriodOn(IssuedWithin, on)) > on;
            used.Add(Used(IssuedWithin, on));
        }

        given.Done();
        return Valid(until, expiry, inTime).Using(used);
    }

    private static DateAnswer Valid(LocalDate until, LocalDate expiry, bool? issuedInTime) =>
        new DateAnswer()
            .Add("must_be_valid_until", until)
            .Add("issued_within_ten_years", issuedInTime)
            .Add("ok", expiry >= until && issuedInTime != false)
            .Because(Explanation.Of("dates.passport", until, expiry));

    private static DateAnswer Capped(Given given, LocalDate expiry)
    {
        var wanted = given.Date("permit_wanted_until");
        given.Done();
        var until = LocalDate.Min(wanted, expiry);
        return new DateAnswer()
            .Add("permit_until", until)
            .Add("shortened_days", Period.DaysBetween(until, wanted))
            .Because(Explanation.Of("dates.capped", wanted, expiry));
    }
}

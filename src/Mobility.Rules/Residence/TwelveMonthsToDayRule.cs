using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// Resident with so many days in the months that end on the day asked about, or with fewer for people with status and a home or work there: kind
/// <c>twelve-months-to-day</c>.
/// </summary>
internal sealed class TwelveMonthsToDayRule(ResidenceHead head) : ResidenceRule(head)
{
    private const string Favoured = "favoured-citizens";

    public static ResidenceKind Spec { get; } =
        new("twelve-months-to-day", head => new TwelveMonthsToDayRule(head))
        {
            About = QuestionAbout.Day,
            Reads =
            [
                Facts.Max12MonthDays,
                Facts.ResidencePermits,
                Facts.Citizenships,
                Facts.PermanentHomeInCountry,
                Facts.WorksInCountry,
            ],
            Parameters =
            [
                ("counts", ParameterUnit.DayConvention),
                ("window", ParameterUnit.Period),
                ("least-days", ParameterUnit.Days),
                ("least-days-with-status", ParameterUnit.Days),
            ],
            Tests = ["days", "status"],
            Lists = [Favoured],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var on = question.RequiredOn();
        var length = values.Period("window");
        var days = YearDays.Counted(this, question, on);
        var given = question.Get(Facts.Max12MonthDays);
        var counted = given ?? TwelveMonths.Count(days, on, length);
        var byDays = counted >= values.NumberOrNone("least-days");
        var byStatus = WithStatus(question, values, on, counted);
        var resident = byDays ? true : byStatus;
        return new ResidenceAnswer()
            .Over(TwelveMonths.StartOf(on, length), on)
            .Compare("residence.at-least", counted, values.NumberOrNone("least-days"))
            .Compare("residence.at-least", counted, values.NumberOrNone("least-days-with-status"))
            .Add("days_counted", counted)
            .Add("max_days_in_window", Math.Max(given ?? 0, TwelveMonths.Largest(days, on, length)))
            .Add("threshold_crossed_on", given is null ? FirstMet(question, days, on, values) : null)
            .Add("resident", resident)
            .Add(
                "test_met",
                byDays ? Test("days")
                    : resident is true ? Test("status")
                    : null
            );
    }

    /// <summary>Whether the smaller number does on a day; null when that hangs on something unknown.</summary>
    private bool? WithStatus(ResidenceQuestion question, ValuesInForce values, LocalDate on, int days) =>
        days >= values.NumberOrNone("least-days-with-status")
            ? Possible.All(
                Possible.Any(
                    question.Get(Facts.ResidencePermits).Any(permit => permit.Country == Country && permit.Contains(on)),
                    question.Get(Facts.Citizenships)?.Any(citizenship => IsListed(Favoured, citizenship, on))
                ),
                Possible.Any(question.Get(Facts.PermanentHomeInCountry), question.Get(Facts.WorksInCountry))
            )
            : false;

    /// <summary>First day on which a test was met; null if none was, or if an earlier one hangs on something unknown.</summary>
    private LocalDate? FirstMet(ResidenceQuestion question, DaySet days, LocalDate on, ValuesInForce law)
    {
        if (days.First is not { } first)
        {
            return null;
        }

        bool? IsMet(LocalDate day)
        {
            var values = law.At(day);
            var counted = TwelveMonths.Count(days, day, values.Period("window"));
            return counted >= values.NumberOrNone("least-days") ? true : WithStatus(question, values, day, counted);
        }

        // Between two dates on which the law or the status changes only the count does.
        var changes = Parameters
            .SelectMany(parameter => parameter.Values.Select(value => value.From))
            .Concat(Lists.Values.SelectMany(list => list.SelectMany(Ends)))
            .Concat(
                question
                    .Get(Facts.ResidencePermits)
                    .Where(permit => permit.Country == Country)
                    .SelectMany(permit => new[] { permit.From, permit.To?.PlusDays(1) }.OfType<LocalDate>())
            )
            .Where(change => change > first && change <= on)
            .Append(on.PlusDays(1))
            .Distinct()
            .Order();
        foreach (var change in changes)
        {
            if (TwelveMonths.FirstDay(days, first, change.PlusDays(-1), day => IsMet(day) is not false) is { } found)
            {
                return IsMet(found) is true ? found : null;
            }

            first = change;
        }

        return null;
    }

    private static IEnumerable<LocalDate> Ends(Membership member) =>
        member.To is { } to ? [member.From, to.PlusDays(1)] : [member.From];
}

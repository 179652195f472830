namespace Mobility.Rules.Residence;

/// <summary>
/// More than so many days in the year, proved, presumed and sporadic absences included: kind <c>presence-with-sporadic-absences</c>. Absences are not
/// added where residence elsewhere is proved, nor where they are too long to be sporadic.
/// </summary>
internal sealed class SporadicAbsenceRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("presence-with-sporadic-absences", head => new SporadicAbsenceRule(head))
        {
            About = QuestionAbout.Year,
            Reads =
            [
                Facts.DaysPresentByYear,
                Facts.CertifiedPresenceDays,
                Facts.PresumedPresenceDays,
                Facts.SporadicAbsenceDays,
                Facts.TaxCertificateElsewhere,
            ],
            Parameters =
            [
                ("year-starts", ParameterUnit.MonthDay),
                ("counts", ParameterUnit.DayConvention),
                ("more-than-days", ParameterUnit.Days),
                ("most-sporadic-days", ParameterUnit.Days),
            ],
            Tests = ["presence"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = YearOf(question, values.MonthDay("year-starts"));
        var days = YearDays.Of(this, question, year);
        var sporadic = question.Get(Facts.SporadicAbsenceDays);
        var added = question.Get(Facts.TaxCertificateElsewhere) || sporadic > values.Number("most-sporadic-days") ? 0 : sporadic;
        var undated = question.Get(Facts.CertifiedPresenceDays) + question.Get(Facts.PresumedPresenceDays) + added;
        var total = days.Count + undated;
        var more = values.Number("more-than-days");
        var met = total > more;
        return new ResidenceAnswer()
            .Add("days_counted", total)
            .Add("threshold_crossed_on", met && undated == 0 ? days.Dates?.DayOf(more + 1, year.From) : null)
            .Add("resident", met)
            .Add("test_met", met ? Test("presence") : null)
            .Compare("residence.more-than", total, more);
    }
}

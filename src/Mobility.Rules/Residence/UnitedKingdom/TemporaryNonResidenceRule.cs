using NodaTime;

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>
/// Whether an absence between two times of sole residence is temporary: kind <c>temporary-non-residence</c>. It is when it lasts no longer than so many years
/// and the person was resident long enough before.
/// </summary>
internal sealed class TemporaryNonResidenceRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("temporary-non-residence", head => new TemporaryNonResidenceRule(head))
        {
            About = QuestionAbout.Facts,
            Reads =
            [
                Facts.LastSoleUkResidenceYearDeclared,
                Facts.SoleUkResidenceEndsOn,
                Facts.UkPartStartsDeclared,
                Facts.SoleUkResidence4Of7YearsDeclared,
            ],
            Verdict = Verdict.Temporary,
            Parameters = [("year-starts", ParameterUnit.MonthDay), ("most-years", ParameterUnit.Count)],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var departure = TaxYears.Named(Facts.LastSoleUkResidenceYearDeclared, question, values);
        var from = (question.Get(Facts.SoleUkResidenceEndsOn) ?? departure.To).PlusDays(1);
        var back = question.Get(Facts.UkPartStartsDeclared);
        if (back <= from)
        {
            throw new QuestionException(
                $"'{Facts.UkPartStartsDeclared.Name}' must lie after {IsoDate.Write(from)}, with which the absence begins."
            );
        }

        var longest = LastDayOfYears(from, values.Number("most-years"));
        bool? isShort = back is null ? null : back.Value.PlusDays(-1) <= longest;
        return new ResidenceAnswer()
            .Add("year_of_departure", departure.Label)
            .Add("temporary_nonresidence_from", from)
            .Add("temporary_nonresidence_to", back?.PlusDays(-1))
            .Add("temporarily_nonresident", Possible.All(question.Get(Facts.SoleUkResidence4Of7YearsDeclared), isShort))
            .Because("gb.temporary", from, longest);
    }

    /// <summary>Last day of so many years that begin on a day: the day before the same date, or 28 February where there is no such date.</summary>
    private static LocalDate LastDayOfYears(LocalDate from, int years)
    {
        var same = from.PlusYears(years);
        return same.Day == from.Day ? same.PlusDays(-1) : same;
    }
}

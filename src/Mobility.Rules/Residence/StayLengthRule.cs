using Mobility.Rules.Trips;

namespace Mobility.Rules.Residence;

/// <summary>
/// A stay of so many days, fewer with gainful activity: kind <c>stay-length</c>. Study and treatment of people domiciled elsewhere are left out.
/// </summary>
internal sealed class StayLengthRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("stay-length", head => new StayLengthRule(head))
        {
            About = QuestionAbout.Facts,
            AskedWith = [Facts.ContinuousStayDays],
            Reads = [Facts.ContinuousStayDays, Facts.WorksInCountry, Facts.StayPurpose, Facts.DomiciledInCountry],
            Parameters = [("least-days-working", ParameterUnit.Days), ("least-days", ParameterUnit.Days)],
            Tests = ["working", "not-working"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var study = IsStudyOrTreatment(question);
        var days = question.Get(Facts.ContinuousStayDays);
        var enough = days is null ? (bool?)null : days >= values.Number("least-days");
        var enoughWorking = days is null ? (bool?)null : days >= values.Number("least-days-working");
        var works = question.Get(Facts.WorksInCountry);
        var domiciled = question.Get(Facts.DomiciledInCountry);
        string? Decide(bool leftOut, bool gainful, bool isLong, bool isLongWorking) =>
            leftOut ? null
            : gainful ? (isLongWorking ? Test("working") : null)
            : isLong ? Test("not-working")
            : null;
        var leftOut = Possible.All(study, domiciled is { } at ? !at : null);
        return new ResidenceAnswer()
            .Add(
                "resident",
                Possible.Agreed(
                    leftOut,
                    works,
                    (a, b) => Possible.Agreed<bool?>(enough, enoughWorking, (c, d) => Decide(a, b, c, d) is not null)
                )
            )
            .Add(
                "test_met",
                Possible.Agreed(leftOut, works, (a, b) => Possible.Agreed(enough, enoughWorking, (c, d) => Decide(a, b, c, d)))
            );
    }

    /// <summary>Whether the stay is for study or treatment only: as declared, or as every listed stay says; null when that is unknown.</summary>
    private bool? IsStudyOrTreatment(ResidenceQuestion question)
    {
        static bool? Is(StayPurpose? purpose) =>
            purpose is null or StayPurpose.Unstated ? null : purpose is StayPurpose.Study or StayPurpose.Medical;
        var listed = question.Stays.Where(stay => stay.Country == Country && !(stay.Arrive > question.On)).ToList();
        return Is(question.Get(Facts.StayPurpose))
            ?? (listed.Count == 0 ? null : Possible.All([.. listed.Select(stay => Is(stay.Purpose))]));
    }
}

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>
/// A tie by close family who are resident: kind <c>tie-by-family</c>. A partner counts unless separated; a child who is not of age counts when enough days
/// are spent with it in the country, and not when it is resident only for its education and hardly there outside term.
/// </summary>
internal sealed class FamilyTieRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("tie-by-family", head => new FamilyTieRule(head))
        {
            About = QuestionAbout.Facts,
            Reads =
            [
                Facts.PartnerResidentInUk,
                Facts.PartnerSeparated,
                Facts.ChildUnder18ResidentInUk,
                Facts.DaysWithChildInUk,
                Facts.ChildResidentOnlyByEducation,
                Facts.ChildDaysInUkOutsideTerm,
            ],
            AskedWith = [Facts.PartnerResidentInUk, Facts.ChildUnder18ResidentInUk],
            Verdict = Verdict.Tie,
            Parameters =
            [
                ("least-days-with-child", ParameterUnit.Days),
                ("education-below-days-outside-term", ParameterUnit.Days),
            ],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var leastWithChild = values.Number("least-days-with-child");
        var fewOutsideTerm = values.Number("education-below-days-outside-term");
        var partner = Possible.All(question.Get(Facts.PartnerResidentInUk), !question.Get(Facts.PartnerSeparated));
        var onlyEducation = Possible.All(
            question.Get(Facts.ChildResidentOnlyByEducation),
            question.Get(Facts.ChildDaysInUkOutsideTerm) is { } outside ? outside < fewOutsideTerm : null
        );
        var days = question.Get(Facts.DaysWithChildInUk);
        var child = Possible.All(
            question.Get(Facts.ChildUnder18ResidentInUk),
            days is { } seen ? seen >= leastWithChild : null,
            !onlyEducation
        );
        return new ResidenceAnswer()
            .Add("tie_met", Possible.Any(partner, child))
            .Because("gb.tie.family-partner", Known(partner))
            .Because("gb.tie.family-child", Known(child), ExplanationArgument.Days(leastWithChild));
    }

    private static ExplanationArgument Known(bool? met) =>
        ExplanationArgument.Phrase(
            met is null ? "gb.srt.unknown"
            : met.Value ? "gb.srt.met"
            : "gb.srt.not-met"
        );
}

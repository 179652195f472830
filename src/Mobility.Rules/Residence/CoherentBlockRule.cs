namespace Mobility.Rules.Residence;

/// <summary>
/// A long block of overnight days, or a shorter one that comes again every year; short blocks with few days in all are not enough, and in between
/// nothing is decided: kind <c>coherent-block</c>.
/// </summary>
internal sealed class CoherentBlockRule(ResidenceHead head) : ResidenceRule(head)
{
    public static ResidenceKind Spec { get; } =
        new("coherent-block", head => new CoherentBlockRule(head))
        {
            About = QuestionAbout.Facts,
            AskedWith = [Facts.OvernightDaysPerYear, Facts.LongestBlockDays],
            Reads = [Facts.OvernightDaysPerYear, Facts.LongestBlockDays, Facts.RecursEveryYear],
            Parameters =
            [
                ("least-days-in-block", ParameterUnit.Days),
                ("least-days-in-recurring-block", ParameterUnit.Days),
                ("most-days-in-short-block", ParameterUnit.Days),
                ("most-days-in-all", ParameterUnit.Days),
            ],
            Tests = ["block", "recurring-block"],
        };

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var inAll = question.Get(Facts.OvernightDaysPerYear);
        var block = question.Get(Facts.LongestBlockDays);
        var longest = block ?? inAll;
        var met =
            block >= values.Number("least-days-in-block") ? Test("block")
            : block >= values.Number("least-days-in-recurring-block") && question.Get(Facts.RecursEveryYear) is true
                ? Test("recurring-block")
            : null;
        var tooLittle = longest <= values.Number("most-days-in-short-block") && inAll <= values.Number("most-days-in-all");
        return new ResidenceAnswer()
            .Add(
                "resident",
                met is not null ? true
                    : tooLittle ? false
                    : null
            )
            .Add("test_met", met);
    }
}

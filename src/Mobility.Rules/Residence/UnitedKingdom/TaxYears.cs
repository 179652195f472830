using NodaTime;

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>Tax years a rule answers for.</summary>
internal static class TaxYears
{
    /// <summary>The tax year asked about, by the rule's <c>year-starts</c>.</summary>
    /// <exception cref="QuestionException">The year is missing, of another shape, or begins before the rule covers anything.</exception>
    public static TaxYear Asked(ResidenceRule rule, ResidenceQuestion question, ValuesInForce values)
    {
        var year = ResidenceRule.YearOf(question, values.MonthDay("year-starts"));
        return year.From < rule.CoversFrom
            ? throw new NotCoveredException(
                $"'{rule.Id}' covers tax years from {IsoDate.Write(rule.CoversFrom)}; 'year' is {year.Label}."
            )
            : year;
    }

    /// <summary>The tax year that a fact names.</summary>
    public static TaxYear Named(Fact<string> fact, ResidenceQuestion question, ValuesInForce values)
    {
        var (label, starts) = (question.Get(fact), values.MonthDay("year-starts"));
        return TaxYear.Named(label, starts)
            ?? throw new QuestionException(
                $"'{fact.Name}' must be written as {TaxYear.StartingIn(values.On.Year, starts).Label}, not '{label}'."
            );
    }
}

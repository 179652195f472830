using Mobility.Rules.Calendars;
using NodaTime;

namespace Mobility.Rules.Deadlines.Questions;

/// <summary>When an obligation is due for a tax year: asked of the rule that plans its deadline.</summary>
internal static class ObligationQuestion
{
    public static DateAnswer Answer(RuleBook book, Given given)
    {
        var name = given.Text("obligation");
        var rule =
            book.Deadlines.All.FirstOrDefault(rule => rule.Obligation == name)
            ?? throw new QuestionException($"There is no obligation '{name}' in the rule book.");
        var label = given.Text("tax_year");
        YearName? named = given.Word("label_kind", "", "", "tax", "assessment") switch
        {
            "tax" => YearName.TaxYear,
            "assessment" => YearName.AssessmentYear,
            _ => null,
        };
        var year = rule.YearNamed(label, named);
        var announced = given.DateOrNull("announced_date");
        var days = given.WorkingDays(rule.Calendar?.Key, rule.Rolling?.Weekend);
        given.Done();
        var nominal = rule.NominalAfter(year);
        if (announced is { } day)
        {
            return new DateAnswer().Add("nominal", nominal).Add("due", day).Because(Explanation.Of("dates.announced", day));
        }

        if (nominal is not { } on)
        {
            throw new NotCoveredException($"'{rule.Id}' does not cover the tax year {label}.");
        }

        var due = days.Roll(on, rule.Rolling?.Roll ?? Roll.None);
        return new DateAnswer()
            .Add("nominal", on)
            .Add("due", due.Date)
            .Because(Explanation.Of("deadline.tax-year", on, year.Label, year.To))
            .Because(due.Reasons)
            .Using(rule.Used(year))
            .Uncovered(due.NotCovered);
    }
}

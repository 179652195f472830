using System.Runtime.InteropServices;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// When residence by days or by card begins and ends in the year: kind <c>residency-dates</c>. Residence in any part of the year before or after joins the
/// years up. A few days in whole blocks inside a closer connection abroad are passed over, first for the start, then for the end.
/// </summary>
internal sealed class ResidencyDatesRule(ResidenceHead head) : ResidenceRule(head)
{
    private const string Days = "days";

    public static ResidenceKind Spec { get; } =
        new("residency-dates", head => new ResidencyDatesRule(head))
        {
            About = QuestionAbout.Year,
            Reads =
            [
                .. CountedYears.Reads,
                Facts.CloserConnectionAbroadPeriods,
                Facts.ResidentPriorYearDeclared,
                Facts.ResidentNextYearDeclared,
            ],
            Parameters = [("most-days-passed-over", ParameterUnit.Days)],
            Tests = ["card"],
            Uses = [new(Days, typeof(WeightedYearsRule))],
        };

    internal override DaySet CountedDays(ResidenceQuestion question) =>
        new CountedYears(Linked<WeightedYearsRule>(Days), question).Days;

    internal override bool IsLeftOut(Stay stay, LocalDate day) => !CountedYears.CanCount(Linked<WeightedYearsRule>(Days), stay);

    internal override DayMark WhyLeftOut(ResidenceQuestion question, Stay stay, LocalDate day) =>
        CountedYears.WhyLeftOut(Linked<WeightedYearsRule>(Days), question, stay, day);

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var rule = Linked<WeightedYearsRule>(Days);
        var counted = new CountedYears(rule, question);
        var card = counted.WithStatus(UsStatus.GreenCard);
        var resident = counted.IsMet || card.Count > 0;
        var answer = counted.Answer();
        var before = question.Get(Facts.ResidentPriorYearDeclared);
        var after = question.Get(Facts.ResidentNextYearDeclared);
        T? Agreed<T>(Func<YearOfResidence, T?> result) =>
            Possible.Agreed(
                before,
                after,
                (a, b) => result(Find(question, counted, card, values.Number("most-days-passed-over"), a, b))
            );
        if (resident && Agreed(year => year.PassedOver) is { } passed)
        {
            answer.Because("residence.passed-over", ExplanationArgument.Days(passed));
        }

        return answer
            .Add("first_day_of_residence", resident ? Agreed(year => year.First) : null)
            .Add("last_day_of_residence", resident ? Agreed(year => year.Last) : null)
            .Add("disregarded_days", resident ? Agreed(year => year.PassedOver) : 0)
            .Add("dual_status_year", resident ? Agreed(year => year.IsPart(counted.Year)) : false)
            .Add("resident", resident)
            .Add(
                "test_met",
                counted.IsMet ? rule.Test
                    : resident ? Test("card")
                    : null
            );
    }

    private static YearOfResidence Find(
        ResidenceQuestion question,
        CountedYears counted,
        DaySet card,
        int budget,
        bool before,
        bool after
    )
    {
        var year = counted.Year;
        var abroad = DaySet.Of(question.Get(Facts.CloserConnectionAbroadPeriods), year.From, year.To);
        var firstWithCard = card.Intersect(counted.PresentAtAll).First;
        if (counted is { IsMet: true, AreDated: false })
        {
            return WithoutDates(year, card.Last, firstWithCard, abroad, before, after);
        }

        var blocks = counted.IsMet ? counted.InYear.Runs.ToList() : [];
        var (first, passed) = before ? (year.From, 0) : Start(blocks, firstWithCard, abroad, budget);
        if (after)
        {
            return new(first, year.To, passed);
        }

        var (last, passedAtEnd) = End(blocks, card, abroad, year, budget - passed, first);
        return new(first, last, passed + passedAtEnd);
    }

    /// <summary>
    /// What is certain where only a number of days is known. Without a closer connection abroad on the last day of the year residence lasts until then,
    /// whichever the days are.
    /// </summary>
    private static YearOfResidence WithoutDates(
        TaxYear year,
        LocalDate? lastWithCard,
        LocalDate? firstWithCard,
        DaySet abroad,
        bool before,
        bool after
    )
    {
        var fromTheFirstDay = before || firstWithCard == year.From;
        var toTheLastDay = after || lastWithCard == year.To || !abroad.Contains(year.To);
        var nonePassedOver = abroad.Count == 0 || (fromTheFirstDay && toTheLastDay);
        return new(fromTheFirstDay ? year.From : null, toTheLastDay ? year.To : null, nonePassedOver ? 0 : null);
    }

    /// <summary>The earlier of the first block that is not passed over and the first day there with a card.</summary>
    private static (LocalDate? First, int Passed) Start(List<Run> blocks, LocalDate? withCard, DaySet abroad, int budget)
    {
        var passed = 0;
        foreach (var block in blocks)
        {
            var first = DaySet.Date(block.From);
            if (withCard <= first)
            {
                return (withCard, passed);
            }

            if (passed + block.Length > budget || !IsIn(block, abroad))
            {
                return (first, passed);
            }

            passed += block.Length;
        }

        return (withCard, passed);
    }

    /// <summary>
    /// The later of the last block that is not passed over and the last day with a card, if every later day of the year lies in a closer connection abroad;
    /// otherwise the last day of the year. Blocks are passed over only where that brings the end forward.
    /// </summary>
    private static (LocalDate? Last, int Passed) End(
        List<Run> blocks,
        DaySet card,
        DaySet abroad,
        TaxYear year,
        int budget,
        LocalDate? first
    )
    {
        var passed = 0;
        (LocalDate? Last, int Passed) best = (year.To, 0);
        for (var kept = blocks.Count; kept >= 0; kept--)
        {
            var block = kept > 0 ? DaySet.Date(blocks[kept - 1].To) : (LocalDate?)null;
            var last = card.Last is { } end && !(block > end) ? end : block;
            if (last is null || last < first)
            {
                break;
            }

            if (abroad.Between(last.Value.PlusDays(1), year.To) == DaySet.Number(year.To) - DaySet.Number(last.Value))
            {
                best = (last, passed);
            }

            if (
                block is null
                || card.Last >= block
                || !IsIn(blocks[kept - 1], abroad)
                || passed + blocks[kept - 1].Length > budget
            )
            {
                break;
            }

            passed += blocks[kept - 1].Length;
        }

        return best;
    }

    private static bool IsIn(Run block, DaySet abroad) => abroad.Between(block.From, block.To) == block.Length;

    /// <summary>First and last day of residence in the year, null where no date is known.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct YearOfResidence(LocalDate? First, LocalDate? Last, int? PassedOver)
    {
        /// <summary>Whether residence is for part of the year only; null when that hangs on a date that is not known.</summary>
        public bool? IsPart(TaxYear year) =>
            Possible.Any(First is { } first ? first > year.From : null, Last is { } last ? last < year.To : null);
    }
}

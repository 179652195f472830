using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>
/// Resident by any of several criteria, taken in the order of the file, unless an exception applies: kind <c>criteria</c>. A criterion is a declared fact,
/// another rule's answer, or several of them together. The answer is unknown only where some value of an unknown fact would change it.
/// </summary>
internal sealed class CriteriaRule(ResidenceHead head) : ResidenceRule(head)
{
    /// <summary>Unknown facts that are tried both ways; more of them leave the answer unknown.</summary>
    private const int MostTried = 8;

    public static ResidenceKind Spec { get; } =
        new("criteria", head => new CriteriaRule(head))
        {
            // Both as the rules that it builds on say.
            About = QuestionAbout.Facts,
            Reads = [],
            Criteria = CriteriaUse.Decide,
        };

    /// <inheritdoc/>
    public override QuestionAbout AsksAbout =>
        Uses.Cast<IResidenceRule>()
            .Select(rule => rule.AsksAbout)
            .FirstOrDefault(about => about is QuestionAbout.Year or QuestionAbout.Day, QuestionAbout.Facts);

    /// <summary>The rule it builds on that counts days; null where none does.</summary>
    private ResidenceRule? Counting =>
        Uses.OfType<ResidenceRule>().FirstOrDefault(rule => rule.HasConvention || rule.Uses.OfType<DayRule>().Any());

    private protected override IReadOnlyList<Fact> FindFactsRead() => [.. OwnFacts.Concat(FactsOfUses).Distinct()];

    internal override NamedYear YearAt(LocalDate day, FactSet facts) => Counting?.YearAt(day, facts) ?? base.YearAt(day, facts);

    internal override DaySet? CountedDays(ResidenceQuestion question) => Counting?.CountedDays(question);

    internal override LocalDate? FallsOut(LocalDate counted, LocalDate asOf) => Counting?.FallsOut(counted, asOf);

    internal override bool IsLeftOut(Stay stay, LocalDate day) => Counting?.IsLeftOut(stay, day) ?? false;

    internal override DayMark WhyLeftOut(ResidenceQuestion question, Stay stay, LocalDate day) =>
        Counting?.WhyLeftOut(question, stay, day) ?? base.WhyLeftOut(question, stay, day);

    internal override DayConvention ConventionOn(LocalDate day) => Counting?.ConventionOn(day) ?? base.ConventionOn(day);

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var asked = new CriteriaAnswers(this, question, values);
        var answer = new ResidenceAnswer();
        var met = new List<Criterion>();
        var number = 0;
        foreach (var criterion in Criteria.Where(asked.IsInForce))
        {
            number++;
            var holds = asked.Holds(criterion);
            if (holds is true && Result(asked.AnswersOf(criterion), "threshold_crossed_on") is LocalDate on)
            {
                answer.Because("residence.criterion.yes-on", (Fraction)number, criterion.Label, on);
            }
            else
            {
                answer.Because(Step("criterion", holds), (Fraction)number, criterion.Label);
            }

            foreach (var reason in asked.AnswersOf(criterion).SelectMany(other => other.Reasons))
            {
                answer.Because(reason);
            }

            if (holds is true)
            {
                met.Add(criterion);
            }
        }

        foreach (var exception in Exceptions.Where(asked.IsInForce))
        {
            number++;
            answer.Because(Step("exception", asked.Holds(exception)), (Fraction)number, exception.Label);
            foreach (var reason in asked.AnswersOf(exception).SelectMany(other => other.Reasons))
            {
                answer.Because(reason);
            }
        }

        var resident = Resident(asked, Unknowns(question, values));
        if (Counting is { } counting && asked.Answers.TryGetValue(counting.Id, out var days))
        {
            answer.CountedAs(days);
        }

        answer.ParametersUsed = asked.Answers.Values.SelectMany(other => other.ParametersUsed).ToList();
        return answer
            .Because(Step("residence", resident))
            .Add("resident", resident)
            .Add("test_met", resident is true ? met.FirstOrDefault()?.Test : null)
            .Add("tests_met", met.Select(criterion => criterion.Test!).ToList())
            .Add(
                "first_day_of_residence",
                resident is true && met.Count > 0 ? Result(asked.AnswersOf(met[0]), "first_day_of_residence") : null
            );
    }

    private static object? Result(IEnumerable<ResidenceAnswer> answers, string name) =>
        answers.Select(answer => answer[name]).FirstOrDefault(value => value is not null);

    private static string Step(string what, bool? holds) =>
        holds switch
        {
            true => $"residence.{what}.yes",
            false => $"residence.{what}.no",
            null => $"residence.{what}.unknown",
        };

    /// <summary>Resident by a criterion and by no exception; the unknown facts are tried both ways.</summary>
    private bool? Resident(CriteriaAnswers asked, List<Fact<bool?>> unknowns)
    {
        var resident = Possible.All(
            Possible.Any(Criteria.Select(asked.Holds).ToArray()),
            Possible.Any(Exceptions.Select(asked.Holds).ToArray()) is { } except ? !except : null
        );
        if (resident is not null || unknowns.Count == 0)
        {
            return resident;
        }

        return Possible.Agreed<bool?>(null, value => Resident(asked.With(unknowns[0], value), unknowns[1..]));
    }

    /// <summary>The unknown facts on which more than one term hangs, so that the terms alone cannot say whether all their values agree.</summary>
    private List<Fact<bool?>> Unknowns(ResidenceQuestion question, ValuesInForce values)
    {
        var terms = Criteria
            .Concat(Exceptions)
            .SelectMany(criterion => values.Condition(criterion.Parameter.Name)?.Terms ?? [])
            .ToList();
        var below = FactsOfUses.ToHashSet();
        var unknown = terms
            .Where(term => !term.IsRule)
            .GroupBy(term => term.Fact)
            .Where(group => group.Count() > 1 || below.Contains(group.Key!))
            .Select(group => group.Key)
            .OfType<Fact<bool?>>()
            .Where(fact => question.Get(fact) is null)
            .ToList();
        return unknown.Count > MostTried ? [] : unknown;
    }
}

using Mobility.Rules.Residence;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence.UnitedKingdom;

/// <summary>Ties counted from facts decide as the same number declared, and what is not told of may be a tie or none.</summary>
public sealed class CountedTiesTests
{
    private const string Rule = "gb/statutory-residence-test";

    private static readonly bool?[] Known = [null, true, false];

    [TestCase(60)]
    [TestCase(100)]
    [TestCase(130)]
    public void Counted_ties_decide_as_every_number_they_can_be(int days)
    {
        var people =
            from family in (bool[])[true, false]
            from separated in Known
            from accommodation in Known
            from work in Known
            from ninety in (bool[])[true, false]
            from country in Known
            from recent in Known
            select new Person(days, family, separated, accommodation, work, ninety, country, recent);

        foreach (var person in people)
        {
            var expected = (person.Recent is { } known ? [known] : (bool[])[true, false])
                .SelectMany(recent => Numbers(person, recent).Select(ties => Declared(days, ties, person.Ninety, recent)))
                .Distinct()
                .ToList();

            Assert.That(Counted(person), Is.EqualTo(expected.Count == 1 ? expected[0] : null), person.ToString());
        }
    }

    [Test]
    public void Without_a_word_on_the_family_the_number_of_ties_is_unknown()
    {
        var answer = Asking.Ask(
            Rule,
            [
                .. NoAutomaticTest,
                (Facts.DaysPresentByYear, new Dictionary<string, int> { ["2024-25"] = 60 }),
                (Facts.ResidentPrior3YearsDeclared, false),
                (Facts.AccommodationPeriods, Array.Empty<DateSpan>()),
                (Facts.Over3hUkDays, 0),
            ]
        );

        Assert.That(answer["resident"], Is.Null);
    }

    private static (Fact, object?)[] NoAutomaticTest =>
        [
            (Facts.AutomaticOverseasTestsMetDeclared, false),
            (Facts.AutomaticUk2MetDeclared, false),
            (Facts.AutomaticUk3MetDeclared, false),
        ];

    private static IEnumerable<int> Numbers(Person person, bool recent)
    {
        bool?[] ties =
        [
            person.Family ? !person.Separated : false,
            person.Accommodation,
            person.Work,
            person.Ninety,
            recent ? person.Country : false,
        ];
        var least = ties.Count(tie => tie is true);
        return Enumerable.Range(least, ties.Count(tie => tie is null) + 1);
    }

    private static bool? Declared(int days, int ties, bool ninety, bool recent) =>
        (bool?)
            Asking.Ask(
                Rule,
                [
                    .. NoAutomaticTest,
                    (Facts.DaysPresentByYear, Days(days, ninety)),
                    (Facts.TiesCountDeclared, ties),
                    (Facts.ResidentPrior3YearsDeclared, recent),
                ]
            )["resident"];

    private static bool? Counted(Person person) =>
        (bool?)
            Asking.Ask(
                Rule,
                [
                    .. NoAutomaticTest,
                    (Facts.DaysPresentByYear, Days(person.Days, person.Ninety)),
                    (Facts.PartnerResidentInUk, person.Family),
                    (Facts.PartnerSeparated, person.Separated),
                    (Facts.ChildUnder18ResidentInUk, false),
                    (
                        Facts.AccommodationPeriods,
                        person.Accommodation is { } available
                            ? available
                                ? [new DateSpan(null, null)]
                                : Array.Empty<DateSpan>()
                            : null
                    ),
                    (Facts.AccommodationNights, 1),
                    (Facts.Over3hUkDays, person.Work is { } works ? (works ? 40 : 39) : null),
                    (
                        Facts.DaysPresentByCountry,
                        person.Country is { } most
                            ? new Dictionary<string, int> { ["GB"] = 100, ["ES"] = most ? 100 : 101 }
                            : null
                    ),
                    (Facts.ResidentPrior3YearsDeclared, person.Recent),
                ]
            )["resident"];

    private static Dictionary<string, int> Days(int days, bool ninety) =>
        new()
        {
            ["2024-25"] = days,
            ["2023-24"] = ninety ? 91 : 90,
            ["2022-23"] = 0,
        };

    private sealed record Person(
        int Days,
        bool Family,
        bool? Separated,
        bool? Accommodation,
        bool? Work,
        bool Ninety,
        bool? Country,
        bool? Recent
    );
}

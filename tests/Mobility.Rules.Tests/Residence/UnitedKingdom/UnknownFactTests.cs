using FsCheck;
using FsCheck.Fluent;
using Mobility.Rules.Residence;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence.UnitedKingdom;

/// <summary>An unknown fact is not a no: the answer is what comes out whatever the fact is, and none if that differs.</summary>
public sealed class UnknownFactTests
{
    private const string Rule = "gb/statutory-residence-test";

    private static readonly Fact<bool?>[] Flags =
    [
        Facts.ResidentPrior3YearsDeclared,
        Facts.AutomaticOverseas3MetDeclared,
        Facts.AutomaticUk2MetDeclared,
        Facts.AutomaticUk3MetDeclared,
    ];

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property The_answer_is_what_comes_out_whatever_the_unknown_is() =>
        Prop.ForAll(
            People().ToArbitrary(),
            person =>
            {
                var known = Resolve(person).Select(Ask).Select(answer => (bool)answer["resident"]!).Distinct().ToList();
                var answer = Ask(person);
                return Equals(answer["resident"], known.Count == 1 ? known[0] : null)
                    && (answer["resident"] is not null || answer["test_met"] is null);
            }
        );

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property A_test_that_is_named_is_met_and_decides_whatever_the_unknown_is() =>
        Prop.ForAll(
            People().ToArbitrary(),
            person =>
            {
                var test = (string?)Ask(person)["test_met"];
                return test is null || Resolve(person).All(known => Ask(known)["test_met"] is string met && Precedes(met, test));
            }
        );

    /// <summary>The test first met is the one named, or stands before it among those that decide alike.</summary>
    private static bool Precedes(string met, string named) =>
        met == named || (met[..^1] == named[..^1] && met[^1] < named[^1] && met.Contains("automatic", StringComparison.Ordinal));

    private static ResidenceAnswer Ask(Person person) =>
        Asking.Ask(
            Rule,
            [
                (Facts.DaysPresentByYear, new Dictionary<string, int> { ["2024-25"] = person.Days }),
                (Facts.QualifyingDays, person.Qualifying),
                (Facts.TiesCountDeclared, person.Ties),
                .. Flags.Select((flag, index) => ((Fact)flag, (object?)person.Flags[index])),
            ]
        );

    private static IEnumerable<Person> Resolve(Person person)
    {
        // With so many days the third overseas test is not met, whatever the work.
        person = person is { Days: >= 91 } && person.Flags[1] is null ? With(person, 1, value: false) : person;
        var people = person.Ties is null ? Enumerable.Range(0, 6).Select(ties => person with { Ties = ties }) : [person];
        for (var flag = 0; flag < Flags.Length; flag++)
        {
            var at = flag;
            if (person.Flags[at] is null)
            {
                people = people.SelectMany(one => new[] { With(one, at, true), With(one, at, false) });
            }
        }

        return people;
    }

    private static Person With(Person person, int flag, bool value) =>
        person with
        {
            Flags = person.Flags.Select((old, index) => index == flag ? value : old).ToArray(),
        };

    private static Gen<Person> People() =>
        from days in Gen.Elements(0, 15, 16, 30, 45, 46, 60, 90, 91, 120, 121, 150, 182, 183, 200)
        from qualifying in Gen.Elements(0, 30, 31, 60)
        from ties in Gen.Elements<int?>(null, 0, 1, 2, 3, 4, 5)
        from flags in Gen.Elements<bool?>(null, true, false, false).ArrayOf(Flags.Length)
        select new Person(days, qualifying, ties, flags);

    private sealed record Person(int Days, int Qualifying, int? Ties, bool?[] Flags);
}

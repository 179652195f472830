using NodaTime;

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>The tests that are only for somebody who died in the year, as one set of what is possible has them.</summary>
/// <param name="Fourth">Whether the years before leave the fourth overseas test open; the days decide it.</param>
/// <param name="Fifth">Whether the fifth overseas test is met.</param>
/// <param name="AtHome">Whether the fourth test at home is met.</param>
internal sealed record DeathTests(bool Fourth, bool Fifth, bool AtHome);

/// <summary>What is asked of somebody who died in the tax year. Each is null when it is not known.</summary>
internal sealed record YearOfDeath
{
    /// <summary>The facts that are read.</summary>
    public static IReadOnlyList<Fact> Reads { get; } =
    [
        Facts.DiedInYear,
        Facts.DiedOn,
        Facts.ResidentPriorYearDeclared,
        Facts.ResidentSecondPriorYearDeclared,
        Facts.SecondPriorYearSplitByDepartureDeclared,
        Facts.SecondPriorYearSplitByWorkAbroadDeclared,
        Facts.Overseas3MetPriorYearDeclared,
        Facts.Overseas3MetSecondPriorYearDeclared,
        Facts.Overseas3MetUntilDeathDeclared,
        Facts.AutomaticUkMetPrior3YearsDeclared,
        Facts.PriorYearSplitIfNotResidentDeclared,
    ];

    /// <summary>Last day of life.</summary>
    public required LocalDate DiedOn { get; init; }

    /// <summary>Days here from which the fourth overseas test is not met.</summary>
    public required int Overseas4Below { get; init; }

    private bool? WasAway { get; init; }

    private bool? WorkedAbroad { get; init; }

    private bool? WasAtHome { get; init; }

    /// <summary>What is known of somebody who died in the year; null of anybody who did not.</summary>
    /// <exception cref="QuestionException">The day of death is missing, or does not lie in the year.</exception>
    public static YearOfDeath? Of(ResidenceQuestion question, ValuesInForce values, TaxYear year, string country)
    {
        if (!question.Get(Facts.DiedInYear))
        {
            return null;
        }

        var died =
            question.Get(Facts.DiedOn)
            ?? throw new QuestionException($"'{Facts.DiedOn.Name}' is missing: '{Facts.DiedInYear.Name}' is true.");
        if (died < year.From || died > year.To)
        {
            throw new QuestionException(
                $"'{Facts.DiedOn.Name}' must lie in the tax year {year.Label}, not on {IsoDate.Write(died)}."
            );
        }

        // Whoever met the third overseas test in a year was not resident in it.
        var declaredResident = question.Get(Facts.ResidentPriorYearDeclared);
        var declaredAbroad = question.Get(Facts.Overseas3MetPriorYearDeclared);
        var wasResident = declaredResident ?? (declaredAbroad is true ? false : null);
        var abroadTheYearBefore = declaredAbroad ?? (declaredResident is true ? false : null);
        return new()
        {
            DiedOn = died,
            Overseas4Below = values.Number("overseas-4-below-days"),
            WasAway = Possible.All(
                !wasResident,
                Possible.Any(
                    !question.Get(Facts.ResidentSecondPriorYearDeclared),
                    question.Get(Facts.SecondPriorYearSplitByDepartureDeclared)
                )
            ),
            WorkedAbroad = Possible.All(
                abroadTheYearBefore,
                Possible.Any(
                    question.Get(Facts.Overseas3MetSecondPriorYearDeclared),
                    question.Get(Facts.SecondPriorYearSplitByWorkAbroadDeclared)
                ),
                question.Get(Facts.Overseas3MetUntilDeathDeclared)
            ),
            WasAtHome = Possible.All(
                wasResident is false ? false : question.Get(Facts.AutomaticUkMetPrior3YearsDeclared),
                !question.Get(Facts.PriorYearSplitIfNotResidentDeclared),
                HomeTest.IsHomeAtDeath(
                    question.Get(Facts.Homes),
                    country,
                    year,
                    died,
                    values.Number("home-4-below-days-at-home-abroad")
                )
            ),
        };
    }

    /// <summary>A table of ties with its numbers reduced for the whole months after the death. The first row begins with the first day.</summary>
    public IReadOnlyList<TiesBand> Reduced(IReadOnlyList<TiesBand> bands, TaxYear year, bool fromTheFirstDay) =>
        bands
            .Select(
                (band, index) =>
                    fromTheFirstDay && index == 0
                        ? band with
                        {
                            FromDays = 0,
                        }
                        : band with
                        {
                            FromDays = WholeMonths.Reduce(band.FromDays - 1, WholeMonths.After(DiedOn, year)) + 1,
                        }
            )
            .ToList();

    /// <summary>
    /// Everything that is possible for somebody who was resident in one of the three years before, or in none of them: who was resident in none was away,
    /// and was not at home here in each.
    /// </summary>
    public IEnumerable<DeathTests?> Worlds(bool recent) =>
        from away in StatutoryTests.Values(recent ? WasAway : true)
        from abroad in StatutoryTests.Values(WorkedAbroad)
        from home in StatutoryTests.Values(recent ? WasAtHome : false)
        select new DeathTests(away, abroad, home);
}

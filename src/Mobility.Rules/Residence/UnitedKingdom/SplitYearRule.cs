using System.Globalization;
using NodaTime;

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>
/// Which case splits a tax year, and where: kind <c>split-year</c>. Asked of somebody resident in the year. Full-time work and a home that begin here are asked
/// only when somebody told of what they need; untold they can still prevail, and where the facts point to one of them there is no answer. A case is in play
/// only when the event with which it splits the year is known or a finding speaks for it.
/// </summary>
internal sealed class SplitYearRule(ResidenceHead head) : ResidenceRule(head)
{
    private const string WorkAbroadBegins = "work-abroad-begins";
    private const string HomeGivenUp = "home-given-up";
    private const string HomesOnlyHere = "homes-only-here";
    private const string WorkAbroadEnds = "work-abroad-ends";
    private const string PartnerJoined = "partner-joined";
    private const string PartnerFollowed = "partner-followed";
    private const string WorkHereBegins = "work-here-begins";
    private const string HomeHereBegins = "home-here-begins";

    public static ResidenceKind Spec { get; } =
        new("split-year", head => new SplitYearRule(head))
        {
            About = QuestionAbout.Year,
            AskedWith =
            [
                Facts.OverseasWorkStartsOn,
                Facts.OverseasWorkEndsOn,
                Facts.UkWorkStartsOn,
                Facts.UkHomesCeasedOn,
                Facts.PartnerUkPartStartsOn,
                Facts.MovedToJoinPartnerOn,
                Facts.MovedAbroadToJoinPartnerOn,
                Facts.NextYearIsSplitDeclared,
            ],
            Reads =
            [
                Facts.ResidentPriorYearDeclared,
                Facts.ResidentNextYearDeclared,
                Facts.OverseasWorkStartsOn,
                Facts.OverseasWorkEndsOn,
                Facts.UkWorkStartsOn,
                Facts.UkDaysAfterDeparture,
                Facts.Over3hUkDaysAfterDeparture,
                Facts.UkDaysBeforeUkPart,
                Facts.Over3hUkDaysBeforeUkPart,
                Facts.Overseas3MetNextYearDeclared,
                Facts.Overseas3MetPriorYearDeclared,
                Facts.ResidentIn4YearsBeforePriorDeclared,
                Facts.Homes,
                Facts.UkHomesCeasedOn,
                Facts.SufficientLinkCountry,
                Facts.SufficientLinkWithin6MonthsDeclared,
                Facts.SufficientUkTiesBeforeDeclared,
                Facts.PartnerUkPartStartsOn,
                Facts.MovedToJoinPartnerOn,
                Facts.PartnerFallsInCase1Declared,
                Facts.PartnerOverseasPartStartsOn,
                Facts.MovedAbroadToJoinPartnerOn,
                Facts.LivesMostlyAbroadAfterDepartureDeclared,
                Facts.FullTimeUkWorkFromStartDeclared,
                Facts.UkHomeKeptNextYearDeclared,
                Facts.NextYearIsSplitDeclared,
            ],
            Verdict = Verdict.SplitYear,
            Parameters = [("year-starts", ParameterUnit.MonthDay), ("home-given-up-below-days", ParameterUnit.Days)],
            Tests =
            [
                WorkAbroadBegins,
                PartnerFollowed,
                HomeGivenUp,
                HomesOnlyHere,
                WorkHereBegins,
                WorkAbroadEnds,
                PartnerJoined,
                HomeHereBegins,
            ],
            Uses = [new("part-year-limits", typeof(PartYearLimitsRule))],
        };

    // Whether anything is recorded matters, wherever it is.
    internal override bool ReadsStaysIn(string country, string? place) => true;

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var year = TaxYears.Asked(this, question, values);
        var facts = new SplitYearFacts(this, question, year);

        var cases = new SplitYearCases
        {
            Departures =
            [
                StartOfWorkAbroad(question, values, year, facts),
                FollowingPartner(question, values, year, facts),
                EndOfHomeHere(question, values, facts),
            ],
            Prevailing = [EndOfWorkAbroad(question, values, year, facts), JoiningPartner(question, values, year, facts)],
            StartOfWorkHere = StartOfWorkHere(question, facts),
            Homes = [HomeOnlyHere(question, facts), StartOfHomeHere(question, facts)],
            WorkHereUntold = question.Get(Facts.FullTimeUkWorkFromStartDeclared) is null
                ? question.Get(Facts.UkWorkStartsOn)
                : null,
            HomeHereUntold = question.Get(Facts.NextYearIsSplitDeclared) is null ? facts.HomeHereFrom : null,
            HomeHereCanSplit = facts.HomeHereIsFirst && facts.Splits(facts.HomeHereFrom),
        };
        var (first, reason) = cases.Decide();
        var found = reason == SplitYearCases.Found ? first : null;
        var (leaves, arrives) = found is { IsDeparture: true } ? (found.Day, (LocalDate?)null) : (null, found?.Day);
        var figures = found ?? cases.All.FirstOrDefault(one => one.Day is not null);
        return new ResidenceAnswer()
            .Add("split_year_case", found is null ? null : int.Parse(Test(found.Test), CultureInfo.InvariantCulture))
            .Add("overseas_part_starts", leaves)
            .Add("uk_part_ends", leaves?.PlusDays(-1))
            .Add("uk_part_starts", arrives)
            .Add("overseas_part_ends", arrives?.PlusDays(-1))
            .Add("days_counted", figures is null ? facts.DaysInYear : figures.Days)
            .Add("permitted_uk_workdays", figures?.PermittedWorkdays)
            .Add("permitted_uk_days", figures?.PermittedDays)
            .Because(reason, first is null ? "" : Test(first.Test), first?.Day is { } day ? day : "");
    }

    /// <summary>Full-time work abroad begins.</summary>
    private SplitYearCase StartOfWorkAbroad(ResidenceQuestion question, ValuesInForce values, TaxYear year, SplitYearFacts facts)
    {
        if (question.Get(Facts.OverseasWorkStartsOn) is not { } starts)
        {
            return new(WorkAbroadBegins, true, null, InPlay(facts.WorksAbroadAfter, facts.WasResident));
        }

        if (!facts.Splits(starts))
        {
            return new(WorkAbroadBegins, true, null, false);
        }

        var limits = Linked<PartYearLimitsRule>("part-year-limits").AfterWorkAbroadBegins(starts, year, values);
        var days = facts.DaysFrom(starts);
        var workdays = question.Get(Facts.Over3hUkDaysAfterDeparture);
        var met = Possible.All(
            facts.WasResident,
            facts.WorksAbroadAfter,
            AtMost(days, limits.Days, facts.LengthFrom(starts)),
            AtMost(workdays, limits.Workdays, facts.LengthFrom(starts))
        );
        return new(WorkAbroadBegins, true, starts, met)
        {
            Days = days,
            PermittedDays = limits.Days,
            PermittedWorkdays = limits.Workdays,
        };
    }

    /// <summary>The only home here is given up.</summary>
    private SplitYearCase EndOfHomeHere(ResidenceQuestion question, ValuesInForce values, SplitYearFacts facts)
    {
        var link =
            question.Get(Facts.SufficientLinkCountry) == Country
                ? false
                : question.Get(Facts.SufficientLinkWithin6MonthsDeclared);
        if (question.Get(Facts.UkHomesCeasedOn) is not { } ceased)
        {
            return new(HomeGivenUp, true, null, InPlay(link, Possible.All(facts.WasResident, !facts.WillBeResident)));
        }

        if (!facts.Splits(ceased))
        {
            return new(HomeGivenUp, true, null, false);
        }

        var days = facts.DaysFrom(ceased);
        var few = AtMost(days, values.Number("home-given-up-below-days") - 1, facts.LengthFrom(ceased));
        return new(HomeGivenUp, true, ceased, Possible.All(facts.WasResident, !facts.WillBeResident, few, link)) { Days = days };
    }

    /// <summary>Full-time work abroad ends.</summary>
    private SplitYearCase EndOfWorkAbroad(ResidenceQuestion question, ValuesInForce values, TaxYear year, SplitYearFacts facts)
    {
        var person = Possible.All(
            facts.WorkedAbroadBefore,
            !facts.WasResident,
            question.Get(Facts.ResidentIn4YearsBeforePriorDeclared),
            facts.WillBeResident
        );
        if (question.Get(Facts.OverseasWorkEndsOn) is not { } ends)
        {
            return new(WorkAbroadEnds, false, null, InPlay(facts.WorkedAbroadBefore, person));
        }

        var starts = ends.PlusDays(1);
        if (!facts.Splits(starts))
        {
            return new(WorkAbroadEnds, false, null, false);
        }

        var limits = Linked<PartYearLimitsRule>("part-year-limits").BeforeReturn(starts, year, values);
        var days = facts.DaysBefore(starts);
        var met = Possible.All(
            person,
            AtMost(days, limits.Days, facts.LengthBefore(starts)),
            AtMost(question.Get(Facts.Over3hUkDaysBeforeUkPart), limits.Workdays, facts.LengthBefore(starts))
        );
        return new(WorkAbroadEnds, false, starts, met)
        {
            Days = days,
            PermittedDays = limits.Days,
            PermittedWorkdays = limits.Workdays,
        };
    }

    /// <summary>A partner who came back is joined: the later of the beginning of the partner's part here and the move.</summary>
    private SplitYearCase JoiningPartner(ResidenceQuestion question, ValuesInForce values, TaxYear year, SplitYearFacts facts)
    {
        var partner = question.Get(Facts.PartnerUkPartStartsOn);
        var moved = question.Get(Facts.MovedToJoinPartnerOn);
        var person = Possible.All(!facts.WasResident, facts.WillBeResident);
        if (partner is null && moved is null)
        {
            return new(PartnerJoined, false, null, false);
        }

        if (partner > year.To || moved > year.To)
        {
            return new(PartnerJoined, false, null, false);
        }

        if (partner is null || moved is null)
        {
            return new(PartnerJoined, false, null, Possible.All(person, null));
        }

        var starts = LocalDate.Max(partner.Value, moved.Value);
        if (!facts.Splits(starts))
        {
            return new(PartnerJoined, false, null, false);
        }

        var limit = Linked<PartYearLimitsRule>("part-year-limits").DaysBeforeJoining(starts, year, values);
        var days = facts.DaysBefore(starts);
        return new(PartnerJoined, false, starts, Possible.All(person, AtMost(days, limit, facts.LengthBefore(starts))))
        {
            Days = days,
            PermittedDays = limit,
        };
    }

    /// <summary>From some day on all homes are here.</summary>
    private static SplitYearCase HomeOnlyHere(ResidenceQuestion question, SplitYearFacts facts) =>
        facts.HomesOnlyHereFrom is { } starts && facts.Splits(starts)
            ? new(
                HomesOnlyHere,
                false,
                starts,
                Possible.All(!facts.WasResident, !question.Get(Facts.SufficientUkTiesBeforeDeclared))
            )
            {
                Days = facts.DaysBefore(starts),
            }
            : new(HomesOnlyHere, false, null, false);

    /// <summary>A partner who works abroad is followed: the later of the beginning of the partner's part abroad, if it is of this year, and the move.</summary>
    private SplitYearCase FollowingPartner(ResidenceQuestion question, ValuesInForce values, TaxYear year, SplitYearFacts facts)
    {
        var partner = question.Get(Facts.PartnerFallsInCase1Declared);
        if (question.Get(Facts.MovedAbroadToJoinPartnerOn) is not { } moved)
        {
            return new(PartnerFollowed, true, null, InPlay(partner, Possible.All(facts.WasResident, !facts.WillBeResident)));
        }

        var person = Possible.All(
            facts.WasResident,
            !facts.WillBeResident,
            partner,
            question.Get(Facts.LivesMostlyAbroadAfterDepartureDeclared)
        );
        if (question.Get(Facts.PartnerOverseasPartStartsOn) is not { } partnerLeaves)
        {
            return new(PartnerFollowed, true, null, facts.Splits(moved) ? Possible.All(person, null) : false);
        }

        var starts = LocalDate.Max(moved, partnerLeaves);
        if (!facts.Splits(starts) || moved < year.From)
        {
            return new(PartnerFollowed, true, null, false);
        }

        var limit = Linked<PartYearLimitsRule>("part-year-limits").DaysAfterFollowing(starts, year, values);
        var days = facts.DaysFrom(starts);
        return new(PartnerFollowed, true, starts, Possible.All(person, AtMost(days, limit, facts.LengthFrom(starts))))
        {
            Days = days,
            PermittedDays = limit,
        };
    }

    /// <summary>Full-time work here begins, with 365 days that somebody found to be full-time work.</summary>
    private static SplitYearCase StartOfWorkHere(ResidenceQuestion question, SplitYearFacts facts)
    {
        var fullTime = question.Get(Facts.FullTimeUkWorkFromStartDeclared);
        return question.Get(Facts.UkWorkStartsOn) is not { } starts
                ? new(WorkHereBegins, false, null, InPlay(fullTime, !facts.WasResident))
            : fullTime is null || !facts.Splits(starts) ? new(WorkHereBegins, false, null, false)
            : new(
                WorkHereBegins,
                false,
                starts,
                Possible.All(!facts.WasResident, fullTime, !question.Get(Facts.SufficientUkTiesBeforeDeclared))
            )
            {
                Days = facts.DaysBefore(starts),
            };
    }

    /// <summary>The first home here begins, and there is one to the end of the year after.</summary>
    private static SplitYearCase StartOfHomeHere(ResidenceQuestion question, SplitYearFacts facts) =>
        question.Get(Facts.NextYearIsSplitDeclared) is { } nextIsSplit
        && facts is { HomeHereIsFirst: true, HomeHereFrom: { } starts }
        && facts.Splits(starts)
            ? new(
                HomeHereBegins,
                false,
                starts,
                Possible.All(
                    !facts.WasResident,
                    facts.WillBeResident,
                    !nextIsSplit,
                    facts.HomeKeptNextYear,
                    !question.Get(Facts.SufficientUkTiesBeforeDeclared)
                )
            )
            {
                Days = facts.DaysBefore(starts),
            }
            : new(HomeHereBegins, false, null, false);

    /// <summary>A case whose day nobody told of is open when a finding speaks for it and nothing against it, and otherwise not in play.</summary>
    private static bool? InPlay(bool? finding, bool? rest) => finding is true ? Possible.All(rest, null) : false;

    /// <summary>Whether a number of days keeps a limit; an unknown one does when the whole part is no longer.</summary>
    private static bool? AtMost(int? number, int limit, int length) =>
        number is { } known ? known <= limit
        : length <= limit ? true
        : null;
}

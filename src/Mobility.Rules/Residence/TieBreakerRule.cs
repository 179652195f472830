namespace Mobility.Rules.Residence;

/// <summary>
/// Of which state a person resident in two is a resident for the treaty between them: permanent home, centre of vital interests, habitual abode,
/// nationality, and at last the agreement of the authorities: kind <c>tie-breaker</c>. The domestic answers are taken as given and not changed.
/// </summary>
internal sealed class TieBreakerRule(ResidenceHead head) : ResidenceRule(head)
{
    private const string PermanentHome = "permanent-home";
    private const string VitalInterests = "vital-interests";
    private const string HabitualAbode = "habitual-abode";
    private const string Nationality = "nationality";

    public static ResidenceKind Spec { get; } =
        new("tie-breaker", head => new TieBreakerRule(head))
        {
            About = QuestionAbout.Facts,
            AskedWith = [Facts.ResidentInHomeCountry, Facts.ResidentInHostCountry, Facts.PermanentHomeCountries],
            Reads =
            [
                Facts.HomeCountry,
                Facts.HostCountry,
                Facts.ResidentInHomeCountry,
                Facts.ResidentInHostCountry,
                Facts.PermanentHomeCountries,
                Facts.VitalInterestsCountry,
                Facts.VitalInterestsUndeterminable,
                Facts.HabitualAbodeCountries,
                Facts.Citizenships,
            ],
            Verdict = Verdict.None,
            Tests = ["one-state", PermanentHome, VitalInterests, HabitualAbode, Nationality],
        };

    internal override string? PlaceOf(FactSet facts) => facts.Has(Facts.HostCountry) ? facts.Get(Facts.HostCountry) : null;

    internal override ResidenceAnswer Decide(ResidenceQuestion question, ValuesInForce values)
    {
        var home =
            question.Get(Facts.HomeCountry)
            ?? throw new QuestionException("'home_country' is missing: the rule cannot be asked without it.");
        var host = question.Get(Facts.HostCountry);
        var answer = new ResidenceAnswer();
        var both = Possible.All(question.Get(Facts.ResidentInHomeCountry), question.Get(Facts.ResidentInHostCountry));
        if (both is false)
        {
            return OneState(question, answer, home, host);
        }

        var found = Walk(question, new(answer, home, host));
        if (both is null)
        {
            // If one of the states does not hold the person for a resident, there is nothing to break.
            return answer
                .Because("residence.tie.dual-unknown")
                .Add("treaty_residence_country", null)
                .Add("mutual_agreement", null)
                .Add("test_met", null);
        }

        return answer
            .Add("treaty_residence_country", found.Country)
            .Add("mutual_agreement", found.IsOpen ? null : found.Country is null)
            .Add("test_met", found.Country is null ? null : Test(found.Test!));
    }

    private ResidenceAnswer OneState(ResidenceQuestion question, ResidenceAnswer answer, string home, string host)
    {
        var (atHome, atHost) = (question.Get(Facts.ResidentInHomeCountry), question.Get(Facts.ResidentInHostCountry));
        var only =
            atHome is true ? home
            : atHost is true ? host
            : null;
        return (
            only is null
                ? answer.Because("residence.tie.no-state")
                : answer.Because("residence.tie.one-state", ExplanationArgument.Country(only))
        )
            .Add("treaty_residence_country", only)
            .Add("mutual_agreement", false)
            .Add("test_met", only is null ? null : Test("one-state"));
    }

    /// <summary>The tests in their order, up to the one that decides or hangs on something unknown.</summary>
    private static Found Walk(ResidenceQuestion question, Steps steps)
    {
        var homes = question.Get(Facts.PermanentHomeCountries);
        var found = steps.OneOf(1, PermanentHome, homes);
        if (!found.IsEnd && homes!.Contains(steps.Home))
        {
            found = steps.OneOf(2, VitalInterests, VitalInterestsIn(question));
        }

        found = found.IsEnd ? found : steps.OneOf(3, HabitualAbode, question.Get(Facts.HabitualAbodeCountries));
        found = found.IsEnd ? found : steps.OneOf(4, Nationality, question.Get(Facts.Citizenships));
        if (!found.IsEnd)
        {
            steps.Answer.Because("residence.tie.mutual-agreement");
        }

        return found;
    }

    /// <summary>The state of the centre of vital interests; none where it cannot be determined; null where nobody has said.</summary>
    private static IReadOnlyList<string>? VitalInterestsIn(ResidenceQuestion question) =>
        question.Get(Facts.VitalInterestsUndeterminable) is true ? []
        : question.Get(Facts.VitalInterestsCountry) is { } country ? [country]
        : null;

    /// <summary>What a test found: one of the states, neither, or that it hangs on something unknown.</summary>
    private sealed record Found(string? Country, string? Test, bool IsOpen)
    {
        /// <summary>Whether the next test is not asked any more.</summary>
        public bool IsEnd => IsOpen || Country is not null;
    }

    private sealed record Steps(ResidenceAnswer Answer, string Home, string Host)
    {
        /// <summary>The state that is alone in a list; neither when both or none are in it.</summary>
        public Found OneOf(int number, string test, IReadOnlyList<string>? countries)
        {
            var step = (Fraction)number;
            var name = ExplanationArgument.Phrase($"residence.tie.{test}");
            if (countries is null)
            {
                Answer.Because("residence.tie.unknown", step, name);
                return new(null, test, IsOpen: true);
            }

            var (atHome, atHost) = (countries.Contains(Home), countries.Contains(Host));
            if (atHome != atHost)
            {
                var country = atHome ? Home : Host;
                Answer.Because("residence.tie.decides", step, name, ExplanationArgument.Country(country));
                return new(country, test, IsOpen: false);
            }

            Answer.Because(atHome ? "residence.tie.both" : "residence.tie.neither", step, name);
            return new(null, test, IsOpen: false);
        }
    }
}

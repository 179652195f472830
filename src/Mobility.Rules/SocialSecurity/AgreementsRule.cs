using Mobility.Rules.TripChecks;
using NodaTime;

namespace Mobility.Rules.SocialSecurity;

/// <summary>
/// The agreements of one state with others, as that state's side tells them: kind <c>social-security-agreements</c>. A term holds in both directions. A partner of
/// whom only is known that the agreement is in force (<c>in-force</c>) has the usual term, where the file has one.
/// </summary>
public sealed class AgreementsRule : TripRule
{
    internal const string InForce = "in-force";
    internal const string Usual = "usual-term";

    internal AgreementsRule(TripRuleHead head)
        : base(head) { }

    internal static TripRuleKind Spec { get; } =
        new("social-security-agreements", head => new AgreementsRule(head))
        {
            Optional =
            [
                (Usual, ParameterUnit.PostingTerm),
                ("issue-days", ParameterUnit.Days),
                ("not-before", ParameterUnit.Period),
            ],
            OptionalLists = [InForce],
            Names = ["certificate"],
            HasPartners = true,
        };

    /// <summary>Name of a partner among the parameters.</summary>
    internal static string Partner(string country) => $"partner-{country}";

    /// <summary>The agreement with a partner on a day; null when the file does not say whether there is one.</summary>
    /// <param name="partner">ISO 3166 alpha-2 code.</param>
    /// <param name="on">First day of work.</param>
    public PostingTerm? With(string partner, LocalDate on) =>
        on < CoversFrom ? null
        : ValueOn(Partner(partner), on) is { Term: { } own } ? own
        : !IsListed(InForce, partner, on) ? null
        : ValueOn(Usual, on)?.Term ?? new(AgreementState.Unread, null);

    /// <summary>What this side says of a partner.</summary>
    internal TripRuleUsed UsedFor(string partner, LocalDate on) =>
        ValueOn(Partner(partner), on) is null
            ? Used(on, Usual, "issue-days", "not-before")
            : Used(on, Partner(partner), "issue-days", "not-before");

    internal override IReadOnlyList<KeyValuePair<string, object?>> Answer(Destination destination)
    {
        var (home, host, on) = (destination.Home, destination.Country, destination.From);
        var partner = home == Jurisdiction ? host : home;
        var term = partner is not null && (home == Jurisdiction || host == Jurisdiction) ? With(partner, on) : null;
        var found = term is null
            ? null
            : new Agreement
            {
                Home = home!,
                Host = host,
                Term = term,
                Certificate = home == Jurisdiction ? Names["certificate"] : null,
                Rules = [],
            };
        return
        [
            .. Agreement.Results(found, destination),
            Result("ask-by", ValueOn("issue-days", on) is { } days ? on.PlusDays(-(int)days.Number.Floor()) : null),
            Result("ask-from", ValueOn("not-before", on) is { Period: { } before } ? on + before : null),
        ];
    }
}

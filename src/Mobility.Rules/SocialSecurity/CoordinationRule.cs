using Mobility.Rules.Calendars;
using Mobility.Rules.TripChecks;
using NodaTime;

namespace Mobility.Rules.SocialSecurity;

/// <summary>
/// Several states that coordinate their social security, or such a group and one state beside it (<c>counterparties</c>): kind
/// <c>social-security-coordination</c>. Whoever is posted stays insured at home for the longest posting, and a certificate proves it.
/// </summary>
public sealed class CoordinationRule : TripRule
{
    internal const string Members = "members";
    internal const string Counterparties = "counterparties";

    internal CoordinationRule(TripRuleHead head)
        : base(head) { }

    internal static TripRuleKind Spec { get; } =
        new("social-security-coordination", head => new CoordinationRule(head))
        {
            Parameters = [("longest-posting", ParameterUnit.PostingTerm)],
            Optional = [("gap", ParameterUnit.Period), ("substantial-part", ParameterUnit.Fraction)],
            Lists = [Members],
            OptionalLists = [Counterparties],
            Names = ["certificate"],
        };

    /// <summary>The agreement between two states on a day; null when this is none between them.</summary>
    /// <param name="home">ISO 3166 alpha-2 code of the state of insurance.</param>
    /// <param name="host">ISO 3166 alpha-2 code of the state of work.</param>
    /// <param name="on">First day of work.</param>
    public Agreement? Between(string home, string host, LocalDate on) =>
        on >= CoversFrom
        && (
            Lists.ContainsKey(Counterparties)
                ? (IsListed(Members, home, on) && IsListed(Counterparties, host, on))
                    || (IsListed(Counterparties, home, on) && IsListed(Members, host, on))
                : IsListed(Members, home, on) && IsListed(Members, host, on)
        )
        && ValueOn("longest-posting", on) is { Term: { } term }
            ? new()
            {
                Home = home,
                Host = host,
                Term = term,
                Certificate = Names["certificate"],
                Rules = [Used(on, "longest-posting", "gap", "substantial-part")],
                Assumes = Assumes,
            }
            : null;

    internal override IReadOnlyList<KeyValuePair<string, object?>> Answer(Destination destination) =>
        [
            .. Agreement.Results(
                destination.Home is { } home ? Between(home, destination.Country, destination.From) : null,
                destination
            ),
            Result(
                "new-posting-from",
                ValueOn("gap", destination.To) is { Period: { } gap }
                    ? CalendarPeriods.LastDay(destination.To.PlusDays(1), gap).PlusDays(1)
                    : null
            ),
            Result("substantial-part", ValueOn("substantial-part", destination.From)?.Written),
        ];
}

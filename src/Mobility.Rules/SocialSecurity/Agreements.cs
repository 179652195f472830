using Mobility.Rules.TripChecks;
using NodaTime;

namespace Mobility.Rules.SocialSecurity;

/// <summary>Every agreement of the book between two states.</summary>
public sealed class Agreements
{
    private readonly IReadOnlyList<CoordinationRule> _coordinations;
    private readonly IReadOnlyDictionary<string, AgreementsRule> _tables;

    internal Agreements(IEnumerable<Rule> rules)
    {
        var all = rules.ToList();
        _coordinations = all.OfType<CoordinationRule>().ToList();
        _tables = all.OfType<AgreementsRule>().DistinctBy(rule => rule.Jurisdiction).ToDictionary(rule => rule.Jurisdiction);
    }

    /// <summary>
    /// The agreement under which somebody insured in one state may be posted to another; null when the book does not say whether there is one. A coordination of
    /// several states goes before agreements between two. Of these, both sides are read: a term that one side has read is used where the other has none; where
    /// both have one, the shorter is, and both are named.
    /// </summary>
    /// <param name="home">ISO 3166 alpha-2 code of the state of insurance.</param>
    /// <param name="host">ISO 3166 alpha-2 code of the state of work.</param>
    /// <param name="on">First day of work.</param>
    public Agreement? Between(string home, string host, LocalDate on)
    {
        if (_coordinations.Select(rule => rule.Between(home, host, on)).FirstOrDefault(found => found is not null) is { } joint)
        {
            return joint;
        }

        var own = _tables.GetValueOrDefault(home);
        var sides = new[] { (Rule: own, Partner: host), (Rule: _tables.GetValueOrDefault(host), Partner: home) }
            .Select(side => (side.Rule, side.Partner, Term: side.Rule?.With(side.Partner, on)))
            .Where(side => side.Term is not null)
            .ToList();
        return sides.Count == 0
            ? null
            : new()
            {
                Home = home,
                Host = host,
                Term = sides.Select(side => side.Term!).MinBy(term => Rank(term, on))!,
                Certificate = own?.Names["certificate"],
                IssueDays = own?.ValueOn("issue-days", on) is { } days ? (int)days.Number.Floor() : null,
                NotBefore = own?.ValueOn("not-before", on)?.Period,
                Rules = sides.Select(side => side.Rule!.UsedFor(side.Partner, on)).ToList(),
                Assumes = sides.SelectMany(side => side.Rule!.Assumes).Distinct().ToList(),
            };
    }

    private static (int, LocalDate) Rank(PostingTerm term, LocalDate on) =>
        term.State switch
        {
            AgreementState.None => (0, default),
            AgreementState.Limited => (1, term.LastDay(on)!.Value),
            AgreementState.Unlimited => (2, default),
            _ => (3, default),
        };
}

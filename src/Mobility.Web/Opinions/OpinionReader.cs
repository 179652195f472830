using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.Opinions;
using Mobility.Web.People;
using Mobility.Web.Shared.Findings;
using NodaTime;

namespace Mobility.Web.Opinions;

/// <summary>Puts the advisers' opinions beside the findings they are about.</summary>
public sealed class OpinionReader(MobilityDbContext db, CurrentPerson person)
{
    /// <summary>Opinions about some people that were not withdrawn; of what was known at an instant where that is asked.</summary>
    public async Task<ILookup<Guid, Opinion>> OfAsync(
        IReadOnlyCollection<Guid> people,
        Instant? knownAt,
        CancellationToken cancellation
    )
    {
        var opinions = db.Opinions.AsNoTracking().Where(o => people.Contains(o.PersonId));
        opinions = knownAt is { } at
            ? opinions.Where(o => o.GivenAt <= at && (o.WithdrawnAt == null || o.WithdrawnAt > at))
            : opinions.Where(o => o.WithdrawnAt == null);
        var rows = await opinions.OrderBy(o => o.GivenAt).ToListAsync(cancellation);
        // What was known then: an opinion withdrawn later still stood.
        rows.ForEach(o => o.WithdrawnAt = null);
        return rows.ToLookup(o => o.PersonId);
    }

    /// <summary>The findings of a person with the opinions about them, the latest first, and the way to give one.</summary>
    public IReadOnlyList<FindingView> Beside(
        IEnumerable<FindingView> findings,
        IEnumerable<Opinion> opinions,
        string number,
        LocalDate today
    )
    {
        var byRule = opinions.ToLookup(o => o.RuleId);
        return [.. findings.Select(f => Beside(f, byRule[f.Finding.RuleId], number, today))];
    }

    private FindingView Beside(FindingView view, IEnumerable<Opinion> opinions, string number, LocalDate today)
    {
        var viewer = person.Viewer;
        var mark = OpinionMark.Of(view.Finding);
        return view with
        {
            Opinions = [.. opinions.Reverse().Select(o => OpinionView.Of(o, mark, today, viewer, number))],
            GiveOpinionHref =
                CaseAccess.Allows(viewer, CaseRight.GiveOpinion) && view.Rule?.IsFor(viewer.Kind) == true
                    ? $"/cases/{number}/opinions/new?rule={Uri.EscapeDataString(view.Finding.RuleId)}"
                    : null,
        };
    }
}

using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Rules.Permits;

/// <summary>Time without a sponsor held against its limits.</summary>
/// <param name="Each">Days of each gap that count, in the order given.</param>
/// <param name="Total">Their sum.</param>
/// <param name="IsBreach">Whether one gap, or the sum, is over its limit.</param>
public sealed record GapsFound(IReadOnlyList<int> Each, int Total, bool IsBreach);

/// <summary>Limits on the time between sponsors: of one gap and of all together.</summary>
public static class SponsorGaps
{
    /// <summary>Holds gaps against the limits.</summary>
    /// <param name="gaps">Days without work for a sponsor, both ends included.</param>
    /// <param name="countedFrom">Days before it do not count.</param>
    /// <param name="limitEach">The most days of one gap.</param>
    /// <param name="limitTotal">The most days of all; null for no such limit.</param>
    public static GapsFound Of(IReadOnlyList<DateInterval> gaps, LocalDate countedFrom, int limitEach, int? limitTotal)
    {
        var each = gaps.Select(gap => DaySets.Of([gap]).Between(countedFrom, LocalDate.Max(gap.End, countedFrom))).ToList();
        var total = each.Sum();
        return new(each, total, each.Exists(days => days > limitEach) || total > limitTotal);
    }
}

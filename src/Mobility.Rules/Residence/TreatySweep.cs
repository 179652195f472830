using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>The days of presence in one host state in any twelve months.</summary>
/// <param name="Largest">The most days in twelve months that end in the period.</param>
/// <param name="FirstOver">Last day of the first of them with more days than allowed; null if there are none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct HostTotal(int Largest, LocalDate? FirstOver);

/// <summary>
/// The days of presence in host states in every twelve months that end in a period, for one person after another and without reasons: what a rule of
/// kind <c>treaty-days</c> says under a clause on any twelve months and without further facts. Safe to share between threads.
/// </summary>
public sealed class TreatySweep
{
    private readonly FrozenDictionary<string, int> _hosts;
    private readonly LocalDate _last;
    private readonly int _most;
    private readonly WindowSpan[] _spans;

    /// <summary>Looks up the most days that are allowed.</summary>
    /// <param name="rule">A rule of kind <c>treaty-days</c>.</param>
    /// <param name="hosts">ISO 3166 alpha-2 codes of the host states, each once.</param>
    /// <param name="from">Last day of the first twelve months (inclusive).</param>
    /// <param name="to">Last day of the last twelve months (inclusive), whose law decides; a stay without a departure lasts until it.</param>
    /// <exception cref="ArgumentException">The rule is of another kind or does not cover the last day, the period is empty, or a host is named twice.</exception>
    public TreatySweep(Rule rule, IReadOnlyList<string> hosts, LocalDate from, LocalDate to)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(hosts);
        if (rule is not TreatyDaysRule || to < from || to < rule.CoversFrom)
        {
            throw new ArgumentException(
                $"'{rule.Id}' does not count the days of {IsoDate.Write(from)} to {IsoDate.Write(to)} in twelve months.",
                nameof(rule)
            );
        }

        _hosts = hosts.Index().ToDictionary(host => host.Item, host => host.Index).ToFrozenDictionary();
        _last = to;
        _most = new ValuesInForce(rule, to).Number(TreatyDaysRule.MostDays);
        _spans = TwelveMonths.Spans(from, to, Period.FromYears(1)).ToArray();
    }

    /// <summary>Counts one person's record.</summary>
    /// <param name="record">What is recorded about the person.</param>
    /// <param name="totals">Where to write the totals, one for each host state, in the order in which they were given.</param>
    /// <exception cref="ArgumentException">A stay in a host state ends before it begins, or there are fewer places than host states.</exception>
    public void Count(TravelRecord record, Span<HostTotal> totals)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (totals.Length < _hosts.Count)
        {
            throw new ArgumentException($"There are {_hosts.Count} host states and {totals.Length} places.", nameof(totals));
        }

        var room = record.Stays.Count;
        var rented = ArrayPool<Run>.Shared.Rent(_hosts.Count * room);
        var runs = rented.AsSpan();
        Span<int> counts = stackalloc int[_hosts.Count];
        for (var i = 0; i < room; i++)
        {
            var stay = record.Stays[i];
            if (_hosts.TryGetValue(stay.Country, out var host) && TreatyCount.IsPresence(stay, stay.Country))
            {
                stay.Check(nameof(record));
                runs[(host * room) + counts[host]++] = Presence.Of(stay, DayConvention.AnyPartOfDay, _last);
            }
        }

        for (var host = 0; host < counts.Length; host++)
        {
            totals[host] = Count(DaySet.Merge(runs.Slice(host * room, counts[host])));
        }

        ArrayPool<Run>.Shared.Return(rented);
    }

    private HostTotal Count(DaySet days)
    {
        var largest = 0;
        int? over = null;
        foreach (var span in _spans)
        {
            var most = days.LargestWindow(span.From, span.To, span.Length);
            largest = Math.Max(largest, most);
            over ??= most > _most ? days.FirstWindowOver(span.From, span.To, span.Length, _most) : null;
        }

        return new(largest, over is { } day ? DaySet.Date(day) : null);
    }
}

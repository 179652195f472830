using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>
/// The totals of a <see cref="RollingWindowRule"/> on every day of a period, for one person after another and without reasons: what
/// <see cref="RollingWindowRule.Evaluate"/> says on each of those days, from the same ledger. Citizenships are not looked at. Safe to share between threads.
/// </summary>
public sealed class RollingWindowSweep
{
    private readonly RollingWindowRule _rule;
    private readonly List<(int From, int To, int Limit, int Window)> _laws = [];
    private readonly int _from;
    private readonly int _to;
    private readonly int _earliest;

    /// <summary>Looks up the values of a period.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="from">First day examined (inclusive).</param>
    /// <param name="to">Last day examined (inclusive); days recorded after it are not read, and a stay without a departure lasts until it.</param>
    /// <exception cref="ArgumentException">The period is empty, or the rule has no values on one of its days.</exception>
    public RollingWindowSweep(RollingWindowRule rule, LocalDate from, LocalDate to)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (to < from || from < rule.CoversFrom)
        {
            throw new ArgumentException(
                $"'{rule.Id}' does not cover {IsoDate.Write(from)} to {IsoDate.Write(to)}.",
                nameof(from)
            );
        }

        _rule = rule;
        (_from, _to) = (DayLedger.Number(from), DayLedger.Number(to));
        var law = new RollingWindowLaw(rule, new(lawOn: null));
        for (var day = _from; day <= _to; day = _laws[^1].To + 1)
        {
            var (limit, window) =
                law.On(day)
                ?? throw new ArgumentException(
                    $"'{rule.Id}' has no values on {IsoDate.Write(DayLedger.Date(day))}.",
                    nameof(from)
                );
            _laws.Add((day, Math.Min(_to, law.Until(day)), limit, window));
        }

        _earliest = _laws.Min(span => span.From - span.Window + 1);
    }

    /// <summary>Reads one person's record.</summary>
    /// <exception cref="ArgumentException">A stay or span ends before it begins.</exception>
    public Totals Read(TravelRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new(this, DayLedger.Read(_rule, record, _to, _earliest, _to));
    }

    /// <summary>What a rolling-window rule counts of one person's record.</summary>
    public sealed class Totals
    {
        private readonly RollingWindowSweep _sweep;
        private readonly DayLedger _ledger;

        internal Totals(RollingWindowSweep sweep, DayLedger ledger) => (_sweep, _ledger) = (sweep, ledger);

        /// <summary>The days that certainly count in the window that ends on each day, from a day on.</summary>
        /// <param name="from">Last day of the first window (inclusive).</param>
        /// <param name="totals">Where to write them, one for each day.</param>
        /// <exception cref="ArgumentException">One of the days is not in the period of the sweep.</exception>
        public void Used(LocalDate from, Span<int> totals) => Write(_ledger.ActualDays, from, totals);

        /// <summary>The same, of the days of which nobody knows whether they count.</summary>
        /// <param name="from">Last day of the first window (inclusive).</param>
        /// <param name="totals">Where to write them, one for each day.</param>
        /// <exception cref="ArgumentException">One of the days is not in the period of the sweep.</exception>
        public void Unknown(LocalDate from, Span<int> totals) => Write(_ledger.UnknownDays, from, totals);

        /// <summary>The first day of the period on which more days are certain than the limit of that day allows; null if there is none.</summary>
        public LocalDate? FirstOver()
        {
            foreach (var law in _sweep._laws)
            {
                if (_ledger.ActualDays.FirstWindowOver(law.From, law.To, law.Window, law.Limit) is { } day)
                {
                    return DayLedger.Date(day);
                }
            }

            return null;
        }

        private void Write(DaySet days, LocalDate from, Span<int> totals)
        {
            var day = DayLedger.Number(from);
            if (day < _sweep._from || day + totals.Length - 1 > _sweep._to)
            {
                throw new ArgumentException(
                    $"The period ends on {IsoDate.Write(DayLedger.Date(_sweep._to))} and begins on {IsoDate.Write(DayLedger.Date(_sweep._from))}.",
                    nameof(from)
                );
            }

            var written = 0;
            foreach (var law in _sweep._laws)
            {
                var length = Math.Min(law.To, day + totals.Length - 1 - written) - Math.Max(law.From, day) + 1;
                if (length > 0)
                {
                    days.Windows(Math.Max(law.From, day), law.Window, totals.Slice(written, length));
                    written += length;
                }
            }
        }
    }
}

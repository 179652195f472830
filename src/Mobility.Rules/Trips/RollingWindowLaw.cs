namespace Mobility.Rules.Trips;

/// <summary>Limit and window of a rolling-window rule, day by day. Kept while neither changes, so that a walk over days looks them up once.</summary>
internal sealed class RollingWindowLaw(RollingWindowRule rule, ValuesUsed values)
{
    private (int Limit, int Window)? _law;
    private int _from = int.MaxValue;
    private int _to = int.MinValue;

    /// <summary>Limit and window on a day; null where the book has none.</summary>
    public (int Limit, int Window)? On(int day)
    {
        if (day < _from || day > _to)
        {
            var date = DayLedger.Date(day);
            (_from, _to) = values.Span(date, rule.AllowedDays, rule.WindowDays);
            _law =
                values.Look(rule.AllowedDays, date) is { State: ParameterState.InForce, Value: { } limit }
                && values.Look(rule.WindowDays, date) is { State: ParameterState.InForce, Value: { } window }
                    ? ((int)limit.Number.Numerator, (int)window.Number.Numerator)
                    : null;
        }

        return _law;
    }

    /// <summary>Last day on which limit and window are those of a day (inclusive).</summary>
    public int Until(int day) => On(day) is null && day > _to ? day : _to;
}

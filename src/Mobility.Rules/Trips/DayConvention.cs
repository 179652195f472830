namespace Mobility.Rules.Trips;

/// <summary>Which dates of a stay count as days. The words are those of a rule file's <c>counts:</c>.</summary>
public enum DayConvention
{
    /// <summary>Every date from arrival to departure, both included.</summary>
    AnyPartOfDay,

    /// <summary>Every date at whose end the person is there: from arrival up to, not including, departure.</summary>
    Midnight,

    /// <summary>Every date strictly between arrival and departure: whole days of 24 hours.</summary>
    FullDay,

    /// <summary>Arrival in, departure out; in and out on one date is in, out and in on one date is out.</summary>
    DepartureOut,
}

namespace Mobility.Rules.Trips;

/// <summary>Which dates of a stay count as days. The words are those of a rule file's <c>counts:</c>.</summary>
public enum DayConvention
{
    /// <summary>Every date from arrival to departure, both included.</summary>
    AnyPartOfDay,

    /// <summary>Every date at whose end the person is there: from arrival up to, not including, departure.</summary>
    Midnight,
}

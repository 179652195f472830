using Mobility.Rules.Deadlines;

namespace Mobility.Rules.TripChecks;

/// <summary>What a rule about trips says of the deadline it makes.</summary>
/// <param name="Severity">How bad it is to miss.</param>
/// <param name="Consequence">What happens if it is missed, in English.</param>
/// <param name="RemindDaysBefore">How many days before the due day to remind, descending.</param>
public sealed record TripDeadline(Severity Severity, string Consequence, IReadOnlyList<int> RemindDaysBefore);

using NodaTime;

namespace Mobility.Casework.Trips;

/// <summary>
/// A journey recorded in the middle of a longer stay elsewhere: the longer stay ends on the day of departure and begins again on the day of
/// return. Both travel days are days in both places.
/// </summary>
public static class MakingRoom
{
    /// <summary>Whether two stays claim more than one shared travel day: then one of them has to give way.</summary>
    public static bool IsNeeded(LocalDate arrive, LocalDate? depart, LocalDate tripArrive, LocalDate? tripDepart)
    {
        var first = LocalDate.Max(arrive, tripArrive);
        var last = LocalDate.Min(depart ?? LocalDate.MaxIsoValue, tripDepart ?? LocalDate.MaxIsoValue);
        // A day trip takes a day of the stay, too, but the person was there before and after it.
        return first < last;
    }

    /// <summary>What is left of a stay around a trip: nothing, one piece or two.</summary>
    public static IEnumerable<(LocalDate Arrive, LocalDate? Depart)> Around(
        LocalDate arrive,
        LocalDate? depart,
        LocalDate tripArrive,
        LocalDate? tripDepart
    )
    {
        if (tripArrive > arrive)
        {
            yield return (arrive, tripArrive);
        }
        if (tripDepart is { } back && !(depart <= back))
        {
            yield return (back, depart);
        }
    }

    /// <summary>Whether a stay may be shortened for a trip: it is a plan, or the trip is a fact. No plan moves a fact.</summary>
    public static bool MayGiveWay(bool stayIsPlanned, bool tripIsPlanned) => stayIsPlanned || !tripIsPlanned;
}

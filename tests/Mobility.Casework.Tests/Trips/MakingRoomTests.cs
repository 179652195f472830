using Mobility.Casework.Trips;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Tests.Trips;

public sealed class MakingRoomTests
{
    [TestCase("2026-11-06", "2026-11-30", "2026-11-10", "2026-11-12", "06..10 12..30", TestName = "In the middle: two pieces")]
    [TestCase(
        "2026-11-06",
        "2026-11-30",
        "2026-11-06",
        "2026-11-12",
        "12..30",
        TestName = "From the first day: what comes after"
    )]
    [TestCase("2026-11-06", "2026-11-30", "2026-11-10", "2026-11-30", "06..10", TestName = "To the last day: what was before")]
    [TestCase("2026-11-06", "2026-11-30", "2026-11-01", "2026-11-12", "12..30", TestName = "Over the beginning")]
    [TestCase("2026-11-06", "2026-11-30", "2026-11-20", "2026-12-05", "06..20", TestName = "Over the end")]
    [TestCase("2026-11-06", "2026-11-30", "2026-11-01", "2026-12-05", "", TestName = "All of it")]
    [TestCase("2026-11-06", "2026-11-30", "2026-11-20", null, "06..20", TestName = "A trip that goes on")]
    [TestCase("2026-11-06", null, "2026-11-10", "2026-11-12", "06..10 12..", TestName = "A stay that goes on goes on")]
    public void Travel_days_belong_to_both(string arrive, string? depart, string tripArrive, string? tripDepart, string left)
    {
        var pieces = MakingRoom.Around(Date(arrive), Maybe(depart), Date(tripArrive), Maybe(tripDepart));

        Assert.That(string.Join(' ', pieces.Select(p => $"{p.Arrive.Day:00}..{p.Depart?.Day:00}")), Is.EqualTo(left));
    }

    [TestCase("2026-11-30", "2026-12-02", false, TestName = "Leaving on the last day: a shared travel day")]
    [TestCase("2026-11-29", "2026-12-02", true, TestName = "Leaving a day before")]
    [TestCase("2026-11-01", "2026-11-06", false, TestName = "Back on the first day")]
    [TestCase("2026-11-01", "2026-11-07", true, TestName = "Back a day later")]
    [TestCase("2026-11-10", "2026-11-10", false, TestName = "There and back in a day")]
    public void One_shared_travel_day_needs_no_room(string tripArrive, string tripDepart, bool needed)
    {
        Assert.That(
            MakingRoom.IsNeeded(Date("2026-11-06"), Date("2026-11-30"), Date(tripArrive), Date(tripDepart)),
            Is.EqualTo(needed)
        );
    }

    [TestCase(true, true, true)]
    [TestCase(true, false, true)]
    [TestCase(false, false, true)]
    [TestCase(false, true, false)]
    public void No_plan_moves_a_fact(bool stayIsPlanned, bool tripIsPlanned, bool may)
    {
        Assert.That(MakingRoom.MayGiveWay(stayIsPlanned, tripIsPlanned), Is.EqualTo(may));
    }

    private static LocalDate Date(string iso) => LocalDatePattern.Iso.Parse(iso).Value;

    private static LocalDate? Maybe(string? iso) => iso is null ? null : Date(iso);
}

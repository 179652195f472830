using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Import;
using NodaTime;

namespace Mobility.Casework.Tests.Trips.Import;

/// <summary>The days that neither a file nor the ledger tells of, and what fills them.</summary>
public sealed class ImportGapTests
{
    [Test]
    public void Days_between_stays_are_told_with_both_ends() =>
        Assert.That(
            Gaps(["Germany,2026-03-14,2026-03-18", "France,2026-03-19,2026-03-20", "Spain,2026-03-22,2026-03-22"]),
            Is.EqualTo(new[] { "2026-03-21..2026-03-21" })
        );

    [Test]
    public void Days_that_the_ledger_knows_are_no_gap() =>
        Assert.That(
            Gaps(
                ["Germany,2026-03-14,2026-03-18", "Spain,2026-04-10,2026-04-12"],
                ("GB", "2026-03-18", "2026-03-31"),
                ("GB", "2026-04-03", "2026-04-05")
            ),
            Is.EqualTo(new[] { "2026-04-01..2026-04-02", "2026-04-06..2026-04-09" })
        );

    [Test]
    public void What_lies_before_the_first_stay_of_the_file_and_after_its_last_is_not_asked() =>
        Assert.That(
            Gaps(["Germany,2026-03-14,2026-03-18"], ("GB", "2025-01-01", "2025-02-01"), ("GB", "2026-10-01", "2026-10-05")),
            Is.Empty
        );

    [Test]
    public void Days_to_come_are_no_gap() =>
        Assert.That(
            Gaps(["Germany,2026-11-10,2026-11-18", "Spain,2026-12-10,2026-12-12"]),
            Is.EqualTo(new[] { "2026-11-19..2026-11-22" })
        );

    [Test]
    public void A_day_that_nobody_had_at_the_date_line_is_no_gap() =>
        Assert.That(Gaps(["US,2026-03-01,2026-03-06", "New Zealand,2026-03-08,2026-03-20"]), Is.Empty);

    [Test]
    public void The_same_day_the_other_way_is_one() =>
        Assert.That(
            Gaps(["New Zealand,2026-03-01,2026-03-06", "US,2026-03-08,2026-03-20"]),
            Is.EqualTo(new[] { "2026-03-07..2026-03-07" })
        );

    [Test]
    public void Arriving_on_the_date_before_one_left_is_no_overlap_over_the_date_line_and_one_elsewhere()
    {
        var overLine = TravelFiles.ReadTrips("New Zealand,2026-03-01,2026-03-06", "US,2026-03-05,2026-03-20");
        var elsewhere = TravelFiles.ReadTrips("Germany,2026-03-01,2026-03-06", "US,2026-03-05,2026-03-20");

        Assert.That((overLine.Overlaps.Total, elsewhere.Overlaps.Total), Is.EqualTo((0, 1)));
    }

    [Test]
    public void Days_at_home_share_the_days_of_travel() =>
        Assert.That(
            Filled([new GapDecision(new(2026, 3, 19), new(2026, 4, 9), "GB")]),
            Is.EqualTo(new[] { "GB 2026-03-18..2026-04-10" })
        );

    [Test]
    public void Who_stayed_did_not_travel() =>
        Assert.That(
            Filled([new GapDecision(new(2026, 3, 19), new(2026, 4, 9), "DE")]),
            Is.EqualTo(new[] { "DE 2026-03-19..2026-04-10" })
        );

    [Test]
    public void Unknown_days_share_nothing() =>
        Assert.That(
            Filled([new GapDecision(new(2026, 3, 19), new(2026, 4, 9), null)]),
            Is.EqualTo(new[] { "? 2026-03-19..2026-04-09" })
        );

    [Test]
    public void Who_is_there_still_has_no_day_of_departure() =>
        Assert.That(
            Filled([new GapDecision(new(2026, 4, 13), new(2026, 11, 22), "ES") { StillThere = true }]),
            Is.EqualTo(new[] { "ES 2026-04-13.." })
        );

    [Test]
    public void Nothing_is_filled_that_is_recorded_already() =>
        Assert.That(Filled([new GapDecision(new(2026, 3, 15), new(2026, 3, 17), "GB")]), Is.Empty);

    private static string[] Gaps(string[] rows, params (string Country, string From, string To)[] ledger)
    {
        var file = TravelFiles.Read(
            string.Join('\n', ["Country,Arrive,Depart", .. rows]),
            new TravelFileOptions { Today = new LocalDate(2026, 11, 22) }
        );
        Assert.That(file.Problems, Is.Empty);
        return
        [
            .. ImportGaps
                .Find(
                    file.Rows,
                    file,
                    ledger.Select(stay => new LedgerStay(
                        Guid.NewGuid(),
                        stay.Country,
                        Day(stay.From),
                        Day(stay.To),
                        TripStatus.Actual
                    ))
                )
                .Select(gap => $"{gap.From:uuuu-MM-dd}..{gap.To:uuuu-MM-dd}"),
        ];
    }

    /// <summary>Germany from 14 to 18 March and Spain from 10 to 12 April 2026 are recorded.</summary>
    private static string[] Filled(GapDecision[] decisions) =>
        [
            .. ImportGaps
                .Fill(
                    decisions,
                    [
                        Stay("DE", new(2026, 3, 14), new LocalDate(2026, 3, 18)),
                        Stay("ES", new(2026, 4, 10), new LocalDate(2026, 4, 12)),
                    ],
                    Stay
                )
                .Select(trip => $"{trip.Country ?? "?"} {trip.Arrive:uuuu-MM-dd}..{trip.Depart:uuuu-MM-dd}"),
        ];

    private static Trip Stay(string? country, LocalDate from, LocalDate? to) =>
        new()
        {
            Country = country,
            Arrive = from,
            Depart = to,
        };

    private static LocalDate Day(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;
}

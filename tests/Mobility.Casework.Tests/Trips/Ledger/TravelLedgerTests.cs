using Mobility.Casework.Trips;
using Mobility.Casework.Trips.Ledger;
using Mobility.Rules.Trips;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Tests.Trips.Ledger;

/// <summary>Which of two words about a day counts, and what the rules read then. Every expectation is by hand.</summary>
public sealed class TravelLedgerTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);

    [Test]
    public void A_declared_day_goes_before_a_stay_on_that_day_and_the_stay_goes_on_around_it()
    {
        var ledger = Of([Trip("US", "2026-11-02", "2026-11-20")], [Day("2026-11-10", "GB")]);

        Assert.That(
            Stays(ledger),
            Is.EqualTo(["US 2026-11-02 2026-11-09|", "GB |2026-11-10 2026-11-10|", "US |2026-11-11 2026-11-20"])
        );
    }

    [Test]
    public void A_trip_of_which_every_day_was_declared_is_the_stay_it_was()
    {
        var trip = Trip("US", "2026-11-02", "2026-11-06");
        string[] days = ["2026-11-03", "2026-11-04", "2026-11-05"];

        var ledger = Of([trip], [.. days.Select(d => Day(d, "US", DayActivity.Work))]);

        Assert.Multiple(() =>
        {
            Assert.That(Stays(ledger), Is.EqualTo(["US 2026-11-02 2026-11-06"]));
            Assert.That(ledger.Stays[0].Id, Is.EqualTo(trip.Id.ToString("n")));
        });
    }

    [Test]
    public void Declared_days_that_follow_each_other_are_one_stay_with_its_first_and_last_night()
    {
        var ledger = Of([], [Day("2026-11-16", "DE"), Day("2026-11-17", "DE"), Day("2026-11-19", "DE")]);

        Assert.That(Stays(ledger), Is.EqualTo(["DE |2026-11-16 2026-11-17|", "DE |2026-11-19 2026-11-19|"]));
    }

    [Test]
    public void On_a_declared_split_day_the_day_ends_in_the_last_place()
    {
        var ledger = Of([], [Day("2026-11-16", "DE"), Day("2026-11-17", "DE,FR"), Day("2026-11-18", "FR")]);

        Assert.That(Stays(ledger), Is.EqualTo(["DE |2026-11-16 2026-11-17", "FR 2026-11-17 2026-11-18|"]));
    }

    [Test]
    public void Out_and_back_on_one_day_leaves_the_night_at_home()
    {
        var ledger = Of([], [Day("2026-11-16", "GB"), Day("2026-11-17", "FR,GB"), Day("2026-11-18", "GB")]);

        Assert.That(
            Stays(ledger).Order(StringComparer.Ordinal),
            Is.EqualTo(["FR 2026-11-17 2026-11-17", "GB 2026-11-17 2026-11-18|", "GB |2026-11-16 2026-11-17"])
        );
    }

    [Test]
    public void A_stamp_stands_against_a_word_and_the_day_says_so()
    {
        var ledger = Of([Trip("US", "2026-11-02", "2026-11-06", TripEvidence.Stamped)], [Day("2026-11-04", "GB")]);

        var day = On(ledger, "2026-11-04");
        Assert.Multiple(() =>
        {
            Assert.That(Stays(ledger), Is.EqualTo(["US 2026-11-02 2026-11-06", "GB |2026-11-04 2026-11-04|"]));
            Assert.That((day.ContradictedBy, day.Confidence), Is.EqualTo(("US", DayConfidence.Low)));
        });
    }

    [Test]
    public void A_plan_gone_by_is_confirmed_by_saying_where_one_was()
    {
        var plan = Trip("US", "2026-11-16", "2026-11-17", status: TripStatus.Planned);

        var before = On(Of([plan], []), "2026-11-16");
        var after = Of([plan], [Day("2026-11-16", "US")]);

        Assert.Multiple(() =>
        {
            Assert.That((before.Knowledge, before.IsMissing), Is.EqualTo((DayKnowledge.NotConfirmed, true)));
            Assert.That(On(after, "2026-11-16").Knowledge, Is.EqualTo(DayKnowledge.Known));
            Assert.That(On(after, "2026-11-17").Knowledge, Is.EqualTo(DayKnowledge.NotConfirmed));
        });
    }

    [Test]
    public void Nobody_knows_is_an_answer_and_stands_against_a_stay()
    {
        var ledger = Of([Trip("US", "2026-11-02", "2026-11-06")], [Day("2026-11-04", "")]);

        Assert.Multiple(() =>
        {
            Assert.That(ledger.UnknownSpans, Is.EqualTo([new UnknownSpan(new(2026, 11, 4), new(2026, 11, 4))]));
            Assert.That(On(ledger, "2026-11-04").Knowledge, Is.EqualTo(DayKnowledge.SaidUnknown));
            Assert.That(Stays(ledger), Is.EqualTo(["US 2026-11-02 2026-11-03|", "US |2026-11-05 2026-11-06"]));
        });
    }

    [Test]
    public void A_day_of_a_trip_has_its_place_evidence_and_author_and_no_activity_by_the_weekday()
    {
        var trip = Trip("US", "2026-11-02", "2026-11-06", TripEvidence.Booked);
        trip.Purpose = "Work";
        trip.ByName = "Ilse Vandermeulen";

        var day = On(Of([trip], []), "2026-11-03");

        Assert.Multiple(() =>
        {
            Assert.That(day.Places, Is.EqualTo([new DayShare("US", 100)]));
            Assert.That(
                (day.Activity, day.Evidence, day.EnteredBy, day.Confidence),
                Is.EqualTo(((DayActivity?)null, (TripEvidence?)TripEvidence.Booked, "Ilse Vandermeulen", DayConfidence.Medium))
            );
        });
    }

    [Test]
    public void How_much_of_a_travel_day_was_where_nobody_measured()
    {
        var ledger = Of([Trip("GB", "2026-11-01", "2026-11-06"), Trip("DE", "2026-11-06", "2026-11-10")], []);

        Assert.That(On(ledger, "2026-11-06").Places, Is.EqualTo([new DayShare("GB", null), new DayShare("DE", null)]));
    }

    [TestCase("2026-11-10", DayConfidence.Medium, TestName = "Said within a month it is worth something")]
    [TestCase("2026-12-15", DayConfidence.Low, TestName = "Said six weeks later it is worth less")]
    public void A_word_is_worth_less_the_later_it_is_said(string said, DayConfidence confidence)
    {
        var day = Day("2026-11-03", "US");
        day.RecordedAt = LocalDatePattern.Iso.Parse(said).Value.AtMidnight().InUtc().ToInstant();

        Assert.That(On(Of([], [day]), "2026-11-03").Confidence, Is.EqualTo(confidence));
    }

    [Test]
    public void A_document_makes_a_day_sure()
    {
        var day = Day("2026-11-03", "US");
        day.Document = "Boarding pass BA 117";

        Assert.That(
            On(Of([], [day]), "2026-11-03"),
            Has.Property("Confidence").EqualTo(DayConfidence.High).And.Property("Document").EqualTo("Boarding pass BA 117")
        );
    }

    [Test]
    public void The_word_said_last_counts()
    {
        var (first, second) = (Day("2026-11-03", "US"), Day("2026-11-03", "CA"));
        second.RecordedAt = first.RecordedAt + Duration.FromMinutes(1);

        Assert.That(On(Of([], [second, first]), "2026-11-03").Ended, Is.EqualTo("CA"));
    }

    [Test]
    public void A_stay_without_an_end_goes_on_after_a_day_elsewhere()
    {
        var ledger = Of([Trip("DE", "2026-10-01", null)], [Day("2026-11-14", "GB"), Day("2026-11-15", "GB")]);

        Assert.That(Stays(ledger), Is.EqualTo(["DE 2026-10-01 2026-11-13|", "GB |2026-11-14 2026-11-15|", "DE |2026-11-16 "]));
    }

    [Test]
    public void A_stay_of_which_nobody_has_said_for_a_month_that_it_goes_on_is_worth_little()
    {
        var stay = Trip("DE", "2025-10-03", null);
        stay.RecordedAt = Instant.FromUtc(2025, 10, 4, 9, 0);
        var ledger = Of([stay], []);

        Assert.Multiple(() =>
        {
            Assert.That(On(ledger, "2025-11-04").Confidence, Is.EqualTo(DayConfidence.Medium), "31 days after it was said");
            Assert.That(On(ledger, "2025-11-05").Confidence, Is.EqualTo(DayConfidence.Low));
            Assert.That(ledger.LastSaid(ledger.OpenStays.Single()), Is.EqualTo(new LocalDate(2025, 10, 4)));
        });
    }

    [Test]
    public void A_declared_day_there_says_that_an_open_stay_goes_on()
    {
        var stay = Trip("DE", "2025-10-03", null);
        stay.RecordedAt = Instant.FromUtc(2025, 10, 4, 9, 0);

        var ledger = Of([stay], [Day("2026-09-01", "DE")]);

        Assert.That(ledger.LastSaid(ledger.OpenStays.Single()), Is.EqualTo(new LocalDate(2026, 9, 1)));
    }

    [Test]
    public void The_day_passed_over_at_the_date_line_is_not_missing()
    {
        // San Francisco on the 3rd at night, Auckland on the 5th in the morning: nobody on board had a 4th.
        var ledger = Of([Trip("US", "2026-11-01", "2026-11-03"), Trip("NZ", "2026-11-05", "2026-11-08")], []);

        Assert.That(
            On(ledger, "2026-11-04"),
            Has.Property("Knowledge").EqualTo(DayKnowledge.DateLine).And.Property("IsMissing").False
        );
    }

    [Test]
    public void A_day_between_two_stays_on_one_side_of_the_date_line_is_missing()
    {
        var ledger = Of([Trip("US", "2026-11-01", "2026-11-03"), Trip("GB", "2026-11-05", "2026-11-08")], []);

        Assert.That(On(ledger, "2026-11-04").Knowledge, Is.EqualTo(DayKnowledge.NoRecord));
    }

    [Test]
    public void Arriving_on_the_day_before_one_left_makes_two_split_days()
    {
        // Auckland on the 6th in the morning, Honolulu on the 5th in the evening.
        var ledger = Of([Trip("NZ", "2026-11-01", "2026-11-06"), Trip("US", "2026-11-05", "2026-11-08")], []);

        Assert.Multiple(() =>
        {
            Assert.That(DateLine.GainsADay("NZ", "US"), Is.True);
            Assert.That(On(ledger, "2026-11-05").Places.Select(p => p.Country), Is.EquivalentTo(["NZ", "US"]));
            Assert.That(On(ledger, "2026-11-06").Places.Select(p => p.Country), Is.EquivalentTo(["NZ", "US"]));
        });
    }

    [TestCase("JP", "US", true)]
    [TestCase("NZ", "US", true)]
    [TestCase("US", "NZ", false)]
    [TestCase("GB", "US", false)]
    [TestCase("DE", "JP", false)]
    public void A_day_is_gained_only_eastward_over_the_date_line(string from, string to, bool gains) =>
        Assert.That(DateLine.GainsADay(from, to), Is.EqualTo(gains));

    [Test]
    public void A_trip_without_declared_days_is_read_as_it_was_recorded()
    {
        var ledger = Of([Trip("DE", "2026-11-01", "2026-11-06")], []);

        Assert.That(ledger.Stays.Single(), Has.Property("FromMidnight").False.And.Property("ToMidnight").False);
    }

    [Test]
    public void Completion_is_rounded_down_so_that_only_all_of_it_is_a_hundred()
    {
        var days = Of([Trip("DE", "2026-01-01", "2026-11-21")], []).Days(new(2026, 1, 1), Today, Today);

        Assert.That(DayCompletion.Of(days), Is.EqualTo(new DayCompletion(325, 326)).And.Property("Percent").EqualTo(99));
    }

    private static TravelLedger Of(Trip[] trips, DayDeclaration[] days) => TravelLedger.Of(trips, days);

    private static LedgerDay On(TravelLedger ledger, string day) => ledger.Days(Date(day), Date(day), Today).Single();

    /// <summary>Country, first day, last day; a bar where the day was whole.</summary>
    private static IEnumerable<string> Stays(TravelLedger ledger) =>
        ledger.Stays.Select(s =>
            $"{s.Country} {(s.FromMidnight ? "|" : "")}{s.Arrive:uuuu-MM-dd} {s.Depart:uuuu-MM-dd}{(s.ToMidnight && s.Depart is not null ? "|" : "")}"
        );

    private static Trip Trip(
        string country,
        string arrive,
        string? depart,
        TripEvidence evidence = TripEvidence.Declared,
        TripStatus status = TripStatus.Actual
    ) =>
        new()
        {
            Country = country,
            Arrive = Date(arrive),
            Depart = depart is null ? null : Date(depart),
            Evidence = evidence,
            Status = status,
            RecordedAt = Instant.FromUtc(2026, 11, 9, 12, 0),
        };

    private static DayDeclaration Day(string day, string places, DayActivity? activity = null) =>
        new()
        {
            Day = Date(day),
            Places = places,
            Activity = activity,
            ByName = "Eilidh",
            RecordedAt = Instant.FromUtc(2026, 11, 20, 12, 0),
        };

    private static LocalDate Date(string iso) => LocalDatePattern.Iso.Parse(iso).Value;
}

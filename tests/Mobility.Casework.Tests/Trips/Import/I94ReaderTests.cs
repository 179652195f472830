using System.Globalization;
using System.Text;
using Mobility.Casework.Trips.Import;
using NodaTime;
using static Mobility.Casework.Tests.Trips.Import.TravelFiles;

namespace Mobility.Casework.Tests.Trips.Import;

/// <summary>The travel history of the US portal as people copy it: newest first, tabs with spaces around them, codes of ports.</summary>
public sealed class I94ReaderTests
{
    private static readonly TravelFileOptions Options = new() { Today = new LocalDate(2026, 11, 22) };

    [Test]
    public void Arrivals_and_departures_are_stays_in_the_United_States_and_nothing_else()
    {
        var file = ReadFile("us-travel-history.txt", Options);

        Assert.Multiple(() =>
        {
            Assert.That(file.Layout, Is.EqualTo(TravelFileLayout.UsTravelHistory));
            Assert.That(file.CanBeImported);
            Assert.That(
                Stays(file),
                Is.EqualTo(new[] { "US 2025-11-03..2025-12-24", "US 2026-01-01..2026-02-15", "US 2026-02-17..2026-02-17" })
            );
            Assert.That(file.Rows[0].Note, Is.EqualTo("VCV – SEA"));
            Assert.That((file.Rows[0].FirstLine, file.Rows[0].LastLine), Is.EqualTo((11, 12)));
            Assert.That(file.Travellers, Is.EqualTo(new[] { "MARIA SILVA" }));
            Assert.That(Notes(file), Is.EqualTo(new[] { TravelProblemCode.LinesAroundHistory }));
        });
    }

    [Test]
    public void Whether_the_person_is_there_still_after_the_last_arrival_is_asked()
    {
        var file = Read("1\t2026-02-17\tArrival\tPHY\n2\t2026-02-15\tDeparture\tSEA\n3\t2026-02-01\tArrival\tSEA\n", Options);

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { "US 2026-02-01..2026-02-15", "US 2026-02-17..2026-02-17" }));
            Assert.That(
                file.Crossings,
                Is.EqualTo(
                    new[]
                    {
                        new MissingCrossing(
                            MissingCrossingKind.LatestDeparture,
                            "US",
                            new LocalDate(2026, 2, 18),
                            new LocalDate(2026, 11, 22),
                            1
                        ),
                    }
                )
            );
        });
    }

    [Test]
    public void An_arrival_of_today_is_a_stay_that_goes_on()
    {
        var file = Read("2026-11-22\tArrival\tSEA\n", Options);

        Assert.That((Stays(file).Single(), file.Crossings.Count), Is.EqualTo(("US 2026-11-22..", 0)));
    }

    [Test]
    public void A_departure_that_is_missing_leaves_days_to_decide_and_not_a_long_stay()
    {
        var file = Read("1\t2026-03-20\tDeparture\tSEA\n2\t2026-03-10\tArrival\tVCV\n3\t2026-03-01\tArrival\tVCV\n", Options);

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { "US 2026-03-01..2026-03-01", "US 2026-03-10..2026-03-20" }));
            Assert.That(file.Crossings.Single().Kind, Is.EqualTo(MissingCrossingKind.Departure));
            Assert.That(
                (file.Crossings[0].From, file.Crossings[0].To, file.Crossings[0].Line),
                Is.EqualTo((new LocalDate(2026, 3, 2), new LocalDate(2026, 3, 9), 3))
            );
        });
    }

    [Test]
    public void An_arrival_that_is_missing_leaves_the_day_of_departure_and_days_to_decide_before_it()
    {
        var file = Read("2026-03-20\tDeparture\tSEA\n2026-03-10\tDeparture\tUnavailable\n2026-03-01\tArrival\tVCV\n", Options);

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { "US 2026-03-01..2026-03-10", "US 2026-03-20..2026-03-20" }));
            Assert.That(
                file.Crossings,
                Is.EqualTo(
                    new[]
                    {
                        new MissingCrossing(
                            MissingCrossingKind.Arrival,
                            "US",
                            new LocalDate(2026, 3, 11),
                            new LocalDate(2026, 3, 19),
                            1
                        ),
                    }
                )
            );
        });
    }

    [Test]
    public void A_list_that_begins_with_a_departure_says_so()
    {
        var file = Read("2026-03-10\tDeparture\tNYC\n", Options);

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { "US 2026-03-10..2026-03-10" }));
            Assert.That(Notes(file), Is.EqualTo(new[] { TravelProblemCode.HistoryBeginsWithDeparture }));
            Assert.That(file.Crossings, Is.Empty, "before the list nobody knows of a crossing");
        });
    }

    [Test]
    public void Out_and_in_on_one_day_keeps_the_order_of_the_list()
    {
        var file = Read(
            "1\t2026-03-20\tDeparture\tSEA\n2\t2026-03-10\tArrival\tBLA\n3\t2026-03-10\tDeparture\tBLA\n4\t2026-03-01\tArrival\tVCV\n",
            Options
        );

        Assert.That(Stays(file), Is.EqualTo(new[] { "US 2026-03-01..2026-03-10", "US 2026-03-10..2026-03-20" }));
    }

    [Test]
    public void A_list_with_the_oldest_first_is_the_same_list()
    {
        var file = Read(
            "2026-03-01,Arrival,VCV\n2026-03-10,Departure,BLA\n2026-03-10,Arrival,BLA\n2026-03-20,Departure,SEA\n",
            Options
        );

        Assert.That(Stays(file), Is.EqualTo(new[] { "US 2026-03-01..2026-03-10", "US 2026-03-10..2026-03-20" }));
    }

    [Test]
    public void A_crossing_recorded_twice_is_one()
    {
        var file = Read("2026-03-20 Departure SEA\n2026-03-10 Arrival VCV\n2026-03-10 Arrival SEA\n", Options);

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { "US 2026-03-10..2026-03-20" }));
            Assert.That(file.Duplicates.Single().Line, Is.EqualTo(2));
        });
    }

    [TestCase("1 2026-01-02 Arrival NYC", TestName = "Single spaces")]
    [TestCase("1   2026-01-02   Arrival   NYC", TestName = "Columns of spaces")]
    [TestCase("| 1 | 2026-01-02 | Arrival | NYC |", TestName = "Strokes")]
    [TestCase("\"1\",\"2026-01-02\",\"Arrival\",\"NYC\"", TestName = "Quotes")]
    [TestCase("Arrival 2026-01-02 NYC", TestName = "The way first")]
    [TestCase("ARRIVAL\t01/31/2026\tNYC", TestName = "Strokes in the date")]
    [TestCase("1\t2026 January 2\tArrival\tNYC", TestName = "The month as a word")]
    [TestCase("2 January 2, 2026 Arrival NYC", TestName = "An American date in words")]
    [TestCase("2026-01-02 14:05 Arrived NYC", TestName = "A time behind the date")]
    public void A_line_is_read_however_its_parts_are_set_apart(string line)
    {
        var file = Read(line + "\n", Options);

        Assert.That(
            (file.Rows.Single().Arrive, file.Rows.Single().Note),
            Is.EqualTo(
                (line.Contains("31", StringComparison.Ordinal) ? new LocalDate(2026, 1, 31) : new LocalDate(2026, 1, 2), "NYC")
            )
        );
    }

    [Test]
    public void Numbers_that_can_be_two_days_are_asked_about()
    {
        const string list = "03/04/2026\tDeparture\tSEA\n02/03/2026\tArrival\tSEA\n";

        var file = Read(list, Options);
        var told = Read(list, Options with { DateOrder = DateOrder.MonthFirst });

        Assert.Multiple(() =>
        {
            Assert.That(Problems(file), Is.EqualTo(new[] { "1 DateOrderUnclear" }));
            Assert.That(Stays(told), Is.EqualTo(new[] { "US 2026-02-03..2026-03-04" }));
        });
    }

    [Test]
    public void One_date_that_can_only_be_American_settles_the_others()
    {
        var file = Read("03/14/2026\tDeparture\tSEA\n03/04/2026\tArrival\tSEA\n", Options);

        Assert.That(Stays(file), Is.EqualTo(new[] { "US 2026-03-04..2026-03-14" }));
    }

    [Test]
    public void A_line_among_the_crossings_that_is_none_is_a_problem_with_its_number()
    {
        var file = Read("2026-03-20 Departure SEA\n2026-03-1O Arrival VCV\n2026-03-01 Departure NYC\n", Options);

        Assert.That(Problems(file), Is.EqualTo(new[] { "2 CrossingNotUnderstood" }));
    }

    [Test]
    public void A_day_that_does_not_exist_is_a_problem_with_its_number() =>
        Assert.That(
            Problems(Read("2026-03-20 Departure SEA\n2025-02-29 Arrival VCV\n", Options)),
            Is.EqualTo(new[] { "2 NotALeapYear" })
        );

    [Test]
    public void A_crossing_to_come_is_a_problem_with_its_number() =>
        Assert.That(Problems(Read("1\t2027-03-20\tArrival\tSEA\n", Options)), Is.EqualTo(new[] { "1 CrossingInTheFuture" }));

    [Test]
    public void Heads_that_come_again_on_each_page_are_no_crossings()
    {
        var file = Read(
            "Row DATE TYPE LOCATION\n1 2026-03-20 Departure SEA\n\nRow DATE TYPE LOCATION\n2 2026-03-10 Arrival VCV\n",
            Options
        );

        Assert.That((Stays(file).Single(), file.Problems.Total), Is.EqualTo(("US 2026-03-10..2026-03-20", 0)));
    }

    [Test]
    public void The_lists_of_two_people_are_not_the_history_of_one()
    {
        var file = Read(
            "Name: SILVA, MARIA\n2026-03-20 Departure SEA\n2026-03-10 Arrival SEA\nName: ROSSI, MARIO\n2026-05-20 Departure SEA\n2026-05-10 Arrival SEA\n",
            Options
        );

        Assert.That(Problems(file), Has.One.EndsWith("SeveralTravellers"));
    }

    [TestCase("Date,Type,Country\n2026-03-01,Arrival,Germany\n2026-03-05,Departure,Germany\n")]
    [TestCase("Country,Arrival,Departure\nGermany,14 Mar 2026,18 Mar 2026\n")]
    [TestCase("Country,Arrive,Depart,Note\nGermany,2026-03-14,2026-03-18,Arrival\n")]
    public void Another_table_with_these_words_is_not_taken_for_it(string text) =>
        Assert.That(Read(text, Options).Layout, Is.Not.EqualTo(TravelFileLayout.UsTravelHistory));

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public void No_text_among_crossings_throws_and_every_problem_names_its_line(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var text = new StringBuilder("1\t2026-03-20\tDeparture\tSEA\n");
        for (var i = random.Next(1, 12); i > 0; i--)
        {
            var day = new LocalDate(2026, 3, 1).PlusDays(random.Next(-400, 400));
            text.Append(
                random.Next(4) switch
                {
                    0 => RandomText.Make(random.Next()),
                    1 => $"{day:uuuu-MM-dd}\tArrival\t{RandomText.Make(random.Next()).ReplaceLineEndings("")}",
                    2 => $"{random.Next(20)}/{random.Next(40)}/{random.Next(1980, 2110)} Departure",
                    _ => $"{day:uuuu-MM-dd} {(random.Next(2) == 0 ? "Arrival" : "Departure")} NYC",
                }
            );
            text.Append('\n');
        }

        var file = Read(text.ToString(), Options);

        Assert.Multiple(() =>
        {
            Assert.That(file.Problems.Select(problem => problem.Text(CultureInfo.InvariantCulture)), Is.All.Not.Empty);
            if (file.Layout == TravelFileLayout.UsTravelHistory)
            {
                Assert.That(
                    file.Problems.Where(p => p.Code != TravelProblemCode.DateOrderMixed).Select(p => p.Line),
                    Is.All.Not.Null
                );
                Assert.That(file.Rows.Select(row => row.Country), Is.All.EqualTo("US"));
                Assert.That(file.Rows, Is.All.Matches<TravelRow>(row => row.Depart is null || row.Depart >= row.Arrive));
                Assert.That(file.Crossings, Is.All.Matches<MissingCrossing>(crossing => crossing.From <= crossing.To));
            }
        });
    }

    /// <summary>Whatever the crossings are: each day of one is in a stay, and no day between two is both told and asked about.</summary>
    [FsCheck.NUnit.Property(MaxTest = 300)]
    public void Every_crossing_is_in_a_stay_and_no_day_is_both_told_and_asked(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var crossings = Enumerable
            .Range(0, random.Next(1, 12))
            .Select(_ => (Day: new LocalDate(2026, 3, 1).PlusDays(random.Next(60)), Arrival: random.Next(2) == 0))
            .OrderByDescending(crossing => crossing.Day)
            .ToList();

        var file = Read(
            string.Concat(crossings.Select(c => $"{c.Day:uuuu-MM-dd}\t{(c.Arrival ? "Arrival" : "Departure")}\tNYC\n")),
            Options
        );

        Assert.Multiple(() =>
        {
            Assert.That(file.Problems, Is.Empty);
            foreach (var (day, _) in crossings)
            {
                Assert.That(file.Rows.Any(row => row.Arrive == day || row.Depart == day), $"{day}");
            }
            foreach (var asked in file.Crossings)
            {
                Assert.That(file.Rows.Any(row => row.Arrive <= asked.To && row.Depart >= asked.From), Is.False, $"{asked}");
            }
        });
    }
}

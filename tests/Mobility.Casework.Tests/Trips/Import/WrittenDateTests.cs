using Mobility.Casework.Trips.Import;
using NodaTime;
using static Mobility.Casework.Tests.Trips.Import.TravelFiles;

namespace Mobility.Casework.Tests.Trips.Import;

public sealed class WrittenDateTests
{
    [TestCase("2026-03-14")]
    [TestCase("2026/03/14")]
    [TestCase("2026.03.14")]
    [TestCase("20260314")]
    [TestCase("2026-3-14")]
    [TestCase("14.03.2026")]
    [TestCase("14.3.26")]
    [TestCase("14. 3. 2026")]
    [TestCase("14/03/2026")]
    [TestCase("14-03-2026")]
    [TestCase("14 03 2026")]
    [TestCase("03/14/2026")]
    [TestCase("14 Mar 2026")]
    [TestCase("14-Mar-26")]
    [TestCase("14Mar2026")]
    [TestCase("14 March 2026")]
    [TestCase("March 14, 2026")]
    [TestCase("Mar 14 2026")]
    [TestCase("2026 March 14")]
    [TestCase("14th of March 2026")]
    [TestCase("Saturday, 14 March 2026")]
    [TestCase("Saturday, March 14, 2026")]
    [TestCase("14. März 2026")]
    [TestCase("Sa, 14. März 2026")]
    [TestCase("14. Maerz 2026")]
    [TestCase("14. Mrz. 2026")]
    [TestCase("14 mars 2026")]
    [TestCase("samedi 14 mars 2026")]
    [TestCase("14 de marzo de 2026")]
    [TestCase("sábado, 14 de marzo de 2026")]
    [TestCase("14 mar 2026")]
    [TestCase(" 14\u00A0Mar\u00A02026 ")]
    [TestCase("2026-03-14 00:00:00")]
    [TestCase("2026-03-14T10:20")]
    [TestCase("14/03/2026 9:05")]
    [TestCase("3/14/2026 9:05 PM")]
    public void The_fourteenth_of_March_2026_is_read(string typed)
    {
        Assert.That(
            Read($"Country;From;To\nGermany;{typed};").Rows.Select(row => row.Arrive),
            Is.EqualTo(new[] { new LocalDate(2026, 3, 14) })
        );
    }

    [TestCase("Januar January janvier enero jan", 1)]
    [TestCase("Februar February février febrero feb", 2)]
    [TestCase("Mai May mai mayo", 5)]
    [TestCase("Juni June juin junio", 6)]
    [TestCase("Juli July juillet julio", 7)]
    [TestCase("August août agosto Aug", 8)]
    [TestCase("Oktober October octobre octubre Okt", 10)]
    [TestCase("Dezember December décembre diciembre Dez dic", 12)]
    public void Months_are_known_in_four_languages(string names, int month)
    {
        Assert.That(names.Split(' ').Select(name => WrittenDates.Read($"5 {name} 2026", null).Date.Month), Is.All.EqualTo(month));
    }

    [TestCase("45000", TravelProblemCode.SpreadsheetDateNumber)]
    [TestCase("46095.5", TravelProblemCode.SpreadsheetDateNumber)]
    [TestCase("46095,4375", TravelProblemCode.SpreadsheetDateNumber)]
    [TestCase("14/03/26", TravelProblemCode.TwoDigitYear)]
    [TestCase("26-03-14", TravelProblemCode.TwoDigitYear)]
    [TestCase("2026-03-14T23:30:00Z", TravelProblemCode.DateWithTimeZone)]
    [TestCase("2026-03-14T23:30:00-05:00", TravelProblemCode.DateWithTimeZone)]
    [TestCase("Friday, 14 March 2026", TravelProblemCode.WeekdayDisagrees)]
    [TestCase("lundi 14 mars 2026", TravelProblemCode.WeekdayDisagrees)]
    [TestCase("March 2026", TravelProblemCode.DateNotUnderstood)]
    [TestCase("2026", TravelProblemCode.DateNotUnderstood)]
    [TestCase("14.03.", TravelProblemCode.DateNotUnderstood)]
    [TestCase("soon", TravelProblemCode.DateNotUnderstood)]
    [TestCase("?", TravelProblemCode.DateNotUnderstood)]
    [TestCase("14/03-2026", TravelProblemCode.DateNotUnderstood)]
    [TestCase("14 Smarch 2026", TravelProblemCode.DateNotUnderstood)]
    [TestCase("14032026", TravelProblemCode.DateOutOfRange)]
    [TestCase("32/01/2026", TravelProblemCode.DateDoesNotExist)]
    [TestCase("31 Apr 2026", TravelProblemCode.DateDoesNotExist)]
    [TestCase("14/15/2026", TravelProblemCode.DateDoesNotExist)]
    [TestCase("99999999999999999999/1/2026", TravelProblemCode.DateNotUnderstood)]
    [TestCase("1234567890123", TravelProblemCode.DateNotUnderstood)]
    public void What_is_no_certain_day_is_refused_with_its_reason(string typed, TravelProblemCode reason)
    {
        Assert.That(
            Read($"Country;From;To\nGermany;{typed};").Problems.Select(problem => problem.Code),
            Is.EqualTo(new[] { reason })
        );
    }

    [Test]
    public void Dates_that_hang_throughout_ask_for_the_order_and_give_both_readings()
    {
        var file = ReadTrips("Germany,03/04/2026,05/04/2026", "France,06/07/2026,08/07/2026");

        Assert.Multiple(() =>
        {
            Assert.That(Problems(file), Is.EqualTo(new[] { "2 DateOrderUnclear" }));
            Assert.That(
                file.Problems[0].Arguments,
                Is.EqualTo(new object[] { new LocalDate(2026, 4, 3), new LocalDate(2026, 3, 4) })
            );
            Assert.That(file.Rows, Is.Empty);
            Assert.That(file.DateOrder, Is.Null);
        });
    }

    [TestCase(DateOrder.DayFirst, "DE 2026-04-03..2026-04-05")]
    [TestCase(DateOrder.MonthFirst, "DE 2026-03-04..2026-05-04")]
    public void The_person_may_say_the_order(DateOrder order, string stay)
    {
        var file = Read("Country,From,To\nGermany,03/04/2026,05/04/2026", new TravelFileOptions { DateOrder = order });

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { stay }));
            Assert.That(file.DateOrder, Is.EqualTo(order));
        });
    }

    [Test]
    public void The_header_may_say_the_order()
    {
        Assert.That(
            Stays(ReadLines("Country,From (DD/MM/YYYY),To (DD/MM/YYYY)", "Germany,03/04/2026,05/04/2026")),
            Is.EqualTo(new[] { "DE 2026-04-03..2026-04-05" })
        );
    }

    [TestCase("13/04/2026", DateOrder.DayFirst)]
    [TestCase("04/13/2026", DateOrder.MonthFirst)]
    public void The_first_number_above_twelve_settles_even_in_the_last_row(string settles, DateOrder order)
    {
        var file = ReadTrips("Germany,03/04/2026,03/04/2026", $"France,{settles},");

        Assert.Multiple(() =>
        {
            Assert.That(file.DateOrder, Is.EqualTo(order));
            Assert.That(
                file.Rows[0].Arrive,
                Is.EqualTo(order == DateOrder.DayFirst ? new LocalDate(2026, 4, 3) : new LocalDate(2026, 3, 4))
            );
        });
    }

    [Test]
    public void Twelve_settles_nothing()
    {
        Assert.That(Problems(ReadTrips("Germany,12/11/2026,12/11/2026")), Is.EqualTo(new[] { "2 DateOrderUnclear" }));
    }

    [Test]
    public void The_same_number_twice_is_the_same_day_in_both_orders()
    {
        var file = ReadTrips("Germany,03/03/2026,04/04/2026");

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { "DE 2026-03-03..2026-04-04" }));
            Assert.That(file.DateOrder, Is.Null);
        });
    }

    [Test]
    public void Both_orders_in_one_file_name_a_line_of_each()
    {
        var file = ReadTrips("Germany,14/03/2026,15/03/2026", "France,04/16/2026,04/17/2026");

        Assert.Multiple(() =>
        {
            Assert.That(Problems(file), Is.EqualTo(new[] { " DateOrderMixed" }));
            Assert.That(file.Problems[0].Arguments, Is.EqualTo(new object[] { 2, "04/16/2026", 3 }));
        });
    }

    [Test]
    public void An_order_said_wrongly_shows_in_the_dates_it_does_not_fit()
    {
        var file = Read(
            "Country,From,To\nGermany,14/03/2026,15/03/2026",
            new TravelFileOptions { DateOrder = DateOrder.MonthFirst }
        );

        Assert.That(Problems(file), Is.EqualTo(new[] { "2 DateDoesNotExist", "2 DateDoesNotExist" }));
    }

    [Test]
    public void Other_mistakes_are_named_beside_an_unsettled_order()
    {
        Assert.That(
            Problems(ReadTrips("Germany,03/04/2026,05/04/2026", "Atlantis,2026-07-06,soon")),
            Is.EqualTo(new[] { "2 DateOrderUnclear", "3 DateNotUnderstood", "3 UnknownCountry" })
        );
    }
}

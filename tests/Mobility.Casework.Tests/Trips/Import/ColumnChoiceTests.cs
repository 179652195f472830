using System.Globalization;
using System.Text;
using Mobility.Casework.Trips.Import;
using NodaTime;
using static Mobility.Casework.Tests.Trips.Import.TravelFiles;

namespace Mobility.Casework.Tests.Trips.Import;

/// <summary>Files whose columns a person has to name.</summary>
public sealed class ColumnChoiceTests
{
    private static readonly TravelField?[] Trip = [TravelField.Country, TravelField.Arrive, TravelField.Depart];

    [Test]
    public void Headers_nobody_knows_are_shown_with_their_first_rows()
    {
        var sample = SampleOf("Kod,Od,Do\nDE,2026-03-14,2026-03-18\nFR,2026-04-01,2026-04-02\n")!;

        Assert.Multiple(() =>
        {
            Assert.That((sample.Delimiter, sample.HeaderLine), Is.EqualTo((',', 1)));
            Assert.That(sample.Headers, Is.EqualTo(new[] { "Kod", "Od", "Do" }));
            Assert.That(sample.Rows[0], Is.EqualTo(new[] { "DE", "2026-03-14", "2026-03-18" }));
            Assert.That(sample.Guess, Is.All.Null);
        });
    }

    [Test]
    public void Headers_that_are_known_are_proposed() =>
        Assert.That(
            SampleOf("Country;Od;Departure;Remarks\nDE;2026-03-14;2026-03-18;x\n")!.Guess,
            Is.EqualTo(new TravelField?[] { TravelField.Country, null, TravelField.Depart, TravelField.Note })
        );

    [Test]
    public void Titles_above_the_headers_are_passed_over()
    {
        var sample = SampleOf("Travel of 2026\n\nKod;Od;Do\nDE;2026-03-14;2026-03-18\n")!;

        Assert.That((sample.HeaderLine, sample.Headers[0], sample.Rows.Count), Is.EqualTo((3, "Kod", 1)));
    }

    [Test]
    public void Rows_without_headers_show_by_what_is_in_them_and_the_proposal_is_not_used_unseen()
    {
        const string text = "DE\t2026-03-14\t2026-03-18\tFair\nFrance\t2026-04-01\t2026-04-02\t\n";
        var sample = SampleOf(text)!;

        Assert.Multiple(() =>
        {
            Assert.That((sample.Delimiter, sample.HeaderLine, sample.Rows.Count), Is.EqualTo(('\t', 0, 2)));
            Assert.That(
                sample.Guess,
                Is.EqualTo(new TravelField?[] { TravelField.Country, TravelField.Arrive, TravelField.Depart, null })
            );
            Assert.That(Read(text).CanBeImported, Is.False, "nobody has said that these are the columns");
        });
    }

    [TestCase("Kod,Od,Do\nDE,2026-03-14,2026-03-18\n", ',', 1)]
    [TestCase("Travel of 2026\n\nKod;Od;Do\nDE;2026-03-14;2026-03-18\n", ';', 3)]
    [TestCase("DE\t2026-03-14\t2026-03-18\n", '\t', 0)]
    [TestCase("Date,Departure,Return\nDE,2026-03-14,2026-03-18\n", ',', 1, TestName = "Whatever the headers say")]
    public void A_file_is_read_by_the_columns_that_were_chosen(string text, char delimiter, int headerLine)
    {
        var file = Read(text, new TravelFileOptions { Columns = new TravelColumnChoice(delimiter, headerLine, Trip) });

        Assert.That((file.Problems.Total, Stays(file).Single()), Is.EqualTo((0, "DE 2026-03-14..2026-03-18")));
    }

    [Test]
    public void A_row_per_day_is_read_by_the_columns_that_were_chosen_too()
    {
        var choice = new TravelColumnChoice(',', 1, [TravelField.Date, TravelField.Country, TravelField.OtherCountry]);

        var file = Read("A,B,C\n2026-03-14,DE,\n2026-03-15,DE,FR\n", new TravelFileOptions { Columns = choice });

        Assert.That(Stays(file), Is.EqualTo(new[] { "DE 2026-03-14..2026-03-15", "FR 2026-03-15..2026-03-15" }));
    }

    [Test]
    public void What_is_ignored_stays_ignored_whatever_its_header_says()
    {
        var choice = new TravelColumnChoice(',', 1, [null, .. Trip]);

        var file = Read("Country,Where,From,To\nFR,DE,2026-03-14,2026-03-18\n", new TravelFileOptions { Columns = choice });

        Assert.That((Stays(file).Single(), file.IgnoredColumns.Single()), Is.EqualTo(("DE 2026-03-14..2026-03-18", "Country")));
    }

    [Test]
    public void A_bad_cell_names_its_line_and_its_column()
    {
        var choice = new TravelColumnChoice('\t', 0, Trip);

        var file = Read("DE\t2026-03-14\t2026-03-18\nDE\t2026-02-30\t2026-03-18\n", new TravelFileOptions { Columns = choice });

        Assert.That(
            (file.Problems.Single().Line, file.Problems.Single().Field, file.Problems.Single().Code),
            Is.EqualTo(((int?)2, "2", TravelProblemCode.DateDoesNotExist))
        );
    }

    [TestCase("KOD , od,Do\nDE,1,2\n", "Kod,Od,Do\nFR,3,4\n", true)]
    [TestCase("Kod;Od;Do\nDE;1;2\n", "Kod,Od,Do\nFR,3,4\n", true)]
    [TestCase("Od,Kod,Do\nDE,1,2\n", "Kod,Od,Do\nFR,3,4\n", false)]
    public void Headers_are_the_same_whatever_their_letters_and_separators(string one, string other, bool same) =>
        Assert.That(SampleOf(one)!.Key(false) == SampleOf(other)!.Key(false), Is.EqualTo(same));

    [TestCase(new[] { TravelField.Country, TravelField.Date }, true)]
    [TestCase(new[] { TravelField.Country, TravelField.Date, TravelField.OtherCountry }, true)]
    [TestCase(new[] { TravelField.Country, TravelField.Arrive, TravelField.Depart }, true)]
    [TestCase(new[] { TravelField.Country, TravelField.Arrive }, false)]
    [TestCase(new[] { TravelField.Arrive, TravelField.Depart }, false)]
    [TestCase(new[] { TravelField.Country, TravelField.Arrive, TravelField.Depart, TravelField.Date }, false)]
    [TestCase(new[] { TravelField.Country, TravelField.Country, TravelField.Date }, false)]
    public void A_choice_needs_a_country_and_days_each_once(TravelField[] fields, bool enough) =>
        Assert.That(
            new TravelColumnChoice(',', 1, [.. fields.Select(chosen => (TravelField?)chosen)]).IsEnough,
            Is.EqualTo(enough)
        );

    [TestCase("BEGIN:VCALENDAR\nEND:VCALENDAR\n")]
    [TestCase("2026-02-17\tArrival\tPHY\n")]
    [TestCase("one word on a line\nand more\n")]
    [TestCase("<html><table>")]
    [TestCase("")]
    public void What_has_no_columns_has_none_to_name(string text) => Assert.That(SampleOf(text), Is.Null);

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public void No_text_throws_whatever_its_columns_are_said_to_be(FsCheck.DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var delimiter = ",;\t|"[random.Next(4)];
        var text = new StringBuilder();
        for (var i = random.Next(1, 8); i > 0; i--)
        {
            var day = new LocalDate(2026, 3, 1).PlusDays(random.Next(100));
            text.Append(
                random.Next(3) == 0
                    ? RandomText.Make(random.Next())
                    : string.Join(delimiter, "DE", $"{day:uuuu-MM-dd}", $"{day.PlusDays(random.Next(-3, 9)):uuuu-MM-dd}")
            );
            text.Append('\n');
        }

        var sample = SampleOf(text.ToString());
        var choice = new TravelColumnChoice(sample?.Delimiter ?? delimiter, sample?.HeaderLine ?? random.Next(3), Trip);
        var file = Read(text.ToString(), new TravelFileOptions { Columns = choice });

        Assert.Multiple(() =>
        {
            Assert.That(file.Problems.Select(problem => problem.Text(CultureInfo.InvariantCulture)), Is.All.Not.Empty);
            Assert.That(
                file.Problems.Where(p =>
                        p.Code is not (TravelProblemCode.EmptyFile or TravelProblemCode.NoRows)
                        && file.Layout != TravelFileLayout.Unrecognised
                    )
                    .Select(p => p.Line),
                Is.All.Not.Null
            );
            Assert.That(sample?.Guess.Count ?? 0, Is.EqualTo(sample?.Headers.Count ?? 0));
        });
    }

    private static TravelFileSample? SampleOf(string text) => Reader.SampleOf(Encoding.UTF8.GetBytes(text));
}

using System.Globalization;
using System.Resources;
using System.Text;
using CsvHelper;
using Mobility.Casework.Trips.Import;
using NodaTime;
using static Mobility.Casework.Tests.Trips.Import.TravelFiles;

namespace Mobility.Casework.Tests.Trips.Import;

public sealed class TravelFileReaderTests
{
    private const string Csv = "Country,From,To\nÖsterreich,2026-03-14,2026-03-18\n";

    private const string Harmful = "\"\n\r,;:0923TZ-= ";

    private static TravelFile ReadBytes(byte[] bytes, string name = "trips.csv") => Reader.Read(bytes, name);

    [TestCase("utf-8", false, "UTF-8")]
    [TestCase("utf-8", true, "UTF-8")]
    [TestCase("utf-16", true, "UTF-16")]
    [TestCase("utf-16", false, "UTF-16")]
    [TestCase("utf-16BE", true, "UTF-16")]
    [TestCase("utf-16BE", false, "UTF-16")]
    [TestCase("utf-32", true, "UTF-32")]
    [TestCase("utf-32BE", true, "UTF-32")]
    [TestCase("iso-8859-1", false, "Windows-1252")]
    public void Text_is_read_in_any_usual_encoding_with_and_without_its_mark(string name, bool mark, string said)
    {
        var encoding = Encoding.GetEncoding(name);

        var file = ReadBytes([.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Csv)]);

        Assert.Multiple(() =>
        {
            Assert.That(Stays(file), Is.EqualTo(new[] { "AT 2026-03-14..2026-03-18" }));
            Assert.That(file.Encoding, Is.EqualTo(said));
        });
    }

    [TestCase("\n")]
    [TestCase("\r\n")]
    [TestCase("\r")]
    public void Lines_may_end_in_any_way(string end)
    {
        Assert.That(Stays(Read(Csv.Replace("\n", end, StringComparison.Ordinal))), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_mark_that_promises_another_encoding_is_not_believed()
    {
        var broken = ReadBytes([0xEF, 0xBB, 0xBF, .. Encoding.Latin1.GetBytes(Csv)]);

        Assert.That(Problems(broken), Is.EqualTo(new[] { " UnreadableText" }));
    }

    [Test]
    public void What_the_file_is_its_content_tells_and_not_its_name()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Reader.Read(Bytes("google.ics"), "trips.csv").Layout, Is.EqualTo(TravelFileLayout.Calendar));
            Assert.That(Reader.Read(Encoding.UTF8.GetBytes(Csv), "trips.ics").Layout, Is.EqualTo(TravelFileLayout.RowPerTrip));
            Assert.That(Read("\r\n begin:vcalendar\nend:VCALENDAR").Layout, Is.EqualTo(TravelFileLayout.Calendar));
        });
    }

    private static readonly TestCaseData[] Refused =
    [
        new TestCaseData("PK\u0003\u0004....[Content_Types].xml....xl/workbook.xml", "SpreadsheetFile", ".xlsx"),
        new TestCaseData("PK\u0003\u0004mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "SpreadsheetFile", ".ods"),
        new TestCaseData("PK\u0003\u0004....word/document.xml", "WordProcessorFile", ".docx"),
        new TestCaseData("PK\u0003\u0004....trips.csv", "ArchiveFile", ".zip"),
        new TestCaseData("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1", "SpreadsheetFile", ".xls"),
        new TestCaseData("%PDF-1.7", "PdfFile", ".pdf"),
        new TestCaseData("\u0089PNG\r\n", "ImageFile", ".png"),
        new TestCaseData("\u00FF\u00D8\u00FF\u00E0", "ImageFile", ".jpg"),
        new TestCaseData("GIF89a", "ImageFile", ".gif"),
        new TestCaseData("\u001F\u008B\u0008", "ArchiveFile", ".gz"),
        new TestCaseData("<!DOCTYPE html><table>", "WebPageFile", ".html"),
        new TestCaseData("<table><tr><td>Country", "WebPageFile", ".html"),
        new TestCaseData("<?xml version=\"1.0\"?>", "OtherTextFormat", "XML"),
        new TestCaseData("{\"trips\": []}", "OtherTextFormat", "JSON"),
        new TestCaseData("{\\rtf1", "WordProcessorFile", ".rtf"),
        new TestCaseData("BEGIN:VCARD\r\n", "OtherTextFormat", "vCard"),
        new TestCaseData("Country\0\u0001\u0002From", "BinaryFile", ""),
    ];

    [TestCaseSource(nameof(Refused))]
    public void What_is_no_text_in_rows_is_refused_by_what_it_is(string content, string code, string ending)
    {
        var file = ReadBytes(Encoding.Latin1.GetBytes(content));

        Assert.Multiple(() =>
        {
            Assert.That(Problems(file), Is.EqualTo(new[] { $" {code}" }));
            Assert.That(file.Problems[0].Arguments, Is.EqualTo(new object[] { ending }));
            Assert.That(file.Layout, Is.EqualTo(TravelFileLayout.Unrecognised));
        });
    }

    [Test]
    public void A_spreadsheet_file_is_refused_in_a_sentence_that_says_what_to_do()
    {
        var file = ReadBytes(Encoding.Latin1.GetBytes("PK\u0003\u0004xl/workbook.xml"), "trips.csv");

        Assert.That(
            file.Problems[0].Text(CultureInfo.GetCultureInfo("en")),
            Is.EqualTo("This is a spreadsheet file (.xlsx), not text. Save it as CSV and try again.")
        );
    }

    [TestCase("")]
    [TestCase("\uFEFF")]
    [TestCase("\r\n \t\r\n")]
    public void An_empty_file_is_called_empty(string content)
    {
        Assert.That(Problems(Read(content)), Is.EqualTo(new[] { " EmptyFile" }));
    }

    [TestCase(0, true)]
    [TestCase(1, false)]
    public async Task A_file_is_read_up_to_the_limit_and_refused_one_byte_above(int over, bool read)
    {
        var bytes = Encoding.UTF8.GetBytes(Csv);
        var options = new TravelFileOptions { MaxBytes = bytes.Length - over };

        foreach (var stream in new Stream[] { new MemoryStream(bytes), new Unseekable(bytes) })
        {
            var file = await Reader.ReadAsync(stream, "trips.csv", options);
            Assert.That(Problems(file), Is.EqualTo(read ? [] : new[] { " FileTooLarge" }));
        }
    }

    [Test]
    public async Task A_large_file_is_refused_before_it_is_read_to_its_end()
    {
        await using var endless = new Endless();

        var file = await Reader.ReadAsync(endless, "trips.csv");

        Assert.Multiple(() =>
        {
            Assert.That(
                file.Problems[0].Reason(CultureInfo.GetCultureInfo("en")),
                Is.EqualTo("The file trips.csv is larger than 20 MB, so it was not read.")
            );
            Assert.That(endless.Given, Is.LessThan(21 * 1024 * 1024));
        });
    }

    [Test]
    public void A_hundred_thousand_trips_are_read_whole()
    {
        var day = new LocalDate(1990, 1, 1);
        var text = new StringBuilder("Country,Arrive,Depart,Note\n");
        for (var i = 0; i < 100_000; i++)
        {
            // Two trips a day: both are travel days, so nothing overlaps.
            var date = day.PlusDays(i % 40_000);
            text.Append(
                CultureInfo.InvariantCulture,
                $"{(i / 40_000) switch { 0 => "DE", 1 => "FR", _ => "GB" }},{date:uuuu-MM-dd},{date:uuuu-MM-dd},trip {i}\n"
            );
        }

        var file = Read(text.ToString());

        Assert.Multiple(() =>
        {
            Assert.That(file.Rows, Has.Count.EqualTo(100_000));
            Assert.That(file.CanBeImported);
            Assert.That(file.Overlaps, Is.Empty);
        });
    }

    [Test]
    public void A_hundred_thousand_bad_rows_and_overlaps_end_in_short_lists()
    {
        var text = new StringBuilder("Country,Arrive,Depart\n");
        for (var i = 0; i < 100_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"Germny{i},2026-02-30,2026-03-01\n");
        }
        var overlapping = new StringBuilder("Country,Arrive,Depart\n");
        for (var i = 0; i < 20_000; i++)
        {
            overlapping.Append(
                CultureInfo.InvariantCulture,
                $"DE,{new LocalDate(1990, 1, 1).PlusDays(i):uuuu-MM-dd},2100-12-31\n"
            );
        }

        Assert.Multiple(() =>
        {
            Assert.That(Read(text.ToString()).Problems.More, Is.EqualTo(199_800));
            Assert.That(Read(overlapping.ToString()).Overlaps, Has.Count.EqualTo(200));
        });
    }

    [TestCase(3, true)]
    [TestCase(2, false)]
    public void More_rows_than_a_person_can_have_are_refused(int most, bool read)
    {
        var file = Read(
            "Country,From,To\nDE,2026-01-01,\nDE,2025-01-01,2025-01-01\nDE,2024-01-01,2024-01-01",
            new TravelFileOptions { MaxRows = most }
        );

        Assert.That(Problems(file), Is.EqualTo(read ? [] : new[] { "4 TooManyRows" }));
    }

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public void Rows_that_a_CSV_writer_wrote_are_read_back(FsCheck.DoNotSize<int> start)
    {
        var seed = start.Item;
        var random = new Random(seed);
        var delimiter = ",;\t|"[random.Next(4)];
        var patterns = new[] { "uuuu-MM-dd", "dd'.'MM'.'uuuu", "d MMM uuuu", "uuuuMMdd" };
        var pattern = patterns[random.Next(patterns.Length)];
        var day = new LocalDate(1991, 1, 1);
        var rows = Enumerable
            .Range(0, random.Next(1, 30))
            .Select(_ =>
            {
                var arrive = day = day.PlusDays(random.Next(1, 200));
                day = day.PlusDays(random.Next(0, 60));
                return (
                    Country: random.Next(2) == 0 ? "Côte d'Ivoire" : "Germany",
                    Arrive: arrive,
                    Depart: day,
                    Note: RandomText.Make(random.Next()).Trim()
                );
            })
            .ToList();
        using var bytes = new MemoryStream();
        using (
            var writer = CsvWriter.Create(
                bytes,
                new CsvWriterOptions { Separator = delimiter, NewLine = random.Next(2) == 0 ? "\r\n" : "\n" },
                true
            )
        )
        {
            writer.WriteRecord(["Country", "Arrive", "Depart", "Note"]);
            foreach (var row in rows)
            {
                string Text(LocalDate date) => date.ToString(pattern, CultureInfo.InvariantCulture);
                writer.WriteRecord([row.Country, Text(row.Arrive), Text(row.Depart), row.Note]);
            }
        }

        var file = ReadBytes(bytes.ToArray());

        Assert.Multiple(() =>
        {
            Assert.That(file.Problems, Is.Empty);
            Assert.That(
                file.Rows.Select(row => (row.Arrive, row.Depart, row.Note ?? "")),
                Is.EqualTo(rows.Select(row => (row.Arrive, (LocalDate?)row.Depart, row.Note)))
            );
        });
    }

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public void No_damaged_file_throws(FsCheck.DoNotSize<int> start)
    {
        var seed = start.Item;
        var random = new Random(seed);
        var names = new[]
        {
            "google.ics",
            "outlook.ics",
            "trips-google-sheets.csv",
            "trips-excel-german.csv",
            "days-april.csv",
            "trips-excel-unicode.txt",
            "us-travel-history.txt",
        };
        var bytes = Bytes(names[random.Next(names.Length)]).ToList();
        for (var damage = random.Next(1, 40); damage > 0; damage--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 12), bytes.Count - at - 1));
                    break;
                case 2:
                    bytes.Insert(at, (byte)Harmful[random.Next(Harmful.Length)]);
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(40, bytes.Count - at)));
                    break;
            }
        }

        var file = ReadBytes([.. bytes]);

        Assert.That(file.Problems.Select(problem => problem.Text(CultureInfo.InvariantCulture)), Is.All.Not.Empty);
    }

    [Test]
    public void Every_code_has_its_texts_and_every_text_its_code()
    {
        var texts = new ResourceManager("Mobility.Casework.Trips.Import.TravelFileTexts", typeof(TravelFile).Assembly);
        var keys = texts
            .GetResourceSet(CultureInfo.InvariantCulture, true, false)!
            .Cast<System.Collections.DictionaryEntry>()
            .Select(entry => (string)entry.Key);
        var words = new[] { TravelField.Country, TravelField.Arrive, TravelField.Depart, TravelField.Date }.Select(field =>
            $"Word.{field}"
        );

        Assert.That(
            keys,
            Is.EquivalentTo(
                Enum.GetNames<TravelProblemCode>()
                    .SelectMany(code => new[] { code, code + ".Mend" })
                    .Concat(words)
                    .Append("Where.Line")
                    .Append("Where.LineAndField")
            )
        );
    }

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }

    private sealed class Endless : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => Given;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Given += count;
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

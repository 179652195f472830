using System.Globalization;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Tests.Shared.Forms;

public sealed class DateInputTests
{
    [TestCase("2 Nov 2026", "en-GB")]
    [TestCase("2 November 2026", "en-GB")]
    [TestCase("02 nov 2026", "en-GB")]
    [TestCase("2nd of November 2026", "en-GB")]
    [TestCase("Nov 2, 2026", "en-US")]
    [TestCase("November 2nd 2026", "en-US")]
    [TestCase("Mon 2 Nov 2026", "en-GB")]
    [TestCase("Monday, 2 November 2026", "en-GB")]
    [TestCase("2026-11-02", "en-GB")]
    [TestCase("20261102", "en-GB")]
    [TestCase("2026/11/02", "ja-JP")]
    [TestCase("02.11.2026", "de-DE")]
    [TestCase("2.11.2026", "en-US")]
    [TestCase("2. November 2026", "de-DE")]
    [TestCase("2. Nov. 2026", "de-DE")]
    [TestCase("2 de noviembre de 2026", "es-ES")]
    [TestCase("2 novembre 2026", "fr-FR")]
    [TestCase("2 listopada 2026", "pl-PL")]
    [TestCase("2 Nov 2026", "pl-PL")]
    [TestCase("٢ نوفمبر ٢٠٢٦", "ar-EG")]
    [TestCase("  2   Nov\u00a02026 ", "en-GB")]
    public void The_second_of_November_is_read_however_it_is_written(string typed, string culture) =>
        Assert.That(Read(typed, culture).Date, Is.EqualTo(new LocalDate(2026, 11, 2)), Read(typed, culture).Problem);

    [TestCase("29 Feb 2028", 2028, 2, 29)]
    [TestCase("2 Sept 2026", 2026, 9, 2)]
    [TestCase("3 März 2026", 2026, 3, 3)]
    [TestCase("13/11/2026", 2026, 11, 13)]
    [TestCase("11/13/2026", 2026, 11, 13)]
    [TestCase("11/11/2026", 2026, 11, 11)]
    public void Dates_that_can_only_be_one_day_are_read(string typed, int year, int month, int day) =>
        Assert.That(Read(typed, "de-DE").Date, Is.EqualTo(new LocalDate(year, month, day)));

    [Test]
    public void Numbers_that_can_be_two_days_are_refused_with_both()
    {
        var reading = Read("03/04/2026", "en-GB");

        Assert.Multiple(() =>
        {
            Assert.That(reading.Date, Is.Null);
            Assert.That(reading.Problem, Is.EqualTo("Date.TwoWays"));
            Assert.That(reading.Arguments, Is.EqualTo(new object[] { new LocalDate(2026, 4, 3), new LocalDate(2026, 3, 4) }));
        });
    }

    [TestCase("29 Feb 2027", "Date.NoSuchDay")]
    [TestCase("31.04.2026", "Date.NoSuchDay")]
    [TestCase("2026-13-01", "Date.NoSuchDay")]
    [TestCase("13/13/2026", "Date.NoSuchDay")]
    [TestCase("2 Nov 26", "Date.YearInFull")]
    [TestCase("02.11.26", "Date.YearInFull")]
    [TestCase("2.11.", "Date.YearInFull")]
    [TestCase("2 Nov 1826", "Date.YearOutside")]
    [TestCase("Tue 2 Nov 2026", "Date.OtherWeekday")]
    [TestCase("next Monday", "Date.NotADate")]
    [TestCase("2 Ju 2026", "Date.NotADate")]
    [TestCase("1 2 Nov 2026", "Date.NotADate")]
    [TestCase("2 Nov", "Date.NotADate")]
    public void What_is_no_date_is_refused_with_its_reason(string typed, string problem) =>
        Assert.That(Read(typed, "en-GB"), Has.Property("Date").Null.And.Property("Problem").EqualTo(problem));

    [Test]
    public void Every_way_the_program_shows_a_date_can_be_typed_back(
        [Values("d MMM uuuu", "ddd d MMM uuuu", "d MMMM uuuu")] string pattern,
        [Values(
            "en-GB",
            "en-US",
            "de-DE",
            "fr-FR",
            "es-ES",
            "pl-PL",
            "cs-CZ",
            "hu-HU",
            "tr-TR",
            "pt-PT",
            "nl-NL",
            "sv-SE",
            "uk-UA",
            "el-GR"
        )]
            string culture
    )
    {
        var names = CultureInfo.GetCultureInfo(culture);
        Assert.Multiple(() =>
        {
            for (var month = 1; month <= 12; month++)
            {
                var date = new LocalDate(2026, month, 17);
                var text = date.ToString(pattern, names);
                Assert.That(DateInput.Read(text, names).Date, Is.EqualTo(date), text);
            }
        });
    }

    private static DateReading Read(string typed, string culture) => DateInput.Read(typed, CultureInfo.GetCultureInfo(culture));
}

namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>Numbers of the test by a home in the country.</summary>
/// <param name="PeriodDays">Consecutive days for which the home must be kept.</param>
/// <param name="PeriodDaysInYear">How many of them must lie in the tax year.</param>
/// <param name="DaysAtHome">Days of presence in the home in the tax year that are enough.</param>
/// <param name="DaysAtHomeAbroad">Days of presence in a home abroad in the tax year from which that home stands in the way.</param>
internal sealed record HomeLimits(int PeriodDays, int PeriodDaysInYear, int DaysAtHome, int DaysAtHomeAbroad);

/// <summary>
/// The test by a home in the country: a long enough time with the home, part of it in the tax year, in which no home abroad is used for long, and presence
/// in the home. Each home is tested alone; spans of one name are one home.
/// </summary>
internal sealed class HomeTest
{
    private readonly string _country;
    private readonly TaxYear _year;
    private readonly HomeLimits _limits;
    private readonly List<Home> _homes;

    private HomeTest(IReadOnlyList<HomeSpan> spans, string country, TaxYear year, HomeLimits limits)
    {
        _country = country;
        _year = year;
        _limits = limits;

        // No period that counts reaches further out of the tax year than its own length.
        var (from, to) = (year.From.PlusDays(-limits.PeriodDays), year.To.PlusDays(limits.PeriodDays));
        _homes = Grouped(spans).Select(home => Read(home, year, from, to)).ToList();
    }

    /// <summary>Whether the test is met; null when that hangs on how long somebody was in a home, or on homes nobody told of.</summary>
    public static bool? IsMet(IReadOnlyList<HomeSpan>? spans, string country, TaxYear year, HomeLimits limits)
    {
        if (spans is null)
        {
            return null;
        }

        var test = new HomeTest(spans, country, year, limits);
        return test.IsMet(doubtful: false) ? true
            : test.IsMet(doubtful: true) ? null
            : false;
    }

    /// <summary>
    /// Whether somebody who died had a home in the country then and, in the tax year, none abroad in which they were on enough days or on every day of
    /// their life; null when that hangs on how long they were in a home abroad, or on homes nobody told of.
    /// </summary>
    public static bool? IsHomeAtDeath(
        IReadOnlyList<HomeSpan>? spans,
        string country,
        TaxYear year,
        NodaTime.LocalDate died,
        int belowDaysAbroad
    )
    {
        if (spans is null)
        {
            return null;
        }

        var most = Math.Min(belowDaysAbroad, DaySet.Number(died) - DaySet.Number(year.From) + 1);
        var abroad = Grouped(spans)
            .Where(home => home[0].Country != country)
            .Select(home => !Read(home, year, year.From, died).IsUsed(most))
            .ToArray();
        return Possible.All([spans.Any(span => span.Country == country && span.Contains(died)), .. abroad]);
    }

    private static IEnumerable<List<HomeSpan>> Grouped(IReadOnlyList<HomeSpan> spans) =>
        spans
            .Select((span, index) => (Span: span, Key: span.Name ?? $"#{index}", Named: span.Name is not null))
            .GroupBy(home => (home.Key, home.Named, home.Span.Country))
            .Select(home => home.Select(part => part.Span).ToList());

    /// <summary>Whether the test is met when all that is unknown speaks against it, or (<paramref name="doubtful"/>) for it.</summary>
    private bool IsMet(bool doubtful)
    {
        var inTheWay = _homes
            .Where(home => home.Country != _country && (home.IsUsed(_limits.DaysAtHomeAbroad) ?? !doubtful))
            .Aggregate(DaySet.Empty, (days, home) => days.With(home.Days));
        return _homes
            .Where(home => home.Country == _country && (home.IsUsed(_limits.DaysAtHome) ?? doubtful))
            .Any(home => home.Days.Without(inTheWay).Runs.Any(IsLongEnough));
    }

    /// <summary>Whether a period of the right length, with enough days in the tax year, fits into a run.</summary>
    private bool IsLongEnough(Run run)
    {
        var earliest = Math.Max(run.From, DaySet.Number(_year.From) - (_limits.PeriodDays - _limits.PeriodDaysInYear));
        var latest = Math.Min(run.To - _limits.PeriodDays, DaySet.Number(_year.To) - _limits.PeriodDaysInYear) + 1;
        return earliest <= latest;
    }

    private static Home Read(List<HomeSpan> spans, TaxYear year, NodaTime.LocalDate from, NodaTime.LocalDate to)
    {
        var present = spans.Select(span => span.PresentDays).OfType<int>().Distinct().ToList();
        if (present.Count > 1)
        {
            throw new QuestionException(
                $"'{Facts.Homes.Name}' gives the home '{spans[0].Name}' different days of presence in the same tax year: {string.Join(" and ", present)}."
            );
        }

        var days = DaySet.Of(spans, from, to);
        return new(spans[0].Country, days, days.Between(year.From, year.To), present.Count == 0 ? null : present[0]);
    }

    /// <summary>One home.</summary>
    /// <param name="Country">ISO 3166 alpha-2 code.</param>
    /// <param name="Days">Days on which it is a home, in the tax year and around it.</param>
    /// <param name="DaysInYear">Those in the tax year.</param>
    /// <param name="PresentDays">Days of presence in the tax year; null when unknown.</param>
    private sealed record Home(string Country, DaySet Days, int DaysInYear, int? PresentDays)
    {
        /// <summary>Whether the presence reaches a number of days; nobody is in a home on more days than it is one.</summary>
        public bool? IsUsed(int days) =>
            PresentDays is { } known ? known >= days
            : DaysInYear < days ? false
            : null;
    }
}

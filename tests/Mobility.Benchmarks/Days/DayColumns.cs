using System.Globalization;
using Mobility.Rules;
using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Benchmarks.Days;

/// <summary>The columns of the workload, counted by the rules of the book. The periods are the workload's; limits and windows are the rules'.</summary>
internal sealed class DayColumns
{
    private static readonly LocalDate First = new(2016, 1, 1);
    private static readonly LocalDate Last = new(2025, 12, 31);
    private static readonly LocalDate TotalsFrom = new(2024, 1, 1);
    private static readonly string[] Hosts = ["DE", "FR", "GB", "US"];

    private readonly RollingWindowSweep _shortStays;
    private readonly YearSweep _substantialPresence;
    private readonly YearSweep _midnights;
    private readonly TreatySweep _hosts;

    /// <summary>Finds the rules.</summary>
    /// <exception cref="BenchmarkFileException">The book lacks one of the rules.</exception>
    public DayColumns(RuleBook book)
    {
        if (book.Problems.Count > 0)
        {
            throw new BenchmarkFileException($"The rule book has mistakes: {book.Problems[0]}");
        }

        // A tax year that begins in the last year of the workload ends after it; nobody travels then.
        _shortStays = new(Rule<RollingWindowRule>(book, "schengen/short-stay-90-180"), First, Last);
        _substantialPresence = new(Rule<YearRule>(book, "us/substantial-presence"), First.Year + 2, Last.Year);
        _midnights = new(Rule<YearRule>(book, "gb/midnights-183"), First.Year, Last.Year);
        _hosts = new(Rule<Rule>(book, "treaty/article-15-183"), Hosts, First, Last);
    }

    /// <summary>The columns after the traveller's name.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "sch_sum",
        "sch_max",
        "sch_hash",
        "overstay",
        .. Years("spt", First.Year + 2),
        .. Years("uk", First.Year),
        .. Hosts.SelectMany(host => new[] { $"r12_{host}", $"r12_{host}_first" }),
    ];

    /// <summary>Places for one traveller's numbers.</summary>
    public static DayRow Row() =>
        new(Period.DaysBetween(TotalsFrom, Last) + 1, Last.Year - First.Year - 1, Last.Year - First.Year + 1, Hosts.Length);

    /// <summary>Counts one traveller.</summary>
    public void Count(TravelRecord record, DayRow row)
    {
        var stays = _shortStays.Read(record);
        stays.Used(TotalsFrom, row.Used);
        row.Sum();
        row.Overstay = stays.FirstOver();
        _substantialPresence.Count(record, row.SubstantialPresence);
        _midnights.Count(record, row.Midnights);
        _hosts.Count(record, row.Hosts);
    }

    private static IEnumerable<string> Years(string name, int first) =>
        Enumerable
            .Range(first, Last.Year - first + 1)
            .Select(year => string.Create(CultureInfo.InvariantCulture, $"{name}{year}"));

    private static T Rule<T>(RuleBook book, string id)
        where T : Rule =>
        book.Find(id) as T ?? throw new BenchmarkFileException($"The rule book has no '{id}' of the kind that is counted here.");
}

/// <summary>One traveller's numbers.</summary>
internal sealed class DayRow(int days, int substantialPresence, int midnights, int hosts)
{
    private const ulong HashFactor = 131;
    private const ulong HashModulus = 2147483647;

    private long _sum;
    private int _largest;
    private ulong _hash;

    public int[] Used { get; } = new int[days];

    public LocalDate? Overstay { get; set; }

    public YearTotal[] SubstantialPresence { get; } = new YearTotal[substantialPresence];

    public YearTotal[] Midnights { get; } = new YearTotal[midnights];

    public HostTotal[] Hosts { get; } = new HostTotal[hosts];

    public void Sum()
    {
        (_sum, _largest, _hash) = (Used.Sum(), Used.Max(), 0);
        var used = Used.AsSpan();
        for (; used.Length >= 4; used = used[4..])
        {
            // Four steps of hash * 131 + used: their product stays within a ulong, so that one division does for all of them.
            _hash =
                (
                    (_hash * (HashFactor * HashFactor * HashFactor * HashFactor))
                    + ((ulong)used[0] * (HashFactor * HashFactor * HashFactor))
                    + ((ulong)used[1] * (HashFactor * HashFactor))
                    + ((ulong)used[2] * HashFactor)
                    + (ulong)used[3]
                ) % HashModulus;
        }

        foreach (var day in used)
        {
            _hash = ((_hash * HashFactor) + (ulong)day) % HashModulus;
        }
    }

    /// <summary>The cells as the answers write them.</summary>
    public List<string> Write() =>
        [
            Number(_sum),
            Number(_largest),
            Number((long)_hash),
            Date(Overstay),
            .. SubstantialPresence.Select(year => Number(Sixths(year)) + (year.IsMet ? "+" : "")),
            .. Midnights.Select(year => Number(year.UsedParts / year.Denominator)),
            .. Hosts.SelectMany(host => new[] { Number(host.Largest), Date(host.FirstOver) }),
        ];

    private static long Sixths(YearTotal year) => year.UsedParts * 6 / year.Denominator;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Date(LocalDate? date) => date is { } day ? LocalDatePattern.Iso.Format(day) : "-";
}

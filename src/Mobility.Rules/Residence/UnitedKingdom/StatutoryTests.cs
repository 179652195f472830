namespace Mobility.Rules.Residence.UnitedKingdom;

/// <summary>A row of the table of ties: from so many days on, so many ties make resident.</summary>
internal sealed record TiesBand(int FromDays, int Ties);

/// <summary>
/// The order of the tests. Where something is unknown every value it can have is tried; what comes out each time is the answer. A test is known to be met
/// when it is met each time, and the ties are asked only of somebody who meets no automatic test.
/// </summary>
internal sealed record StatutoryTests
{
    public const string Overseas1 = "overseas-1";
    public const string Overseas2 = "overseas-2";
    public const string Overseas3 = "overseas-3";
    public const string Overseas4 = "overseas-4";
    public const string Overseas5 = "overseas-5";
    public const string Home1 = "home-1";
    public const string Home2 = "home-2";
    public const string Home3 = "home-3";
    public const string Home4 = "home-4";
    public const string TiesOfRecent = "ties-of-recent";
    public const string TiesOfOthers = "ties-of-others";

    private static readonly string[] Overseas = [Overseas1, Overseas2, Overseas3, Overseas4, Overseas5];
    private static readonly string[] OnlyInTheYearOfDeath = [Overseas4, Overseas5, Home4];

    /// <summary>Every test in the order in which they decide.</summary>
    public static readonly string[] InOrder = [.. Overseas, Home1, Home2, Home3, Home4, TiesOfRecent, TiesOfOthers];

    private static readonly int OverseasBits = Overseas.Aggregate(0, (bits, test) => bits | Bit(test));

    /// <summary>Days without deemed days.</summary>
    public required int Midnights { get; init; }

    public required int QualifyingDays { get; init; }

    public required int Overseas1Below { get; init; }

    public required int Overseas2Below { get; init; }

    public required int Home1Least { get; init; }

    public required int DeemingTies { get; init; }

    public required int DeemingAfter { get; init; }

    /// <summary>The table for people resident in one of the three years before.</summary>
    public required IReadOnlyList<TiesBand> Recent { get; init; }

    public required IReadOnlyList<TiesBand> Others { get; init; }

    /// <summary>A finding made elsewhere on all the overseas tests together.</summary>
    public required bool? AnyOverseas { get; init; }

    public required bool? OverseasThird { get; init; }

    public required bool? HomeSecond { get; init; }

    public required bool? HomeThird { get; init; }

    public required bool? WasResident { get; init; }

    /// <summary>The number of ties, where it is given.</summary>
    public required CountedTies? Ties { get; init; }

    /// <summary>Counts the ties of somebody resident in one of the three years before or not; null when nobody told of them.</summary>
    public required Func<bool, CountedTies>? CountTies { get; init; }

    /// <summary>What is asked of somebody who died in the year; null of everybody else.</summary>
    public required YearOfDeath? Death { get; init; }

    /// <summary>Whether resident, by which test, and how many days are deemed; each null when it hangs on what is unknown.</summary>
    public (bool? Resident, string? Test, int? Deemed) Decide()
    {
        var deemed = Agreed(from recent in Values(WasResident) from ties in TiesPossible(recent) select Deemed(recent, ties));
        var worlds = Worlds();
        if (AnyOverseas is true)
        {
            // The finding rules out every world in which no overseas test is met.
            worlds.RemoveAll(met => (met & OverseasBits) == 0);
            if (worlds.Count == 0)
            {
                return (false, null, deemed);
            }
        }

        var resident = Agreed(worlds.Select(met => (met & OverseasBits) == 0 && met != 0));
        var known = Array.Find(InOrder, test => worlds.TrueForAll(met => (met & Bit(test)) != 0));
        return (resident, resident is null || resident.Value == Overseas.Contains(known) ? null : known, deemed);
    }

    /// <summary>What is known of each test: met, not met, or null. Ties are not met by somebody who meets an automatic test.</summary>
    public IEnumerable<(string Test, bool? Met)> Known()
    {
        var worlds = Worlds();
        return InOrder
            .Where(test => Death is null ? !OnlyInTheYearOfDeath.Contains(test) : test != Overseas1)
            .Select(test => (test, Agreed(worlds.Select(met => (met & Bit(test)) != 0))));
    }

    /// <summary>The tests met in each world that the unknown facts allow, a bit for each test.</summary>
    private List<int> Worlds() =>
        (
            from recent in Values(WasResident)
            from ties in TiesPossible(recent)
            from abroad in Values(OverseasThird)
            from home in Values(HomeSecond)
            from work in Values(HomeThird)
            from death in Death?.Worlds(recent) ?? [null]
            select MetBy(recent, ties, abroad, home, work, death)
        )
            .Distinct()
            .ToList();

    private static int Bit(string test) => 1 << Array.IndexOf(InOrder, test);

    /// <summary>The tests that somebody meets.</summary>
    private int MetBy(bool recent, int ties, bool abroad, bool home, bool work, DeathTests? death)
    {
        var days = Midnights + Deemed(recent, ties);
        var met = 0;
        Add(Overseas1, AnyOverseas != false && death is null && recent && days < Overseas1Below);
        Add(Overseas2, AnyOverseas != false && !recent && days < Overseas2Below);
        Add(Overseas3, AnyOverseas != false && abroad);
        Add(Overseas4, AnyOverseas != false && death is { Fourth: true } && days < Death!.Overseas4Below);
        Add(Overseas5, AnyOverseas != false && death is { Fifth: true });
        Add(Home1, days >= Home1Least);
        Add(Home2, home);
        Add(Home3, work);
        Add(Home4, death is { AtHome: true });
        if (met == 0)
        {
            Add(recent ? TiesOfRecent : TiesOfOthers, ties >= TiesNeeded(recent, days));
        }

        return met;

        void Add(string test, bool isMet)
        {
            met |= isMet ? Bit(test) : 0;
        }
    }

    /// <summary>Ties that make resident with so many days; null when no number does.</summary>
    private int? TiesNeeded(bool recent, int days) =>
        (recent ? Recent : Others).Where(band => days >= band.FromDays).Select(band => (int?)band.Ties).Min();

    private int Deemed(bool recent, int ties) => recent && ties >= DeemingTies ? Math.Max(0, QualifyingDays - DeemingAfter) : 0;

    /// <summary>Every number of ties there can be, as far as it can make a difference.</summary>
    private IEnumerable<int> TiesPossible(bool recent)
    {
        var (least, most) = Ties ?? CountTies?.Invoke(recent) ?? new(0, MostTiesAsked);
        return Enumerable.Range(least, most - least + 1);
    }

    private int MostTiesAsked => Recent.Concat(Others).Select(band => band.Ties).Append(DeemingTies).Max();

    public static bool[] Values(bool? fact) => fact is { } known ? [known] : [true, false];

    private static T? Agreed<T>(IEnumerable<T> answers)
        where T : struct => answers.Distinct().ToList() is [var one] ? one : null;
}

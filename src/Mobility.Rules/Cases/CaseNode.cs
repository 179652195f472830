using System.Globalization;
using Mobility.Rules.Files;
using Mobility.Rules.Trips;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Rules.Cases;

/// <summary>What a value of a case is made of.</summary>
internal enum ScalarKind
{
    /// <summary>Text in quotes.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>Null.</summary>
    Null,

    /// <summary>Written without quotes in YAML, where only the reader knows what it is to be.</summary>
    Any,
}

/// <summary>A node of a case, whether it stood in JSON or in YAML. Reading one that is not what it should be names its place.</summary>
internal abstract record CaseNode(string Path)
{
    private const int Largest = 999999;
    private const int DaysInLeapYear = 366;
    public const string NothingSaid = "unstated";

    public QuestionException Wrong(string expected) =>
        new($"{(Path.Length == 0 ? "The case" : $"'{Path}'")} must be {expected}, not {Shown()}.");

    protected abstract string Shown();

    /// <summary>A date of the years 1000 to 2999, so that no count of days or years runs out of the calendar.</summary>
    public LocalDate Date() =>
        IsoDate.TryRead(Text(), out var date) && date.Year is >= 1000 and <= 2999
            ? date
            : throw Wrong("a date of the calendar such as 2026-11-22");

    public LocalDate? DateOrNull() => IsNull ? null : Date();

    public bool IsNull => this is CaseScalar { Kind: ScalarKind.Null };

    public string Country() =>
        Text() is { Length: 2 } code && code.All(char.IsAsciiLetterUpper) ? code : throw Wrong("a country code such as NO");

    /// <summary>The words that can be written; the one that stands for nothing said is left out instead.</summary>
    public static IEnumerable<string> WordsOf<T>()
        where T : struct, Enum => Words<T>.All.Keys.Where(key => key != NothingSaid);

    public T Word<T>()
        where T : struct, Enum =>
        Text() is not NothingSaid && Words<T>.All.TryGetValue(Text(), out var word)
            ? word
            : throw Wrong($"one of {string.Join(", ", WordsOf<T>())}");

    public bool Truth() =>
        this is CaseScalar { Kind: ScalarKind.Truth or ScalarKind.Any, Written: "true" or "false" } scalar
            ? scalar.Written == "true"
            : throw Wrong("true or false");

    /// <summary>A whole number of 0 or more, small enough to be added up.</summary>
    public int Whole() =>
        Read(Largest) is { } number && number == decimal.Truncate(number)
            ? (int)number
            : throw Wrong($"a whole number from 0 to {Largest}");

    /// <summary>A whole number of days in a year.</summary>
    public int DaysOfYear() =>
        Read(DaysInLeapYear) is { } number && number == decimal.Truncate(number)
            ? (int)number
            : throw Wrong($"a whole number of days of a year, from 0 to {DaysInLeapYear}");

    /// <summary>A number of 0 or more, small enough to be added up.</summary>
    public decimal Number() => Read(Largest) ?? throw Wrong($"a number from 0 to {Largest}");

    public AnnualDate MonthDay()
    {
        var parsed = AnnualDatePattern.Iso.Parse(Text());
        return parsed.Success && parsed.Value != new AnnualDate(2, 29)
            ? parsed.Value
            : throw Wrong("a month and day such as 04-06 that every year has");
    }

    public LocalTime Time()
    {
        var parsed = LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(Text());
        return parsed.Success ? parsed.Value : throw Wrong("a time such as 09:30");
    }

    public string YearLabel() => TaxYear.IsLabel(Text()) ? Text() : throw Wrong("a year such as 2024 or 2024-25");

    public string Text() =>
        this is CaseScalar { Kind: ScalarKind.Text or ScalarKind.Any } scalar && !string.IsNullOrWhiteSpace(scalar.Written)
            ? scalar.Written
            : throw Wrong("text");

    public CaseMap Map() => this as CaseMap ?? throw Wrong("keys and values");

    public IReadOnlyList<T> List<T>(Func<CaseNode, T> read) =>
        (this as CaseList ?? throw Wrong("a list")).Items.Select(read).ToList();

    /// <summary>A list of spans; the end of one does not lie before its beginning.</summary>
    public IReadOnlyList<T> Spans<T>(Func<CaseMap, LocalDate?, LocalDate?, T> read) =>
        List(item =>
        {
            var map = item.Map();
            var from = map.Needed("from").DateOrNull();
            var to = map.Needed("to").DateOrNull();
            var span = read(map, from, to);
            map.Done();
            return to < from ? throw new QuestionException($"'{item.Path}' cannot end before it begins.") : span;
        });

    /// <summary>A number from 0 to a limit; null when it is none.</summary>
    private decimal? Read(int most) =>
        this is CaseScalar { Kind: ScalarKind.Number or ScalarKind.Any } scalar
        && decimal.TryParse(
            scalar.Written,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var number
        )
        && number >= 0
        && number <= most
            ? number
            : null;

    /// <summary>Days of a year by name.</summary>
    public IReadOnlyDictionary<string, int> Counts(Func<CaseNode, string> key)
    {
        var counts = new Dictionary<string, int>();
        foreach (var (name, value) in Map().Entries)
        {
            counts.Add(key(new CaseScalar(name, ScalarKind.Text, value.Path)), value.DaysOfYear());
        }

        return counts;
    }
}

/// <summary>A single value as written.</summary>
internal sealed record CaseScalar(string? Written, ScalarKind Kind, string Path) : CaseNode(Path)
{
    protected override string Shown() =>
        Kind == ScalarKind.Null ? "null"
        : Written is { Length: > 60 } ? $"'{Written[..60]}…'"
        : $"'{Written}'";
}

/// <summary>A list.</summary>
internal sealed record CaseList(IReadOnlyList<CaseNode> Items, string Path) : CaseNode(Path)
{
    protected override string Shown() => "a list";
}

/// <summary>Keys and values. Ask for every key that may be there, then call <see cref="Done"/>.</summary>
internal sealed record CaseMap(IReadOnlyList<KeyValuePair<string, CaseNode>> Entries, string Path) : CaseNode(Path)
{
    private readonly HashSet<string> _asked = [];

    protected override string Shown() => "keys and values";

    public CaseNode? Optional(string key)
    {
        _asked.Add(key);
        CaseNode? found = null;
        foreach (var (name, value) in Entries)
        {
            if (name == key)
            {
                found = found is null ? value : throw new QuestionException($"'{value.Path}' is written twice.");
            }
        }

        return found;
    }

    public CaseNode Needed(string key) =>
        Optional(key) ?? throw new QuestionException($"'{(Path.Length == 0 ? key : $"{Path}.{key}")}' is missing.");

    /// <summary>Refuses the first key that was not asked for.</summary>
    public void Done()
    {
        foreach (var (name, value) in Entries)
        {
            if (!_asked.Contains(name))
            {
                throw new QuestionException($"Unknown key '{value.Path}'.");
            }
        }
    }
}

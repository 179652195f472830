namespace Mobility.Rules.Residence;

/// <summary>What the value of a fact is made of.</summary>
public enum FactType
{
    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A whole number, 0 or more.</summary>
    Whole,

    /// <summary>A number, 0 or more, with or without a fraction.</summary>
    Number,

    /// <summary>A date, yyyy-MM-dd.</summary>
    Day,

    /// <summary>A month and a day that every year has, MM-dd.</summary>
    MonthDay,

    /// <summary>An ISO 3166 alpha-2 code in upper case.</summary>
    Country,

    /// <summary>The name of a tax year: 2024, 2024-25.</summary>
    Year,

    /// <summary>One of <see cref="FactDefinition.Choices"/>.</summary>
    Word,

    /// <summary>Free text, such as the name of a home.</summary>
    Text,

    /// <summary>Days from and to (both included; null for open), and the <see cref="FactDefinition.Fields"/>.</summary>
    Span,

    /// <summary>An entry without dates, made of the <see cref="FactDefinition.Fields"/>.</summary>
    Entry,

    /// <summary>A whole number for each tax year that is a key.</summary>
    CountByYear,

    /// <summary>A whole number for each country that is a key.</summary>
    CountByCountry,
}

/// <summary>What holds while nobody says anything about a fact.</summary>
public enum FactAbsence
{
    /// <summary>It is unknown: neither yes nor no, and no number.</summary>
    Unknown,

    /// <summary>The value of <see cref="FactDefinition.Absent"/>.</summary>
    Value,

    /// <summary>The recorded stays are counted instead.</summary>
    Counted,

    /// <summary>A rule that reads it cannot be asked without it.</summary>
    Required,
}

/// <summary>A thing that can be known about a person: its name in the vocabulary, and what its value looks like, so that a page can ask for it.</summary>
public sealed record FactDefinition
{
    internal FactDefinition(string name, FactType type) => (Name, Type) = (name, type);

    /// <summary>Every fact there is, in the order of the vocabulary.</summary>
    public static IReadOnlyList<FactDefinition> All => Facts.Definitions;

    /// <summary>The name, as rules and case files use it: <c>permanent_home_in_country</c>.</summary>
    public string Name { get; }

    /// <summary>What the value, or each item of the list, is made of.</summary>
    public FactType Type { get; }

    /// <summary>Whether the value is a list of items.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether the list has exactly one item (a period asked about).</summary>
    public bool IsOneItem { get; init; }

    /// <summary>What a number counts, in English: days, nights, hours; null for none.</summary>
    public string? Unit { get; init; }

    /// <summary>The words a <see cref="FactType.Word"/> can be; empty otherwise.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What a <see cref="FactType.Span"/> has beside its dates, or an <see cref="FactType.Entry"/> is made of.</summary>
    public IReadOnlyList<FactField> Fields { get; init; } = [];

    /// <summary>What holds while nobody says anything.</summary>
    public FactAbsence WhenAbsent { get; init; }

    /// <summary>The value that holds then, in JSON; null unless <see cref="WhenAbsent"/> says so.</summary>
    public string? Absent { get; init; }

    /// <summary>A short name for people.</summary>
    public Explanation Label => Explanation.Of($"fact.{Name}");

    /// <summary>One sentence on what is asked.</summary>
    public Explanation Help => Explanation.Of($"fact.{Name}.help");

    /// <summary>What a word of <see cref="Choices"/> means.</summary>
    public static Explanation LabelOfChoice(string choice) => Explanation.Of($"choice.{choice}");

    /// <summary>The fact of a name; null if there is none.</summary>
    public static FactDefinition? Find(string name) => Facts.Find(name)?.Definition;
}

/// <summary>A part of an item of a fact.</summary>
/// <param name="Name">The key, as case files use it.</param>
/// <param name="Type">What it is made of.</param>
/// <param name="Required">Whether every item needs it.</param>
public sealed record FactField(string Name, FactType Type, bool Required)
{
    /// <summary>The words a <see cref="FactType.Word"/> can be; empty otherwise.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>A short name for people.</summary>
    public Explanation Label => Explanation.Of($"field.{Name}");
}

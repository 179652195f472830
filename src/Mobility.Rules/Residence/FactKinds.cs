using Mobility.Rules.Cases;
using Mobility.Rules.Files;
using NodaTime;

namespace Mobility.Rules.Residence;

/// <summary>How each kind of fact is read, and what holds when it is absent.</summary>
internal static partial class Facts
{
    private static Fact<T> Add<T>(FactDefinition definition, Func<CaseNode, T> read, T absent)
    {
        var fact = new Fact<T>(definition, read, absent);
        All.Add(fact.Name, fact);
        InOrder.Add(definition);
        return fact;
    }

    private static Fact<bool?> Flag(string name) => Add<bool?>(new(name, FactType.Flag), node => node.Truth(), null);

    private static Fact<bool> Flag(string name, bool absent) =>
        Add(
            new(name, FactType.Flag) { WhenAbsent = FactAbsence.Value, Absent = absent ? "true" : "false" },
            node => node.Truth(),
            absent
        );

    private static Fact<int?> Whole(string name, string unit = "days", FactAbsence absence = FactAbsence.Unknown) =>
        Add<int?>(new(name, FactType.Whole) { Unit = unit, WhenAbsent = absence }, node => node.Whole(), null);

    private static Fact<int> NeededWhole(string name) =>
        Add(new(name, FactType.Whole) { WhenAbsent = FactAbsence.Required }, node => node.Whole(), 0);

    private static Fact<int> Whole(string name, int absent, string unit = "days") =>
        Add(
            new(name, FactType.Whole)
            {
                Unit = unit,
                WhenAbsent = FactAbsence.Value,
                Absent = absent.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
            node => node.Whole(),
            absent
        );

    private static Fact<LocalDate?> Day(string name) => Add<LocalDate?>(new(name, FactType.Day), node => node.Date(), null);

    private static Fact<string?> Country(string name) => Add<string?>(new(name, FactType.Country), node => node.Country(), null);

    private static Fact<string> NeededCountry(string name) =>
        Add(new(name, FactType.Country) { WhenAbsent = FactAbsence.Required }, node => node.Country(), "");

    private static Fact<string> NeededYear(string name) =>
        Add(new(name, FactType.Year) { WhenAbsent = FactAbsence.Required }, node => node.YearLabel(), "");

    private static Fact<T?> Word<T>(string name)
        where T : struct, Enum => Add<T?>(new(name, FactType.Word) { Choices = ChoicesOf<T>() }, node => node.Word<T>(), null);

    private static Fact<IReadOnlyDictionary<string, int>?> Counts(string name, FactType type) =>
        Add<IReadOnlyDictionary<string, int>?>(
            new(name, type) { Unit = "days", WhenAbsent = FactAbsence.Counted },
            node => node.Counts(key => type == FactType.CountByYear ? key.YearLabel() : key.Country()),
            null
        );

    private static Fact<IReadOnlyList<T>> Many<T>(FactDefinition definition, Func<CaseNode, T> read) =>
        Add<IReadOnlyList<T>>(
            definition with
            {
                IsList = true,
                WhenAbsent = FactAbsence.Value,
                Absent = "[]",
            },
            node => node.List(read),
            []
        );

    private static Fact<IReadOnlyList<string>> Years(string name) =>
        Many<string>(new(name, FactType.Year), node => node.YearLabel());

    private static Fact<IReadOnlyList<string>?> CountriesOrUnknown(string name) =>
        Add<IReadOnlyList<string>?>(
            new(name, FactType.Country) { IsList = true },
            node => node.List(item => item.Country()),
            null
        );

    private static Fact<IReadOnlyList<T>> Spans<T>(
        string name,
        Func<CaseMap, LocalDate?, LocalDate?, T> read,
        IReadOnlyList<FactField> fields,
        FactAbsence absence = FactAbsence.Value
    )
        where T : DateSpan =>
        Add<IReadOnlyList<T>>(
            new(name, FactType.Span)
            {
                IsList = true,
                Fields = fields,
                WhenAbsent = absence,
                Absent = absence == FactAbsence.Value ? "[]" : null,
            },
            node => node.Spans(read),
            []
        );

    private static Fact<IReadOnlyList<T>?> SpansOrUnknown<T>(
        string name,
        Func<CaseMap, LocalDate?, LocalDate?, T> read,
        IReadOnlyList<FactField> fields
    )
        where T : DateSpan =>
        Add<IReadOnlyList<T>?>(new(name, FactType.Span) { IsList = true, Fields = fields }, node => node.Spans(read), null);

    private static Fact<IReadOnlyList<DateSpan>> Spans(string name) => Spans<DateSpan>(name, (_, from, to) => new(from, to), []);

    private static Fact<DateSpan?> OneSpan(string name) =>
        Add<DateSpan?>(new(name, FactType.Span) { IsList = true, IsOneItem = true }, ReadOne, null);

    private static Fact<DateSpan> NeededSpan(string name) =>
        Add(
            new(name, FactType.Span)
            {
                IsList = true,
                IsOneItem = true,
                WhenAbsent = FactAbsence.Required,
            },
            ReadOne,
            new(null, null)
        );

    private static FactField FieldOf<T>(string name, bool required)
        where T : struct, Enum => new(name, FactType.Word, required) { Choices = ChoicesOf<T>() };

    private static List<string> ChoicesOf<T>()
        where T : struct, Enum => [.. CaseNode.WordsOf<T>()];

    private static DateSpan ReadOne(CaseNode node) => One(node, node.Spans((_, from, to) => new DateSpan(from, to)));

    private static T One<T>(CaseNode node, IReadOnlyList<T> spans) =>
        spans.Count == 1 ? spans[0] : throw node.Wrong("a list of one interval");

    private static bool ReadTrip(CaseNode node)
    {
        var map = node.Map();
        var starts = map.Needed("starts_in_uk").Truth();
        map.Done();
        return starts;
    }

    private static TreatyClauseSpan ReadClause(CaseMap map, LocalDate? from, LocalDate? to) =>
        new(from, to, map.Needed("clause").Word<TreatyClause>(), map.Optional("unit")?.Word<TreatyUnit>() ?? TreatyUnit.Presence);

    private static WorkTestSpan ReadWorkTest(CaseNode node) =>
        One(
            node,
            node.Spans(
                (map, from, to) =>
                    new WorkTestSpan(from, to, map.Needed("over_3h_days").Whole(), map.Needed("over_3h_uk_days").Whole())
            )
        );
}

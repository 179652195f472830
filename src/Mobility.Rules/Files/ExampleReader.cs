using Mobility.Rules.Trips;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Rules.Files;

/// <summary>Reads the examples beside a rule.</summary>
internal static class ExampleReader
{
    /// <summary>Every example of a file; those with mistakes are left out and noted.</summary>
    public static List<RuleExample> Read(MapReader top, Rule rule)
    {
        var examples = new List<RuleExample>();
        var names = new HashSet<string>();
        var items = top.Items("examples");
        if (items.Count == 0 && top.Has("examples"))
        {
            top.File.Add(top.At("examples"), "There is no example in this file.");
        }

        foreach (var item in top.Maps(items, "examples", "an example"))
        {
            if (item.Text("name") is { } name && !names.Add(name))
            {
                item.File.Add(item.At("name"), $"Two examples are named '{name}'.");
            }

            RuleExample? example = rule switch
            {
                Residence.IResidenceRule when rule is not DayRule || item.Has("given") => ResidenceExampleReader.Read(item),
                DayRule => ReadDayExample(item),
                Deadlines.DeadlineRule => DeadlineReader.ReadExample(item),
                Deadlines.Questions.DateRule dates => DateRuleReader.ReadExample(item, dates),
                TripChecks.TripRule => TripExampleReader.Read(item),
                _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Kind, "This kind of rule has no examples."),
            };
            item.Done();
            if (example is not null)
            {
                examples.Add(example);
            }
        }

        top.Done();
        return examples;
    }

    /// <summary>Name, day, note and source of an example.</summary>
    public static ExampleHead? ReadHead(MapReader item)
    {
        var name = item.Text("name");
        var asOf = item.Date("as-of");
        var note = item.OptionalText("note");
        var source = RuleReader.ReadSource(item, urlNeeded: false);
        return name is null || asOf is null || source is null
            ? null
            : new(name, asOf.Value, note, source, item.File.Path, item.Map.Line);
    }

    private static DayExample? ReadDayExample(MapReader item)
    {
        var head = ReadHead(item);
        var lawOn = item.OptionalDate("law-on");
        var record = new TravelRecord
        {
            Stays = ReadStays(item),
            UnknownSpans = ReadSpans(item, "unknown")
                .Where(span => span is { From: not null, To: not null })
                .Select(span => new UnknownSpan(span.From!.Value, span.To!.Value))
                .ToList(),
            ResidencePermits = ReadSpans(item, "permits", withCountry: true)
                .Where(span => span.Country is not null)
                .Select(span => new ResidencePermit(span.Country!, span.From, span.To))
                .ToList(),
            Citizenships = item.Has("citizenships")
                ? item.Texts(item.Items("citizenships"), "citizenships")
                    .Select(text => item.ReadCountry(text.Text!, "citizenships", text))
                    .OfType<string>()
                    .ToList()
                : null,
        };
        var expect = new Dictionary<string, string?>();
        if (item.Inner("expect", "'expect'") is { } expected)
        {
            foreach (var key in DayExample.Keys.Where(expected.Has))
            {
                expect[key] = expected.Node(key) is YamlText value ? Canonical(value.Text) : null;
                if (expected.Node(key) is not YamlText)
                {
                    item.File.Add(expected.At(key), $"'{key}' must be a single value.");
                }
            }

            expected.Done();
            if (expect.Count == 0)
            {
                item.File.Add(item.At("expect"), "An example must expect something.");
            }
        }

        return head is null || expect.Count == 0 ? null : new(head, record, lawOn, expect);
    }

    /// <summary>Numbers in lowest terms, so that 1096/6 and 548/3 are the same expectation.</summary>
    private static string? Canonical(string? text) => Fraction.TryParse(text, out var number) ? number.ToString() : text;

    /// <summary>The stays of an example.</summary>
    public static List<Stay> ReadStays(MapReader item)
    {
        var stays = new List<Stay>();
        foreach (var stay in item.Maps(item.OptionalItems("stays"), "stays", "a stay"))
        {
            var country = stay.Country("country");
            var arrive = stay.Date("arrive");
            var depart = stay.OptionalDate("depart");
            var planned = stay.OptionalFlag("planned", otherwise: false);
            var purpose = stay.Has("purpose") ? stay.Word<StayPurpose>("purpose") : StayPurpose.Unstated;
            var arriveTime = ReadTime(stay, "arrive-time");
            var departTime = ReadTime(stay, "depart-time");
            stay.Done();
            if (depart < arrive)
            {
                stay.File.Add(stay.At("depart"), "A stay cannot end before it begins.");
            }
            else if (country is not null && arrive is not null && purpose is not null)
            {
                stays.Add(
                    new()
                    {
                        Country = country,
                        Arrive = arrive.Value,
                        Depart = depart,
                        Planned = planned,
                        Purpose = purpose.Value,
                        ArriveTime = arriveTime,
                        DepartTime = departTime,
                    }
                );
            }
        }

        return stays;
    }

    private static LocalTime? ReadTime(MapReader stay, string key)
    {
        if (stay.OptionalText(key) is not { } text)
        {
            return null;
        }

        var parsed = LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text);
        if (parsed.Success)
        {
            return parsed.Value;
        }

        stay.File.Add(stay.At(key), $"'{key}' must be a time such as 09:30, not '{text}'.");
        return null;
    }

    private static List<(string? Country, LocalDate? From, LocalDate? To)> ReadSpans(
        MapReader item,
        string key,
        bool withCountry = false
    )
    {
        var spans = new List<(string?, LocalDate?, LocalDate?)>();
        foreach (var span in item.Maps(item.OptionalItems(key), key, $"an entry of '{key}'"))
        {
            var country = withCountry ? span.Country("country") : null;
            var from = withCountry ? span.OptionalDate("from") : span.Date("from");
            var to = withCountry ? span.OptionalDate("to") : span.Date("to");
            span.Done();
            if (to < from)
            {
                span.File.Add(span.At("to"), $"An entry of '{key}' cannot end before it begins.");
            }

            spans.Add((country, from, to));
        }

        return spans;
    }
}

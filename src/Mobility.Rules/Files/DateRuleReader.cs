using System.Globalization;
using Mobility.Rules.Calendars;
using Mobility.Rules.Cases;
using Mobility.Rules.Deadlines.Questions;

namespace Mobility.Rules.Files;

/// <summary>Reads rules that answer questions about dates, and their examples.</summary>
internal static class DateRuleReader
{
    public static DateRule? Read(MapReader top, string version, DateRuleKind kind, HolidayCalendars calendars)
    {
        var steps = kind.HasSteps ? ReadSteps(top) : [];
        var head = RuleReader.ReadHead(top, version, kind.Parameters, [], urlNeeded: false);
        var askedAs = top.Text("asked-as");
        var assumes = top.Texts(top.OptionalItems("assumes"), "assumes").Select(text => text.Text!).ToList();
        var weekend = kind.HasWeekend ? HolidayReader.ReadWeekdays(top, "weekend") : Weekdays.None;
        var notOn = kind.HasWeekend ? HolidayReader.ReadWeekdays(top, "not-on") : Weekdays.None;
        top.Done();
        return head is null || askedAs is null || top.File.HasProblems
            ? null
            : kind.Make(
                new(
                    head with
                    {
                        Parameters = [.. head.Parameters, .. steps.Select(step => step.Parameter)],
                    },
                    askedAs,
                    assumes,
                    steps,
                    calendars,
                    weekend,
                    notOn
                )
            );
    }

    public static DateExample? ReadExample(MapReader item, DateRule rule)
    {
        var head = ExampleReader.ReadHead(item);
        var given = item.Inner("given", "'given'");
        var expected = item.Inner("expect", "'expect'");
        if (expected is not null && !expected.Keys.Any())
        {
            item.File.Add(item.At("expect"), "An example must expect something.");
        }

        return head is null || given is null || expected is null
            ? null
            : new(
                head,
                (CaseMap)ResidenceExampleReader.Node(given.Map, ""),
                (CaseMap)ResidenceExampleReader.Node(expected.Map, ""),
                rule.Calendars
            );
    }

    private static List<(int Years, Parameter Parameter)> ReadSteps(MapReader top)
    {
        var steps = new List<(int Years, Parameter Parameter)>();
        foreach (var entry in top.Maps(top.Items("steps"), "steps", "a step"))
        {
            var years = entry.Whole("after-years");
            var name = string.Create(CultureInfo.InvariantCulture, $"after-{years}-years");
            var values = ValueReader.ReadValues(entry, name, ParameterUnit.Period, coversFrom: null, urlNeeded: false);
            entry.Done();
            if (years is not { } number || values is null)
            {
                continue;
            }

            if (number <= 0 || (steps.Count > 0 && number <= steps[^1].Years))
            {
                entry.File.Add(entry.At("after-years"), "'after-years' must be whole numbers above 0 that rise.");
            }

            steps.Add((number, new(name, ParameterUnit.Period, values)));
        }

        return steps;
    }
}

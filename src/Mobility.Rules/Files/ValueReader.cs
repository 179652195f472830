using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Rules.Files;

/// <summary>Reads the parameters of a rule file: dated values, each with its source and of its unit.</summary>
internal static class ValueReader
{
    private const string LastOfFebruary = "02-last";

    /// <summary>The parameters of a kind: all that are expected, and the optional ones that are there; null without any.</summary>
    public static List<Parameter>? ReadParameters(
        MapReader top,
        IReadOnlyList<(string Name, ParameterUnit Unit)> expected,
        IReadOnlyList<(string Name, ParameterUnit Unit)> optional,
        LocalDate? coversFrom,
        bool urlNeeded
    )
    {
        if (top.Inner("parameters", "'parameters'") is not { } map)
        {
            return null;
        }

        var parameters = new List<Parameter>();
        foreach (var (name, unit) in expected.Concat(optional.Where(parameter => map.Has(parameter.Name))))
        {
            if (
                map.Inner(name, $"parameter '{name}'") is { } entry
                && ReadParameter(entry, name, unit, coversFrom, urlNeeded) is { } read
            )
            {
                parameters.Add(read);
            }
        }

        map.Done();
        return parameters;
    }

    private static Parameter? ReadParameter(
        MapReader entry,
        string name,
        ParameterUnit unit,
        LocalDate? coversFrom,
        bool urlNeeded
    )
    {
        var file = entry.File;
        if (entry.Text("unit") is { } written && written != Words<ParameterUnit>.Write(unit))
        {
            file.Add(entry.At("unit"), $"The unit of '{name}' must be {Words<ParameterUnit>.Write(unit)}, not '{written}'.");
        }

        var values = ReadValues(entry, name, unit, coversFrom, urlNeeded);
        entry.Done();
        return values is null ? null : new(name, unit, values);
    }

    /// <summary>The values of a parameter, each with its date and source.</summary>
    /// <param name="entry">Has them under <c>values</c>.</param>
    /// <param name="name">The parameter, for the words.</param>
    /// <param name="unit">What the values are made of.</param>
    /// <param name="coversFrom">Day on which there must be a value; null where a value may begin at any time.</param>
    /// <param name="urlNeeded">Whether every source needs an address.</param>
    public static List<DatedValue>? ReadValues(
        MapReader entry,
        string name,
        ParameterUnit unit,
        LocalDate? coversFrom,
        bool urlNeeded = true
    )
    {
        var file = entry.File;
        var values = new List<DatedValue>();
        var items = entry.Items("values");
        foreach (var item in entry.Maps(items, "values", $"a value of '{name}'"))
        {
            if (ReadValue(item, name, unit, urlNeeded) is not { } value)
            {
                continue;
            }

            if (values.Count > 0 && value.From == values[^1].From)
            {
                file.Add(item.At("from"), $"Two values of '{name}' begin on {IsoDate.Write(value.From)}: they overlap.");
            }
            else if (values.Count > 0 && value.From < values[^1].From)
            {
                file.Add(
                    item.At("from"),
                    $"The values of '{name}' must be in order of date: {IsoDate.Write(value.From)} stands after {IsoDate.Write(values[^1].From)}."
                );
            }

            values.Add(value);
        }

        if (values.Count == 0)
        {
            if (entry.Has("values") && items.Count == 0)
            {
                file.Add(entry.At("values"), $"'{name}' has no value.");
            }

            return null;
        }

        if (coversFrom < values[0].From && values.Count == items.Count)
        {
            file.Add(
                entry.At("values"),
                $"'{name}' has no value on {IsoDate.Write(coversFrom.Value)}, from which the rule says it covers; its first is from {IsoDate.Write(values[0].From)}."
            );
        }

        return values;
    }

    private static DatedValue? ReadValue(MapReader item, string name, ParameterUnit unit, bool urlNeeded)
    {
        var from = item.Date("from");
        var node = item.Node("value");
        var source = RuleReader.ReadSource(item, urlNeeded: urlNeeded);
        var status = item.Has("status") ? item.Word<ValueStatus>("status") : ValueStatus.Verified;
        item.Done();
        if (node is not null and not YamlText)
        {
            item.File.Add(node, $"A value of '{name}' must be a single value.");
            return null;
        }

        if (from is null || source is null || status is null || node is not YamlText written)
        {
            return null;
        }

        if (written.Text is null && unit is (ParameterUnit.DayConvention or ParameterUnit.MonthDay or ParameterUnit.Period))
        {
            item.File.Add(written, $"A value of '{name}' cannot be null: there is always one.");
            return null;
        }

        var value = new DatedValue
        {
            From = from.Value,
            Written = written.Text,
            Source = source,
            Status = status.Value,
        };
        return written.Text is null ? value : Parse(value, unit, item.File, written, name);
    }

    private static DatedValue? Parse(DatedValue value, ParameterUnit unit, OpenFile file, YamlText at, string name)
    {
        var text = at.Text!;
        switch (unit)
        {
            case ParameterUnit.Days or ParameterUnit.Hours or ParameterUnit.Count:
                if (Fraction.TryParse(text, out var days) && days.IsWhole && days >= 0 && days <= int.MaxValue)
                {
                    return value with { Number = days };
                }

                var what = unit == ParameterUnit.Count ? "" : $" of {Words<ParameterUnit>.Write(unit)}";
                file.Add(at, $"A value of '{name}' must be a whole number{what}, not '{text}'.");
                return null;
            case ParameterUnit.DayConvention:
                if (Words<DayConvention>.All.TryGetValue(text, out var counts))
                {
                    return value with { Counts = counts };
                }

                file.Add(
                    at,
                    $"A value of '{name}' must be one of {string.Join(", ", Words<DayConvention>.All.Keys)}, not '{text}'."
                );
                return null;
            case ParameterUnit.Fraction:
                if (Fraction.TryParse(text, out var weight) && weight > 0)
                {
                    return value with { Number = weight };
                }

                file.Add(at, $"A value of '{name}' must be an exact fraction above 0 such as 1/3, not '{text}'.");
                return null;
            case ParameterUnit.MonthDay when text == LastOfFebruary && name == "due":
                // NodaTime takes the last day of a February that is shorter.
                return value with { MonthDay = new(2, 29) };
            case ParameterUnit.MonthDay:
                var monthDay = AnnualDatePattern.Iso.Parse(text);
                if (monthDay.Success && monthDay.Value != new AnnualDate(2, 29))
                {
                    return value with { MonthDay = monthDay.Value };
                }

                file.Add(at, $"A value of '{name}' must be a month and day such as 04-06 that every year has, not '{text}'.");
                return null;
            case ParameterUnit.Period:
                if (ReadPeriod(text) is { } period)
                {
                    return value with { Period = period };
                }

                file.Add(
                    at,
                    $"A value of '{name}' must be an ISO 8601 period of days, weeks, months or years such as -P9M, not '{text}'."
                );
                return null;
            case ParameterUnit.Criterion:
                if (Condition.TryParse(text, out var condition, out var problem))
                {
                    return value with { Condition = condition };
                }

                file.Add(at, $"A value of '{name}' must be facts and rules joined by and, or, not; {problem}.");
                return null;
            case ParameterUnit.TreatyClause:
                if (TreatyWording.TryParse(text, out var wording))
                {
                    return value with { Wording = wording };
                }

                file.Add(
                    at,
                    $"A value of '{name}' must be one of {string.Join(", ", Words<TreatyClause>.All.Keys)}, then workdays or work-periods and a number of days where they differ, not '{text}'."
                );
                return null;
            case ParameterUnit.PostingTerm:
                if (SocialSecurity.PostingTerm.TryParse(text, out var term))
                {
                    return value with { Term = term };
                }

                file.Add(
                    at,
                    $"A value of '{name}' must be whole months such as P60M, or unlimited, unread or none, not '{text}'."
                );
                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(unit), unit, "No parameter of a rule file has this unit.");
        }
    }

    private static Period? ReadPeriod(string text)
    {
        var negative = text.StartsWith('-');
        var unsigned = negative ? text[1..] : text;
        var parsed = PeriodPattern.Roundtrip.Parse(unsigned);
        if (!unsigned.StartsWith('P') || !parsed.Success || parsed.Value.HasTimeComponent)
        {
            return null;
        }

        return negative ? -parsed.Value : parsed.Value;
    }
}

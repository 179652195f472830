using System.Collections;
using System.Globalization;
using NodaTime;

namespace Mobility.Rules.Cases;

/// <summary>Results as examples write them, and whether one is what an example expects.</summary>
internal static class ResultText
{
    public static bool Same(CaseNode expected, object? actual) =>
        (expected, actual) switch
        {
            (CaseList list, IList items) => list.Items.Count == items.Count
                && list.Items.Select((item, index) => Same(item, items[index])).All(same => same),
            (CaseMap map, IDictionary values) => map.Entries.All(entry =>
                values.Contains(entry.Key) && Same(entry.Value, values[entry.Key])
            ),
            (CaseScalar { Kind: ScalarKind.Null }, null) => true,
            (CaseScalar { Written: { } written }, decimal number) => decimal.TryParse(
                written,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var wanted
            )
                && wanted == number,
            (CaseScalar scalar, not null) => scalar.Written == Write(actual),
            _ => false,
        };

    public static string Write(object? value) =>
        value switch
        {
            null => "null",
            bool truth => truth ? "true" : "false",
            LocalDate date => IsoDate.Write(date),
            CaseScalar scalar => scalar.Written ?? "null",
            CaseList list => $"[{string.Join(", ", list.Items.Select(Write))}]",
            CaseMap map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{entry.Key}: {Write(entry.Value)}"))}}}",
            string text => text,
            IDictionary map => $"{{{string.Join(", ", map.Keys.Cast<object>().Select(key => $"{key}: {Write(map[key])}"))}}}",
            IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Write))}]",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new ArgumentException($"No result is a {value.GetType()}.", nameof(value)),
        };
}

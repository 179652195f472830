using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;
using Mobility.Casework.Assessments;
using Mobility.Rules;
using Mobility.Web.Rules;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Shared.Findings;

/// <summary>The words of a finding's parts as the reader writes them.</summary>
public sealed partial class FindingFormat(IStringLocalizer<FindingTexts> texts, RuleWords rules, ReaderFormat reader)
{
    /// <summary>A country by its name, an area by the name it has in the texts, everything else by the rule's own label.</summary>
    public string Place(Finding finding) => Place(finding.Jurisdiction, finding.RuleLabel);

    /// <inheritdoc cref="Place(Finding)"/>
    public string Place(string jurisdiction, string ruleLabel)
    {
        if (jurisdiction.Length == 2)
        {
            return reader.Country(jurisdiction);
        }
        var area = texts[$"Area.{jurisdiction}"];
        return area.ResourceNotFound ? ruleLabel : area.Value;
    }

    public string Number(Fraction number) => number.ToMixedString(CultureInfo.CurrentCulture);

    /// <summary>"5 to 8", or one number where both are the same.</summary>
    public string Left((long Low, long High) left) =>
        left.Low == left.High ? left.Low.ToString(CultureInfo.CurrentCulture) : texts["LeftRange", left.Low, left.High].Value;

    public string State(FindingView view) =>
        view.Finding.Figures is { } figures ? texts[view.StateWord, Number(figures.Forecast)].Value : texts[view.StateWord].Value;

    /// <summary>The same of what was kept of a finding.</summary>
    public string State(StandingWord word, Fraction? forecast) =>
        forecast is { } days ? texts[$"State.{word}", Number(days)].Value : texts[$"State.{word}"].Value;

    /// <summary>"Sat 5 Dec 2026", or both days where unknown days make a difference: "Sat 5 Dec to Tue 8 Dec 2026".</summary>
    public string Days(LocalDate earliest, LocalDate? latest) =>
        latest is { } last && last != earliest
            ? texts["DayRange", reader.Day(earliest), reader.Day(last)].Value
            : reader.Day(earliest);

    /// <summary>The arithmetic with its dates in the reader's words; the rule book writes them 2026-11-22.</summary>
    public string Formula(string line) =>
        IsoDates()
            .Replace(
                line,
                match =>
                    match.Groups["to"] is { Success: true } to
                        ? texts["DateRange", Date(match.Groups["from"].Value), Date(to.Value)].Value
                        : Date(match.Groups["from"].Value)
            );

    public string Value(ParameterUsed value) =>
        value.Unit switch
        {
            ParameterUnit.Country => texts["Unit.Country", reader.Country(value.Value)].Value,
            ParameterUnit.Fraction => texts["Unit.Fraction", value.Value].Value,
            _ => rules.Value(value.Unit, value.Value),
        };

    public static string ParameterName(string name) => name.Replace('-', ' ').Replace('_', ' ');

    /// <summary>A result as the reader writes it: yes, no, a date, a list, a number for each year.</summary>
    public string Result(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => texts["Yes"].Value,
            JsonValueKind.False => texts["No"].Value,
            JsonValueKind.Null => texts["ResultUnknown"].Value,
            JsonValueKind.String => Formula(value.GetString()!),
            JsonValueKind.Array when value.GetArrayLength() == 0 => texts["None"].Value,
            JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Result)),
            JsonValueKind.Object => string.Join(
                ", ",
                value.EnumerateObject().Select(pair => $"{Formula(pair.Name)}: {Result(pair.Value)}")
            ),
            _ => value.GetRawText(),
        };

    public string Certainty(DayCertainty certainty) => texts[$"Certainty.{certainty}"].Value;

    public string Range(LocalDate from, LocalDate to) =>
        from == to ? reader.Date(from) : texts["DateRange", reader.Date(from), reader.Date(to)].Value;

    private string Date(string iso) => LocalDatePattern.Iso.Parse(iso) is { Success: true } day ? reader.Date(day.Value) : iso;

    [GeneratedRegex(@"(?<from>\d{4}-\d{2}-\d{2})(/(?<to>\d{4}-\d{2}-\d{2}))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IsoDates();
}

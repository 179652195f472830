using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;
using Mobility.Rules;
using Mobility.Rules.Deadlines;
using Mobility.Rules.Residence;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Rules;

/// <summary>A piece of a sentence about a rule; a value of the rule stands out.</summary>
public readonly record struct RulePhrase(string Text, bool IsValue);

/// <summary>The words of the rule book as the reader writes them.</summary>
public sealed partial class RuleWords(RuleBook book, IStringLocalizer<RulesTexts> texts, ReaderFormat reader)
{
    private const string TaxYearOf = "tax-year-";

    private const string PartnerOf = "partner-";

    /// <summary>A jurisdiction by its folder or its code: a country by name, an area by the name it has in the texts.</summary>
    public string Place(string jurisdiction)
    {
        var slug = RuleAddress.Slug(jurisdiction);
        return slug.Length == 2 ? reader.Country(slug.ToUpperInvariant()) : Or($"Place.{slug}", Plain(slug));
    }

    public string Topic(string topic) => Or($"Topic.{topic}", Plain(topic));

    public string ListName(string list) => Or($"List.{list}", Plain(list));

    /// <summary>What a list of trades says.</summary>
    public string TradesName(string list) => Or($"Trades.{list}", Plain(list));

    /// <summary>What is named: the certificate, the notice.</summary>
    public string KeyName(string key) => Or($"Names.{key}", Plain(key));

    /// <summary>A parameter's or a result's name as words: least-days is "least days".</summary>
    public static string Name(string name) => name.Replace('-', ' ').Replace('_', ' ');

    public string Value(ParameterUnit unit, string written) =>
        unit switch
        {
            ParameterUnit.Days => Counted("days", written),
            ParameterUnit.Hours => Counted("hours", written),
            ParameterUnit.MonthDay when written == "02-last" => texts["LastOfFebruary"].Value,
            ParameterUnit.MonthDay => AnnualDatePattern.Iso.Parse(written) is { Success: true } day
                ? day.Value.InYear(2000).ToString("d MMMM", CultureInfo.CurrentCulture)
                : written,
            ParameterUnit.Period => PeriodOf(written),
            ParameterUnit.Country => reader.Country(written),
            ParameterUnit.DayConvention => Convention(written),
            ParameterUnit.PostingTerm => written.StartsWith('P')
                ? PeriodOf(written)
                : texts[$"Term.{char.ToUpperInvariant(written[0])}{written[1..]}"].Value,
            ParameterUnit.Criterion => RuleIds()
                .Replace(
                    ParameterWords.Of(unit, written, CultureInfo.CurrentCulture),
                    id => book.Find(id.Value) is { } other ? $"“{other.Label}”" : id.Value
                ),
            _ => ParameterWords.Of(unit, written, CultureInfo.CurrentCulture),
        };

    /// <summary>The value in force on a day, or what there is instead.</summary>
    public string ValueOn(Parameter parameter, LocalDate on) =>
        parameter.On(on) switch
        {
            { State: ParameterState.InForce, Value: { } value } => Value(parameter.Unit, value.Written!),
            { State: ParameterState.Ended } => texts["Ended"].Value,
            _ => texts["NotInForceYet"].Value,
        };

    /// <summary>What a parameter is called: a criterion by its label, a pair of states by their names, others by their words.</summary>
    public string NameOf(Rule rule, Parameter parameter)
    {
        if (parameter.Label is { } label)
        {
            return rule is ResidenceRule residence && residence.Exceptions.Any(exception => exception.Parameter == parameter)
                ? texts["Exception", label].Value
                : label;
        }
        if (parameter.Unit == ParameterUnit.TreatyClause && parameter.Name.Split('-') is [{ Length: 2 } one, { Length: 2 } other])
        {
            return texts["Pair", reader.Country(one), reader.Country(other)].Value;
        }
        if (parameter.Unit == ParameterUnit.PostingTerm && parameter.Name.StartsWith(PartnerOf, StringComparison.Ordinal))
        {
            return texts["Partner", reader.Country(parameter.Name[PartnerOf.Length..])].Value;
        }
        return parameter.Name.StartsWith(TaxYearOf, StringComparison.Ordinal)
            ? texts["TaxYearOf", reader.Country(parameter.Name[TaxYearOf.Length..])].Value
            : Name(parameter.Name);
    }

    /// <summary>What a rule asks, in a sentence with its values on a day; empty when the texts have none for its kind.</summary>
    public IReadOnlyList<RulePhrase> Asks(Rule rule, LocalDate on)
    {
        var text = rule is DeadlineRule deadline ? DeadlineText(deadline) : Or($"Kind.{rule.Kind}", "");
        var phrases = new List<RulePhrase>();
        var last = 0;
        foreach (Match place in Places().Matches(text))
        {
            phrases.Add(new(text[last..place.Index], IsValue: false));
            phrases.Add(new(ValueInSentence(rule, place.Groups["name"].Value, on), IsValue: true));
            last = place.Index + place.Length;
        }
        phrases.Add(new(text[last..], IsValue: false));
        if (text.Length > 0 && rule is ResidenceRule { Criteria.Count: > 0 } residence)
        {
            phrases.AddRange(CriteriaOf(residence, on));
        }
        return text.Length == 0 ? [] : phrases;
    }

    /// <summary>The criteria and exceptions in force, one after the other.</summary>
    private IEnumerable<RulePhrase> CriteriaOf(ResidenceRule rule, LocalDate on)
    {
        foreach (var (criteria, lead) in new[] { (rule.Criteria, " "), (rule.Exceptions, texts["Unless"].Value) })
        {
            var labels = criteria.Where(c => c.Parameter.On(on).State == ParameterState.InForce).Select(c => c.Label).ToList();
            for (var i = 0; i < labels.Count; i++)
            {
                yield return new(i == 0 ? lead : "; ", IsValue: false);
                yield return new(labels[i], IsValue: true);
            }
        }
        yield return new(".", IsValue: false);
    }

    /// <summary>What a page shows of a result's value as examples and findings write it: yes, no, a date, a list.</summary>
    public string Result(string written) =>
        written switch
        {
            "true" => texts["Yes"].Value,
            "false" => texts["No"].Value,
            "null" => texts["Unknown"].Value,
            "nothing" or "[]" or "{}" => texts["NoValue"].Value,
            _ => IsoDates().Replace(written.Trim('[', ']', '{', '}'), date => Date(date.Value)),
        };

    private string DeadlineText(DeadlineRule rule) =>
        rule.Trigger switch
        {
            Anchor.TaxYearEnd => texts["Kind.deadline.tax-year"].Value,
            Anchor.DayCountForecast => texts["Kind.deadline.forecast", book.Find(rule.OfRule!)?.Label ?? rule.OfRule!].Value,
            _ => texts[
                rule.DueOnLastDayOfPeriod ? "Kind.deadline.last-day" : "Kind.deadline.offset",
                texts.Of("Anchor", rule.Trigger)
            ].Value,
        };

    private string ValueInSentence(Rule rule, string name, LocalDate on)
    {
        var parameter = rule.Parameters.FirstOrDefault(p => p.Name == name);
        if (parameter is null)
        {
            return texts["NoValue"].Value;
        }
        var text = ValueOn(parameter, on);
        if (rule is not DeadlineRule { DueOnLastDayOfPeriod: false } || parameter.Unit != ParameterUnit.Period)
        {
            return text;
        }
        // A deadline's time lies before or after its event.
        return parameter.On(on).Value?.Written switch
        {
            null => text,
            var written when Read(written) == Period.Zero => texts["SameDay"].Value,
            ['-', ..] => text,
            _ => texts["After", text].Value,
        };
    }

    private string PeriodOf(string written)
    {
        var period = Read(written);
        var parts = new List<string>();
        foreach (
            var (unit, number) in new[]
            {
                ("years", period.Years),
                ("months", period.Months),
                ("weeks", period.Weeks),
                ("days", period.Days),
            }
        )
        {
            if (number != 0)
            {
                parts.Add(texts.Counted($"Part.{unit}", Math.Abs(number)));
            }
        }
        var text = parts.Count == 0 ? texts["Part.none"].Value : string.Join(' ', parts);
        return written.StartsWith('-') ? texts["Part.before", text].Value : text;
    }

    private static Period Read(string written) => PeriodPattern.Roundtrip.Parse(written.TrimStart('-')).Value;

    private string Counted(string unit, string written) =>
        int.TryParse(written, CultureInfo.InvariantCulture, out var number) ? texts.Counted($"Part.{unit}", number) : written;

    private string Convention(string written) =>
        Or($"Convention.{string.Concat(written.Split('-').Select(w => char.ToUpperInvariant(w[0]) + w[1..]))}", written);

    private string Date(string iso) => LocalDatePattern.Iso.Parse(iso) is { Success: true } day ? reader.Date(day.Value) : iso;

    private string Or(string key, string otherwise) => texts[key] is { ResourceNotFound: false } text ? text.Value : otherwise;

    private static string Plain(string slug) => char.ToUpperInvariant(slug[0]) + Name(slug[1..]);

    [GeneratedRegex(@"\{(?<name>[a-z0-9-]*[a-z][a-z0-9-]*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Places();

    [GeneratedRegex("[a-z][a-z-]*/[a-z0-9.-]+", RegexOptions.None, 1000)]
    private static partial Regex RuleIds();

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}", RegexOptions.None, 1000)]
    private static partial Regex IsoDates();
}

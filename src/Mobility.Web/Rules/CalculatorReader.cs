using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using Mobility.Rules;
using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using Mobility.Web.People;
using Mobility.Web.Shared.Facts;
using Mobility.Web.Shared.Forms;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Rules;

/// <summary>A question that could be read.</summary>
/// <param name="On">The day asked about.</param>
/// <param name="Record">The stays and what else is recorded about a traveller.</param>
/// <param name="Facts">Everything else.</param>
public sealed record CalculatorQuestion(LocalDate On, TravelRecord Record, FactSet Facts);

/// <summary>Reads what was typed into a calculator; what is wrong is put beside its field.</summary>
public sealed class CalculatorReader(
    Countries countries,
    FactText factText,
    CurrentPerson person,
    IStringLocalizer<RulesTexts> texts,
    IStringLocalizer<SharedTexts> shared,
    ReaderFormat reader
)
{
    /// <summary>Stays that are read at most.</summary>
    public const int MostStays = 200;

    /// <summary>Characters of lines that are read at most, of other answers, and of a day or a time.</summary>
    public const int LongestLines = 20_000;

    public const int LongestDay = 40;

    public const int LongestTime = 10;

    /// <summary>Whether what was sent is text that can be read, of a length that is read; what is not has a sentence beside it.</summary>
    public bool CanRead(CalculatorForm form, ModelStateDictionary state)
    {
        var check = new FormCheck(state, texts, reader);
        check.AtMost(nameof(form.On), form.On, LongestDay);
        check.AtMost(nameof(form.Paste), form.Paste, LongestLines);
        check.AtMost(nameof(form.Unknown), form.Unknown, LongestLines);
        for (var i = 0; i < form.Stays.Count; i++)
        {
            var (row, field) = (form.Stays[i], $"Stays[{i}].");
            check.AtMost(field + nameof(row.Country), row.Country, FormCheck.LongestCountry);
            check.AtMost(field + nameof(row.Arrive), row.Arrive, LongestDay);
            check.AtMost(field + nameof(row.Depart), row.Depart, LongestDay);
            check.AtMost(field + nameof(row.ArriveTime), row.ArriveTime, LongestTime);
            check.AtMost(field + nameof(row.DepartTime), row.DepartTime, LongestTime);
        }
        foreach (var (name, text) in form.Facts)
        {
            check.AtMost($"Facts[{name}]", text, FactInput.Longest);
        }
        return state.IsValid;
    }

    /// <summary>Moves the lines that were pasted into rows. A line that cannot be read stays, with a sentence beside it.</summary>
    public void TakeLines(CalculatorForm form, ModelStateDictionary state)
    {
        var left = new List<string>();
        var rows = form.Stays.Where(row => !row.IsEmpty).ToList();
        foreach (var (number, line) in TypedLine.Lines(form.Paste))
        {
            if (rows.Count >= MostStays)
            {
                state.AddModelError(nameof(form.Paste), texts["Problem.TooManyStays", MostStays]);
                left.Add(line);
                break;
            }
            if (StayText.Read(line) is { } row)
            {
                rows.Add(row);
            }
            else
            {
                state.AddModelError(nameof(form.Paste), texts["Problem.Line", number, line]);
                left.Add(line);
            }
        }
        form.Stays = rows;
        form.Paste = left.Count == 0 ? null : string.Join('\n', left);
    }

    /// <summary>The question; null when anything is wrong, which then stands beside its field.</summary>
    public CalculatorQuestion? Read(Rule rule, CalculatorForm form, ModelStateDictionary state)
    {
        var on = Day(nameof(form.On), form.On, state) ?? person.Today;
        var stays = new List<Stay>();
        for (var i = 0; i < form.Stays.Count; i++)
        {
            if (!form.Stays[i].IsEmpty && StayOf(form.Stays[i], $"Stays[{i}].", state) is { } stay)
            {
                stays.Add(stay with { Id = i.ToString(CultureInfo.InvariantCulture) });
            }
        }
        var unknown = UnknownSpans(form.Unknown, state);
        var facts = FactSet.None;
        var json = new Dictionary<string, string>();
        foreach (var fact in FactsOf(rule))
        {
            var reading = factText.Read(fact, form.Fact(fact.Name));
            if (reading.Problem is { } problem)
            {
                state.AddModelError($"Facts[{fact.Name}]", problem);
            }
            else if (reading.Json is { } value)
            {
                json[fact.Name] = value;
                if (fact is { IsList: false, Type: FactType.Flag or FactType.Word })
                {
                    // As the choices of the field are written.
                    form.Facts[fact.Name] = value.Trim('"');
                }
                facts = facts.With(fact.Name, value);
            }
        }
        return state.IsValid ? new(on, Record(stays, unknown, json), facts) : null;
    }

    /// <summary>Writes days and countries into the form as the reader writes them, however they were typed.</summary>
    public void Write(CalculatorForm form, CalculatorQuestion question)
    {
        form.On = reader.Date(question.On);
        form.Stays =
        [
            .. question.Record.Stays.Select(stay => new StayRow
            {
                Country = reader.Country(stay.Country),
                Arrive = reader.Date(stay.Arrive),
                Depart = stay.Depart is { } depart ? reader.Date(depart) : null,
                Planned = stay.Planned,
                ArriveTime = Time(stay.ArriveTime),
                DepartTime = Time(stay.DepartTime),
                Purpose = stay.Purpose.ToString(),
                Airside = !stay.FormalEntry,
            }),
        ];
    }

    private static string? Time(LocalTime? time) => time?.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The facts that a rule reads: its own, and what a day rule takes from the record.</summary>
    public static IReadOnlyList<FactDefinition> FactsOf(Rule rule) =>
        [
            .. (
                rule is DayRule { NotForCitizensOf.Count: > 0 }
                    ? [FactDefinition.Find("citizenships")!]
                    : Array.Empty<FactDefinition>()
            )
                .Concat((rule as IResidenceRule)?.Reads ?? [])
                .DistinctBy(fact => fact.Name),
        ];

    private static TravelRecord Record(List<Stay> stays, List<UnknownSpan> unknown, Dictionary<string, string> facts) =>
        new()
        {
            Stays = stays,
            UnknownSpans = unknown,
            Citizenships = facts.TryGetValue("citizenships", out var codes)
                ? JsonSerializer.Deserialize<List<string>>(codes)
                : null,
        };

    private Stay? StayOf(StayRow row, string field, ModelStateDictionary state)
    {
        var country = CountryInput.Read(countries, row.Country, CultureInfo.CurrentUICulture);
        if (string.IsNullOrWhiteSpace(row.Country))
        {
            state.AddModelError(field + nameof(row.Country), texts["Problem.CountryNeeded"]);
        }
        else if (country is null)
        {
            state.AddModelError(field + nameof(row.Country), shared["Refused.UnknownCountry", row.Country.Trim()]);
        }
        var arrive = Day(field + nameof(row.Arrive), row.Arrive, state);
        if (string.IsNullOrWhiteSpace(row.Arrive))
        {
            state.AddModelError(field + nameof(row.Arrive), texts["Problem.FirstDayNeeded"]);
        }
        var depart = Day(field + nameof(row.Depart), row.Depart, state);
        if (depart < arrive)
        {
            state.AddModelError(field + nameof(row.Depart), shared["Refused.EndBeforeStart", reader.Date(arrive.Value)]);
        }
        var purpose = StayPurpose.Unstated;
        if (!string.IsNullOrEmpty(row.Purpose) && !Enum.TryParse(row.Purpose, out purpose))
        {
            state.AddModelError(field + nameof(row.Purpose), texts["Problem.Purpose"]);
        }
        var (from, to) = (
            Time(field + nameof(row.ArriveTime), row.ArriveTime, state),
            Time(field + nameof(row.DepartTime), row.DepartTime, state)
        );
        return country is null || arrive is null
            ? null
            : new Stay
            {
                Country = country,
                Arrive = arrive.Value,
                Depart = depart,
                Planned = row.Planned,
                ArriveTime = from,
                DepartTime = to,
                Purpose = purpose,
                FormalEntry = !row.Airside,
            };
    }

    private List<UnknownSpan> UnknownSpans(string? text, ModelStateDictionary state)
    {
        var spans = new List<UnknownSpan>();
        foreach (var (number, line) in TypedLine.Lines(text))
        {
            var parts = TypedLine.Parts(line).Where(part => part.ToLowerInvariant() is not ("to" or "until")).ToList();
            var days = parts.Select(part => DateInput.Read(part, CultureInfo.CurrentCulture).Date).ToList();
            if (days is [{ } from, { } to] && from <= to)
            {
                spans.Add(new(from, to));
            }
            else
            {
                state.AddModelError(nameof(CalculatorForm.Unknown), texts["Problem.Span", number, line]);
            }
        }
        return spans;
    }

    private LocalDate? Day(string field, string? text, ModelStateDictionary state)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        var reading = DateInput.Read(text, CultureInfo.CurrentCulture);
        if (reading.Date is null)
        {
            state.AddModelError(field, reader.Fill(shared, reading.Problem!, reading.Arguments));
        }
        return reading.Date;
    }

    private LocalTime? Time(string field, string? text, ModelStateDictionary state)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        var parsed = LocalTimePattern.CreateWithInvariantCulture("H:mm").Parse(text.Trim());
        if (!parsed.Success)
        {
            state.AddModelError(field, texts["Problem.Time"]);
        }
        return parsed.Success ? parsed.Value : null;
    }
}

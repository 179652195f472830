using Microsoft.Extensions.Localization;
using Mobility.Rules;
using Mobility.Rules.Deadlines;
using Mobility.Rules.Deadlines.Questions;
using Mobility.Rules.Residence;
using Mobility.Rules.TripChecks;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Web.Rules;

/// <summary>What is given in an example, a line for each thing.</summary>
public sealed class ExampleWords(IStringLocalizer<RulesTexts> texts, RuleWords words, ReaderFormat reader)
{
    public IReadOnlyList<string> Lines(RuleExample example)
    {
        var lines = example switch
        {
            DayExample day => Lines(day.Record),
            ResidenceExample residence => Lines(residence),
            DeadlineExample deadline => Lines(deadline),
            TripExample trip => Lines(trip),
            DateExample dates => Lines(dates),
            _ => [],
        };
        return lines.Count > 0 ? lines : [texts["NothingGiven"].Value];
    }

    private List<string> Lines(TravelRecord record) =>
        [
            .. record.Stays.Select(Line),
            .. record.UnknownSpans.Select(span => texts["UnknownDays", reader.Dates(span.From, span.To)].Value),
            .. record.ResidencePermits.Select(permit =>
                texts["PermitOf", reader.Country(permit.Country), Dates(permit.From, permit.To)].Value
            ),
            .. (record.Citizenships ?? []).Select(code => texts["CitizenOf", reader.Country(code)].Value),
        ];

    private List<string> Lines(ResidenceExample example)
    {
        var question = example.Question;
        List<string> lines = [];
        if (question.Year is { } year)
        {
            lines.Add(texts["Asked.Year", year].Value);
        }
        if (question.On is { } on)
        {
            lines.Add(texts["Asked.On", reader.Date(on)].Value);
        }
        lines.AddRange(question.Stays.Select(Line));
        var facts = example.FactsGiven.Select(fact =>
            $"{RuleWords.Name(fact.Key)}: {string.Join(", ", fact.Value.Select(words.Result))}"
        );
        lines.AddRange(example.FactsGiven.Count > 0 ? [string.Join("; ", facts)] : []);
        return lines;
    }

    private List<string> Lines(DeadlineExample example)
    {
        List<string> lines = example.Facts.HostCountry is { } host ? [texts["Host", reader.Country(host)].Value] : [];
        lines.AddRange(
            example.Facts.Anchors.Select(anchor =>
                texts[
                    "Event",
                    texts.Of("Anchor", anchor.Anchor),
                    anchor.Date is { } date ? reader.Date(date) : texts["EventUnknown"].Value
                ].Value
            )
        );
        if (example.TaxYear is { } year)
        {
            lines.Add(texts["Asked.Year", year].Value);
        }
        if (example.ForecastOn is { } on)
        {
            lines.Add(texts["Forecast", reader.Date(on)].Value);
        }
        return lines;
    }

    private List<string> Lines(DateExample example) =>
        [string.Join("; ", example.GivenLines.Select(given => $"{RuleWords.Name(given.Key)}: {words.Result(given.Value)}"))];

    private List<string> Lines(TripExample example)
    {
        var question = example.Question;
        var leg = question.Trip.Legs[0];
        List<string> lines = [texts["Given.Trip", reader.Country(leg.Country), reader.Dates(leg.From, leg.To)].Value];
        if (question.Record.HomeCountry is { } home)
        {
            lines.Add(texts["Given.Home", reader.Country(home)].Value);
        }
        if (question.EmployerCountry is { } employer)
        {
            lines.Add(texts["Given.Employer", reader.Country(employer)].Value);
        }
        lines.AddRange(
            leg.Activities.Select(activity =>
                activity.Days is { } days
                    ? texts["Given.Activity.Days", Word(TripWords.Of(activity.Kind)), texts.Counted("Part.days", days)].Value
                    : texts["Given.Activity.Unsaid", Word(TripWords.Of(activity.Kind))].Value
            )
        );
        if (question.Trip.For is { } party)
        {
            lines.Add(texts["Given.For", Word(TripWords.Of(party))].Value);
        }
        if (question.Trip.Role is { } role)
        {
            lines.Add(Word(TripWords.Of(role)));
        }
        lines.AddRange(Lines(question.Record));
        return lines;
    }

    private static string Word(Explanation explanation) => explanation.Render(System.Globalization.CultureInfo.CurrentUICulture);

    private string Line(Stay stay)
    {
        var dates = stay.Depart is { } depart
            ? reader.Dates(stay.Arrive, depart)
            : $"{reader.Dates(stay.Arrive, null)}, {texts["Stay.StillThere"].Value}";
        var more = new List<string>();
        if (stay.ArriveTime is { } from || stay.DepartTime is not null)
        {
            more.Add($"{Time(stay.ArriveTime)}–{Time(stay.DepartTime)}");
        }
        if (stay.Planned)
        {
            more.Add(texts["Stay.Planned"].Value);
        }
        if (stay.Purpose != StayPurpose.Unstated)
        {
            more.Add(texts.Of("Purpose", stay.Purpose));
        }
        if (!stay.FormalEntry)
        {
            more.Add(texts["Stay.Airside"].Value);
        }
        var line = texts["Stay", reader.Country(stay.Country), dates].Value;
        return more.Count == 0 ? line : $"{line} ({string.Join(", ", more)})";
    }

    private string Dates(LocalDate? from, LocalDate? to) =>
        (from, to) switch
        {
            ({ } first, _) => reader.Dates(first, to),
            (null, { } last) => texts["Until", reader.Date(last)].Value,
            _ => texts["UntilFurther"].Value,
        };

    private static string Time(LocalTime? time) =>
        time is { } at ? at.ToString("HH:mm", System.Globalization.CultureInfo.CurrentCulture) : "?";
}

using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using Mobility.Casework.TripChecks;
using Mobility.Rules;
using Mobility.Rules.TripChecks;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.TripChecks;

/// <summary>Reads a trip as somebody typed it; what is wrong is put beside its field. Writes one back the same way.</summary>
public sealed class TripCheckReader(
    Countries countries,
    IStringLocalizer<TripCheckTexts> texts,
    IStringLocalizer<SharedTexts> shared,
    ReaderFormat reader
)
{
    /// <summary>Stops that are read at most.</summary>
    public const int MostStops = 20;

    // Each kind once.
    private static readonly int MostActivities = Enum.GetValues<TripActivityKind>().Length;

    /// <summary>Characters that are read at most: of a name or number, a day, a number of days.</summary>
    public const int LongestWho = 200;

    public const int LongestDay = 40;

    public const int LongestDays = 10;

    /// <summary>The trip; null when anything is wrong.</summary>
    public Trip? Read(TripCheckForm form, ModelStateDictionary state)
    {
        if (form.Stops.Count > MostStops || form.Stops.Exists(stop => stop.Activities.Count > MostActivities))
        {
            state.AddModelError("", texts["Refused.TooManyStops", MostStops]);
            return null;
        }
        CheckLengths(form, state);
        var legs = new List<TripLeg>();
        var index = new List<int>();
        for (var i = 0; i < form.Stops.Count; i++)
        {
            // The first stop is asked for even when nothing is typed.
            if ((i == 0 || !form.Stops[i].IsEmpty) && LegOf(form.Stops[i], $"Stops[{i}].", state) is { } leg)
            {
                legs.Add(leg);
                index.Add(i);
            }
        }
        var party = Word<TripParty>(nameof(form.For), form.For, state);
        var role = Word<EmployerRole>(nameof(form.Role), form.Role, state);
        if (!state.IsValid)
        {
            return null;
        }
        var trip = new Trip
        {
            Legs = legs,
            For = party,
            Role = role,
        };
        foreach (var problem in trip.Problems())
        {
            var at = problem.Index is { } leg ? $"Stops[{index[leg]}]." : "";
            state.AddModelError(
                problem.Field == TripField.Activities ? $"{at}Activities[0].Days" : $"{at}{problem.Field}",
                problem.What.Render(CultureInfo.CurrentUICulture)
            );
        }
        return state.IsValid ? trip with { Documents = Papers(form, legs) } : null;
    }

    /// <summary>What is said of a traveller without a case; null when anything is wrong, or nothing says where the person lives.</summary>
    public StatedTraveller? ReadTraveller(TripCheckForm form, ModelStateDictionary state)
    {
        var citizenships = CountryInput.ReadAll(countries, form.Citizenships, CultureInfo.CurrentUICulture, out var unknown);
        if (unknown.Count > 0 && Fine(nameof(form.Citizenships), state))
        {
            state.AddModelError(nameof(form.Citizenships), shared["Refused.UnknownCountry", unknown[0]]);
        }
        var home = CountryOf(nameof(form.Home), form.Home, state, "Refused.Home");
        var employer = string.IsNullOrWhiteSpace(form.Employer)
            ? null
            : CountryOf(nameof(form.Employer), form.Employer, state, "Refused.Home");
        return state.IsValid ? new(citizenships.Count == 0 ? null : citizenships, home, employer) : null;
    }

    private void CheckLengths(TripCheckForm form, ModelStateDictionary state)
    {
        var check = new FormCheck(state, texts, reader);
        check.AtMost(nameof(form.Who), form.Who, LongestWho);
        check.AtMost(nameof(form.Citizenships), form.Citizenships, FormCheck.LongestCountries);
        check.AtMost(nameof(form.Home), form.Home, FormCheck.LongestCountry);
        check.AtMost(nameof(form.Employer), form.Employer, FormCheck.LongestCountry);
        check.AtMost(nameof(form.Why), form.Why, TripCheckService.LongestReason);
        for (var i = 0; i < form.Stops.Count; i++)
        {
            var (stop, at) = (form.Stops[i], $"Stops[{i}].");
            check.AtMost($"{at}{nameof(stop.Country)}", stop.Country, FormCheck.LongestCountry);
            check.AtMost($"{at}{nameof(stop.From)}", stop.From, LongestDay);
            check.AtMost($"{at}{nameof(stop.To)}", stop.To, LongestDay);
            for (var j = 0; j < stop.Activities.Count; j++)
            {
                check.AtMost($"{at}Activities[{j}].Days", stop.Activities[j].Days, LongestDays);
            }
        }
    }

    /// <summary>A kept trip as it would be typed.</summary>
    public TripCheckForm Write(CheckedTrip kept, int no) =>
        new()
        {
            No = no,
            Stops =
            [
                .. kept.Trip.Legs.Select(leg => new StopRow
                {
                    Country = reader.Country(leg.Country),
                    From = reader.Date(leg.From),
                    To = reader.Date(leg.To),
                    Activities =
                    [
                        .. leg.Activities.Select(activity => new DoneRow
                        {
                            Kind = activity.Kind.ToString(),
                            Days = activity.Days?.ToString(CultureInfo.CurrentCulture),
                        }),
                    ],
                }),
            ],
            For = kept.Trip.For?.ToString(),
            Role = kept.Trip.Role?.ToString(),
            Coverage = Holds(kept, TripDocumentKind.Coverage),
            Notice = Holds(kept, TripDocumentKind.PostingNotice),
            WorkPermit = Holds(kept, TripDocumentKind.WorkPermit),
            Visa = Holds(kept, TripDocumentKind.Visa),
        };

    private static bool Holds(CheckedTrip kept, TripDocumentKind kind) => kept.Trip.Documents.Any(paper => paper.Kind == kind);

    private TripLeg? LegOf(StopRow row, string at, ModelStateDictionary state)
    {
        var country = CountryOf($"{at}Country", row.Country, state, "Refused.Country");
        var from = Day($"{at}From", row.From, "Refused.From", state);
        var to = Day($"{at}To", row.To, "Refused.To", state);
        var activities = new List<TripActivity>();
        for (var i = 0; i < row.Activities.Count; i++)
        {
            if (!row.Activities[i].IsEmpty && ActivityOf(row.Activities[i], $"{at}Activities[{i}].", state) is { } activity)
            {
                activities.Add(activity);
            }
        }
        return country is null || from is null || to is null
            ? null
            : new()
            {
                Country = country,
                From = from.Value,
                To = to.Value,
                Activities = activities,
            };
    }

    private TripActivity? ActivityOf(DoneRow row, string at, ModelStateDictionary state)
    {
        var kind = Word<TripActivityKind>($"{at}Kind", row.Kind, state);
        if (kind is null && Fine($"{at}Kind", state))
        {
            state.AddModelError($"{at}Kind", texts["Refused.Activity"]);
        }
        if (!Fine($"{at}Days", state))
        {
            return null;
        }
        if (string.IsNullOrWhiteSpace(row.Days))
        {
            return kind is { } unsaid ? new(unsaid, null) : null;
        }
        if (!int.TryParse(row.Days.Trim(), NumberStyles.None, CultureInfo.CurrentCulture, out var days))
        {
            state.AddModelError($"{at}Days", texts["Refused.Days"]);
            return null;
        }
        return kind is { } said ? new(said, days) : null;
    }

    private string? CountryOf(string field, string? typed, ModelStateDictionary state, string missing)
    {
        if (!Fine(field, state))
        {
            return null;
        }
        if (string.IsNullOrWhiteSpace(typed))
        {
            state.AddModelError(field, texts[missing]);
            return null;
        }
        var code = CountryInput.Read(countries, typed, CultureInfo.CurrentUICulture);
        if (code is null)
        {
            state.AddModelError(field, shared["Refused.UnknownCountry", typed.Trim()]);
        }
        return code;
    }

    private LocalDate? Day(string field, string? typed, string missing, ModelStateDictionary state)
    {
        if (!Fine(field, state))
        {
            return null;
        }
        if (string.IsNullOrWhiteSpace(typed))
        {
            state.AddModelError(field, texts[missing]);
            return null;
        }
        var reading = DateInput.Read(typed, CultureInfo.CurrentCulture);
        if (reading.Problem is { } problem)
        {
            state.AddModelError(field, reader.Fill(shared, problem, reading.Arguments));
        }
        return reading.Date;
    }

    private T? Word<T>(string field, string? chosen, ModelStateDictionary state)
        where T : struct, Enum
    {
        if (string.IsNullOrWhiteSpace(chosen) || !Fine(field, state))
        {
            return null;
        }
        if (Enum.TryParse<T>(chosen, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(chosen[0]))
        {
            return value;
        }
        state.AddModelError(field, texts["Refused.Choice"]);
        return null;
    }

    private static bool Fine(string field, ModelStateDictionary state) =>
        state.GetFieldValidationState(field) != ModelValidationState.Invalid;

    /// <summary>A paper that is ticked is the right one, and covers the whole trip.</summary>
    private static List<TripDocument> Papers(TripCheckForm form, List<TripLeg> legs)
    {
        var (from, to) = (legs.Min(leg => leg.From), legs.Max(leg => leg.To));
        return
        [
            .. new[]
            {
                (form.Coverage, TripDocumentKind.Coverage),
                (form.Notice, TripDocumentKind.PostingNotice),
                (form.WorkPermit, TripDocumentKind.WorkPermit),
                (form.Visa, TripDocumentKind.Visa),
            }
                .Where(paper => paper.Item1)
                .Select(paper => new TripDocument(paper.Item2, TripDocument.AnyCountry, from, to)),
        ];
    }
}

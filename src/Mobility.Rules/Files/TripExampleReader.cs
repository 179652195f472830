using Mobility.Rules.TripChecks;
using Mobility.Rules.Trips;

namespace Mobility.Rules.Files;

/// <summary>Reads the examples of rules that are asked about trips.</summary>
internal static class TripExampleReader
{
    public static TripExample? Read(MapReader item)
    {
        var head = ExampleReader.ReadHead(item);
        var question = head is not null && item.Inner("given", "'given'") is { } given ? ReadQuestion(given, head) : null;
        var expect = new List<KeyValuePair<string, string?>>();
        if (item.Inner("expect", "'expect'") is { } expected)
        {
            foreach (var key in expected.Keys.ToList())
            {
                if (expected.Node(key) is YamlText value)
                {
                    expect.Add(new(key, value.Text));
                }
                else
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

        return head is null || question is null || expect.Count == 0 ? null : new(head, question, expect);
    }

    private static TripQuestion? ReadQuestion(MapReader given, ExampleHead head)
    {
        var host = given.Country("host");
        var from = given.Date("from");
        var to = given.Date("to");
        var home = given.Has("home") ? given.Country("home") : null;
        var employer = given.Has("employer") ? given.Country("employer") : null;
        var citizenships = given.Has("citizenships")
            ? given
                .Texts(given.Items("citizenships"), "citizenships")
                .Select(text => given.ReadCountry(text.Text!, "citizenships", text))
                .OfType<string>()
                .ToList()
            : null;
        var party = given.Has("for") ? given.Word<TripParty>("for") : null;
        var role = given.Has("role") ? given.Word<EmployerRole>("role") : null;
        var activities =
            given.Has("activities") && given.Inner("activities", "'activities'") is { } map ? ReadActivities(map) : [];
        var stays = ExampleReader.ReadStays(given);
        given.Done();
        if (host is null || from is null || to is null)
        {
            return null;
        }

        var trip = new Trip
        {
            Legs =
            [
                new()
                {
                    Country = host,
                    From = from.Value,
                    To = to.Value,
                    Activities = activities,
                },
            ],
            For = party,
            Role = role,
        };
        foreach (var problem in trip.Problems())
        {
            given.File.Add(given.Map, problem.What.Render(System.Globalization.CultureInfo.InvariantCulture));
        }

        return new()
        {
            Trip = trip,
            AsOf = head.AsOf,
            Record = new TravelRecord
            {
                Stays = stays,
                HomeCountry = home,
                Citizenships = citizenships,
            },
            EmployerCountry = employer,
        };
    }

    /// <summary>Activities with their days, or with <c>unsaid</c>.</summary>
    private static List<TripActivity> ReadActivities(MapReader map)
    {
        var found = new List<TripActivity>();
        foreach (var (word, kind) in Words<TripActivityKind>.All)
        {
            if (map.Has(word))
            {
                found.Add(new(kind, map.Text(word) == "unsaid" ? null : map.Whole(word)));
            }
        }

        map.Done();
        return found;
    }
}

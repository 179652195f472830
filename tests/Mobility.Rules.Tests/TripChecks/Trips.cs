using Mobility.Rules.TripChecks;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Tests.TripChecks;

/// <summary>Trips for tests. The usual one: an Indonesian living in the Netherlands installs machines for a client in Grenoble, 7 to 18 December 2026.</summary>
internal static class Trips
{
    public static readonly LocalDate AsOf = new(2026, 11, 23);

    public static TripLeg Leg(string country, LocalDate from, LocalDate to, params TripActivity[] activities) =>
        new()
        {
            Country = country,
            From = from,
            To = to,
            Activities = activities,
        };

    public static TripActivity Do(TripActivityKind kind, int? days) => new(kind, days);

    public static TripQuestion Grenoble { get; } =
        new()
        {
            Trip = new()
            {
                Legs = [Leg("FR", new(2026, 12, 7), new(2026, 12, 18), Do(TripActivityKind.Installation, 9))],
                For = TripParty.Client,
                Role = EmployerRole.Directs,
            },
            AsOf = AsOf,
            Record = new()
            {
                Citizenships = ["ID"],
                HomeCountry = "NL",
                ResidencePermits = [new("NL", new(2024, 9, 1), new(2027, 8, 31))],
            },
            EmployerCountry = "NL",
            InsuredIn = "NL",
        };

    public static TripQuestion To(this TripQuestion question, params TripLeg[] legs) =>
        question with
        {
            Trip = question.Trip with { Legs = legs },
        };

    public static TripQuestion To(this TripQuestion question, string country, params TripActivity[] activities) =>
        question.To(Leg(country, new(2026, 12, 7), new(2026, 12, 18), activities));

    public static TripQuestion With(this TripQuestion question, params TripDocument[] papers) =>
        question with
        {
            Trip = question.Trip with { Documents = papers },
        };

    public static TripQuestion For(this TripQuestion question, TripParty? party, EmployerRole? role) =>
        question with
        {
            Trip = question.Trip with { For = party, Role = role },
        };

    public static TripQuestion Citizen(this TripQuestion question, params string[]? countries) =>
        question with
        {
            Record = question.Record with { Citizenships = countries },
        };

    public static TripQuestion LivesIn(this TripQuestion question, string? country) =>
        question with
        {
            Record = question.Record with { HomeCountry = country, ResidencePermits = [] },
            EmployerCountry = country,
            InsuredIn = country,
        };

    public static TripQuestion Was(this TripQuestion question, params Stay[] stays) =>
        question with
        {
            Record = question.Record with { Stays = stays },
        };

    public static Stay Stay(string country, LocalDate arrive, LocalDate depart) =>
        new()
        {
            Country = country,
            Arrive = arrive,
            Depart = depart,
        };

    public static TripResult Check(this TripQuestion question, TripSubject subject) =>
        RulesFolder.Book.CheckTrip(question).Destinations[0][subject];

    public static string Words(this Explanation explanation) =>
        explanation.Render(System.Globalization.CultureInfo.InvariantCulture);
}

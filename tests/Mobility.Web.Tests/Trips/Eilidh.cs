using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Casework.Trips;
using Mobility.Testing.Web;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Tests.Trips;

/// <summary>
/// A business traveller from Edinburgh with three years of journeys: on 22 November 2026 at 118 days in the United States after 126 and
/// 84, at 72 days in the Schengen area, three days nobody can place, and a booked trip that goes too far.
/// </summary>
internal static class Eilidh
{
    public static readonly LocalDate Today = new(2026, 11, 22);

    private static readonly (string? Country, string Arrive, string Depart)[] Journeys =
    [
        ("US", "2024-02-05", "2024-04-28"),
        ("US", "2025-03-03", "2025-07-06"),
        ("US", "2026-01-08", "2026-01-30"),
        ("DE", "2026-02-02", "2026-02-06"),
        ("US", "2026-02-23", "2026-03-13"),
        ("DE", "2026-03-16", "2026-03-27"),
        ("US", "2026-04-13", "2026-05-01"),
        ("DE", "2026-05-11", "2026-05-22"),
        ("DE", "2026-06-01", "2026-06-05"),
        ("US", "2026-06-08", "2026-06-26"),
        ("DE", "2026-06-29", "2026-07-17"),
        ("FR", "2026-07-20", "2026-07-24"),
        ("US", "2026-08-10", "2026-09-04"),
        ("DE", "2026-09-07", "2026-09-25"),
        ("NL", "2026-09-28", "2026-10-02"),
        ("US", "2026-10-05", "2026-10-16"),
        ("DE", "2026-10-19", "2026-11-06"),
        (null, "2026-11-12", "2026-11-14"),
    ];

    private static readonly (string? Country, string Arrive, string Depart)[] Plans =
    [
        ("US", "2026-11-30", "2026-12-11"),
        ("DE", "2026-12-14", "2026-12-18"),
    ];

    public static async Task<Case> AddAsync(TestData data, WebHost host, TestClient client, Account consultant)
    {
        var file = await data.ConfirmedCaseAsync(
            client,
            consultant,
            request =>
                request with
                {
                    Assignee = request.Assignee with { FullName = "Eilidh MacGillivray-Sørensen" },
                    Terms = request.Terms with { Type = AssignmentType.BusinessTraveller },
                }
        );
        await host.UseAsync<TripService>(async trips =>
        {
            foreach (var (country, arrive, depart) in Journeys)
            {
                await trips.RecordAsync(file.Id, Trip(file, country, arrive, depart, TripStatus.Actual), data.Change(), default);
            }
            foreach (var (country, arrive, depart) in Plans)
            {
                await trips.RecordAsync(file.Id, Trip(file, country, arrive, depart, TripStatus.Planned), data.Change(), default);
            }
        });
        return file;
    }

    private static NewTrip Trip(Case file, string? country, string arrive, string depart, TripStatus status) =>
        new()
        {
            PersonId = file.AssigneeId,
            Country = country,
            Arrive = Date(arrive),
            Depart = Date(depart),
            Status = status,
            Evidence = TripEvidence.Booked,
        };

    private static LocalDate Date(string iso) => LocalDatePattern.Iso.Parse(iso).Value;
}

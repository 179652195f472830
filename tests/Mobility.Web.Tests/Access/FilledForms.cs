using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Mobility.Casework.Access;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Access;

/// <summary>Each form of the program, filled so that it is accepted: what is wrong with one that is refused is then what a test changed.</summary>
internal sealed class FilledForms(WebHost host, AccessWorld world)
{
    private const string Words = "The reason in a few words";

    private static readonly (string, string)[] Why = [("Why", Words)];

    private readonly RuleBook rules = host.Services.GetRequiredService<RuleBook>();

    /// <summary>The ways in which a form of a route looks; most have one.</summary>
    public static IReadOnlyList<string> Variants(string route) =>
        route.EndsWith("personal/edit", StringComparison.Ordinal) ? ["TaxNumber", "BankDetails", "HealthNote", "BirthDate"]
        : route == "POST cases/{number}/papers/new" ? ["Permit", "Passport"]
        : route == "POST admin/people/invite" ? ["ProgrammeManager", "Supplier"]
        : [""];

    /// <summary>The fields of a route for the things of a case; a form that is not here fails the test that asks for it.</summary>
    public (string Name, string Value)[] Of(
        string route,
        CaseParts parts,
        PersonKind kind = PersonKind.Consultant,
        string? variant = null
    )
    {
        using var db = host.Database.Open();
        var version = db.Cases.Where(c => c.Id == parts.Case.Id).Select(c => c.Version).Single();
        variant ??= Variants(route)[0];
        return route switch
        {
            "POST sign-in" => [("Email", world.People[PersonKind.Consultant].Email!), ("Password", TestData.Password)],
            "POST sign-in/code" => [("Code", "000000")],
            "POST sign-in/passkey" or "POST account/second-factor/passkeys" => [("Name", "The grey key"), ("Credential", "{}")],
            "POST forgotten" => [("Email", "somebody@example.org")],
            "POST invitation/{token:length(64)}" =>
            [
                ("Password", "a quiet ferry before seven"),
                ("Again", "a quiet ferry before seven"),
            ],
            "POST account" =>
            [
                ("DisplayName", "Ines Holm"),
                ("Language", "en-GB"),
                ("TimeZone", "Europe/Brussels"),
                ("Look", "dark"),
            ],
            "POST account/password" =>
            [
                ("Current", TestData.Password),
                ("Wanted", "a quiet ferry before seven"),
                ("Again", "a quiet ferry before seven"),
            ],
            "POST account/second-factor/confirm" => [("Password", TestData.Password)],
            "POST account/second-factor/authenticator" => [("Code", "000000")],
            "POST cases/new" =>
            [
                .. Terms(""),
                ("ClientId", $"{world.Own.Id}"),
                ("FullName", "Ida Lindqvist"),
                ("Email", $"{Guid.NewGuid():n}@example.org"),
                ("Citizenships", "Sweden"),
                ("BirthDate", "1988-04-02"),
                .. Member("Family[0]."),
            ],
            "POST cases/{number}/amend" => [.. Terms(""), ("Version", Text(version)), .. Terms("Was."), .. Why],
            "POST cases/{number}/{act:regex(^(confirm|hold|resume|cancel|close)$)}" =>
            [
                ("Version", Text(version)),
                ("On", "2026-11-20"),
                .. Why,
            ],
            "POST cases/{number}/people/new" => Member(""),
            "POST cases/{number}/people/{personId:guid}/invite" => [("Email", $"{Guid.NewGuid():n}@example.org")],
            "POST cases/{number}/advisers/new" => [("AccountId", $"{Supplier(db, parts)}"), .. Why],
            "POST cases/{number}/papers/new" =>
            [
                ("Kind", variant),
                ("PersonId", $"{parts.Case.AssigneeId}"),
                ("Country", "Germany"),
                ("Name", "EU Blue Card"),
                ("Number", "C01X0006H"),
                ("IssuedOn", "2022-05-06"),
                .. Days("2026-12-01", "2028-11-30"),
            ],
            "POST cases/{number}/tasks/new" =>
            [
                ("What", "Order the certificate"),
                ("DueOn", "2026-12-04"),
                ("AssignedToId", $"{world.People[PersonKind.Consultant].Id}"),
                ("WaitingFor", "the payroll office"),
                .. Why,
            ],
            "POST cases/{number}/tasks/{id:guid}/drop" or "POST cases/{number}/deadlines/{id:guid}/waive" => Why,
            // A button: the day that was seen comes with it, and counts only when it is another.
            "POST cases/{number}/deadlines/{id:guid}/done" => [],
            "POST cases/{number}/facts/new" => Fact(db, parts, kind),
            "POST cases/{number}/facts/{factId:guid}/withdraw" =>
            [
                ("version", Text(db.DeclaredFacts.Single(f => f.Id == Guid.Parse(parts.RouteValues["factId"])).Version)),
                .. Why,
            ],
            "POST cases/{number}/opinions/new" => Opinion(db, parts, kind),
            "POST cases/{number}/opinions/{opinionId:guid}/withdraw" =>
            [
                ("version", Text(db.Opinions.Single(o => o.Id == Guid.Parse(parts.RouteValues["opinionId"])).Version)),
                .. Why,
            ],
            "POST cases/{number}/trips" =>
            [
                ("year", "2026"),
                ("Trip.Country", "Italy"),
                ("Trip.Arrive", "2026-10-05"),
                ("Trip.Depart", "2026-10-08"),
                ("Trip.Status", "Actual"),
                ("Trip.Evidence", "Declared"),
                ("Trip.Purpose", "Unstated"),
                ("Trip.Note", Words),
            ],
            "POST cases/{number}/trips/between" => [("year", "2026"), ("country", "United Kingdom")],
            "POST cases/{number}/trips/{tripId:guid}/remove" => [("year", "2026"), ("reason", Words)],
            "POST cases/{number}/trips/{tripId:guid}/restore" => [("year", "2026")],
            "POST cases/{number}/trips/{tripId:guid}/end" => [("End.Depart", "2026-11-20")],
            "POST cases/{number}/ledger" =>
            [
                .. new[] { ("From", "2026-11-02"), ("To", "2026-11-04"), ("Country", "Germany"), ("Also", "Italy") }.Select(f =>
                    ("Day." + f.Item1, f.Item2)
                ),
                ("Day.AlsoPercent", "25"),
                ("Day.Activity", "Work"),
                ("Day.Evidence", "Booked"),
                ("Day.Document", "Ticket 7"),
                ("Day.Why", Words),
            ],
            "POST cases/{number}/ledger/withdraw" =>
            [
                ("day", "2026-11-10"),
                ("said", $"{db.DayDeclarations.Where(d => d.RemovedAt == null).Select(d => d.Id).FirstOrDefault()}"),
                ("reason", Words),
            ],
            "POST cases/{number}/ledger/reminders" => [("stop", "true"), ("month", "2026-11-01")],
            "POST days/export" => [("q", "")],
            "POST portal/days" =>
            [
                ("Week", "2026-11-23"),
                ("Rows[0].Day", "2026-11-23"),
                ("Rows[0].Place", "GB"),
                ("Rows[0].Activity", "Work"),
                ("Rows[0].Also", "Italy"),
            ],
            "POST portal/days/reminders" => [("stop", "true")],
            "POST cases/{number}/trips/import" => [("Text", "Country,From,To\nItaly,2026-07-01,2026-07-03\n")],
            "POST cases/{number}/trips/import/{importId:guid}/columns" =>
            [
                ("Fields[0]", "Country"),
                ("Fields[1]", "Arrive"),
                ("Fields[2]", "Depart"),
                ("Fields[3]", "Note"),
            ],
            "POST cases/{number}/trips/import/{importId:guid}/confirm" => [("All", "KeepBoth")],
            "POST cases/{number}/trips/import/{importId:guid}/undo" => [("reason", Words)],
            "POST cases/find" => [("q", "Lindqvist")],
            "POST cases/{number}/people/{personId:guid}/personal" or "POST portal/personal" => [("field", "BirthDate")],
            "POST cases/{number}/people/{personId:guid}/personal/edit" or "POST portal/personal/edit" =>
            [
                ("Field", variant),
                ("Version", "0"),
                .. variant switch
                {
                    "TaxNumber" => new[] { ("Country", "Sweden"), ("Number", "19880402-1234") },
                    "BankDetails" => [("Account", "SE35 5000 0000 0549 1000 0003"), ("Bank", "Hamnbanken"), ("Currency", "SEK")],
                    "HealthNote" => [("Note", "Needs a lift")],
                    _ => [("Date", "1988-04-02")],
                },
            ],
            "POST cases/{number}/people/{personId:guid}/personal/passport" or "POST portal/personal/passport" =>
            [
                ("Country", "Sweden"),
                ("Number", "AA1234567"),
                ("IssuedOn", "2022-05-06"),
                ("ValidTo", "2032-05-05"),
            ],
            "POST covers/new" =>
            [
                ("AwayId", $"{world.People[PersonKind.Consultant].Id}"),
                ("CoveredById", $"{world.People[PersonKind.TeamLead].Id}"),
                ("From", "2026-12-01"),
                ("Until", "2026-12-10"),
                .. Why,
            ],
            "POST covers/{id:guid}/end" => Why,
            "POST cases/reassign" =>
            [
                ("Pick[0]", parts.Case.Number),
                ("ToId", $"{world.People[PersonKind.TeamLead].Id}"),
                .. Why,
            ],
            "POST cases/reassign/confirm" =>
            [
                ("Pick[0]", $"{parts.Case.Number}:{Text(version)}"),
                ("ToId", $"{world.People[PersonKind.TeamLead].Id}"),
                .. Why,
            ],
            "POST trip-checks/new" => [("Who", parts.Case.Number), .. CheckedTrip()],
            "POST trip-checks/{check}/amend" => [("No", "1"), .. CheckedTrip(), .. Why],
            "POST trip-checks/{check}/confirm" => [("no", "1")],
            "POST trip-checks/{check}/cancel" => Why,
            "POST rules/{jurisdiction}/{rule}/calculator" =>
            [
                ("On", "2026-11-23"),
                ("Stays[0].Country", "Italy"),
                ("Stays[0].Arrive", "2026-10-05"),
                ("Stays[0].Depart", "2026-10-08"),
                ("Stays[0].ArriveTime", "09:00"),
                ("Stays[0].DepartTime", "17:30"),
                ("Stays[0].Purpose", "Work"),
                ("Unknown", "2026-09-01 2026-09-03"),
                ("Paste", ""),
                ("Facts[citizenships]", "Brazil"),
            ],
            "POST admin/people/invite" =>
            [
                ("Kind", variant),
                ("DisplayName", "Nils Brandt"),
                ("Email", $"{Guid.NewGuid():n}@example.org"),
                ("ClientId", variant == "ProgrammeManager" ? $"{world.Own.Id}" : ""),
                ("NewFirm", variant == "ProgrammeManager" ? "" : "Brandt Removals"),
                ("Language", "en-GB"),
                ("TimeZone", "Europe/Brussels"),
            ],
            "POST admin/people/{id:guid}/deactivate"
            or "POST admin/people/{id:guid}/reactivate"
            or "POST admin/people/{id:guid}/second-factor/remove" => Why,
            "POST board/export" => [("level", "Within")],
            "POST admin/audit/export" => [("from", "2026-11-01"), ("to", "2026-11-23")],
            "POST admin/clients" => [("Name", $"Ferry {Guid.NewGuid():n}")],
            "POST admin/clients/{id:guid}/entities" => [("EntityName", "Ferry SpA"), ("Country", "Italy"), ("City", "Genova")],
            _ when !RouteFields
                    .Of(host)[route]
                    .Any(f => f.Name != "returnTo" && f.Name != "ReturnUrl" && f.Name != "returnUrl") => [],
            _ => throw new AssertionException($"{route}: say in FilledForms how its form is filled."),
        };
    }

    private (string, string)[] Terms(string prefix) =>
        [
            (prefix + "Type", "LongTerm"),
            (prefix + "Axis", "Internal"),
            (prefix + "HomeCountry", "GB"),
            (prefix + "HomeCity", "Leeds"),
            (prefix + "HostCountry", "DE"),
            (prefix + "HostCity", "Bremen"),
            (prefix + "HomeEntityId", $"{world.Own.Home.Id}"),
            (prefix + "HostEntityId", $"{world.Own.Host.Id}"),
            (prefix + "HostParty", ""),
            (prefix + "Start", "2026-11-01"),
            (prefix + "End", "2028-10-31"),
            (prefix + "PolicyName", "Core/Flex"),
            (prefix + "ConsultantId", $"{world.People[PersonKind.Consultant].Id}"),
        ];

    private static (string, string)[] Member(string prefix) =>
        [
            (prefix + "FullName", "Bo Lindqvist"),
            (prefix + "Relation", "Child"),
            (prefix + "Citizenships", "Sweden, Italy"),
            (prefix + "BirthDate", "2015-06-07"),
            (prefix + "Email", ""),
            (prefix + "Accompanying", "true"),
        ];

    private static (string, string)[] CheckedTrip() =>
        [
            ("Stops[0].Country", "Germany"),
            ("Stops[0].From", "7 Dec 2026"),
            ("Stops[0].To", "18 Dec 2026"),
            ("Stops[0].Activities[0].Kind", "Installation"),
            ("Stops[0].Activities[0].Days", "9"),
            ("Stops[0].Activities[1].Kind", ""),
            ("Stops[0].Activities[1].Days", ""),
            ("Stops[0].Activities[2].Kind", ""),
            ("Stops[0].Activities[2].Days", ""),
            ("For", "Client"),
            ("Role", "Directs"),
            ("Coverage", "true"),
            ("Notice", "false"),
            ("WorkPermit", "false"),
            ("Visa", "false"),
            ("act", "save"),
        ];

    private static (string, string)[] Days(string from, string to) => [("ValidFrom", from), ("ValidTo", to)];

    private static Guid Supplier(MobilityDbContext db, CaseParts parts)
    {
        var engaged = db.Engagements.Where(e => e.CaseId == parts.Case.Id).Select(e => e.AccountId).ToList();
        var free = db.Accounts.Where(a => a.Kind == PersonKind.Supplier && !engaged.Contains(a.Id)).Select(a => a.Id).ToList();
        return free is [var first, ..] ? first : engaged[0];
    }

    // The fact of the case, declared anew; an adviser's own word replaces none of the file's.
    private (string, string)[] Fact(MobilityDbContext db, CaseParts parts, PersonKind kind)
    {
        var older = db.DeclaredFacts.Single(f => f.Id == Guid.Parse(parts.RouteValues["factId"]));
        var replaces = kind == PersonKind.Consultant && older.WithdrawnAt is null;
        var rule = rules.ResidenceRules.First(r => !r.IsComputation && r.Reads.Any(f => f.Name == older.Name));
        return
        [
            ("Name", older.Name),
            ("Rule", rule.Id),
            ("Replaces", replaces ? $"{older.Id}" : ""),
            ("ReplacesVersion", replaces ? Text(older.Version) : ""),
            ("Value", "Italy"),
            .. Days("2026-01-01", "2027-12-31"),
            ("Reason", Words),
            ("Evidence", "The lease of 2 January"),
        ];
    }

    // The tax adviser's opinion on the case, given anew, or the first one of another.
    private (string, string)[] Opinion(MobilityDbContext db, CaseParts parts, PersonKind kind)
    {
        var older = db.Opinions.Single(o => o.Id == Guid.Parse(parts.RouteValues["opinionId"]));
        var replaces = older.ByKind == kind && older.WithdrawnAt is null;
        var answered = db.Assessments.Where(a => a.PersonId == parts.Case.AssigneeId && a.ReplacedAt == null);
        return
        [
            (
                "Rule",
                answered.Select(a => a.RuleId).ToList().Order().FirstOrDefault(id => rules.Find(id)!.IsFor(kind)) ?? older.RuleId
            ),
            ("Replaces", replaces ? $"{older.Id}" : ""),
            ("ReplacesVersion", replaces ? Text(older.Version) : ""),
            ("Answer", "Met"),
            ("FirstDay", "2026-01-01"),
            ("Reason", Words),
            ("WouldChange", "A home kept abroad"),
            ("Document", "Memo 7"),
            .. Days("2026-01-01", "2026-12-31"),
        ];
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

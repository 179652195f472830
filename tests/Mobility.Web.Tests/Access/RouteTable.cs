using Mobility.Casework.People;

namespace Mobility.Web.Tests.Access;

/// <summary>Who finds something under a route. Everybody else gets the answer of an address that does not exist.</summary>
internal sealed record RouteAccess(string Route, bool Anonymous, IReadOnlySet<PersonKind> Kinds)
{
    /// <summary>Whether the route names a thing of one case, so that a foreign one can be tried.</summary>
    public bool NamesACase =>
        Route.Contains("cases/{number}", StringComparison.Ordinal)
        || Route.Contains("trip-checks/{check}", StringComparison.Ordinal);

    /// <summary>The address of this route for the things of one case.</summary>
    public string Address(CaseParts parts)
    {
        var path = Route[(Route.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        var segments = path.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i].StartsWith('{'))
            {
                var name = segments[i].Trim('{', '}').Split(':')[0];
                var key = name == "id" ? $"{segments[i - 1]}/id" : name;
                segments[i] = parts.RouteValues.TryGetValue(key, out var value)
                    ? value
                    : throw new AssertionException($"{Route}: AccessWorld has no value for {key}.");
            }
        }
        path = string.Join('/', segments);
        return "/" + path;
    }
}

/// <summary>Every route of the program and who may use it. A route that is missing here fails the tests.</summary>
internal static class RouteTable
{
    private static readonly PersonKind[] Staff = [PersonKind.Administrator, PersonKind.Consultant, PersonKind.TeamLead];
    private static readonly PersonKind[] CaseLeads = [PersonKind.Administrator, PersonKind.TeamLead];
    private static readonly PersonKind[] Advisers = [PersonKind.TaxAdviser, PersonKind.ImmigrationAdviser];
    private static readonly PersonKind[] CaseReaders = [.. Staff, .. Advisers, PersonKind.ProgrammeManager];
    private static readonly PersonKind[] TravelRecorders = [.. Staff, PersonKind.TaxAdviser];
    private static readonly PersonKind[] Family = [PersonKind.Assignee, PersonKind.FamilyMember];
    private static readonly PersonKind[] Everybody = Enum.GetValues<PersonKind>();

    public static IReadOnlyList<RouteAccess> All { get; } =
    [
        .. Public(
            "GET sign-in",
            "GET sign-in/code",
            "GET forgotten",
            "POST forgotten",
            "GET invitation/{token:length(64)}",
            "POST sign-in/passkey/options"
        ),
        // Only answers are sent there; asked for by its own address it is not there.
        .. For([], "ANY error/{code:int}"),
        .. For(Everybody, "GET ", "GET account", "POST account", "GET account/password", "POST account/password"),
        .. For(
            Everybody,
            "GET account/second-factor",
            "POST account/second-factor/authenticator",
            "POST account/second-factor/passkeys/options",
            "POST account/second-factor/passkeys",
            "POST account/second-factor/confirm"
        ),
        // There is nothing yet to take away.
        .. For(
            [],
            "POST account/second-factor/authenticator/remove",
            "POST account/second-factor/passkeys/{key:length(64)}/remove",
            "POST account/second-factor/codes"
        ),
        // The one in the world is somebody else's.
        .. For([], "POST account/sessions/{id:guid}/end"),
        .. For(Staff, "GET my-day", "GET cases/new", "POST cases/new"),
        .. For(Staff, "GET covers", "GET covers/new", "POST covers/new", "GET covers/{id:guid}/end", "POST covers/{id:guid}/end"),
        .. For(CaseLeads, "GET cases/reassign", "POST cases/reassign", "POST cases/reassign/confirm"),
        .. For(CaseReaders, "GET cases", "POST cases/find", "GET cases/{number}", "GET cases/{number}/days"),
        .. For(CaseReaders, "GET cases/{number}/ledger"),
        .. For([.. Staff, PersonKind.ProgrammeManager], "GET days", "POST days/export"),
        .. For(CaseReaders, "GET board", "POST board/export"),
        .. For([.. Staff, .. Advisers], "GET cases/{number}/history", "GET cases/{number}/residence"),
        .. For([.. Staff, .. Advisers], "GET cases/{number}/facts/new", "POST cases/{number}/facts/new"),
        .. For(
            Staff,
            // Of another standing than an adviser's own word.
            "GET cases/{number}/facts/{factId:guid}/withdraw",
            "POST cases/{number}/facts/{factId:guid}/withdraw"
        ),
        .. For(Advisers, "GET cases/{number}/opinions/new", "POST cases/{number}/opinions/new"),
        .. For(
            [PersonKind.TaxAdviser],
            "GET cases/{number}/opinions/{opinionId:guid}/withdraw",
            "POST cases/{number}/opinions/{opinionId:guid}/withdraw"
        ),
        .. For(
            Staff,
            "GET cases/{number}/amend",
            "POST cases/{number}/amend",
            "GET cases/{number}/{act:regex(^(confirm|hold|resume|cancel|close)$)}",
            "POST cases/{number}/{act:regex(^(confirm|hold|resume|cancel|close)$)}",
            "GET cases/{number}/people/new",
            "POST cases/{number}/people/new",
            "GET cases/{number}/people/{personId:guid}/invite",
            "POST cases/{number}/people/{personId:guid}/invite",
            "GET cases/{number}/advisers/new",
            "POST cases/{number}/advisers/new",
            "GET cases/{number}/papers/new",
            "POST cases/{number}/papers/new",
            "GET cases/{number}/tasks/new",
            "POST cases/{number}/tasks/new",
            "GET cases/{number}/tasks/{id:guid}/drop",
            "POST cases/{number}/tasks/{id:guid}/drop",
            "POST cases/{number}/tasks/{id:guid}/done",
            "GET cases/{number}/deadlines/{id:guid}/waive",
            "POST cases/{number}/deadlines/{id:guid}/waive",
            "POST cases/{number}/deadlines/{id:guid}/done"
        ),
        .. For(
            TravelRecorders,
            "POST cases/{number}/trips",
            "POST cases/{number}/trips/between",
            "POST cases/{number}/trips/{tripId:guid}/confirm",
            "POST cases/{number}/trips/{tripId:guid}/remove",
            "POST cases/{number}/trips/{tripId:guid}/restore",
            "POST cases/{number}/trips/{tripId:guid}/end",
            "POST cases/{number}/ledger",
            "POST cases/{number}/ledger/withdraw",
            "POST cases/{number}/ledger/reminders",
            "GET cases/{number}/trips/import",
            "POST cases/{number}/trips/import",
            "GET cases/{number}/trips/import/{importId:guid}",
            "GET cases/{number}/trips/import/{importId:guid}/columns",
            "POST cases/{number}/trips/import/{importId:guid}/columns",
            "POST cases/{number}/trips/import/{importId:guid}/confirm",
            "POST cases/{number}/trips/import/{importId:guid}/discard",
            "POST cases/{number}/trips/import/{importId:guid}/again",
            "POST cases/{number}/trips/import/{importId:guid}/undo"
        ),
        .. For(
            [.. Staff, .. Advisers, PersonKind.ProgrammeManager, PersonKind.Assignee],
            "GET trip-checks",
            "GET trip-checks/{check}"
        ),
        .. For(
            [.. Staff, .. Advisers, PersonKind.Assignee],
            "GET trip-checks/new",
            "POST trip-checks/new",
            "GET trip-checks/{check}/amend",
            "POST trip-checks/{check}/amend",
            "GET trip-checks/{check}/cancel",
            "POST trip-checks/{check}/cancel"
        ),
        .. For(Staff, "POST trip-checks/{check}/confirm"),
        .. For(Advisers, "GET queue"),
        .. For(
            [.. Staff, .. Advisers],
            "GET rules",
            "GET rules/{jurisdiction}",
            "GET rules/{jurisdiction}/{rule}",
            "GET rules/{jurisdiction}/{rule}/calculator",
            "POST rules/{jurisdiction}/{rule}/calculator"
        ),
        .. For([PersonKind.Supplier], "GET orders"),
        .. For(Family, "GET portal"),
        .. For([PersonKind.Assignee], "GET portal/days", "POST portal/days", "POST portal/days/reminders"),
        .. For(
            [.. Staff, .. Advisers],
            "GET cases/{number}/people/{personId:guid}/personal",
            "POST cases/{number}/people/{personId:guid}/personal",
            "GET cases/{number}/people/{personId:guid}/personal/edit",
            "POST cases/{number}/people/{personId:guid}/personal/edit"
        ),
        .. For(
            [.. Staff, PersonKind.ImmigrationAdviser],
            "GET cases/{number}/people/{personId:guid}/personal/passport",
            "POST cases/{number}/people/{personId:guid}/personal/passport"
        ),
        .. For(
            Family,
            "GET portal/personal",
            "POST portal/personal",
            "GET portal/personal/edit",
            "POST portal/personal/edit",
            "GET portal/personal/passport",
            "POST portal/personal/passport"
        ),
        .. For(
            [PersonKind.Administrator],
            "GET admin",
            "GET admin/people",
            "GET admin/people/invite",
            "POST admin/people/invite",
            "GET admin/people/{id:guid}",
            "POST admin/people/{id:guid}/link",
            "POST admin/people/{id:guid}/deactivate",
            "POST admin/people/{id:guid}/reactivate",
            "POST admin/people/{id:guid}/second-factor/remove",
            "GET admin/audit",
            "POST admin/audit/export",
            "GET admin/operations",
            "GET admin/clients",
            "POST admin/clients",
            "GET admin/clients/{id:guid}",
            "POST admin/clients/{id:guid}/entities",
            "GET admin/jobs",
            "POST admin/jobs/{job}/run",
            "GET admin/rules-impact",
            "GET admin/mail",
            "POST admin/mail/{id:guid}/retry"
        ),
        // Last, because they end the session that the test asks with.
        .. Public("POST sign-in", "POST sign-in/code", "POST sign-in/passkey", "POST invitation/{token:length(64)}"),
        .. Public("POST account/sessions/end", "POST sign-out"),
    ];

    private static IEnumerable<RouteAccess> Public(params string[] routes) =>
        routes.Select(r => new RouteAccess(r, true, Everybody.ToHashSet()));

    private static IEnumerable<RouteAccess> For(PersonKind[] kinds, params string[] routes) =>
        routes.Select(r => new RouteAccess(r, false, kinds.ToHashSet()));
}

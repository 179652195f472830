using Mobility.Casework.Access;
using Mobility.Casework.Cases;
using Mobility.Casework.Deadlines;
using Mobility.Casework.People;
using Mobility.Rules.Deadlines;
using Mobility.Web.History;
using Mobility.Web.Permits;
using Mobility.Web.Shared.Findings;
using Mobility.Web.TripChecks;
using NodaTime;

namespace Mobility.Web.Cases;

/// <summary>Everything the page of a case shows.</summary>
public sealed record CasePage
{
    public required Viewer Viewer { get; init; }

    /// <summary>Today at the host's place: phases and deadlines go by it.</summary>
    public required LocalDate Today { get; init; }

    public required CaseFacts Facts { get; init; }

    /// <summary>The assignee first.</summary>
    public required IReadOnlyList<CasePerson> People { get; init; }

    public required IReadOnlyList<Paper> Papers { get; init; }

    public required IReadOnlyList<FindingView> Findings { get; init; }

    /// <summary>The open ones, by date.</summary>
    public required IReadOnlyList<CaseDeadline> Deadlines { get; init; }

    /// <summary>The open ones, by date; empty for those who don't work here.</summary>
    public required IReadOnlyList<CaseTaskRow> Tasks { get; init; }

    /// <summary>Checked trips that are to come or run, the soonest first, called off ones among them; no more than a few.</summary>
    public required IReadOnlyList<TripCheckRow> TripChecks { get; init; }

    public bool MayCheckTrips => CaseAccess.Allows(Viewer, CaseRight.CheckTrips);

    public required IReadOnlyList<CaseAdviser> Advisers { get; init; }

    /// <summary>The latest changes; empty for those who may not read them.</summary>
    public required IReadOnlyList<ChangeRow> History { get; init; }

    public bool MayChange => CaseAccess.Allows(Viewer, CaseRight.Change);

    public bool MayReadHistory => CaseAccess.Allows(Viewer, CaseRight.ReadHistory);

    public bool MayOpenPersonal => CaseAccess.Allows(Viewer, CaseRight.ReadPersonal);

    /// <summary>Papers and reasons are for those who work on the case; the client sees what follows from them.</summary>
    public bool ShowsInside => Viewer.IsStaff || Viewer.IsAdviser;

    public CasePhase Phase => CasePhases.On(Facts.Dates, Today);

    public IEnumerable<Paper> PapersInForce => Papers.Where(p => !p.Replaced);

    /// <summary>The task or deadline to look at first: the one due first.</summary>
    public NextStep? Next
    {
        get
        {
            var task = Tasks.FirstOrDefault(t => t.DueOn is not null);
            var deadline = Deadlines is [var soonest, ..] ? soonest : null;
            if (task is not null && (deadline is null || task.DueOn <= deadline.DueOn))
            {
                return new NextStep(task.What, task.Why, task.DueOn, $"task-{task.Id}");
            }
            return deadline is not null ? new NextStep(deadline.Title, null, deadline.DueOn, $"deadline-{deadline.Id}")
                : Tasks is [var undated, ..] ? new NextStep(undated.What, undated.Why, null, $"task-{undated.Id}")
                : null;
        }
    }
}

/// <summary>The one thing to do next, and where on the page it is.</summary>
public sealed record NextStep(string What, string? Why, LocalDate? DueOn, string Anchor);

public sealed record CaseFacts
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public required long Version { get; init; }

    public required string Client { get; init; }

    public required AssignmentType Type { get; init; }

    public required SecondmentAxis Axis { get; init; }

    public required CaseRoute Route { get; init; }

    public required string? HomeEntity { get; init; }

    public required string? HostEntity { get; init; }

    public required string? HostParty { get; init; }

    public required CaseDates Dates { get; init; }

    public required string? PolicyName { get; init; }

    public required string Consultant { get; init; }

    /// <summary>Who works the consultant's cases at the moment, and until when; null when the consultant is here.</summary>
    public required CaseCover? Cover { get; init; }

    public required string TimeZone { get; init; }

    public required string? AssigneeHome { get; init; }

    /// <summary>IANA zone in which the assignee's "today" is decided.</summary>
    public required string AssigneeZone { get; init; }

    public string? Host => HostEntity ?? HostParty;
}

/// <summary>
/// The assignee or a member of the family. <paramref name="BirthDate"/> is null also for those who may not know it; <paramref name="SignsIn"/>
/// is false while an invitation waits for its answer, null without one.
/// </summary>
public sealed record CasePerson(
    Guid Id,
    string FullName,
    FamilyRelation? Relation,
    bool Accompanying,
    string? Citizenships,
    LocalDate? BirthDate,
    bool? SignsIn
)
{
    /// <summary>Years and months; null while the date of birth is unknown or to come.</summary>
    public Period? AgeOn(LocalDate today) =>
        BirthDate <= today ? Period.Between(BirthDate.Value, today, PeriodUnits.Years | PeriodUnits.Months) : null;

    /// <summary>Whether the person may be asked in, or asked again: no child, and not signing in yet.</summary>
    public bool MayBeInvited(LocalDate today) =>
        SignsIn != true
        && (BirthDate is { } born ? born.PlusYears(CaseInvitations.AdultAge) <= today : Relation != FamilyRelation.Child);
}

/// <summary>A passport, permit or certificate. A passport has neither name nor first day.</summary>
public sealed record Paper(
    Guid Id,
    PaperKind Kind,
    Guid PersonId,
    string Country,
    string? Name,
    LocalDate? ValidFrom,
    LocalDate ValidTo,
    bool Replaced
)
{
    /// <summary>From this many days before its end on, a paper is something to act on.</summary>
    public const int NearEnd = 90;

    /// <summary>Kind of the state element on a day.</summary>
    public string StateOn(LocalDate today) =>
        DueLook.DaysTo(ValidTo, today) switch
        {
            < 0 => "red",
            <= NearEnd => "amber",
            _ when ValidFrom > today => "blue",
            _ => "green",
        };

    /// <summary>Name of the state's word in CaseTexts.resx; each takes the last day and the days to it.</summary>
    public string WordOn(LocalDate today) =>
        DueLook.DaysTo(ValidTo, today) switch
        {
            < 0 => "Paper.Ended",
            <= NearEnd => "Paper.Ending",
            _ when ValidFrom > today => "Paper.Coming",
            _ => "Paper.Valid",
        };
}

public sealed record CaseDeadline(
    Guid Id,
    string Title,
    LocalDate DueOn,
    Severity Severity,
    Actor Actor,
    string? Person,
    PlannedDeadline Reason
);

public sealed record CaseTaskRow(
    Guid Id,
    string What,
    string? Why,
    LocalDate? DueOn,
    string AssignedTo,
    string? WaitingFor,
    LocalDate? WaitingSince
);

public sealed record CaseAdviser(string Name, PersonKind Kind, string Firm, Instant Since);

/// <summary>A cover of the case's consultant that runs.</summary>
public sealed record CaseCover(Guid CoveredById, string CoveredBy, LocalDate Until);

/// <summary>One answer on the case page.</summary>
public sealed record CaseCounter(CasePage Page, FindingView View);

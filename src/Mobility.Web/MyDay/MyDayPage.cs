using Mobility.Casework.Access;
using Mobility.Casework.Opinions;
using Mobility.Rules.TripChecks;
using Mobility.Web.Cases;
using Mobility.Web.Permits;
using NodaTime;

namespace Mobility.Web.MyDay;

/// <summary>What a consultant's day holds. Every number on the page is the length of one of these lists.</summary>
public sealed record MyDayPage
{
    public required Viewer Viewer { get; init; }

    public required LocalDate Today { get; init; }

    public required Instant CountedAt { get; init; }

    /// <summary>Covers that run or are to come: those by the reader, and the reader's own.</summary>
    public required IReadOnlyList<DayCover> Covers { get; init; }

    /// <summary>The reader's own active cases; those of covers have counts of their own.</summary>
    public required int Active { get; init; }

    public required int OnHold { get; init; }

    /// <summary>The client asked for; null for all.</summary>
    public required Guid? Client { get; init; }

    public required IReadOnlyList<Choice> Clients { get; init; }

    public required IReadOnlyList<Work> Overdue { get; init; }

    public required IReadOnlyList<Work> DueToday { get; init; }

    /// <summary>After today, up to and including the seventh day from it.</summary>
    public required IReadOnlyList<Work> Soon { get; init; }

    /// <summary>Own tasks that have no date and wait for nobody.</summary>
    public required IReadOnlyList<Work> Undated { get; init; }

    /// <summary>Own tasks whose next move is somebody else's, the longest wait first.</summary>
    public required IReadOnlyList<Work> Waiting { get; init; }

    /// <summary>Checked trips ahead whose tasks and deadlines wait for somebody to confirm them.</summary>
    public required IReadOnlyList<TripToConfirm> ToConfirm { get; init; }

    public required IReadOnlyList<Arrival> Arrivals { get; init; }

    public required IReadOnlyList<Expiry> Expiries { get; init; }

    public required IReadOnlyList<LatestAlert> Alerts { get; init; }

    /// <summary>Whose work it is, when it is on this day because the reader covers them; null for the reader's own.</summary>
    public string? CoveredName(Guid owner) =>
        Covers.FirstOrDefault(c => c is { Runs: true, IsMine: false } && c.AwayId == owner)?.Away;
}

/// <summary>A cover as the day tells of it.</summary>
public sealed record DayCover
{
    public required Guid Id { get; init; }

    public required Guid AwayId { get; init; }

    public required string Away { get; init; }

    public required string CoveredBy { get; init; }

    public required LocalDate From { get; init; }

    /// <summary>Last day, included.</summary>
    public required LocalDate Until { get; init; }

    /// <summary>The reader is the one who is away.</summary>
    public required bool IsMine { get; init; }

    /// <summary>It has begun.</summary>
    public required bool Runs { get; init; }

    /// <summary>Active cases of whoever is away, of the clients shown; counted for those the reader covers.</summary>
    public int Cases { get; init; }
}

/// <summary>A task or deadline of the day.</summary>
public sealed record Work
{
    public required Guid Id { get; init; }

    /// <summary>A deadline is opened on its case; a task can be done from the list.</summary>
    public required bool IsTask { get; init; }

    public required string What { get; init; }

    public required string? Why { get; init; }

    public required LocalDate? DueOn { get; init; }

    public string? WaitingFor { get; init; }

    public LocalDate? WaitingSince { get; init; }

    /// <summary>Whose work it is: of a task whoever has it, of a deadline whoever carries the case.</summary>
    public required Guid OwnerId { get; init; }

    public required WorkPlace Place { get; init; }

    public string Anchor => $"/cases/{Place.Number}#{(IsTask ? "task" : "deadline")}-{Id}";
}

/// <summary>The case something belongs to, as the lists name it.</summary>
public sealed record WorkPlace(string Number, string Assignee, string Client, CaseRoute Route, Guid ConsultantId);

/// <summary>An assignment that begins this week.</summary>
public sealed record Arrival(WorkPlace Place, LocalDate On, int Family, int OpenTasks, bool Confirmed);

/// <summary>A kept trip check that nobody confirmed as it is now.</summary>
public sealed record TripToConfirm(
    string Number,
    string Traveller,
    string Countries,
    LocalDate From,
    LocalDate To,
    TripOutcome Worst,
    bool WasConfirmed,
    Guid OwnerId
);

/// <summary>A paper of somebody on an active case that ends soon, or has ended and was not replaced.</summary>
public sealed record Expiry(PaperKind Kind, string? Name, string Person, string Number, LocalDate On, Guid OwnerId);

public sealed record LatestAlert(
    string Number,
    string Assignee,
    string Title,
    string Why,
    Instant At,
    AlertOpinion? Opinion,
    Guid OwnerId
);

/// <summary>What an adviser holds of the rule an alert speaks of.</summary>
public sealed record AlertOpinion(OpinionAnswer Answer, string ByName, LocalDate ValidTo);

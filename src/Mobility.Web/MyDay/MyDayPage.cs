using Mobility.Casework.Access;
using Mobility.Casework.Opinions;
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

    public required IReadOnlyList<Arrival> Arrivals { get; init; }

    public required IReadOnlyList<Expiry> Expiries { get; init; }

    public required IReadOnlyList<LatestAlert> Alerts { get; init; }
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

    public required WorkPlace Place { get; init; }

    public string Anchor => $"/cases/{Place.Number}#{(IsTask ? "task" : "deadline")}-{Id}";
}

/// <summary>The case something belongs to, as the lists name it.</summary>
public sealed record WorkPlace(string Number, string Assignee, string Client, CaseRoute Route);

/// <summary>An assignment that begins this week.</summary>
public sealed record Arrival(WorkPlace Place, LocalDate On, int Family, int OpenTasks, bool Confirmed);

/// <summary>A paper of somebody on an active case that ends soon, or has ended and was not replaced.</summary>
public sealed record Expiry(PaperKind Kind, string? Name, string Person, string Number, LocalDate On);

public sealed record LatestAlert(string Number, string Assignee, string Title, string Why, Instant At, AlertOpinion? Opinion);

/// <summary>What an adviser holds of the rule an alert speaks of.</summary>
public sealed record AlertOpinion(OpinionAnswer Answer, string ByName, LocalDate ValidTo);

using Mobility.Casework.Cases;
using NodaTime;

namespace Mobility.Web.Portal;

/// <summary>How one step of the way stands.</summary>
public enum StepState
{
    Done,
    Now,
    ToCome,
}

/// <summary>One step of the timeline.</summary>
/// <param name="Text">A text's key, or the words of a rule.</param>
/// <param name="On">Its day.</param>
/// <param name="State">How it stands.</param>
/// <param name="IsKey">Whether <paramref name="Text"/> is a key.</param>
/// <param name="Paper">The paper that ends on that day, if that is the step.</param>
public sealed record Step(string Text, LocalDate On, StepState State, bool IsKey = true, OwnPaper? Paper = null);

/// <summary>Something the family has to do by a day.</summary>
public sealed record ToDo(string What, LocalDate DueOn);

/// <summary>One of the reader's own papers.</summary>
/// <param name="Kind">Key of its name; a permit or certificate has its own.</param>
/// <param name="Name">Name as on the paper; null where the kind says it.</param>
/// <param name="Country">ISO alpha-2 of the state.</param>
/// <param name="ValidTo">Last day of validity (inclusive).</param>
public sealed record OwnPaper(string Kind, string? Name, string Country, LocalDate ValidTo);

/// <summary>Days of this year in a country, as recorded. It is a diary, not an assessment.</summary>
public sealed record OwnDays(string? Country, int Days, int Planned);

/// <summary>Somebody the family can call or write to.</summary>
public sealed record Contact(string Name, string? Phone, string? Email);

/// <summary>What a person of a family sees of the move: only what is theirs.</summary>
public sealed record PortalPage
{
    public required string CalledName { get; init; }

    public required LocalDate Today { get; init; }

    /// <summary>Null when no case is theirs.</summary>
    public required OwnMove? Move { get; init; }

    public IReadOnlyList<ToDo> ToDos { get; init; } = [];

    public IReadOnlyList<OwnPaper> Papers { get; init; } = [];

    public IReadOnlyList<OwnDays> Days { get; init; } = [];

    /// <summary>Whether the reader enters days of their own: the one who is sent, while the move runs.</summary>
    public bool EntersDays { get; init; }

    public IReadOnlyList<Step> Steps { get; init; } = [];

    /// <summary>The earliest thing to do, overdue ones first; null when a paper of the reader's ends sooner, or nothing is to do.</summary>
    public ToDo? NextToDo => ToDos is [var first, ..] && !(NextPaper?.ValidTo < first.DueOn) ? first : null;

    /// <summary>The reader's paper that ends next.</summary>
    public OwnPaper? NextPaper => Papers.FirstOrDefault(p => p.ValidTo >= Today);

    public bool IsLate(ToDo toDo) => toDo.DueOn < Today;
}

/// <summary>The move itself, in the few facts its family may know.</summary>
public sealed record OwnMove
{
    public required Guid CaseId { get; init; }

    public required CasePhase Phase { get; init; }

    /// <summary>City, or else ISO alpha-2 of the country.</summary>
    public required string? HostCity { get; init; }

    public required string HostCountry { get; init; }

    public required LocalDate Start { get; init; }

    public required LocalDate? End { get; init; }

    public required LocalDate? ConfirmedOn { get; init; }

    public required LocalDate InitiatedOn { get; init; }

    public required bool OnHold { get; init; }

    /// <summary>Whom the family asks: the consultant, or who covers the consultant.</summary>
    public required Contact Consultant { get; init; }

    /// <summary>The consultant's name, while somebody covers; null when the consultant is here.</summary>
    public string? Away { get; init; }

    /// <summary>Last day of that cover.</summary>
    public LocalDate? AwayUntil { get; init; }

    /// <summary>1 in the first seven days after the start.</summary>
    public int WeekOn(LocalDate today) => (Period.DaysBetween(Start, today) / 7) + 1;
}

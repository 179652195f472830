using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Mobility.Casework.Cases;
using Mobility.Web.History;
using NodaTime;

namespace Mobility.Web.Cases;

/// <summary>What somebody wants moved, as sent from step to step.</summary>
public sealed class ReassignForm
{
    /// <summary>Numbers of cases; from the preview on each with the version it showed: <c>M-2026-0418:7</c>.</summary>
    public List<string?> Pick { get; set; } = [];

    /// <summary>Whose cases they all are, where somebody asked for all of a person; their tasks on other people's cases go along.</summary>
    public Guid? From { get; set; }

    public Guid? ToId { get; set; }

    public string? Why { get; set; }

    /// <summary>Back to the choice.</summary>
    public bool Edit { get; set; }
}

/// <summary>A case picked by its number, and the version it was seen at.</summary>
public sealed record Pick(string Number, long? Version)
{
    public static Pick? Read(string text) =>
        text.Split(':') switch
        {
            [var number] => new(number, null),
            [var number, var version]
                when long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) => new(number, seen),
            _ => null,
        };
}

/// <summary>A case of the choice or the preview.</summary>
public sealed record ReassignRow
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public required long Version { get; init; }

    public required string Assignee { get; init; }

    public required CaseRoute Route { get; init; }

    public required Guid ConsultantId { get; init; }

    public required string Consultant { get; init; }

    /// <summary>When it was closed or cancelled.</summary>
    public required LocalDate? EndedOn { get; init; }

    /// <summary>Open tasks of whoever carries it: they go along.</summary>
    public required int Tasks { get; init; }

    /// <summary>Open deadlines: they follow the case.</summary>
    public required int Deadlines { get; init; }

    /// <summary>Deadlines among them that still remind: the reminders go to the new consultant.</summary>
    public required int Reminders { get; init; }

    /// <summary>Why it stays; null when it moves, or nobody is chosen yet.</summary>
    public MoveHindrance? Hindrance { get; init; }

    /// <summary>What somebody did to it last, where it changed after it was seen.</summary>
    public ChangeRow? News { get; init; }
}

/// <summary>Somebody who carries active cases.</summary>
public sealed record Carrier(Guid Id, string Name, bool ShutOut, int Cases);

/// <summary>Whom cases go to, and who covers them if they are away.</summary>
public sealed record Receiver(Guid Id, string Name, CaseCover? Cover);

public sealed record ReassignPage
{
    public required ReassignForm Form { get; init; }

    /// <summary>Cases that move, or may.</summary>
    public IReadOnlyList<ReassignRow> Moving { get; init; } = [];

    /// <summary>Cases that cannot, each with the reason.</summary>
    public IReadOnlyList<ReassignRow> Staying { get; init; } = [];

    /// <summary>The person all of whose cases were asked for.</summary>
    public Carrier? From { get; init; }

    /// <summary>That person's open tasks on other people's cases.</summary>
    public int OtherTasks { get; init; }

    /// <summary>Set in the preview.</summary>
    public Receiver? To { get; init; }

    public IReadOnlyList<SelectListItem> Staff { get; init; } = [];

    /// <summary>Who has cases, where nothing was chosen yet.</summary>
    public IReadOnlyList<Carrier> Carriers { get; init; } = [];

    /// <summary>How many have just moved, where others did not.</summary>
    public int? Moved { get; init; }

    public bool IsPreview => To is not null;

    public bool IsEmpty => Moving.Count == 0 && Staying.Count == 0 && From is null;

    public bool HasSomethingToMove => Moving.Count > 0 || OtherTasks > 0;
}

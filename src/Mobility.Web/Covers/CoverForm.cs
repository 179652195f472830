using Microsoft.AspNetCore.Mvc.Rendering;
using Mobility.Casework.Covers;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Covers;

/// <summary>A cover as typed.</summary>
public sealed class CoverForm
{
    /// <summary>Who is away; the person who asks, when left out.</summary>
    public Guid? AwayId { get; set; }

    public Guid? CoveredById { get; set; }

    public LocalDate? From { get; set; }

    public LocalDate? Until { get; set; }

    public string? Why { get; set; }

    /// <summary>The cover, or null when something was refused.</summary>
    public NewCover? Check(FormCheck check, Guid awayId)
    {
        var standIn = check.Required(nameof(CoveredById), CoveredById, "Refused.CoveredBy");
        var from = check.Required(nameof(From), From, "Refused.From");
        var until = check.Required(nameof(Until), Until, "Refused.Until");
        var why = check.Required(nameof(Why), Why, "Refused.Why");
        check.AtMost(nameof(Why), Why, CoverService.LongestReason);
        return standIn && from && until && why && check.Fine(nameof(Why))
            ? new NewCover(awayId, CoveredById!.Value, From!.Value, Until!.Value)
            : null;
    }
}

/// <summary>The form; <paramref name="ForOthers"/> when it may be about somebody else than who asks.</summary>
public sealed record NewCoverPage(CoverForm Form, bool ForOthers, string Zone, IReadOnlyList<SelectListItem> Staff);

public sealed record EndCoverPage(CoverRow Cover, string? Why);

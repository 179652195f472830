using Mobility.Casework.Opinions;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Opinions;

/// <summary>An opinion as typed.</summary>
public sealed class OpinionForm
{
    public string? Rule { get; set; }

    /// <summary>The opinion it takes the place of, and the version that was read.</summary>
    public Guid? Replaces { get; set; }

    public long? ReplacesVersion { get; set; }

    public OpinionAnswer? Answer { get; set; }

    public LocalDate? FirstDay { get; set; }

    public string? Reason { get; set; }

    public string? WouldChange { get; set; }

    public string? Document { get; set; }

    public LocalDate? ValidFrom { get; set; }

    public LocalDate? ValidTo { get; set; }

    public static OpinionForm Again(Opinion opinion) =>
        new()
        {
            Rule = opinion.RuleId,
            Replaces = opinion.Id,
            ReplacesVersion = opinion.Version,
            Answer = opinion.Answer,
            FirstDay = opinion.FirstDay,
            Reason = opinion.Reason,
            WouldChange = opinion.WouldChange,
            Document = opinion.Document,
        };

    /// <summary>What to give when everything is there; null when something was refused.</summary>
    public NewOpinion? Check(FormCheck check, Guid personId, bool valid)
    {
        var complete =
            check.Required(nameof(Answer), Answer, "Refused.Answer")
            & check.Required(nameof(Reason), Reason, "Refused.OpinionReasonNeeded")
            & check.Required(nameof(ValidFrom), ValidFrom, "Refused.ValidFrom")
            & check.Required(nameof(ValidTo), ValidTo, "Refused.ValidTo");
        check.AtMost(nameof(Reason), Reason, OpinionService.LongestReason);
        check.AtMost(nameof(WouldChange), WouldChange, OpinionService.LongestNote);
        check.AtMost(nameof(Document), Document, OpinionService.LongestDocument);
        return complete && valid
            ? new NewOpinion
            {
                PersonId = personId,
                RuleId = Rule!,
                Answer = Answer!.Value,
                FirstDay = FirstDay,
                Reason = Reason!.Trim(),
                WouldChange = Trimmed(WouldChange),
                Document = Trimmed(Document),
                ValidFrom = ValidFrom!.Value,
                ValidTo = ValidTo!.Value,
                Replaces = Replaces is { } id ? (id, ReplacesVersion ?? 0) : null,
            }
            : null;
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

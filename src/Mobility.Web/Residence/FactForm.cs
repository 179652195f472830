using Mobility.Casework.Residence;
using Mobility.Web.Shared.Facts;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Residence;

/// <summary>A fact as typed.</summary>
public sealed class FactForm
{
    public string? Name { get; set; }

    /// <summary>The rule that asks; its jurisdiction is the one the fact is for.</summary>
    public string? Rule { get; set; }

    /// <summary>Whether the fact is the same for every rule that reads it.</summary>
    public bool Everywhere { get; set; }

    /// <summary>The fact it takes the place of, and the version that was read.</summary>
    public Guid? Replaces { get; set; }

    public long? ReplacesVersion { get; set; }

    public string? Value { get; set; }

    public LocalDate? ValidFrom { get; set; }

    public LocalDate? ValidTo { get; set; }

    public string? Reason { get; set; }

    public string? Evidence { get; set; }

    /// <summary>What to record when everything is there; null when something was refused.</summary>
    public NewDeclaredFact? Check(FormCheck check, Guid personId, string? jurisdiction, string? json, bool valid)
    {
        var complete = check.Required(nameof(Value), Value, "Refused.Value");
        complete &= check.Required(nameof(Reason), Reason, "Refused.FactReasonNeeded");
        check.AtMost(nameof(Value), Value, FactInput.Longest);
        check.AtMost(nameof(Reason), Reason, DeclaredFactService.LongestReason);
        check.AtMost(nameof(Evidence), Evidence, DeclaredFactService.LongestEvidence);
        return complete && valid && json is not null
            ? new NewDeclaredFact
            {
                PersonId = personId,
                Name = Name!,
                Jurisdiction = Everywhere ? null : jurisdiction,
                Value = json,
                ValidFrom = ValidFrom,
                ValidTo = ValidTo,
                Reason = Reason!.Trim(),
                Evidence = string.IsNullOrWhiteSpace(Evidence) ? null : Evidence.Trim(),
                Replaces = Replaces is { } id ? (id, ReplacesVersion ?? 0) : null,
            }
            : null;
    }
}

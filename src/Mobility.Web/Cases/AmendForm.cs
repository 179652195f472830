using Mobility.Casework.Cases;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Cases;

/// <summary>Terms amended from a version of the case, with the reason.</summary>
public sealed class AmendForm : TermsForm
{
    /// <summary>The version the person looked at.</summary>
    public long Version { get; set; }

    /// <summary>The terms of that version, so that a clash can show what was.</summary>
    public TermsForm Was { get; set; } = new();

    public string? Why { get; set; }

    /// <summary>The version both started from, when two people's changes are being brought together.</summary>
    public long? WasVersion { get; set; }

    /// <summary>Where two people saved: for each field that differs, <c>theirs</c> or <c>yours</c>.</summary>
    public Dictionary<string, string> Pick { get; set; } = [];
}

/// <summary>One of the terms of a case: what it is called, how it is written into a hidden field, how it is taken over.</summary>
public sealed record TermField(string Name, Func<CaseTerms, string?> Raw, Func<CaseTerms, CaseTerms, CaseTerms> Take)
{
    /// <summary>All of them, in the order of the form.</summary>
    public static IReadOnlyList<TermField> All { get; } =
    [
        new(nameof(CaseTerms.Type), t => t.Type.ToString(), (t, from) => t with { Type = from.Type }),
        new(nameof(CaseTerms.Axis), t => t.Axis.ToString(), (t, from) => t with { Axis = from.Axis }),
        new(nameof(CaseTerms.PolicyName), t => t.PolicyName, (t, from) => t with { PolicyName = from.PolicyName }),
        new(
            nameof(CaseTerms.ConsultantId),
            t => t.ConsultantId.ToString(),
            (t, from) => t with { ConsultantId = from.ConsultantId }
        ),
        new(nameof(CaseTerms.HomeCountry), t => t.HomeCountry, (t, from) => t with { HomeCountry = from.HomeCountry }),
        new(nameof(CaseTerms.HomeCity), t => t.HomeCity, (t, from) => t with { HomeCity = from.HomeCity }),
        new(nameof(CaseTerms.HostCountry), t => t.HostCountry, (t, from) => t with { HostCountry = from.HostCountry }),
        new(nameof(CaseTerms.HostCity), t => t.HostCity, (t, from) => t with { HostCity = from.HostCity }),
        new(nameof(CaseTerms.Start), t => Iso(t.Start), (t, from) => t with { Start = from.Start }),
        new(nameof(CaseTerms.End), t => Iso(t.End), (t, from) => t with { End = from.End }),
        new(
            nameof(CaseTerms.HomeEntityId),
            t => t.HomeEntityId?.ToString(),
            (t, from) => t with { HomeEntityId = from.HomeEntityId }
        ),
        new(
            nameof(CaseTerms.HostEntityId),
            t => t.HostEntityId?.ToString(),
            (t, from) => t with { HostEntityId = from.HostEntityId }
        ),
        new(nameof(CaseTerms.HostParty), t => t.HostParty, (t, from) => t with { HostParty = from.HostParty }),
    ];

    private static string? Iso(LocalDate? date) => date is { } known ? LocalDatePattern.Iso.Format(known) : null;
}

/// <summary>A field on which two people's terms differ, each value as it is written into a hidden field.</summary>
public sealed record TermDifference(TermField Field, string? Was, string? Theirs, string? Yours)
{
    /// <summary>Both changed it, and not to the same: a person must choose.</summary>
    public bool IsClash => Theirs != Was && Yours != Was;

    /// <summary>The side that is picked without asking; null for a clash.</summary>
    public string? Picked =>
        IsClash ? null
        : Yours == Was ? "theirs"
        : "yours";

    /// <summary>Every field on which theirs and yours differ, those to choose last.</summary>
    public static IReadOnlyList<TermDifference> Between(CaseTerms was, CaseTerms theirs, CaseTerms yours) =>
        [
            .. TermField
                .All.Select(f => new TermDifference(f, f.Raw(was), f.Raw(theirs), f.Raw(yours)))
                .Where(d => d.Theirs != d.Yours)
                .OrderBy(d => d.IsClash),
        ];
}

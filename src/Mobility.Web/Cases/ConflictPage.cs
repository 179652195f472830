using Microsoft.Extensions.Localization;
using Mobility.Casework.Cases;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.Cases;

/// <summary>Somebody saved before: what was, what is saved now, and what the person at hand wants.</summary>
public sealed record ConflictPage
{
    public required string Number { get; init; }

    public required string Assignee { get; init; }

    /// <summary>The version both started from.</summary>
    public required long WasVersion { get; init; }

    /// <summary>The version that is saved now.</summary>
    public required long TheirVersion { get; init; }

    public required CaseTerms Was { get; init; }

    public required CaseTerms Yours { get; init; }

    public required IReadOnlyList<TermDifference> Differences { get; init; }

    /// <summary>Who saved last, and when.</summary>
    public required string ByName { get; init; }

    public required Instant At { get; init; }

    public required string? Why { get; init; }

    /// <summary>Names of the entities and consultants among the values, by id.</summary>
    public required IReadOnlyDictionary<Guid, string> Names { get; init; }

    public IReadOnlyDictionary<string, string> Picks { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<TermDifference> Clashes => [.. Differences.Where(d => d.IsClash)];

    /// <summary>A value as people read it.</summary>
    public string Show(TermField field, string? raw, ReaderFormat reader, IStringLocalizer<CaseTexts> texts)
    {
        if (string.IsNullOrEmpty(raw))
        {
            return texts["NotSaid"];
        }
        return field.Name switch
        {
            nameof(CaseTerms.Type) or nameof(CaseTerms.Axis) => texts[$"{field.Name}.{raw}"],
            nameof(CaseTerms.HomeCountry) or nameof(CaseTerms.HostCountry) => reader.Country(raw),
            nameof(CaseTerms.Start) or nameof(CaseTerms.End) => reader.Date(LocalDatePattern.Iso.Parse(raw).Value),
            _ when Guid.TryParse(raw, out var id) => Names.GetValueOrDefault(id, raw),
            _ => raw,
        };
    }
}

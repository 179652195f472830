using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Rules;
using Mobility.Web.Cases;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Web.History;

/// <summary>One row of history as it is read for a page.</summary>
public sealed record ChangeRow(
    Instant At,
    string ByName,
    string? InCoverFor,
    ChangeKind Kind,
    string Subject,
    string? Why,
    string? Fields,
    Guid? PersonId = null
)
{
    /// <summary>Sealed values as this reader may see them, in the place of those in <see cref="Fields"/>; see <see cref="SealedHistory"/>.</summary>
    public IReadOnlyList<FieldChange>? Readable { get; init; }

    public IReadOnlyList<FieldChange> FieldChanges =>
        Readable ?? (Fields is null ? [] : JsonSerializer.Deserialize<List<FieldChange>>(Fields) ?? []);
}

/// <summary>Puts history into the reader's words: sentences, field names, dates, countries.</summary>
public sealed partial class ChangeWords(
    IStringLocalizer<HistoryTexts> texts,
    IStringLocalizer<CaseTexts> caseTexts,
    ReaderFormat reader,
    Countries countries
)
{
    /// <summary>What was done. Where one act planned or moved several deadlines, their number; the fields name them.</summary>
    public string Sentence(ChangeRow change, int fields) =>
        fields > 1 && change.Kind is (ChangeKind.DeadlinePlanned or ChangeKind.DeadlineWithdrawn or ChangeKind.DeadlineMoved)
            ? texts[$"Many.{change.Kind}", fields]
            : texts[$"Kind.{change.Kind}", Subject(change.Subject)];

    public string NameOf(ChangeKind kind) => texts[$"Name.{kind}"];

    /// <summary>The name of a field; a deadline's or rule's own name stands for itself.</summary>
    public string Field(string field)
    {
        var own = texts[$"Field.{field}"];
        if (!own.ResourceNotFound)
        {
            return own;
        }
        var ofCase = caseTexts[$"Field.{field}"];
        return ofCase.ResourceNotFound ? field : ofCase.Value;
    }

    /// <summary>Before → after; only what is new where there was nothing.</summary>
    public string Values(FieldChange field) =>
        string.IsNullOrEmpty(field.Before)
            ? Value(field.Field, field.After)
            : $"{Value(field.Field, field.Before)} → {Value(field.Field, field.After)}";

    /// <summary>A value as the reader writes it; an empty one says so.</summary>
    private string Value(string field, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return texts["Empty"];
        }
        if (LocalDatePattern.Iso.Parse(value) is { Success: true } date)
        {
            return reader.Date(date.Value);
        }
        return field switch
        {
            nameof(CaseTerms.Type) or nameof(CaseTerms.Axis) => Known(caseTexts[$"{field}.{value}"], value),
            nameof(CaseTerms.HomeCountry) or nameof(CaseTerms.HostCountry) => reader.Country(value),
            _ => Known(texts[$"Value.{value}"], Dated(value)),
        };
    }

    /// <summary>Subjects are stored the same for every reader: dates as 2026-11-22, countries by their code.</summary>
    private string Subject(string stored)
    {
        return string.Join(
            ", ",
            Dated(stored).Split(", ").Select(p => p.Length == 2 && countries.Find(p)?.Code == p ? reader.Country(p) : p)
        );
    }

    private string Dated(string stored) =>
        IsoDates()
            .Replace(stored, m => LocalDatePattern.Iso.Parse(m.Value) is { Success: true } d ? reader.Date(d.Value) : m.Value);

    private static string Known(LocalizedString text, string value) => text.ResourceNotFound ? value : text.Value;

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}", RegexOptions.None, 1000)]
    private static partial Regex IsoDates();
}

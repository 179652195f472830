using System.Globalization;
using Mobility.Casework.Data;
using Mobility.Rules;
using Mobility.Rules.Trips;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Rules;

/// <summary>What the index of the book is asked for; every part is in its address.</summary>
public sealed class BookFilter
{
    /// <summary>No choice, but the rules themselves are listed.</summary>
    public const string Every = "every";

    public const string Unverified = "unverified";

    public const string Due = "due";

    public const string Partial = "partial";

    public const string Full = "full";

    public const string NotCovered = "not-covered";

    public static IReadOnlyList<string> Statuses { get; } = [Every, Unverified, Due, Partial, Full, NotCovered];

    /// <summary>Words of a jurisdiction's or a rule's name.</summary>
    public string? Q { get; set; }

    /// <summary>A topic folder.</summary>
    public string? Topic { get; set; }

    /// <summary>One of <see cref="Statuses"/>.</summary>
    public string? Status { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Q) && string.IsNullOrEmpty(Topic) && string.IsNullOrEmpty(Status);
}

/// <summary>A jurisdiction of the book: what is answered for it, and by which rules.</summary>
public sealed record BookPlace
{
    public required string Slug { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<Coverage> Coverage { get; init; }

    /// <summary>Its rules, by topic and id.</summary>
    public required IReadOnlyList<Rule> Rules { get; init; }

    /// <summary>The day on which the topic that waits longest was compared with the law.</summary>
    public LocalDate? LastChecked => Coverage.Min(line => (LocalDate?)line.LastChecked);

    /// <summary>The first day on which one of its rules is to be looked at again.</summary>
    public LocalDate? ReviewBy => Rules.Min(rule => (LocalDate?)rule.ReviewBy);

    public bool HasUnverified => Rules.Any(rule => rule.HasUnverifiedValues);

    public bool IsDue(LocalDate today) => Rules.Any(rule => rule.IsDueForReview(today));
}

/// <summary>A value that another one follows, or that begins or ends, after today.</summary>
public sealed record ComingChange(LocalDate On, Rule Rule, Parameter Parameter, DatedValue? From, DatedValue To)
{
    /// <summary>Every change of the rules after a day, the next first.</summary>
    public static IReadOnlyList<ComingChange> After(IEnumerable<Rule> rules, LocalDate today) =>
        [
            .. rules
                .SelectMany(rule =>
                    rule.Parameters.SelectMany(parameter =>
                        parameter
                            .Values.Where(value => value.From > today)
                            .Select(value => new ComingChange(
                                value.From,
                                rule,
                                parameter,
                                parameter.On(value.From.PlusDays(-1)) is { State: ParameterState.InForce, Value: { } before }
                                    ? before
                                    : null,
                                value
                            ))
                    )
                )
                .OrderBy(change => change.On)
                .ThenBy(change => change.Rule.Id, StringComparer.Ordinal),
        ];
}

/// <summary>The index of the rule book.</summary>
public sealed record BookIndex
{
    public required BookFilter Filter { get; init; }

    public required LocalDate Today { get; init; }

    /// <summary>Every jurisdiction, by name.</summary>
    public required IReadOnlyList<BookPlace> All { get; init; }

    /// <summary>Those asked for.</summary>
    public required IReadOnlyList<BookPlace> Places { get; init; }

    /// <summary>The rules asked for, when something was asked for.</summary>
    public required IReadOnlyList<Rule> Rules { get; init; }

    /// <summary>Countries without any rule of their own, by name.</summary>
    public required IReadOnlyList<(string Code, string Name)> NotCovered { get; init; }

    /// <summary>A country that was asked for and has no rule of its own, and the rules in which its days count.</summary>
    public (string Name, IReadOnlyList<Rule> CountsIn)? AskedWithoutRule { get; init; }

    public required IReadOnlyList<ComingChange> Changes { get; init; }

    public int RuleCount => All.Sum(place => place.Rules.Count);

    public int UnverifiedCount => All.Sum(place => place.Rules.Count(rule => rule.HasUnverifiedValues));

    public int DueCount => All.Sum(place => place.Rules.Count(rule => rule.IsDueForReview(Today)));

    public bool ShowsNotCovered => Filter.IsEmpty || Filter.Status == BookFilter.NotCovered;

    public bool FoundNothing => Places.Count == 0 && Rules.Count == 0 && AskedWithoutRule is null && !ShowsNotCovered;

    public static BookIndex Of(RuleBook book, BookFilter filter, RuleWords words, LocalDate today)
    {
        var all = PlacesOf(book, words);
        var own = all.Select(place => place.Slug).ToHashSet();
        var asked = SearchText.Of(filter.Q).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var code = CountryInput.Read(book.Countries, filter.Q, CultureInfo.CurrentUICulture);
        var place = code is null ? null : all.FirstOrDefault(p => p.Slug == RuleAddress.Slug(code));
        bool Fits(Rule rule) =>
            (string.IsNullOrEmpty(filter.Topic) || rule.Topic == filter.Topic)
            && filter.Status switch
            {
                BookFilter.Unverified => rule.HasUnverifiedValues,
                BookFilter.Due => rule.IsDueForReview(today),
                null or "" or BookFilter.Every => true,
                _ => false,
            }
            && (
                place is not null
                    ? RuleAddress.Slug(rule) == place.Slug
                    : Has(asked, $"{rule.Label} {rule.Id} {words.Place(RuleAddress.Slug(rule))} {words.Topic(rule.Topic)}")
            );
        bool FitsPlace(BookPlace other) =>
            (string.IsNullOrEmpty(filter.Topic) || other.Coverage.Any(line => line.Topic == filter.Topic))
            && filter.Status switch
            {
                BookFilter.Unverified => other.HasUnverified,
                BookFilter.Due => other.IsDue(today),
                BookFilter.Partial => Covers(other, CoverageStatus.Partial),
                BookFilter.Full => Covers(other, CoverageStatus.Full),
                BookFilter.NotCovered => Covers(other, CoverageStatus.None),
                _ => true,
            }
            && (place is not null ? other == place : Has(asked, $"{other.Name} {other.Slug}"));
        bool Covers(BookPlace other, CoverageStatus status) =>
            other.Coverage.Any(line =>
                line.Status == status && (string.IsNullOrEmpty(filter.Topic) || line.Topic == filter.Topic)
            );
        return new BookIndex
        {
            Filter = filter,
            Today = today,
            All = all,
            Places = [.. all.Where(FitsPlace)],
            Rules = filter.IsEmpty ? [] : [.. all.SelectMany(p => p.Rules).Where(Fits)],
            NotCovered =
            [
                .. book
                    .Countries.All.Where(country => !own.Contains(RuleAddress.Slug(country.Code)))
                    .Select(country => (country.Code, Name: words.Place(country.Code)))
                    .OrderBy(country => country.Name, StringComparer.CurrentCulture),
            ],
            AskedWithoutRule =
                code is not null && place is null
                    ? (
                        words.Place(code),
                        [.. book.DayRules.Where(rule => rule.Watches(code) && rule.Jurisdiction != code).Cast<Rule>()]
                    )
                    : null,
            Changes = ComingChange.After(book.Rules, today),
        };
    }

    /// <summary>The jurisdictions of the book, by name.</summary>
    public static IReadOnlyList<BookPlace> PlacesOf(RuleBook book, RuleWords words) =>
        [
            .. book
                .Rules.Select(RuleAddress.Slug)
                .Concat(book.Coverage.Select(line => RuleAddress.Slug(line.Jurisdiction)))
                .Distinct()
                .Select(slug => new BookPlace
                {
                    Slug = slug,
                    Name = words.Place(slug),
                    Coverage = [.. book.Coverage.Where(line => RuleAddress.Slug(line.Jurisdiction) == slug)],
                    Rules =
                    [
                        .. book
                            .Rules.Where(rule => RuleAddress.Slug(rule) == slug)
                            .OrderByDescending(rule => rule.Topic, StringComparer.Ordinal)
                            .ThenBy(rule => rule.Id, StringComparer.Ordinal),
                    ],
                })
                .OrderBy(place => place.Name, StringComparer.CurrentCulture),
        ];

    private static bool Has(string[] words, string text)
    {
        var searched = SearchText.Of(text);
        return Array.TrueForAll(words, word => searched.Contains(word, StringComparison.Ordinal));
    }
}

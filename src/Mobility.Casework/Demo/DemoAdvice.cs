using System.Globalization;
using Mobility.Casework.Access;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.Opinions;
using Mobility.Casework.People;
using Mobility.Casework.Residence;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Demo;

/// <summary>What people declared, and what their tax advisers hold beside the rule book.</summary>
internal sealed class DemoAdvice(AdviceTexts texts, DemoRows rows, DemoOptions options)
{
    // Streams of chance behind those of the cases and of their review.
    private const int FactStream = 2_000_000;
    private const int OpinionStream = 3_000_000;

    private readonly ILookup<Guid, Account> advisers = rows
        .Engagements.Join(rows.Accounts, e => e.AccountId, a => a.Id, (e, a) => (e.CaseId, Account: a))
        .Where(x => x.Account.Kind == PersonKind.TaxAdviser)
        .ToLookup(x => x.CaseId, x => x.Account);

    /// <summary>Facts of about every second running case in a country of the list, written down by the consultant after the case was confirmed.</summary>
    public void AddFacts()
    {
        var consultants = rows.Accounts.ToDictionary(a => a.Id);
        foreach (var (file, i) in rows.Cases.Select((c, i) => (c, i)))
        {
            var random = new DemoRandom(options.Seed, FactStream + i, options.Today);
            if (
                file is not { CancelledOn: null, ClosedOn: null, ConfirmedOn: { } confirmed }
                || texts.Facts.Find(f => f.Country == file.HostCountry) is not { } text
                || !(random.Chance(50) || IsOfFirstConsultant(file))
            )
            {
                continue;
            }
            var by = consultants[file.ConsultantId];
            var change = ChangeContext.By(by, Moment(LocalDate.Min(confirmed.PlusDays(3), options.Today.PlusDays(-1))));
            var fact = new DeclaredFact
            {
                Id = random.NextId(),
                PersonId = file.AssigneeId,
                CaseId = file.Id,
                Name = text.Fact,
                Jurisdiction = file.HostCountry,
                Value = text.Value.Replace("{home}", file.HomeCountry, StringComparison.Ordinal),
                Reason = text.Reason,
                Evidence = text.Evidence,
                ByAccountId = by.Id,
                ByName = by.DisplayName,
                RecordedAt = change.At,
            };
            rows.DeclaredFacts.Add(fact);
            var told = change.Row(
                ChangeKind.FactDeclared,
                DeclaredFactService.Describe(fact),
                file.Id,
                file.AssigneeId,
                DeclaredFactService.Fields(fact),
                fact.Reason
            );
            told.Id = random.NextId();
            rows.Changes.Add(told);
        }
    }

    /// <summary>
    /// The opinion on a running case with a tax adviser, about one in two of them: of ten one has ended, one ends soon, and one was overtaken by
    /// the rule book.
    /// </summary>
    public Opinion? OpinionOn(Case file, int index, IReadOnlyList<Finding> findings, RuleBook rules)
    {
        var random = new DemoRandom(options.Seed, OpinionStream + index, options.Today);
        var asked = findings
            .Where(f => rules.Find(f.RuleId)?.IsFor(PersonKind.TaxAdviser) == true && f.Jurisdiction == file.HostCountry)
            .OrderBy(f => f.RuleId, StringComparer.Ordinal)
            .ToList();
        if (
            file is not { CancelledOn: null, ClosedOn: null }
            || advisers[file.Id].FirstOrDefault() is not { } adviser
            || asked.Count == 0
            || file.InitiatedOn > options.Today.PlusDays(-30)
            || !(random.Chance(50) || IsOfFirstConsultant(file))
        )
        {
            return null;
        }
        var finding = random.Pick(asked);
        var text = random.Pick(texts.Opinions);
        var lot = random.Below(10);
        var given = LocalDate.Max(options.Today.PlusDays(-random.Between(40, 120)), file.InitiatedOn.PlusDays(1));
        return new Opinion
        {
            Id = random.NextId(),
            PersonId = file.AssigneeId,
            CaseId = file.Id,
            RuleId = finding.RuleId,
            Answer = text.Answer,
            Reason = text.Reason,
            WouldChange = text.WouldChange,
            Document = text.Document,
            ValidFrom = given,
            ValidTo = options.Today.PlusDays(
                lot switch
                {
                    0 => -random.Between(3, 20),
                    1 => random.Between(5, 25),
                    _ => random.Between(60, 400),
                }
            ),
            EngineMark = lot == 2 ? $"{Outcome.NotCovered} open" : OpinionMark.Of(finding),
            EngineSaid = finding.Summary.Render(CultureInfo.InvariantCulture),
            ByAccountId = adviser.Id,
            ByKind = adviser.Kind,
            ByName = adviser.DisplayName,
            GivenAt = Moment(given),
        };
    }

    // Whoever looks around looks at hers first.
    private bool IsOfFirstConsultant(Case file) => file.ConsultantId == rows.Accounts[0].Id;

    private static Instant Moment(LocalDate day) => DemoProgramme.Moment(day) + Duration.FromHours(9);
}

/// <summary>The list <c>advice.yaml</c>.</summary>
internal sealed record AdviceTexts
{
    public List<FactText> Facts { get; init; } = [];

    public List<OpinionText> Opinions { get; init; } = [];
}

internal sealed record FactText
{
    public string Country { get; init; } = "";

    public string Fact { get; init; } = "";

    public string Value { get; init; } = "";

    public string Reason { get; init; } = "";

    public string? Evidence { get; init; }
}

internal sealed record OpinionText
{
    public OpinionAnswer Answer { get; init; }

    public string Reason { get; init; } = "";

    public string? WouldChange { get; init; }

    public string? Document { get; init; }
}

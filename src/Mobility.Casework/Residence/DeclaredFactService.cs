using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Rules.Residence;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Residence;

/// <summary>A fact as somebody declares it.</summary>
public sealed record NewDeclaredFact
{
    public required Guid PersonId { get; init; }

    /// <summary>Name of the fact, as the rule book has it.</summary>
    public required string Name { get; init; }

    /// <summary>The jurisdiction whose rules it is for; null for every rule that reads it.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>The value in JSON, as case files write it.</summary>
    public required string Value { get; init; }

    public LocalDate? ValidFrom { get; init; }

    public LocalDate? ValidTo { get; init; }

    public required string Reason { get; init; }

    public string? Evidence { get; init; }

    /// <summary>The fact that this one takes the place of, with the version that was read.</summary>
    public (Guid Id, long Version)? Replaces { get; init; }
}

/// <summary>
/// Keeps what is declared about people. Each change is reviewed in the same transaction. Who declares it decides its standing: an adviser's
/// word goes before what the file says, and takes nothing away from it.
/// </summary>
public sealed class DeclaredFactService(MobilityDbContext db, RuleBook rules, CaseReview review)
{
    public const int LongestValue = 4000;

    public const int LongestReason = 1000;

    public const int LongestEvidence = 500;

    /// <summary>
    /// Records a fact of the case's assignee. Throws <see cref="NotHereException"/> when the person is not the case's,
    /// <see cref="RefusedException"/> when no rule knows such a fact or value, or when one is declared for those days already, and
    /// <see cref="StaleVersionException"/> when the one it replaces was changed meanwhile.
    /// </summary>
    public Task<DeclaredFact> RecordAsync(
        Guid caseId,
        NewDeclaredFact request,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                if (!await db.Cases.AnyAsync(c => c.Id == caseId && c.AssigneeId == request.PersonId, token))
                {
                    throw new NotHereException();
                }
                Check(request);
                var standing = await StandingOfAsync(change, token);
                if (request.Replaces is { } replaced)
                {
                    var older = await OnCaseAsync(caseId, replaced.Id, replaced.Version, standing, token);
                    Withdraw(older, change);
                }
                await RefuseSecondAsync(request, standing, token);
                var fact = new DeclaredFact
                {
                    PersonId = request.PersonId,
                    CaseId = caseId,
                    Name = request.Name,
                    Jurisdiction = request.Jurisdiction,
                    Value = request.Value,
                    Standing = standing,
                    ValidFrom = request.ValidFrom,
                    ValidTo = request.ValidTo,
                    Reason = request.Reason.Trim(),
                    Evidence = request.Evidence,
                    ByAccountId = change.AccountId,
                    ByName = change.ByName,
                    RecordedAt = change.At,
                };
                db.DeclaredFacts.Add(fact);
                db.AddHistory(change, ChangeKind.FactDeclared, Describe(fact), caseId, fact.PersonId, Fields(fact), fact.Reason);
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(caseId, change, token);
                return fact;
            },
            cancellation
        );

    /// <summary>
    /// Takes a fact back; what was known before stays known. An adviser's word only an adviser takes back. The reason is
    /// <see cref="ChangeContext.Why"/>, without which it is refused. Doing it twice changes nothing.
    /// </summary>
    public Task WithdrawAsync(Guid caseId, Guid factId, long version, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                change.NeedWhy(LongestReason);
                var fact = await OnCaseAsync(caseId, factId, version, await StandingOfAsync(change, token), token);
                if (fact.WithdrawnAt is not null)
                {
                    return;
                }
                Withdraw(fact, change);
                db.AddHistory(change, ChangeKind.FactWithdrawn, Describe(fact), caseId, fact.PersonId);
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(caseId, change, token);
            },
            cancellation
        );

    private async Task<FactStanding> StandingOfAsync(ChangeContext change, CancellationToken cancellation) =>
        await db.Accounts.AnyAsync(
            a => a.Id == change.AccountId && (a.Kind == PersonKind.TaxAdviser || a.Kind == PersonKind.ImmigrationAdviser),
            cancellation
        )
            ? FactStanding.Adviser
            : FactStanding.Declared;

    private async Task<DeclaredFact> OnCaseAsync(
        Guid caseId,
        Guid factId,
        long version,
        FactStanding standing,
        CancellationToken cancellation
    )
    {
        var fact =
            await db.DeclaredFacts.SingleOrDefaultAsync(
                f => f.Id == factId && f.Standing == standing && db.Cases.Any(c => c.Id == caseId && c.AssigneeId == f.PersonId),
                cancellation
            ) ?? throw new NotHereException();
        return fact.Version == version ? fact : throw new StaleVersionException(version, fact.Version);
    }

    private static void Withdraw(DeclaredFact fact, ChangeContext change)
    {
        fact.WithdrawnAt = change.At;
        fact.WithdrawnByName = change.ByName;
        fact.WithdrawnWhy = change.Why;
    }

    // Two of one standing for one day would leave open which of them holds.
    private async Task RefuseSecondAsync(NewDeclaredFact request, FactStanding standing, CancellationToken cancellation)
    {
        var replaced = request.Replaces?.Id;
        var others = await db
            .DeclaredFacts.AsNoTracking()
            .Where(f =>
                f.PersonId == request.PersonId
                && f.Name == request.Name
                && f.Jurisdiction == request.Jurisdiction
                && f.Standing == standing
                && f.WithdrawnAt == null
                && f.Id != replaced
            )
            .ToListAsync(cancellation);
        if (others.Exists(f => !(f.ValidFrom > request.ValidTo) && !(f.ValidTo < request.ValidFrom)))
        {
            throw new RefusedException(nameof(NewDeclaredFact.ValidFrom), "FactIsThere");
        }
    }

    private void Check(NewDeclaredFact request)
    {
        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            throw new RefusedException(nameof(NewDeclaredFact.Reason), "FactReasonNeeded");
        }
        RefusedException.ThrowIfLonger(nameof(NewDeclaredFact.Value), request.Value, LongestValue);
        RefusedException.ThrowIfLonger(nameof(NewDeclaredFact.Reason), request.Reason, LongestReason);
        RefusedException.ThrowIfLonger(nameof(NewDeclaredFact.Evidence), request.Evidence, LongestEvidence);
        if (request.ValidTo < request.ValidFrom)
        {
            throw new RefusedException(nameof(NewDeclaredFact.ValidTo), "EndBeforeStart", request.ValidFrom);
        }
        if (request.Jurisdiction is { } place && rules.Rules.All(r => r.Jurisdiction != place))
        {
            throw new RefusedException(nameof(NewDeclaredFact.Jurisdiction), "UnknownJurisdiction", place);
        }
        try
        {
            FactSet.Read(request.Name, request.Value);
        }
        catch (QuestionException wrong)
        {
            throw new RefusedException(nameof(NewDeclaredFact.Value), "FactValue", wrong.Message);
        }
    }

    internal static string Describe(DeclaredFact fact) =>
        fact.Jurisdiction is null ? fact.Name : $"{fact.Name}, {fact.Jurisdiction}";

    internal static List<FieldChange> Fields(DeclaredFact fact)
    {
        List<FieldChange> fields = [new(nameof(DeclaredFact.Value), null, fact.Value)];
        Add(nameof(DeclaredFact.ValidFrom), fact.ValidFrom);
        Add(nameof(DeclaredFact.ValidTo), fact.ValidTo);
        return fields;

        void Add(string field, LocalDate? day)
        {
            if (day is { } date)
            {
                fields.Add(new(field, null, LocalDatePattern.Iso.Format(date)));
            }
        }
    }
}

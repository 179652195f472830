using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Access;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Rules;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Opinions;

/// <summary>An opinion as an adviser gives it.</summary>
public sealed record NewOpinion
{
    public required Guid PersonId { get; init; }

    public required string RuleId { get; init; }

    public required OpinionAnswer Answer { get; init; }

    public LocalDate? FirstDay { get; init; }

    public required string Reason { get; init; }

    public string? WouldChange { get; init; }

    public string? Document { get; init; }

    /// <summary>First day for which it is given, included.</summary>
    public required LocalDate ValidFrom { get; init; }

    /// <summary>Last day for which it is given, included.</summary>
    public required LocalDate ValidTo { get; init; }

    /// <summary>An earlier opinion of the same adviser that this one takes the place of, with the version that was read.</summary>
    public (Guid Id, long Version)? Replaces { get; init; }
}

/// <summary>Takes down what advisers hold beside what the rule book finds.</summary>
public sealed class OpinionService(MobilityDbContext db, RuleBook rules, CaseReview review)
{
    public const int LongestReason = 2000;

    public const int LongestNote = 1000;

    public const int LongestDocument = 300;

    /// <summary>
    /// Gives an opinion. Throws <see cref="NotHereException"/> when the rule is not asked about the person or is not for an adviser of that
    /// kind, <see cref="RefusedException"/> when something is missing or turned round or the adviser already has one for those days, and
    /// <see cref="StaleVersionException"/> when the one it replaces was changed meanwhile.
    /// </summary>
    public Task<Opinion> GiveAsync(Guid caseId, NewOpinion request, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var kind = await db.Accounts.Where(a => a.Id == change.AccountId).Select(a => a.Kind).SingleAsync(token);
                var finding = await FindingAsync(caseId, request, kind, token);
                Check(request);
                if (request.Replaces is { } replaced)
                {
                    var older = await OwnAsync(caseId, replaced.Id, replaced.Version, change, token);
                    older.WithdrawnAt = change.At;
                }
                await RefuseSecondAsync(request, change, token);
                var opinion = new Opinion
                {
                    PersonId = request.PersonId,
                    CaseId = caseId,
                    RuleId = request.RuleId,
                    Answer = request.Answer,
                    FirstDay = request.FirstDay,
                    Reason = request.Reason.Trim(),
                    WouldChange = request.WouldChange,
                    Document = request.Document,
                    ValidFrom = request.ValidFrom,
                    ValidTo = request.ValidTo,
                    EngineMark = OpinionMark.Of(finding),
                    EngineSaid = Cut(finding.Summary.Render(CultureInfo.InvariantCulture), 1000),
                    ByAccountId = change.AccountId,
                    ByKind = kind,
                    ByName = change.ByName,
                    GivenAt = change.At,
                };
                db.Opinions.Add(opinion);
                db.AddHistory(
                    change,
                    ChangeKind.OpinionGiven,
                    finding.RuleLabel,
                    caseId,
                    request.PersonId,
                    Fields(opinion),
                    Cut(opinion.Reason, 1000)
                );
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(caseId, change, token);
                return opinion;
            },
            cancellation
        );

    /// <summary>
    /// Takes an opinion back; only who gave it may. The reason is <see cref="ChangeContext.Why"/>, without which it is refused. Doing it twice
    /// changes nothing.
    /// </summary>
    public Task WithdrawAsync(Guid caseId, Guid opinionId, long version, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                change.NeedWhy(LongestNote);
                var opinion = await OwnAsync(caseId, opinionId, version, change, token);
                if (opinion.WithdrawnAt is not null)
                {
                    return;
                }
                opinion.WithdrawnAt = change.At;
                opinion.WithdrawnWhy = change.Why;
                var label = rules.Find(opinion.RuleId)?.Label ?? opinion.RuleId;
                db.AddHistory(change, ChangeKind.OpinionWithdrawn, label, caseId, opinion.PersonId);
                await db.SaveChangesAsync(token);
            },
            cancellation
        );

    private async Task<Finding> FindingAsync(Guid caseId, NewOpinion request, PersonKind kind, CancellationToken cancellation)
    {
        var finding = await db
            .Assessments.Where(a => a.PersonId == request.PersonId && a.RuleId == request.RuleId && a.ReplacedAt == null)
            .Where(a => db.Cases.Any(c => c.Id == caseId && c.AssigneeId == a.PersonId))
            .Select(a => a.Finding)
            .SingleOrDefaultAsync(cancellation);
        return finding is not null && rules.Find(request.RuleId) is { } rule && rule.IsFor(kind)
            ? FindingJson.Deserialize(finding)
            : throw new NotHereException();
    }

    private async Task<Opinion> OwnAsync(
        Guid caseId,
        Guid opinionId,
        long version,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        var opinion =
            await db.Opinions.SingleOrDefaultAsync(
                o =>
                    o.Id == opinionId
                    && o.ByAccountId == change.AccountId
                    && db.Cases.Any(c => c.Id == caseId && c.AssigneeId == o.PersonId),
                cancellation
            ) ?? throw new NotHereException();
        return opinion.Version == version ? opinion : throw new StaleVersionException(version, opinion.Version);
    }

    private async Task RefuseSecondAsync(NewOpinion request, ChangeContext change, CancellationToken cancellation)
    {
        var replaced = request.Replaces?.Id;
        var other = await db
            .Opinions.Where(o =>
                o.PersonId == request.PersonId
                && o.RuleId == request.RuleId
                && o.ByAccountId == change.AccountId
                && o.WithdrawnAt == null
                && o.Id != replaced
                && o.ValidFrom <= request.ValidTo
                && o.ValidTo >= request.ValidFrom
            )
            .Select(o => new { o.ValidFrom, o.ValidTo })
            .FirstOrDefaultAsync(cancellation);
        if (other is not null)
        {
            throw new RefusedException(nameof(NewOpinion.ValidFrom), "OpinionIsThere", other.ValidFrom, other.ValidTo);
        }
    }

    private static void Check(NewOpinion request)
    {
        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            throw new RefusedException(nameof(NewOpinion.Reason), "OpinionReasonNeeded");
        }
        RefusedException.ThrowIfLonger(nameof(NewOpinion.Reason), request.Reason, LongestReason);
        RefusedException.ThrowIfLonger(nameof(NewOpinion.WouldChange), request.WouldChange, LongestNote);
        RefusedException.ThrowIfLonger(nameof(NewOpinion.Document), request.Document, LongestDocument);
        if (request.ValidTo < request.ValidFrom)
        {
            throw new RefusedException(nameof(NewOpinion.ValidTo), "EndBeforeStart", request.ValidFrom);
        }
        if (request is { Answer: not OpinionAnswer.Met, FirstDay: not null })
        {
            throw new RefusedException(nameof(NewOpinion.FirstDay), "FirstDayOfNothing");
        }
    }

    internal static List<FieldChange> Fields(Opinion opinion) =>
        [
            new(nameof(Opinion.Answer), null, opinion.Answer.ToString()),
            new(nameof(Opinion.ValidFrom), null, LocalDatePattern.Iso.Format(opinion.ValidFrom)),
            new(nameof(Opinion.ValidTo), null, LocalDatePattern.Iso.Format(opinion.ValidTo)),
        ];

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}

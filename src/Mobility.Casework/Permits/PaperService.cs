using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.SocialSecurity;
using NodaTime;

namespace Mobility.Casework.Permits;

/// <summary>
/// Records passports, permits and certificates. A newer paper of the same state and name replaces the older one, which stays on file.
/// </summary>
public sealed class PaperService(MobilityDbContext db, CaseReview review)
{
    public Task RecordPassportAsync(
        Guid caseId,
        Guid personId,
        string country,
        LocalDate validTo,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        RecordAsync(
            caseId,
            personId,
            async token =>
            {
                foreach (
                    var older in await db
                        .Passports.Where(p =>
                            p.PersonId == personId && p.Country == country && p.ReplacedAt == null && p.ValidTo <= validTo
                        )
                        .ToListAsync(token)
                )
                {
                    older.ReplacedAt = change.At;
                }
                db.Passports.Add(
                    new Passport
                    {
                        PersonId = personId,
                        Country = country,
                        ValidTo = validTo,
                    }
                );
                return (ChangeKind.PassportRecorded, $"{country}, {validTo:uuuu-MM-dd}");
            },
            change,
            cancellation
        );

    public Task RecordPermitAsync(
        Guid caseId,
        Guid personId,
        string country,
        string name,
        LocalDate validFrom,
        LocalDate validTo,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        RecordAsync(
            caseId,
            personId,
            async token =>
            {
                CheckOrder(validFrom, validTo);
                foreach (
                    var older in await db
                        .Permits.Where(p =>
                            p.PersonId == personId
                            && p.Country == country
                            && p.Name == name
                            && p.ReplacedAt == null
                            && p.ValidTo <= validTo
                        )
                        .ToListAsync(token)
                )
                {
                    older.ReplacedAt = change.At;
                }
                db.Permits.Add(
                    new Permit
                    {
                        PersonId = personId,
                        Country = country,
                        Name = name,
                        ValidFrom = validFrom,
                        ValidTo = validTo,
                    }
                );
                return (ChangeKind.PermitRecorded, $"{name}, {country}, {validFrom:uuuu-MM-dd} – {validTo:uuuu-MM-dd}");
            },
            change,
            cancellation
        );

    public Task RecordCertificateAsync(
        Guid caseId,
        Guid personId,
        string country,
        string name,
        LocalDate validFrom,
        LocalDate validTo,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        RecordAsync(
            caseId,
            personId,
            async token =>
            {
                CheckOrder(validFrom, validTo);
                foreach (
                    var older in await db
                        .CoverageCertificates.Where(c =>
                            c.PersonId == personId && c.Country == country && c.ReplacedAt == null && c.ValidTo <= validTo
                        )
                        .ToListAsync(token)
                )
                {
                    older.ReplacedAt = change.At;
                }
                db.CoverageCertificates.Add(
                    new CoverageCertificate
                    {
                        PersonId = personId,
                        Country = country,
                        Name = name,
                        ValidFrom = validFrom,
                        ValidTo = validTo,
                    }
                );
                return (ChangeKind.CertificateRecorded, $"{name}, {country}, {validFrom:uuuu-MM-dd} – {validTo:uuuu-MM-dd}");
            },
            change,
            cancellation
        );

    private Task RecordAsync(
        Guid caseId,
        Guid personId,
        Func<CancellationToken, Task<(ChangeKind Kind, string Subject)>> add,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                var onCase =
                    await db.Cases.AnyAsync(c => c.Id == caseId && c.AssigneeId == personId, token)
                    || await db.CaseMembers.AnyAsync(m => m.CaseId == caseId && m.PersonId == personId, token);
                if (!onCase)
                {
                    throw new NotHereException();
                }
                var (kind, subject) = await add(token);
                db.AddHistory(change, kind, subject, caseId, personId);
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(caseId, change, token);
            },
            cancellation
        );

    private static void CheckOrder(LocalDate from, LocalDate to)
    {
        if (to < from)
        {
            throw new RefusedException("ValidTo", "EndBeforeStart", from);
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.PersonalData;
using Mobility.Casework.SocialSecurity;
using NodaTime;

namespace Mobility.Casework.Permits;

/// <summary>A passport as typed.</summary>
/// <param name="Country">Issuing state, ISO 3166 alpha-2.</param>
/// <param name="ValidTo">Last day of validity, included.</param>
/// <param name="IssuedOn">Null while unknown.</param>
/// <param name="Number">Null while unknown.</param>
public sealed record NewPassport(string Country, LocalDate ValidTo, LocalDate? IssuedOn = null, string? Number = null);

/// <summary>
/// Records passports, permits and certificates. A newer paper of the same state and name replaces the older one, which stays on file.
/// </summary>
public sealed class PaperService(MobilityDbContext db, CaseReview review, PersonalRecords personal)
{
    public Task RecordPassportAsync(
        Guid caseId,
        Guid personId,
        NewPassport request,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        RecordAsync(
            caseId,
            personId,
            async token =>
            {
                var (country, validTo) = (request.Country, request.ValidTo);
                if (validTo < request.IssuedOn)
                {
                    throw new RefusedException("ValidTo", "EndBeforeStart", request.IssuedOn);
                }
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
                var passport = new Passport
                {
                    PersonId = personId,
                    Country = country,
                    IssuedOn = request.IssuedOn,
                    ValidTo = validTo,
                };
                db.Passports.Add(passport);
                if (request.Number is not null)
                {
                    await db.SaveChangesAsync(token);
                    await personal.SetAsync(
                        caseId,
                        personId,
                        PersonalField.PassportNumber,
                        passport.Id.ToString(),
                        request.Number,
                        version: 0,
                        change,
                        token
                    );
                }
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

using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.PersonalData;
using NodaTime;

namespace Mobility.Casework.People;

/// <summary>Lets the assignee and the adults of the family of a case in.</summary>
public sealed class CaseInvitations(MobilityDbContext db, AccountService accounts, PersonalRecords personal)
{
    /// <summary>From this age a member of the family has a sign-in of their own.</summary>
    public const int AdultAge = 18;

    /// <summary>
    /// Invites a person of the case by mail, to <paramref name="email"/>, which is then the person's address. Throws
    /// <see cref="RefusedException"/> for a child, for somebody who has an account, and without an address.
    /// </summary>
    public Task<IssuedInvitation> InviteAsync(
        Guid caseId,
        Guid personId,
        string? email,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                var relation = await RelationAsync(caseId, personId, token);
                var person = await db.People.SingleAsync(p => p.Id == personId, token);
                CheckAge(person, await personal.BirthDateAsync(personId, token), relation, change.At.InUtc().Date);
                if (
                    await db.Accounts.AnyAsync(
                        a => a.PersonId == personId && (a.EmailConfirmed || a.DeactivatedAt != null),
                        token
                    )
                )
                {
                    throw new RefusedException("", "PersonHasAnAccount", person.FullName);
                }
                var address = string.IsNullOrWhiteSpace(email) ? person.Email : email.Trim();
                if (address is null)
                {
                    throw new RefusedException(nameof(NewAccount.Email), "PersonHasNoEmail", person.FullName);
                }
                if (address != person.Email)
                {
                    List<FieldChange> fields = [new(nameof(Person.Email), person.Email, address)];
                    db.AddHistory(change, ChangeKind.PersonAmended, person.FullName, caseId, personId, fields);
                    person.Email = address;
                }
                var isAssignee = relation is null || await db.Cases.AnyAsync(c => c.AssigneeId == personId, token);
                var request = new NewAccount
                {
                    Email = address,
                    DisplayName = person.FullName,
                    Kind = isAssignee ? PersonKind.Assignee : PersonKind.FamilyMember,
                    PersonId = personId,
                    Language = person.Language,
                    TimeZone = person.TimeZone,
                };
                return await accounts.InviteByMailAsync(request, caseId, change, token);
            },
            cancellation
        );

    // Null for the assignee.
    private async Task<FamilyRelation?> RelationAsync(Guid caseId, Guid personId, CancellationToken cancellation)
    {
        if (await db.Cases.AnyAsync(c => c.Id == caseId && c.AssigneeId == personId, cancellation))
        {
            return null;
        }
        return await db
                .CaseMembers.Where(m => m.CaseId == caseId && m.PersonId == personId)
                .Select(m => (FamilyRelation?)m.Relation)
                .SingleOrDefaultAsync(cancellation)
            ?? throw new NotHereException();
    }

    private static void CheckAge(Person person, LocalDate? birthDate, FamilyRelation? relation, LocalDate today)
    {
        if (birthDate is { } born)
        {
            if (born.PlusYears(AdultAge) > today)
            {
                throw new RefusedException("", "PersonIsAChild", person.FullName, AdultAge);
            }
        }
        else if (relation == FamilyRelation.Child)
        {
            throw new RefusedException("", "ChildNeedsBirthDate", person.FullName, AdultAge);
        }
    }
}

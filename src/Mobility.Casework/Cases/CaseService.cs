using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.PersonalData;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Cases;

/// <summary>Opens cases and changes their terms. Every act leaves history and a review of what follows from it.</summary>
public sealed class CaseService(MobilityDbContext db, CaseReview review, PersonalRecords personal, Countries countries)
{
    /// <summary>
    /// Opens a case and returns it with its number. A person of the client with the same e-mail address is taken again, not doubled.
    /// Throws <see cref="RefusedException"/> when the terms contradict each other.
    /// </summary>
    public Task<Case> OpenAsync(OpenCase request, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                await CheckAsync(request.ClientId, request.Terms, token);
                var today = change.At.InUtc().Date;
                var assignee = await FindOrAddAsync(request.ClientId, request.Assignee, request.Terms.HomeCountry, token);
                var file = new Case
                {
                    Number = await CaseNumbers.NextAsync(db, today.Year, token),
                    ClientId = request.ClientId,
                    AssigneeId = assignee.Id,
                    InitiatedOn = today,
                    HomeCountry = request.Terms.HomeCountry,
                    HostCountry = request.Terms.HostCountry,
                };
                Apply(file, request.Terms);
                file.SearchText = SearchTextOf(file, assignee);
                db.Cases.Add(file);
                foreach (var member in request.Family)
                {
                    var person = await FindOrAddAsync(request.ClientId, member.Person, request.Terms.HomeCountry, token);
                    file.Members.Add(
                        new CaseMember
                        {
                            CaseId = file.Id,
                            PersonId = person.Id,
                            Relation = member.Relation,
                            Accompanying = member.Accompanying,
                        }
                    );
                }
                db.AddHistory(change, ChangeKind.CaseOpened, assignee.FullName, file.Id, assignee.Id);
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(file.Id, change, token);
                return file;
            },
            cancellation
        );

    /// <summary>
    /// Changes the terms. Throws <see cref="StaleVersionException"/> when somebody saved after <paramref name="version"/> was read, and
    /// <see cref="RefusedException"/> when the terms contradict each other.
    /// </summary>
    public Task AmendAsync(Guid caseId, long version, CaseTerms terms, ChangeContext change, CancellationToken cancellation) =>
        ChangeAsync(
            caseId,
            version,
            async (file, token) =>
            {
                await CheckAsync(file.ClientId, terms, token);
                var names = await EntityNamesAsync(file, terms, token);
                var fields = Differences(file, terms, names);
                if (fields.Count == 0)
                {
                    return false;
                }
                Apply(file, terms);
                file.SearchText = SearchTextOf(file, file.Assignee!);
                db.AddHistory(change, ChangeKind.CaseAmended, file.Number, file.Id, file.AssigneeId, fields);
                return true;
            },
            change,
            cancellation
        );

    /// <summary>Records that the assignment is agreed.</summary>
    public Task ConfirmAsync(Guid caseId, long version, LocalDate on, ChangeContext change, CancellationToken cancellation) =>
        ChangeAsync(
            caseId,
            version,
            (file, _) => Set(file, ChangeKind.CaseConfirmed, change, file.ConfirmedOn is null, () => file.ConfirmedOn = on),
            change,
            cancellation
        );

    public Task HoldAsync(Guid caseId, long version, LocalDate since, ChangeContext change, CancellationToken cancellation) =>
        ChangeAsync(
            caseId,
            version,
            (file, _) => Set(file, ChangeKind.CaseHeld, change, file.OnHoldSince is null, () => file.OnHoldSince = since),
            change,
            cancellation
        );

    public Task ResumeAsync(Guid caseId, long version, ChangeContext change, CancellationToken cancellation) =>
        ChangeAsync(
            caseId,
            version,
            (file, _) => Set(file, ChangeKind.CaseResumed, change, file.OnHoldSince is not null, () => file.OnHoldSince = null),
            change,
            cancellation
        );

    public Task CancelAsync(Guid caseId, long version, LocalDate on, ChangeContext change, CancellationToken cancellation) =>
        ChangeAsync(
            caseId,
            version,
            (file, _) => Set(file, ChangeKind.CaseCancelled, change, file.CancelledOn is null, () => file.CancelledOn = on),
            change,
            cancellation
        );

    public Task CloseAsync(Guid caseId, long version, LocalDate on, ChangeContext change, CancellationToken cancellation) =>
        ChangeAsync(
            caseId,
            version,
            (file, _) => Set(file, ChangeKind.CaseClosed, change, file.ClosedOn is null, () => file.ClosedOn = on),
            change,
            cancellation
        );

    /// <summary>Adds a member of the family.</summary>
    public Task AddMemberAsync(Guid caseId, NewMember member, ChangeContext change, CancellationToken cancellation) =>
        ChangeAsync(
            caseId,
            null,
            async (file, token) =>
            {
                var person = await FindOrAddAsync(file.ClientId, member.Person, file.HomeCountry, token);
                if (
                    person.Id == file.AssigneeId
                    || await db.CaseMembers.AnyAsync(m => m.CaseId == caseId && m.PersonId == person.Id, token)
                )
                {
                    throw new RefusedException(nameof(NewPerson.Email), "PersonIsOnTheCase", person.FullName);
                }
                db.CaseMembers.Add(
                    new CaseMember
                    {
                        CaseId = caseId,
                        PersonId = person.Id,
                        Relation = member.Relation,
                        Accompanying = member.Accompanying,
                    }
                );
                db.AddHistory(change, ChangeKind.MemberAdded, person.FullName, caseId, person.Id);
                return true;
            },
            change,
            cancellation
        );

    /// <summary>Lets an adviser or supplier work on the case, and so see it.</summary>
    public Task EngageAsync(Guid caseId, Guid accountId, ChangeContext change, CancellationToken cancellation) =>
        ChangeAsync(
            caseId,
            null,
            async (file, token) =>
            {
                // Who somebody else is, the refusal does not say.
                var account = await db.Accounts.SingleOrDefaultAsync(a => a.Id == accountId && a.DeactivatedAt == null, token)
                    is { Kind: PersonKind.TaxAdviser or PersonKind.ImmigrationAdviser or PersonKind.Supplier } found
                    ? found
                    : throw new RefusedException("AccountId", "NotAnAdviserOrSupplier");
                if (await db.Engagements.AnyAsync(e => e.CaseId == caseId && e.AccountId == accountId, token))
                {
                    return false;
                }
                db.Engagements.Add(
                    new Engagement
                    {
                        CaseId = caseId,
                        AccountId = accountId,
                        Since = change.At,
                    }
                );
                db.AddHistory(change, ChangeKind.AdviserEngaged, account.DisplayName, file.Id);
                return true;
            },
            change,
            cancellation
        );

    /// <summary>The text the list's search looks in.</summary>
    public static string SearchTextOf(Case file, Person assignee)
    {
        var text = SearchText.Of(file.Number, assignee.FullName, file.HomeCity, file.HostCity);
        return text.Length <= 500 ? text : text[..500];
    }

    private Task ChangeAsync(
        Guid caseId,
        long? version,
        Func<Case, CancellationToken, Task<bool>> act,
        ChangeContext change,
        CancellationToken cancellation
    ) =>
        db.InTransactionAsync(
            async token =>
            {
                var file =
                    await db.Cases.Include(c => c.Assignee).SingleOrDefaultAsync(c => c.Id == caseId, token)
                    ?? throw new NotHereException();
                if (version is { } read && read != file.Version)
                {
                    throw new StaleVersionException(read, file.Version);
                }
                if (!await act(file, token))
                {
                    return;
                }
                await db.SaveChangesAsync(token);
                await review.RefreshAsync(caseId, change, token);
            },
            cancellation
        );

    private Task<bool> Set(Case file, ChangeKind kind, ChangeContext change, bool changes, Action set)
    {
        if (changes)
        {
            set();
            db.AddHistory(change, kind, file.Number, file.Id, file.AssigneeId);
        }
        return Task.FromResult(changes);
    }

    private async Task<Person> FindOrAddAsync(
        Guid clientId,
        NewPerson request,
        string homeCountry,
        CancellationToken cancellation
    )
    {
        var email = string.IsNullOrWhiteSpace(request.Email) ? null : request.Email.Trim();
        if (email is not null)
        {
            var known =
                db.People.Local.FirstOrDefault(p =>
                    p.ClientId == clientId && string.Equals(p.Email, email, StringComparison.OrdinalIgnoreCase)
                ) ?? await db.People.FirstOrDefaultAsync(p => p.ClientId == clientId && p.Email == email, cancellation);
            if (known is not null)
            {
                return known;
            }
        }
        var person = new Person
        {
            ClientId = clientId,
            FullName = request.FullName.Trim(),
            Email = email,
            Citizenships = request.Citizenships.Count == 0 ? null : string.Join(',', request.Citizenships),
            HomeCountry = homeCountry,
            TimeZone = countries.MainZoneOf(homeCountry),
        };
        db.People.Add(person);
        if (request.BirthDate is { } born)
        {
            personal.AddFirst(person, PersonalField.BirthDate, $"{born:uuuu-MM-dd}");
        }
        return person;
    }

    private async Task CheckAsync(Guid clientId, CaseTerms terms, CancellationToken cancellation)
    {
        if (terms.End < terms.Start)
        {
            throw new RefusedException(nameof(CaseTerms.End), "EndBeforeStart", terms.Start);
        }
        if (!countries.IsCode(terms.HomeCountry))
        {
            throw new RefusedException(nameof(CaseTerms.HomeCountry), "UnknownCountry", terms.HomeCountry);
        }
        if (!countries.IsCode(terms.HostCountry))
        {
            throw new RefusedException(nameof(CaseTerms.HostCountry), "UnknownCountry", terms.HostCountry);
        }
        if (!await db.Clients.AnyAsync(c => c.Id == clientId, cancellation))
        {
            throw new RefusedException(nameof(OpenCase.ClientId), "UnknownClient");
        }
        await CheckEntityAsync(clientId, terms.HomeEntityId, nameof(CaseTerms.HomeEntityId), cancellation);
        await CheckEntityAsync(clientId, terms.HostEntityId, nameof(CaseTerms.HostEntityId), cancellation);
        if (
            !await db.Accounts.AnyAsync(
                a => a.Id == terms.ConsultantId && a.DeactivatedAt == null && Staff.Contains(a.Kind),
                cancellation
            )
        )
        {
            throw new RefusedException(nameof(CaseTerms.ConsultantId), "UnknownConsultant");
        }
    }

    /// <summary>The kinds of person who work here, and so can carry a case.</summary>
    public static IReadOnlyList<PersonKind> Staff { get; } =
    [PersonKind.Consultant, PersonKind.TeamLead, PersonKind.Administrator];

    private async Task CheckEntityAsync(Guid clientId, Guid? entityId, string field, CancellationToken cancellation)
    {
        if (entityId is { } id && !await db.LegalEntities.AnyAsync(e => e.Id == id && e.ClientId == clientId, cancellation))
        {
            throw new RefusedException(field, "UnknownEntity");
        }
    }

    private void Apply(Case file, CaseTerms terms)
    {
        file.Type = terms.Type;
        file.Axis = terms.Axis;
        file.HomeCountry = terms.HomeCountry;
        file.HomeCity = terms.HomeCity;
        file.HostCountry = terms.HostCountry;
        file.HostCity = terms.HostCity;
        file.HomeEntityId = terms.HomeEntityId;
        file.HostEntityId = terms.Axis == SecondmentAxis.Internal ? terms.HostEntityId : null;
        file.HostParty = terms.Axis == SecondmentAxis.External ? terms.HostParty : null;
        file.Start = terms.Start;
        file.End = terms.End;
        file.PolicyName = terms.PolicyName;
        file.ConsultantId = terms.ConsultantId;
        file.TimeZone = countries.MainZoneOf(terms.HostCountry);
    }

    private async Task<Dictionary<Guid, string>> EntityNamesAsync(Case file, CaseTerms terms, CancellationToken cancellation)
    {
        Guid?[] ids = [file.HomeEntityId, file.HostEntityId, terms.HomeEntityId, terms.HostEntityId];
        var entities = await db
            .LegalEntities.Where(e => ids.Contains(e.Id))
            .Select(e => new { e.Id, e.Name })
            .ToDictionaryAsync(e => e.Id, e => e.Name, cancellation);
        foreach (
            var account in await db
                .Accounts.Where(a => a.Id == file.ConsultantId || a.Id == terms.ConsultantId)
                .Select(a => new { a.Id, a.DisplayName })
                .ToListAsync(cancellation)
        )
        {
            entities[account.Id] = account.DisplayName;
        }
        return entities;
    }

    private static List<FieldChange> Differences(Case file, CaseTerms terms, Dictionary<Guid, string> names)
    {
        var fields = new List<FieldChange>();
        Add(nameof(CaseTerms.Type), file.Type.ToString(), terms.Type.ToString());
        Add(nameof(CaseTerms.Axis), file.Axis.ToString(), terms.Axis.ToString());
        Add(nameof(CaseTerms.HomeCountry), file.HomeCountry, terms.HomeCountry);
        Add(nameof(CaseTerms.HomeCity), file.HomeCity, terms.HomeCity);
        Add(nameof(CaseTerms.HostCountry), file.HostCountry, terms.HostCountry);
        Add(nameof(CaseTerms.HostCity), file.HostCity, terms.HostCity);
        Add(nameof(CaseTerms.HomeEntityId), Name(file.HomeEntityId), Name(terms.HomeEntityId));
        Add(
            nameof(CaseTerms.HostEntityId),
            Name(file.HostEntityId),
            Name(terms.Axis == SecondmentAxis.Internal ? terms.HostEntityId : null)
        );
        Add(nameof(CaseTerms.HostParty), file.HostParty, terms.Axis == SecondmentAxis.External ? terms.HostParty : null);
        Add(nameof(CaseTerms.Start), Iso(file.Start), Iso(terms.Start));
        Add(nameof(CaseTerms.End), Iso(file.End), Iso(terms.End));
        Add(nameof(CaseTerms.PolicyName), file.PolicyName, terms.PolicyName);
        Add(nameof(CaseTerms.ConsultantId), Name(file.ConsultantId), Name(terms.ConsultantId));
        return fields;

        void Add(string field, string? before, string? after)
        {
            if (!string.Equals(before, after, StringComparison.Ordinal))
            {
                fields.Add(new FieldChange(field, before, after));
            }
        }

        string? Name(Guid? id) => id is { } known ? names.GetValueOrDefault(known) : null;

        static string? Iso(LocalDate? date) => date is { } known ? NodaTime.Text.LocalDatePattern.Iso.Format(known) : null;
    }
}

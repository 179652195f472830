using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.History;
using Mobility.Casework.People;
using NodaTime;

namespace Mobility.Casework.Tests.People;

public sealed class CaseInvitationsTests : PeopleTests
{
    [Test]
    public async Task The_assignee_is_invited_at_the_address_of_the_case_and_the_case_remembers()
    {
        var file = await CaseAsync();

        var issued = await InviteAsync(file, file.AssigneeId, null);

        using var db = Database.Open();
        var mail = await db.MailMessages.SingleAsync();
        Assert.Multiple(() =>
        {
            Assert.That((issued.Account.Kind, issued.Account.PersonId), Is.EqualTo((PersonKind.Assignee, file.AssigneeId)));
            Assert.That((mail.CaseId, mail.ToAddress), Is.EqualTo((file.Id, issued.Account.Email)));
            Assert.That(db.Changes.Single(c => c.Kind == ChangeKind.PersonInvited).CaseId, Is.EqualTo(file.Id));
        });
    }

    [Test]
    public async Task A_spouse_without_an_address_gets_one_and_then_the_invitation()
    {
        var file = await CaseAsync();
        var spouse = await MemberAsync(file, FamilyRelation.Spouse);

        Assert.That(() => InviteAsync(file, spouse, " "), Refuses("PersonHasNoEmail"));
        var issued = await InviteAsync(file, spouse, "spouse@example.org");

        using var db = Database.Open();
        Assert.That(issued.Account.Kind, Is.EqualTo(PersonKind.FamilyMember));
        Assert.That((await db.People.SingleAsync(p => p.Id == spouse)).Email, Is.EqualTo("spouse@example.org"));
    }

    [Test]
    public async Task An_address_mistyped_is_put_right_by_inviting_again()
    {
        var file = await CaseAsync();
        var wrong = await InviteAsync(file, file.AssigneeId, "rnaia@example.org");

        var right = await InviteAsync(file, file.AssigneeId, "rania@example.org");

        Assert.That(right.Account.Id, Is.EqualTo(wrong.Account.Id));
        Assert.That(await FindInvitedAsync(wrong.Token), Is.Null);
        Assert.That((await FindInvitedAsync(right.Token))?.Email, Is.EqualTo("rania@example.org"));
    }

    [Test]
    public async Task A_child_is_not_invited_before_the_eighteenth_birthday()
    {
        var today = Data.Today;
        var file = await CaseAsync();
        var tomorrow = await AddAsync(file, FamilyRelation.Child, today.PlusYears(-18).PlusDays(1));
        var grown = await AddAsync(file, FamilyRelation.Child, today.PlusYears(-18));
        var unknown = await AddAsync(file, FamilyRelation.Child, null);

        Assert.That(() => InviteAsync(file, tomorrow, "a@example.org"), Refuses("PersonIsAChild"));
        Assert.That(() => InviteAsync(file, unknown, "b@example.org"), Refuses("ChildNeedsBirthDate"));
        Assert.That((await InviteAsync(file, grown, "c@example.org")).Account.Kind, Is.EqualTo(PersonKind.FamilyMember));
    }

    [Test]
    public async Task Somebody_who_is_not_on_the_case_is_not_there()
    {
        var file = await CaseAsync();
        var other = await CaseAsync();

        Assert.That(() => InviteAsync(file, other.AssigneeId, null), Throws.TypeOf<NotHereException>());
    }

    [Test]
    public async Task Another_persons_address_is_refused_and_nothing_is_half_done()
    {
        var file = await CaseAsync();
        var other = await CaseAsync();
        var taken = (await InviteAsync(other, other.AssigneeId, null)).Account.Email!;
        var colleague = await Data.ConsultantAsync();

        Assert.That(() => InviteAsync(file, file.AssigneeId, taken), Refuses("AddressOfAnotherPerson"));
        Assert.That(() => InviteAsync(file, file.AssigneeId, colleague.Email), Refuses("AccountExists"));

        using var db = Database.Open();
        Assert.That(
            await db.People.AnyAsync(p => p.Id == file.AssigneeId && (p.Email == taken || p.Email == colleague.Email)),
            Is.False
        );
    }

    [Test]
    public async Task Somebody_who_can_sign_in_is_not_invited_again()
    {
        var file = await CaseAsync();
        var issued = await InviteAsync(file, file.AssigneeId, null);
        await AcceptAsync(issued.Token, "herons sleep on one leg");

        Assert.That(() => InviteAsync(file, file.AssigneeId, null), Refuses("PersonHasAnAccount"));
    }

    private static NUnit.Framework.Constraints.EqualStringConstraint Refuses(string code) =>
        Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo(code);

    private async Task<Case> CaseAsync() => await Data.CaseAsync(await Data.ClientAsync(), await Data.ConsultantAsync());

    private async Task<Guid> MemberAsync(Case file, FamilyRelation relation)
    {
        using var db = Database.Open();
        return await db
            .CaseMembers.Where(m => m.CaseId == file.Id && m.Relation == relation)
            .Select(m => m.PersonId)
            .SingleAsync();
    }

    private async Task<Guid> AddAsync(Case file, FamilyRelation relation, LocalDate? born)
    {
        var name = born is { } day ? $"{relation} born on day {day.DayOfYear} of {day.Year}" : $"{relation} of unknown age";
        await Host.UseAsync<CaseService>(s =>
            s.AddMemberAsync(
                file.Id,
                new NewMember
                {
                    Person = new NewPerson { FullName = name, BirthDate = born },
                    Relation = relation,
                },
                Data.Change(),
                CancellationToken.None
            )
        );
        using var db = Database.Open();
        return await db.People.Where(p => p.FullName == name).Select(p => p.Id).SingleAsync();
    }

    private Task<IssuedInvitation> InviteAsync(Case file, Guid person, string? email) =>
        Host.UseAsync<CaseInvitations, IssuedInvitation>(s =>
            s.InviteAsync(file.Id, person, email, Data.Change(), CancellationToken.None)
        );
}

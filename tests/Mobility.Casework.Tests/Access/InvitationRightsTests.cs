using Mobility.Casework.Access;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Casework.Tests.People;
using Mobility.Testing.Web;

namespace Mobility.Casework.Tests.Access;

public sealed class InvitationRightsTests : PeopleTests
{
    private static IEnumerable<TestCaseData> Pairs() =>
        from who in Enum.GetValues<PersonKind>()
        from whom in Enum.GetValues<PersonKind>()
        select new TestCaseData(who, whom);

    [TestCaseSource(nameof(Pairs))]
    public void Administrators_let_in_anybody_and_who_carries_cases_the_families(PersonKind who, PersonKind whom)
    {
        var may =
            who == PersonKind.Administrator
            || who is PersonKind.Consultant or PersonKind.TeamLead && whom is PersonKind.Assignee or PersonKind.FamilyMember;

        Assert.That(InvitationRights.MayInvite(who, whom), Is.EqualTo(may));
    }

    [TestCase(PersonKind.Consultant)]
    [TestCase(PersonKind.Supplier)]
    public async Task Whoever_may_not_makes_no_account_and_no_link_whatever_page_they_found(PersonKind kind)
    {
        var who = await Data.AccountAsync(kind);
        var other = await Data.AccountAsync(PersonKind.Administrator);
        var change = ChangeContext.By(who, Host.Clock.GetCurrentInstant());
        var wanted = new NewAccount
        {
            Email = "new@example.org",
            DisplayName = "New",
            Kind = PersonKind.Administrator,
        };

        Assert.That(
            () => Host.UseAsync<AccountService, IssuedInvitation>(s => s.InviteAsync(wanted, change, CancellationToken.None)),
            Throws.TypeOf<NotHereException>()
        );
        Assert.That(
            () =>
                Host.UseAsync<AccountService, IssuedInvitation>(s =>
                    s.NewLinkAsync(other.Id, byMail: false, change, CancellationToken.None)
                ),
            Throws.TypeOf<NotHereException>()
        );
        using var db = Database.Open();
        Assert.That((db.Accounts.Any(a => a.Email == wanted.Email), db.Invitations.Any()), Is.EqualTo((false, false)));
    }
}

using Mobility.Casework.Access;
using Mobility.Casework.People;
using Mobility.Casework.PersonalData;

namespace Mobility.Casework.Tests.Access;

/// <summary>Who sees which sealed values.</summary>
public sealed class PersonalAccessTests
{
    private static readonly PersonOnCase Whose = new(Guid.NewGuid(), Guid.NewGuid(), IsViewers: false);

    [TestCase(PersonKind.Administrator, "BirthDate PassportNumber TaxNumber")]
    [TestCase(PersonKind.TeamLead, "BirthDate PassportNumber TaxNumber BankDetails HealthNote")]
    [TestCase(PersonKind.Consultant, "BirthDate PassportNumber TaxNumber")]
    [TestCase(PersonKind.TaxAdviser, "BirthDate TaxNumber")]
    [TestCase(PersonKind.ImmigrationAdviser, "BirthDate PassportNumber")]
    [TestCase(PersonKind.ProgrammeManager, "")]
    [TestCase(PersonKind.Supplier, "")]
    [TestCase(PersonKind.Assignee, "")]
    [TestCase(PersonKind.FamilyMember, "")]
    public void Of_somebody_else(PersonKind kind, string fields) =>
        Assert.That(Fields(new Viewer(Guid.NewGuid(), kind, Guid.NewGuid(), null, Guid.NewGuid())), Is.EqualTo(fields));

    [Test]
    public void The_consultant_who_carries_the_case_sees_all() =>
        Assert.That(
            PersonalAccess.Fields(
                new Viewer(Guid.NewGuid(), PersonKind.Consultant, null, null, null),
                Whose with
                {
                    IsViewers = true,
                }
            ),
            Is.EqualTo(Enum.GetValues<PersonalField>())
        );

    [TestCase(PersonKind.Assignee)]
    [TestCase(PersonKind.FamilyMember)]
    public void Everybody_sees_their_own(PersonKind kind) =>
        Assert.That(
            Fields(new Viewer(Guid.NewGuid(), kind, null, null, Whose.PersonId)),
            Is.EqualTo("BirthDate PassportNumber TaxNumber BankDetails HealthNote")
        );

    private static string Fields(Viewer viewer) => string.Join(' ', PersonalAccess.Fields(viewer, Whose));
}

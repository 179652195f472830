using Mobility.Casework.People;

namespace Mobility.Casework.Tests.People;

public sealed class NamesAlikeTests
{
    [TestCase("SILVA, MARIA", "Maria Silva", true)]
    [TestCase("Maria José da Silva", "Maria Silva", true)]
    [TestCase("Eilidh MacGillivray-Sørensen", "EILIDH MACGILLIVRAY SORENSEN", true)]
    [TestCase("Sulistyowati", "Sulistyowati", true)]
    [TestCase("Maria", "Maria Silva", false)]
    [TestCase("Mario Silva", "Maria Silva", false)]
    [TestCase("-", "Maria Silva", false)]
    public void Names_are_alike_when_the_words_of_one_are_in_the_other(string inFile, string known, bool alike) =>
        Assert.That(NamesAlike.Are(inFile, known), Is.EqualTo(alike));

    [Test]
    public void Any_of_several_known_names_will_do() =>
        Assert.That(NamesAlike.Are("Bob Marsh", "Robert Marsh", "Bob Marsh", null));
}

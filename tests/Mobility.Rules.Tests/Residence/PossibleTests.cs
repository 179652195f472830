using Mobility.Rules.Residence;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Residence;

/// <summary>What is unknown is tried both ways.</summary>
public sealed class PossibleTests
{
    [Test]
    public void An_answer_that_does_not_hang_on_the_unknown_is_given()
    {
        Assert.That(Possible.Agreed<bool?>(null, _ => true), Is.True);
        Assert.That(Possible.Agreed<bool?>(null, fact => fact), Is.Null);
        Assert.That(Possible.Agreed<bool?>(false, fact => fact), Is.False);
        Assert.That(Possible.Agreed(null, null, (a, b) => a || !a ? "same" : b.ToString()), Is.EqualTo("same"));
        Assert.That(Possible.Agreed<bool?>(null, false, (a, b) => a && b), Is.False);
    }

    [TestCase(true, true, true, true)]
    [TestCase(true, null, null, true)]
    [TestCase(false, null, false, null)]
    [TestCase(false, false, false, false)]
    [TestCase(null, null, null, null)]
    public void All_and_any_know_what_decides(bool? first, bool? second, bool? all, bool? any)
    {
        Assert.That(Possible.All(first, second), Is.EqualTo(all));
        Assert.That(Possible.Any(first, second), Is.EqualTo(any));
    }
}

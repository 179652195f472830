using Mobility.Rules;
using Mobility.Web.Shared.Findings;

namespace Mobility.Web.Tests.Shared.Findings;

public sealed class CounterBarTests
{
    [Test]
    public void Below_the_limit_the_whole_bar_is_the_limit()
    {
        var bar = CounterBar.Of(Figures(used: 72, unknown: 3, planned: 0, limit: 90));

        Assert.Multiple(() =>
        {
            Assert.That(bar.Parts, Is.EqualTo(new[] { new BarPart("s1", "0", "240"), new BarPart("sr", "240", "10") }));
            Assert.That(bar.LimitAt, Is.EqualTo("299"), "the line stays inside the picture");
        });
    }

    [Test]
    public void Above_the_limit_the_whole_bar_is_the_total_and_the_limit_a_line_inside()
    {
        var bar = CounterBar.Of(Figures(used: 174, unknown: 3, planned: 12, limit: 183));

        Assert.Multiple(() =>
        {
            Assert.That(bar.Parts.Select(p => p.Class), Is.EqualTo(new[] { "s1", "sr", "s5" }));
            Assert.That(bar.Parts.Select(p => p.Width), Is.EqualTo(new[] { "276.2", "4.8", "19" }));
            Assert.That(bar.LimitAt, Is.EqualTo("290.5"));
        });
    }

    [Test]
    public void No_day_is_no_part()
    {
        Assert.That(CounterBar.Of(Figures(0, 0, 0, 90)).Parts, Is.Empty);
    }

    [Test]
    public void Thirds_and_sixths_are_drawn_too()
    {
        var bar = CounterBar.Of(Figures(new Fraction(183, 2), 0, 0, 183));

        Assert.That(bar.Parts.Single().Width, Is.EqualTo("150"));
    }

    private static DayFigures Figures(Fraction used, Fraction unknown, Fraction planned, Fraction limit) =>
        new()
        {
            Used = used,
            Unknown = unknown,
            Planned = planned,
            Limit = limit,
            Sense = LimitSense.MetAtOrAbove,
            LeftLow = 0,
            LeftHigh = 0,
            Forecast = used + unknown + planned,
        };
}

using Mobility.Rules.Trips;

namespace Mobility.Rules.Files;

/// <summary>Reads the kinds of rule that count days.</summary>
internal static class DayRuleReader
{
    private static readonly (string, ParameterUnit)[] RollingWindow =
    [
        ("allowed-days", ParameterUnit.Days),
        ("window-days", ParameterUnit.Days),
    ];

    private static readonly (string, ParameterUnit)[] WeightedYears =
    [
        ("threshold-days", ParameterUnit.Days),
        ("minimum-days-in-year", ParameterUnit.Days),
        ("year-starts", ParameterUnit.MonthDay),
        ("weight-year-tested", ParameterUnit.Fraction),
        ("weight-year-before", ParameterUnit.Fraction),
        ("weight-second-year-before", ParameterUnit.Fraction),
        ("exempt-student-years", ParameterUnit.Count),
        ("exempt-teacher-years", ParameterUnit.Count),
        ("exempt-teacher-years-foreign-pay", ParameterUnit.Count),
        ("exempt-teacher-looks-back", ParameterUnit.Count),
    ];

    private static readonly (string, ParameterUnit)[] Midnights =
    [
        ("threshold-days", ParameterUnit.Days),
        ("year-starts", ParameterUnit.MonthDay),
    ];

    public static Rule? ReadRollingWindow(MapReader top, string version)
    {
        var head = RuleReader.ReadHead(top, version, RollingWindow, []);
        var settings = ReadSettings(top);
        var members = RuleReader.ReadMemberships(top, "members");
        if (members.Find(member => member.To is not null) is { } left)
        {
            top.File.Add(top.At("members"), $"'{left.Country}' cannot leave the area: 'to' has no meaning under 'members'.");
        }

        top.Done();
        return head is null || settings is null || top.File.HasProblems
            ? null
            : new RollingWindowRule(head, settings, head.Parameters[0], head.Parameters[1], members);
    }

    public static Rule? ReadWeightedYears(MapReader top, string version)
    {
        var head = RuleReader.ReadHead(top, version, WeightedYears, []);
        var settings = ReadSettings(top);
        var country = ReadCountry(top);
        var tests = top.Inner("tests", "'tests'");
        var test = tests?.Text("days");
        tests?.Done();
        top.Done();
        return head is null || settings is null || country is null || test is null || top.File.HasProblems
            ? null
            : new WeightedYearsRule(
                head,
                settings,
                head.Parameters[0],
                head.Parameters[2],
                country,
                head.Parameters[1],
                [head.Parameters[3], head.Parameters[4], head.Parameters[5]],
                test
            );
    }

    public static Rule? ReadMidnights(MapReader top, string version)
    {
        var head = RuleReader.ReadHead(top, version, Midnights, []);
        var settings = ReadSettings(top);
        var country = ReadCountry(top);
        if (settings is not null && settings.Counts != DayConvention.Midnight)
        {
            top.File.Add(top.At("counts"), "A rule of kind midnights-in-tax-year counts midnight.");
        }

        top.Done();
        return head is null || settings is null || country is null || top.File.HasProblems
            ? null
            : new MidnightsInTaxYearRule(head, settings, head.Parameters[0], head.Parameters[1], country);
    }

    /// <summary>The country of the rule's folder.</summary>
    private static string? ReadCountry(MapReader top)
    {
        var code = RuleReader.JurisdictionOf(top.File.Path.Split('/')[0]);
        return top.ReadCountry(code, "the folder's name", top.Map);
    }

    private static DayRuleSettings? ReadSettings(MapReader top)
    {
        var counts = top.Word<DayConvention>("counts");
        if (counts is DayConvention.FullDay or DayConvention.DepartureOut)
        {
            top.File.Add(top.At("counts"), "A rule of this kind counts any-part-of-day or midnight.");
        }

        var alertAt = RuleReader.ReadAlertAt(top);
        var exclusions = RuleReader.ReadExclusions(top);
        var assumes = top.Texts(top.OptionalItems("assumes"), "assumes").Select(text => text.Text!).ToList();
        var free = top.Has("not-for-citizens-of") ? RuleReader.ReadMemberships(top, "not-for-citizens-of") : [];
        return counts is null ? null : new(counts.Value, alertAt, exclusions, assumes, free);
    }
}

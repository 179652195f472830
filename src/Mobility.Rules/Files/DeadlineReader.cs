using System.Globalization;
using Mobility.Rules.Deadlines;
using NodaTime;

namespace Mobility.Rules.Files;

/// <summary>Reads deadline rules and their examples.</summary>
internal static class DeadlineReader
{
    private static readonly (string, ParameterUnit)[] ByOffset = [("offset", ParameterUnit.Period)];

    private static readonly (string, ParameterUnit)[] AfterTaxYear =
    [
        ("due", ParameterUnit.MonthDay),
        ("year-starts", ParameterUnit.MonthDay),
    ];

    public static Rule? Read(MapReader top, string version)
    {
        var trigger = top.Word<Anchor>("trigger");
        var basis = top.Word<Basis>("basis");
        var parameters = trigger == Anchor.TaxYearEnd ? AfterTaxYear : ByOffset;
        var head = RuleReader.ReadHead(top, version, parameters, [], urlNeeded: basis != Basis.Operational);
        var appliesTo = top.Texts(top.OptionalItems("applies-to"), "applies-to")
            .Select(text => top.ReadCountry(text.Text!, "applies-to", text))
            .OfType<string>()
            .ToList();
        var ofRule = trigger == Anchor.DayCountForecast ? top.Text("of-rule") : null;
        var actor = top.Word<Actor>("actor");
        var severity = top.Word<Severity>("severity");
        var consequence = top.Text("consequence");
        var ladder = ReadLadder(top);
        var lastDay = trigger != Anchor.TaxYearEnd && top.OptionalFlag("due-on-last-day-of-period", otherwise: false);
        var settled = new
        {
            Obligation = top.OptionalText("obligation"),
            OnlyIf = top.OptionalText("only-if"),
            Rolls = top.OptionalText("rolls"),
            Calendar = top.OptionalText("calendar"),
            YearsLater = trigger == Anchor.TaxYearEnd && top.Has("years-later") ? top.Whole("years-later") : 0,
            YearsNamed = trigger == Anchor.TaxYearEnd && top.Has("years-named")
                ? top.Word<YearName>("years-named")
                : YearName.TaxYear,
        };
        if (settled.YearsLater < 0)
        {
            top.File.Add(top.At("years-later"), "'years-later' must be a whole number of years, 0 or more.");
        }

        top.Done();
        return
            head is null
            || trigger is null
            || basis is null
            || actor is null
            || severity is null
            || consequence is null
            || top.File.HasProblems
            ? null
            : new DeadlineRule(
                head,
                new(trigger.Value, appliesTo, ofRule, actor.Value, severity.Value, basis.Value, consequence, ladder, lastDay)
                {
                    Obligation = settled.Obligation,
                    OnlyIf = settled.OnlyIf,
                    Rolls = settled.Rolls,
                    Calendar = settled.Calendar,
                    YearsLater = settled.YearsLater ?? 0,
                    YearsNamed = settled.YearsNamed ?? YearName.TaxYear,
                }
            );
    }

    public static DeadlineExample? ReadExample(MapReader item)
    {
        var head = ExampleReader.ReadHead(item);
        var host = item.Has("host") ? item.Country("host") : null;
        var forecast = item.OptionalDate("forecast");
        var anchors = item.Has("anchors") && item.Inner("anchors", "'anchors'") is { } given ? ReadAnchors(given) : [];
        var taxYear = item.OptionalText("tax-year");
        LocalDate? yearEnds = null;
        LocalDate? nominal = null;
        List<string>? due = null;
        List<string>? remindOn = null;
        if (item.Inner("expect", "'expect'") is { } expect)
        {
            due = ReadDays(expect, "due");
            remindOn = expect.Has("remind-on") ? ReadDays(expect, "remind-on") : null;
            yearEnds = taxYear is null ? null : expect.OptionalDate("year-ends");
            nominal = taxYear is null ? null : expect.OptionalDate("nominal");
            expect.Done();
        }

        return head is null || due is null
            ? null
            : new(
                head,
                new()
                {
                    CaseKey = "case",
                    AsOf = head.AsOf,
                    HostCountry = host,
                    Anchors = anchors,
                },
                forecast,
                due,
                remindOn,
                (taxYear, yearEnds, nominal)
            );
    }

    private static List<AnchorDate> ReadAnchors(MapReader given)
    {
        var anchors = new List<AnchorDate>();
        foreach (var (word, anchor) in Words<Anchor>.All)
        {
            if (anchor is Anchor.TaxYearEnd or Anchor.DayCountForecast || !given.Has(word) || given.Text(word) is not { } text)
            {
                continue;
            }

            var date = text == "unknown" ? null : given.ReadDate(text, word, given.At(word));
            anchors.Add(new(anchor, "subject", date));
        }

        given.Done();
        return anchors;
    }

    private static List<string> ReadDays(MapReader expect, string key)
    {
        var days = new List<string>();
        foreach (var item in expect.Texts(expect.Items(key), key))
        {
            if (item.Text == "unknown" || expect.ReadDate(item.Text!, key, item) is not null)
            {
                days.Add(item.Text!);
            }
        }

        return days;
    }

    /// <summary>How many days before the due day to remind, falling.</summary>
    public static List<int> ReadLadder(MapReader top)
    {
        var ladder = new List<int>();
        foreach (var item in top.Texts(top.Items("remind-days-before"), "remind-days-before"))
        {
            if (!int.TryParse(item.Text, CultureInfo.InvariantCulture, out var days) || days < 0)
            {
                top.File.Add(item, $"'remind-days-before' must be whole numbers of days, 0 or more, not '{item.Text}'.");
            }
            else if (ladder.Count > 0 && days >= ladder[^1])
            {
                top.File.Add(item, $"'remind-days-before' must fall: {days} stands after {ladder[^1]}.");
            }
            else
            {
                ladder.Add(days);
            }
        }

        return ladder;
    }
}

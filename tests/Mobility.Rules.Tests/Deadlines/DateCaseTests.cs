using System.Text.Json;
using Mobility.Rules.Cases;
using NUnit.Framework;

namespace Mobility.Rules.Tests.Deadlines;

/// <summary>
/// Questions about dates as case files ask them, at the edges: leap days, turns of years, days on a limit and beside it. The expectations are worked out by
/// hand from the convention or the law named in the test's name.
/// </summary>
public sealed class DateCaseTests
{
    // Permission under a cap. Two years in any three, from 1 January 2027 without any before: 730 days to 31 December 2028, and 2028 has a leap day, so the
    // two years that end on 31 December 2028 have 731.
    [TestCase(
        "cap/permission-in-window",
        """{"cap": "P2Y", "window": "P3Y", "earlier_permission": [], "new_permission_from": "2027-01-01"}""",
        """{"latest_last_day":"2028-12-31"}""",
        TestName = "Permission without any before runs for the cap"
    )]
    [TestCase(
        "cap/permission-in-window",
        """{"cap": "P1Y", "window": "P2Y", "earlier_permission": [{"from": "2025-01-01", "to": "2025-06-30"}, {"from": "2025-06-01", "to": "2025-12-31"}], "new_permission_from": "2026-01-01"}""",
        """{"latest_last_day":null}""",
        TestName = "Permission that overlaps counts once and fills the cap"
    )]
    [TestCase(
        "cap/recapture",
        """{"first_admission": "2024-02-29", "cap": "P1Y", "absences": [{"left": "2024-12-31", "returned": "2025-01-01"}, {"left": "2024-06-01", "returned": "2024-06-03"}]}""",
        """{"last_day_without_recapture":"2025-02-28","recaptured_days":1,"last_day":"2025-03-01"}""",
        TestName = "Days of leaving and returning are given back to nobody"
    )]
    [TestCase(
        "cap/recapture",
        """{"first_admission": "2026-01-01", "cap": "P1Y", "absences": []}""",
        """{"last_day_without_recapture":"2026-12-31","recaptured_days":0,"last_day":"2026-12-31"}""",
        TestName = "Nothing to recapture"
    )]
    [TestCase(
        "residence/absence-rolling",
        """{"limit_days": 1, "window": "P12M", "trips": [{"left": "2026-03-01", "returned": "2026-03-03"}, {"left": "2027-03-01", "returned": "2027-03-03"}]}""",
        """{"whole_days_per_trip":[1,1],"max_in_any_12_months":1,"limit_exceeded":false,"first_day_over":null}""",
        TestName = "The window to 2 March 2027 begins on 3 March 2026"
    )]
    [TestCase(
        "residence/absence-rolling",
        """{"limit_days": 1, "window": "P12M", "trips": [{"left": "2026-03-01", "returned": "2026-03-03"}, {"left": "2027-02-28", "returned": "2027-03-02"}]}""",
        """{"whole_days_per_trip":[1,1],"max_in_any_12_months":2,"limit_exceeded":true,"first_day_over":"2027-03-01"}""",
        TestName = "The window to 1 March 2027 begins on 2 March 2026"
    )]
    [TestCase(
        "residence/absence-rolling",
        """{"limit_days": 180, "window": "P12M", "trips": []}""",
        """{"whole_days_per_trip":[],"max_in_any_12_months":0,"limit_exceeded":false,"first_day_over":null}""",
        TestName = "No trips"
    )]
    [TestCase(
        "grace/au-ceased-employment",
        """{"condition": "8607", "counted_from": "2024-07-01", "limit_each": 180, "limit_total": 365, "not_employed": [{"from": "2024-06-01", "to": "2024-06-30"}, {"from": "2025-01-01", "to": "2025-06-30"}]}""",
        """{"days_each":[0,181],"days_total":181,"breach":true}""",
        TestName = "A gap one day over its limit"
    )]
    [TestCase(
        "posting/a1-24-months",
        """{"first_day": "2028-02-29", "max": "P24M"}""",
        """{"last_day":"2030-02-28"}""",
        TestName = "24 months from a leap day"
    )]
    [TestCase(
        "posting/a1-new-posting",
        """{"previous_posting_began": "2026-01-01", "previous_posting_ended": "2026-06-30", "months_used": 6, "minimum_gap": "P2M", "new_posting_from": "2026-08-30"}""",
        """{"earliest_new_posting":"2026-08-31","allowed":false,"resumes_until":"2027-12-31"}""",
        TestName = "A break of a day less than the gap does not end the posting"
    )]
    [TestCase(
        "posting/a1-new-posting",
        """{"previous_posting_began": "2026-01-01", "previous_posting_ended": "2026-06-30", "minimum_gap": "P2M", "new_posting_from": "2026-08-31"}""",
        """{"earliest_new_posting":"2026-08-31","allowed":true,"resumes_until":null}""",
        TestName = "After the gap a new posting begins"
    )]
    [TestCase(
        "posting/long-term",
        """{"postings": [{"from": "2026-01-01", "to": "2026-06-30"}, {"from": "2026-09-01", "to": null}], "motivated_notification": false}""",
        """{"full_terms_apply_from":"2027-03-04"}""",
        TestName = "181 days and 184 more from 1 September fill 365"
    )]
    [TestCase(
        "posting/long-term",
        """{"postings": [{"from": "2026-01-01", "to": "2026-12-31"}], "motivated_notification": false}""",
        """{"full_terms_apply_from":null}""",
        TestName = "A posting of exactly twelve months never becomes long"
    )]
    [TestCase(
        "posting/notification",
        """{"country": "XX", "work_starts": "2027-03-01", "rule": "calendar_days_before", "days": 7}""",
        """{"latest_day":"2027-02-22"}""",
        TestName = "Seven days before"
    )]
    [TestCase(
        "registration/after-arrival",
        """{"country": "CH", "event": "2026-08-03", "period": "P14D", "roll": "next", "calendar": "CH-ZH", "work_starts": "2026-08-10"}""",
        """{"nominal":"2026-08-17","latest":"2026-08-09"}""",
        TestName = "Work begins before the period ends"
    )]
    [TestCase(
        "registration/hours-after-arrival",
        """{"country": "XX", "arrival_local": "2026-10-24T12:00", "zone": "Europe/Berlin", "hours": 24}""",
        """{"latest_utc":"2026-10-25T10:00:00Z","latest_local":"2026-10-25T11:00"}""",
        TestName = "24 hours over the end of summer time"
    )]
    [TestCase(
        "contract/break-clause",
        """{"lease_start": "2026-12-31", "break_after": "P2M", "notice": "P1M"}""",
        """{"earliest_notice":"2027-03-01","earliest_last_day":"2027-04-01"}""",
        TestName = "Two months from 31 December end with February"
    )]
    [TestCase(
        "reminder/ladder",
        """{"due": "2026-12-07", "days_before": [0, 1, 2, 2], "quiet_weekdays": ["SAT", "SUN"], "calendar": null, "move": "previous", "today": "2026-12-05"}""",
        """{"reminders":["2026-12-07"]}""",
        TestName = "Before today nothing is left, so the weekend goes forward to the due day"
    )]
    [TestCase(
        "reminder/ladder",
        """{"due": "2026-12-06", "days_before": [1, 0], "quiet_weekdays": ["SAT", "SUN"], "calendar": null, "move": "next", "today": "2026-12-05"}""",
        """{"reminders":["2026-12-05","2026-12-06"]}""",
        TestName = "Where neither direction is open a step keeps its day"
    )]
    [TestCase(
        "reminder/ladder",
        """{"due": "2026-12-01", "days_before": [1], "quiet_weekdays": [], "calendar": null, "move": "previous", "today": "2026-12-05", "late_steps": "now"}""",
        """{"reminders":[]}""",
        TestName = "Nothing is sent late for a due day that is past"
    )]
    [TestCase(
        "due-date/obligation",
        """{"obligation": "in-itr", "tax_year": "2026-27", "label_kind": "tax"}""",
        """{"nominal":"2027-07-31","due":"2027-07-31"}""",
        TestName = "A tax year of the new Indian act is due a year later than the assessment year of its name"
    )]
    [TestCase(
        "due-date/obligation",
        """{"obligation": "de-est", "tax_year": "2020", "calendar": "DE-BW"}""",
        """{"nominal":"2021-10-31","due":"2021-11-01","not_covered":["DE-BW 2021"]}""",
        TestName = "A year without holidays is answered by its weekends and marked"
    )]
    [TestCase(
        "due-date/obligation",
        """{"obligation": "us-1040", "tax_year": "2026", "announced_date": "2027-06-01"}""",
        """{"nominal":"2027-04-15","due":"2027-06-01"}""",
        TestName = "An announced day replaces everything"
    )]
    [TestCase(
        "business-days/add",
        """{"from": "2026-10-09", "days": 1, "calendar": "CN"}""",
        """{"date":"2026-10-10"}""",
        TestName = "Without a weekend in the case it is Saturday and Sunday, and a Saturday made up is worked"
    )]
    [TestCase(
        "business-days/between",
        """{"from": "2026-12-24", "to": "2026-12-31", "calendar": "GB-ENG", "weekend": [], "extra_holidays": ["2026-12-31"]}""",
        """{"count":4}""",
        TestName = "Without a weekend only holidays are off: 26, 27, 29 and 30 December are worked"
    )]
    public void A_question_has_this_answer(string rule, string given, string result) =>
        Assert.That(Answer(rule, given), Is.EqualTo($$"""{"id":"one","rule":"{{rule}}","result":{{result}}}"""));

    [TestCase("due-date/roll", """{"nominal": "2026-02-30", "roll": "next"}""", "given.nominal' must be a date of the calendar")]
    [TestCase(
        "due-date/roll",
        """{"nominal": "2026-02-20", "roll": "sideways"}""",
        "given.roll' must be one of next, previous, none"
    )]
    [TestCase(
        "due-date/roll",
        """{"nominal": "2026-02-20", "roll": "next", "calendar": "DE-XX"}""",
        "There is no calendar 'DE-XX'"
    )]
    [TestCase("due-date/roll", """{"nominal": "2026-02-20", "roll": "next", "weekend": ["Saturday"]}""", "must be one of MON")]
    [TestCase("due-date/roll", """{"nominal": "2026-02-20", "roll": "next", "wekend": []}""", "Unknown key 'given.wekend'")]
    [TestCase("due-date/end-of-day", """{"date": "2026-02-20", "zone": "Berlin"}""", "given.zone' must be a time zone")]
    [TestCase(
        "period/add",
        """{"from": "2026-02-20", "period": "P1M2", "direction": "after"}""",
        "given.period' must be a period"
    )]
    [TestCase(
        "period/add",
        """{"from": "2026-02-20", "period": "PT5H", "direction": "after"}""",
        "given.period' must be a period"
    )]
    [TestCase("due-date/obligation", """{"obligation": "xx-1", "tax_year": "2025"}""", "There is no obligation 'xx-1'")]
    [TestCase("due-date/obligation", """{"obligation": "us-1040", "tax_year": "2025-26"}""", "must be a year such as 2025, not")]
    [TestCase("due-date/obligation", """{"obligation": "us-fbar", "tax_year": "2010"}""", "does not cover the tax year 2010")]
    [TestCase(
        "cap/permission-in-window",
        """{"cap": "P6Y", "window": "P5Y", "new_permission_from": "2026-01-01"}""",
        "'cap' must be shorter than 'window'"
    )]
    [TestCase(
        "residence/absence-rolling",
        """{"limit_days": 180, "window": "P12M", "trips": [{"left": "2026-01-02", "returned": "2026-01-01"}]}""",
        "given.trips[0]' returns before it leaves"
    )]
    [TestCase("grace/xx-days", """{}""", "Unknown rule 'grace/xx-days'")]
    public void What_cannot_be_answered_says_why(string rule, string given, string error)
    {
        using var answer = JsonDocument.Parse(Answer(rule, given));

        Assert.That(answer.RootElement.GetProperty("error").GetString(), Does.Contain(error));
    }

    private static string Answer(string rule, string given)
    {
        using var output = new StringWriter();
        CaseFile.Answer(
            RulesFolder.Book,
            $$"""{"format": "mobility-deadlines/1", "cases": [{"id": "one", "rule": "{{rule}}", "given": {{given}}}]}""",
            output,
            TextWriter.Null
        );
        return output.ToString().Split('\n')[1];
    }
}

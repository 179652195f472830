using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Shared.Findings;

namespace Mobility.Web.Rules;

/// <summary>
/// Asks one rule about stays and facts that somebody types, without a case. Nothing is stored: a calculation is its address.
/// </summary>
[ForKinds(
    PersonKind.Administrator,
    PersonKind.Consultant,
    PersonKind.TeamLead,
    PersonKind.TaxAdviser,
    PersonKind.ImmigrationAdviser
)]
[Route("rules/{jurisdiction}/{rule}/calculator")]
public sealed class CalculatorController(RuleBook book, CalculatorReader reader, CurrentPerson person, ReaderFormat format)
    : Controller
{
    /// <summary>What the form's buttons do; the number of the row follows <see cref="Remove"/>.</summary>
    public const string Add = "add";

    public const string Take = "take";

    public const string Remove = "remove-";

    [HttpGet("")]
    public IActionResult Ask(string jurisdiction, string rule)
    {
        if (RuleOf(jurisdiction, rule) is not { } found)
        {
            return NotFound();
        }
        if (CalculatorAddress.Read(Request.Query) is not { } form)
        {
            return Show(found, new CalculatorForm { On = format.Date(person.Today) });
        }
        reader.TakeLines(form, ModelState);
        return Show(found, form, reader.Read(found, form, ModelState));
    }

    [HttpPost("")]
    public IActionResult Ask(string jurisdiction, string rule, CalculatorForm form, string? act)
    {
        if (RuleOf(jurisdiction, rule) is not { } found)
        {
            return NotFound();
        }
        if (!reader.CanRead(form, ModelState))
        {
            return Show(found, form);
        }
        // Everything typed is text of the form, and checked from here on.
        ModelState.Clear();
        if (act == Add)
        {
            form.Stays.Add(new StayRow());
            return Show(found, form);
        }
        if (act?.StartsWith(Remove, StringComparison.Ordinal) == true)
        {
            RemoveRow(form, act[Remove.Length..]);
            return Show(found, form);
        }
        reader.TakeLines(form, ModelState);
        if (act == Take || reader.Read(found, form, ModelState) is not { } question)
        {
            return Show(found, form);
        }
        return CalculatorAddress.Of(found, form, question) is { } address
            ? LocalRedirect($"~{address}#answer")
            : Show(found, form, question);
    }

    private Rule? RuleOf(string jurisdiction, string rule) =>
        book.Find($"{jurisdiction}/{rule}") is { } found and (DayRule or ResidenceRule) ? found : null;

    private ViewResult Show(Rule rule, CalculatorForm form, CalculatorQuestion? question = null)
    {
        if (question is not null)
        {
            reader.Write(form, question);
        }
        // A row to type into stands ready.
        if (form.Stays.Count == 0)
        {
            form.Stays.Add(new StayRow());
        }
        if (string.IsNullOrWhiteSpace(form.On))
        {
            form.On = format.Date(person.Today);
        }
        var page = new CalculatorPage { Rule = rule, Form = form };
        return View(
            "Calculator",
            question is null
                ? page
                : page with
                {
                    Answer = new FindingView
                    {
                        Finding = Find(rule, question),
                        Rule = rule,
                        WhyIsOpen = true,
                    },
                    Address = CalculatorAddress.Of(rule, form, question),
                }
        );
    }

    private static Finding Find(Rule rule, CalculatorQuestion question) =>
        rule is IResidenceRule residence
            ? residence.Find(question.Record, question.Facts, question.On)
            : ((DayRule)rule).Evaluate(question.Record, question.On);

    private static void RemoveRow(CalculatorForm form, string number)
    {
        if (int.TryParse(number, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < form.Stays.Count)
        {
            form.Stays.RemoveAt(index);
        }
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Web.People;
using Mobility.Web.Plumbing;
using Mobility.Web.Plumbing.Limits;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Rules;

/// <summary>The rule book, to be read: jurisdictions, rules, values with their sources, examples with their results.</summary>
[ForKinds(
    PersonKind.Administrator,
    PersonKind.Consultant,
    PersonKind.TeamLead,
    PersonKind.TaxAdviser,
    PersonKind.ImmigrationAdviser
)]
[Route("rules")]
public sealed class RulesController(
    RuleBook book,
    RuleWords words,
    CurrentPerson person,
    ReaderFormat reader,
    IStringLocalizer<RulesTexts> texts
) : Controller
{
    [HttpGet("")]
    [Limited(Limit.Search)]
    public IActionResult Index([FromQuery] BookFilter filter)
    {
        var check = new FormCheck(ModelState, texts, reader);
        check.Known(nameof(filter.Topic), string.IsNullOrEmpty(filter.Topic) || book.Coverage.Any(c => c.Topic == filter.Topic));
        check.Known(nameof(filter.Status), string.IsNullOrEmpty(filter.Status) || BookFilter.Statuses.Contains(filter.Status));
        return View(BookIndex.Of(book, filter, words, person.Today));
    }

    [HttpGet("{jurisdiction}")]
    public IActionResult Place(string jurisdiction) =>
        BookIndex.PlacesOf(book, words).FirstOrDefault(place => place.Slug == jurisdiction) is { } found
            ? View(found)
            : NotFound();

    [HttpGet("{jurisdiction}/{rule}")]
    public IActionResult Rule(string jurisdiction, string rule, LocalDate? on)
    {
        if (book.Find($"{jurisdiction}/{rule}") is not { } found)
        {
            return NotFound();
        }
        var wrong = ModelState.GetFieldValidationState(nameof(on)) == ModelValidationState.Invalid;
        return View(RulePage.Of(book, found, words, wrong ? person.Today : on ?? person.Today, person.Today));
    }
}

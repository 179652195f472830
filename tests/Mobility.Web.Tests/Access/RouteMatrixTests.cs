using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mobility.Casework.People;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Access;

/// <summary>Every route as every kind of person: what is theirs opens, what is not is not there.</summary>
[NonParallelizable]
public sealed class RouteMatrixTests
{
    private WebHost host = null!;
    private AccessWorld world = null!;

    [OneTimeSetUp]
    public async Task MakeWorldAsync()
    {
        host = new WebHost();
        world = await AccessWorld.CreateAsync(host);
    }

    [OneTimeTearDown]
    public void Stop() => host.Dispose();

    [Test]
    public void Every_route_of_the_program_is_in_the_table_and_the_other_way_round()
    {
        var routes = host
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ControllerActionDescriptor>() is not null)
            .SelectMany(e =>
                // An action without a verb answers every one.
                (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(m =>
                    $"{m} {e.RoutePattern.RawText?.TrimStart('/')}"
                )
            )
            .Distinct()
            .ToList();

        Assert.That(
            routes,
            Is.EquivalentTo(RouteTable.All.Select(r => r.Route)),
            "Write the new route into RouteTable with those who may use it."
        );
    }

    [TestCaseSource(nameof(KindsAndNobody))]
    public async Task Each_finds_what_the_table_says_and_nothing_else(PersonKind? kind)
    {
        using var browser = await BrowserOfAsync(kind);
        var wrong = new List<string>();
        foreach (var route in RouteTable.All)
        {
            // An act may use its case up; the next one gets a case of its own.
            var isAct = route.Route.StartsWith("POST", StringComparison.Ordinal);
            var allowed = kind is { } known ? route.Kinds.Contains(known) : route.Anonymous;
            var parts =
                isAct
                && allowed
                && route.Route.Contains('{', StringComparison.Ordinal)
                && kind is not (PersonKind.Assignee or PersonKind.FamilyMember)
                    ? await world.AnotherOwnCaseAsync()
                    : world.OwnCase;
            var status = await AskAsync(browser, route, parts);
            if (Found(status) != allowed)
            {
                wrong.Add($"{route.Route}: {(int)status}, but {(allowed ? "it is theirs" : "it is not theirs")}");
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [TestCaseSource(nameof(Outsiders))]
    public async Task What_belongs_to_another_client_is_not_there(PersonKind kind)
    {
        using var browser = await BrowserOfAsync(kind);
        var before = Fingerprint();
        var found = new List<string>();
        foreach (var route in RouteTable.All.Where(r => r.NamesACase))
        {
            var status = await AskAsync(browser, route, world.ForeignCase);
            if (status != HttpStatusCode.NotFound)
            {
                found.Add($"{route.Route}: {(int)status}");
            }
        }

        Assert.Multiple(() =>
        {
            Assert.That(found, Is.Empty);
            Assert.That(Fingerprint(), Is.EqualTo(before), "Something foreign was changed.");
        });
    }

    [Test]
    public async Task Not_yours_reads_like_not_there()
    {
        using var browser = await BrowserOfAsync(PersonKind.ProgrammeManager);

        var foreign = await browser.OpenAsync($"/cases/{world.ForeignCase.Case.Number}");
        var nowhere = await browser.OpenAsync("/cases/M-1999-9999");

        Assert.That(WithoutNumbers(foreign), Is.EqualTo(WithoutNumbers(nowhere)));
    }

    [TestCaseSource(nameof(Outsiders))]
    public async Task No_page_shows_a_word_of_another_client(PersonKind kind)
    {
        using var browser = await BrowserOfAsync(kind);
        var seen = new List<string>();
        foreach (
            var route in RouteTable.All.Where(r => r.Route.StartsWith("GET", StringComparison.Ordinal) && r.Kinds.Contains(kind))
        )
        {
            foreach (var query in new[] { "", $"?q={Uri.EscapeDataString(world.Foreign.Canary)}&consultant=all" })
            {
                var page = await browser.OpenAsync(route.Address(world.OwnCase) + query);
                // What was typed into a search field is the reader's own word.
                foreach (var input in page.Document.QuerySelectorAll("input[name=q]"))
                {
                    input.Remove();
                }
                if (
                    page
                        .Document.DocumentElement.OuterHtml.Replace(
                            "q=" + Uri.EscapeDataString(world.Foreign.Canary),
                            "",
                            StringComparison.Ordinal
                        )
                        .Contains(world.Foreign.Canary, StringComparison.OrdinalIgnoreCase)
                )
                {
                    seen.Add(page.Path);
                }
            }
        }

        Assert.That(seen, Is.Empty);
    }

    [Test]
    public void No_mail_to_one_client_carries_a_word_of_another()
    {
        using var db = host.Database.Open();
        var staff = world
            .People.Where(p => p.Key is PersonKind.Administrator or PersonKind.Consultant or PersonKind.TeamLead)
            .Select(p => p.Value.Email)
            .ToHashSet();
        var mails = db
            .MailMessages.AsEnumerable()
            .Where(m => !staff.Contains(m.ToAddress) && m.ToAddress != AccessWorld.Nobody)
            .ToList();

        Assert.That(
            mails.Where(m => (m.Subject + m.Text + m.Html).Contains(world.Foreign.Canary, StringComparison.OrdinalIgnoreCase)),
            Is.Empty
        );
    }

    private static IEnumerable<TestCaseData> KindsAndNobody() =>
        Enum.GetValues<PersonKind>()
            .Select(k => new TestCaseData((PersonKind?)k).SetArgDisplayNames(k.ToString()))
            .Prepend(new TestCaseData((PersonKind?)null).SetArgDisplayNames("Nobody"));

    private static IEnumerable<PersonKind> Outsiders() =>
        Enum.GetValues<PersonKind>()
            .Where(k => k is not (PersonKind.Administrator or PersonKind.Consultant or PersonKind.TeamLead));

    private async Task<Browser> BrowserOfAsync(PersonKind? kind) =>
        kind is { } known ? await host.BrowseAsync(world.People[known]) : host.Browse();

    private static async Task<HttpStatusCode> AskAsync(Browser browser, RouteAccess route, CaseParts parts)
    {
        var address = route.Address(parts);
        var page = route.Route.StartsWith("POST", StringComparison.Ordinal)
            ? await browser.PostAsync(address)
            : await browser.OpenAsync(address);
        // Somebody who is not signed in is sent to sign in: for them nothing was found.
        return page.Address.AbsolutePath == "/sign-in" && !route.Anonymous ? HttpStatusCode.Unauthorized : page.Status;
    }

    private static bool Found(HttpStatusCode status) => status is not (HttpStatusCode.NotFound or HttpStatusCode.Unauthorized);

    private static string WithoutNumbers(Page page) => page.Document.QuerySelector("main")!.TextContent.Trim();

    // Versions and counts of what belongs to the foreign client: a change to any of it moves one of them.
    private string Fingerprint()
    {
        using var db = host.Database.Open();
        var id = world.ForeignCase.Case.Id;
        var person = world.ForeignCase.Case.AssigneeId;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{db.Cases.Single(c => c.Id == id).Version} {db.Changes.Count(c => c.CaseId == id)} {db.Trips.Count(t => t.PersonId == person && t.RemovedAt == null)} {db.Tasks.Count(t => t.CaseId == id && t.State == Casework.Tasks.CaseTaskState.Open)} {db.Deadlines.Count(d => d.CaseId == id && d.State == Casework.Deadlines.DeadlineState.Open)} {db.CaseMembers.Count(m => m.CaseId == id)} {db.Engagements.Count(e => e.CaseId == id)} {db.DeclaredFacts.Count(f => f.PersonId == person && f.WithdrawnAt == null)} {db.Opinions.Count(o => o.PersonId == person && o.WithdrawnAt == null)}"
        );
    }
}

using System.Net;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Cases;
using Mobility.Casework.Covers;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Web.Tests.Cases;

public sealed class ReassignPageTests
{
    private WebHost host = null!;
    private TestData data = null!;
    private TestClient client = null!;
    private Account ilse = null!;
    private Account ana = null!;
    private Browser browser = null!;

    [SetUp]
    public async Task SetUp()
    {
        host = new WebHost();
        data = new TestData(host);
        client = await data.ClientAsync("Takara");
        ilse = await data.ConsultantAsync("Ilse Vandermeulen");
        ana = await data.ConsultantAsync("Ana Ruiz");
        browser = await host.BrowseAsync(await data.AccountAsync(PersonKind.TeamLead, "Ben Okri"));
    }

    [TearDown]
    public void TearDown()
    {
        browser.Dispose();
        host.Dispose();
    }

    [Test]
    public async Task Ticked_cases_are_previewed_and_then_move()
    {
        var one = await data.ConfirmedCaseAsync(client, ilse);
        var two = await data.ConfirmedCaseAsync(client, ilse);
        var third = await data.ConfirmedCaseAsync(client, ilse);
        await data.TaskAsync(one, ilse, "Call the school");
        await data.DeadlineAsync(one, "File the notice", data.Today.PlusDays(9));
        var list = await browser.OpenAsync("/cases");
        Tick(list, one);
        Tick(list, two);
        var choice = await list.PressAsync("Reassign the ticked ones");

        var preview = await choice
            .Fill("New consultant", "Ana Ruiz")
            .Fill("Why", "Ilse has too many")
            .PressAsync("Show what moves");

        Assert.Multiple(() =>
        {
            Assert.That(choice.Rows("Chosen"), Has.Count.EqualTo(2));
            Assert.That(preview.Heading, Is.EqualTo("2 cases to Ana Ruiz?"));
            Assert.That(
                Page.Words(preview.Section("What moves")),
                Does.Contain("Cases 2").And.Contain("Open tasks 1").And.Contain("Why Ilse has too many")
            );
        });
        Assert.That(await WhoseAsync(), Is.EqualTo(new[] { ilse, ilse, ilse }.Select(a => a.Id)), "a preview moves nothing");

        var done = await preview.PressAsync("Move 2 cases to Ana Ruiz");

        Assert.Multiple(async () =>
        {
            Assert.That(done.Path, Is.EqualTo($"/cases?consultant={ana.Id}"));
            Assert.That(done.Text, Does.Contain("2 cases are now with Ana Ruiz; 1 open tasks went along."));
            Assert.That(done.Rows("Results"), Has.Count.EqualTo(2));
            Assert.That((await data.ReloadAsync(third)).ConsultantId, Is.EqualTo(ilse.Id));
            Assert.That(
                (await browser.OpenAsync($"/cases/{one.Number}/history")).Rows("Changes")[0],
                Does.StartWith("Gave the case to Ana Ruiz").And.Contain("Ben Okri").And.Contain("Ilse has too many")
            );
        });
    }

    [Test]
    public async Task All_that_a_search_finds_are_chosen_with_their_number()
    {
        var other = await data.ClientAsync("Sundqvist");
        for (var i = 0; i < 51; i++)
        {
            await data.CaseAsync(client, ilse);
        }
        await data.CaseAsync(other, ilse);
        var list = await browser.OpenAsync($"/cases?client={client.Id}");

        var choice = await list.FollowAsync("Reassign all 51 that match");

        Assert.Multiple(() =>
        {
            Assert.That(choice.Heading, Is.EqualTo("Reassign 51 cases"));
            Assert.That(choice.Rows("Chosen"), Has.Count.EqualTo(51).And.All.Contain("Takara"));
            Assert.That(choice.Text, Does.Contain("Show all 51"), "folded away");
        });
    }

    [Test]
    public async Task What_somebody_changed_after_the_preview_stays_is_shown_and_moves_when_asked_again()
    {
        var fine = await data.ConfirmedCaseAsync(client, ilse);
        var changed = await data.ConfirmedCaseAsync(client, ilse);
        var preview = await PreviewAsync(fine, changed);
        using (var ilses = await host.BrowseAsync(ilse))
        {
            await ilses.PostAsync(
                $"/cases/{changed.Number}/hold",
                ("Version", $"{changed.Version}"),
                ("On", "2026-11-23"),
                ("Why", "Visa")
            );
        }

        var partly = await preview.PressAsync("Move 2 cases to Ana Ruiz");
        var between = await data.ReloadAsync(changed);
        var done = await partly.PressAsync("Move it to Ana Ruiz");

        Assert.Multiple(async () =>
        {
            Assert.That(partly.Text, Does.Contain("One case is now with Ana Ruiz. The others did not move."));
            Assert.That(
                partly.Rows("Changed since you looked").Single(),
                Does.Contain(changed.Number).And.Contain("Put the case on hold, Ilse Vandermeulen")
            );
            Assert.That(between.ConsultantId, Is.EqualTo(ilse.Id));
            Assert.That(done.Text, Does.Contain("One case is now with Ana Ruiz"));
            Assert.That(await WhoseAsync(), Is.All.EqualTo(ana.Id));
        });
    }

    [Test]
    public async Task What_cannot_move_is_said_with_the_reason()
    {
        var theirs = await data.ConfirmedCaseAsync(client, ana);
        var ended = await data.ConfirmedCaseAsync(client, ilse);
        await host.UseAsync<CaseService>(s => s.CloseAsync(ended.Id, ended.Version, data.Today, data.Change("Done"), default));

        var preview = await PreviewAsync(theirs, ended);

        Assert.Multiple(() =>
        {
            Assert.That(
                preview.Rows("Cannot move"),
                Has.Some.Contain("ended 23 Nov 2026").And.Some.Contain("Ana Ruiz carries it already")
            );
            Assert.That(preview.Text, Does.Contain("Nothing of this can move."));
            Assert.That(preview.HasButton("Move it to Ana Ruiz"), Is.False);
        });
    }

    [Test]
    public async Task Shutting_out_somebody_with_cases_leads_to_giving_them_away_with_their_tasks_elsewhere()
    {
        await data.ConfirmedCaseAsync(client, ilse);
        var anas = await data.ConfirmedCaseAsync(client, ana);
        await data.TaskAsync(anas, ilse, "Call the school");
        using var admin = await host.BrowseAsync(await data.AccountAsync(PersonKind.Administrator));

        var choice = await (await admin.OpenAsync($"/admin/people/{ilse.Id}")).Fill("Why", "Left").PressAsync("Deactivate");
        var preview = await choice.Fill("New consultant", "Ana Ruiz").Fill("Why", "Ilse left").PressAsync("Show what moves");
        var done = await preview.PressAsync("Move it to Ana Ruiz");

        Assert.Multiple(async () =>
        {
            Assert.That(choice.Path, Is.EqualTo($"/cases/reassign?from={ilse.Id}"));
            Assert.That(choice.Text, Does.Contain("Ilse Vandermeulen is shut out."));
            Assert.That(choice.Text, Does.Contain("One open task on somebody else’s case goes along."));
            Assert.That(done.Text, Does.Contain("1 open tasks went along"));
            using var db = host.Database.Open();
            Assert.That(await db.Tasks.Select(t => t.AssignedToId).ToListAsync(), Is.All.EqualTo(ana.Id));
            Assert.That(
                await db.MailMessages.Select(m => m.ToName).ToListAsync(),
                Is.EqualTo(["Ana Ruiz"]),
                "nobody who is shut out gets mail"
            );
        });
    }

    [Test]
    public async Task A_consultant_who_is_away_is_named_with_who_covers()
    {
        await host.UseAsync<CoverService, Cover>(s =>
            s.SetAsync(new NewCover(ana.Id, ilse.Id, data.Today, new(2026, 12, 4)), data.Change("Leave"), default)
        );

        var preview = await PreviewAsync(await data.ConfirmedCaseAsync(client, ilse));

        Assert.That(preview.Text, Does.Contain("Ana Ruiz is away: Ilse Vandermeulen covers until 4 Dec 2026."));
    }

    [Test]
    public async Task Without_choice_there_are_two_ways_to_choose()
    {
        await data.ConfirmedCaseAsync(client, ilse);

        var start = await (await browser.OpenAsync("/cases")).FollowAsync("Reassign");
        var choice = await start.PressAsync("Choose all of them");

        Assert.That(start.Value("Whose cases"), Is.EqualTo("Ilse Vandermeulen, 1 case"));
        Assert.That(choice.Heading, Is.EqualTo("Reassign the cases of Ilse Vandermeulen"));
    }

    [Test]
    public async Task What_is_missing_is_said_and_the_choice_stays()
    {
        var file = await data.ConfirmedCaseAsync(client, ilse);
        var choice = await browser.OpenAsync($"/cases/reassign?from={ilse.Id}");

        var refused = await choice.Fill("Why", "Load").PressAsync("Show what moves");
        Tick(refused, file, on: false);
        var unticked = await refused.Fill("New consultant", "Ana Ruiz").PressAsync("Show what moves");

        Assert.Multiple(() =>
        {
            Assert.That(refused.ProblemAt("New consultant"), Is.EqualTo("Choose somebody who works here and carries cases."));
            Assert.That(refused.Value("Why"), Is.EqualTo("Load"));
            Assert.That(refused.Rows("Chosen"), Has.Count.EqualTo(1));
            Assert.That(unticked.Text, Does.Contain("Nothing of this can move."));
        });
    }

    [TestCase("same")]
    [TestCase("gone")]
    [TestCase("adviser")]
    [TestCase("nobody")]
    public async Task Whoever_cannot_have_them_is_refused(string whom)
    {
        var file = await data.ConfirmedCaseAsync(client, ilse);
        var to = whom switch
        {
            "same" => ilse.Id,
            "adviser" => (await data.AccountAsync(PersonKind.TaxAdviser)).Id,
            "gone" => ana.Id,
            _ => Guid.NewGuid(),
        };
        await host.UseAsync<AccountClosing>(s => s.DeactivateAsync(ana.Id, data.Change("Left"), default));

        var page = await browser.PostAsync(
            "/cases/reassign/confirm",
            ("From", $"{ilse.Id}"),
            ("Pick", $"{file.Number}:{file.Version}"),
            ("ToId", $"{to}"),
            ("Why", "x")
        );

        Assert.That(page.ProblemAt("New consultant"), Is.Not.Null);
        Assert.That(await WhoseAsync(), Is.All.EqualTo(ilse.Id));
    }

    [TestCase("M-1999-0001:1")]
    [TestCase("M-1999-0001")]
    [TestCase("x:y")]
    [TestCase(":::")]
    [TestCase("M-2026-0001:99999999999999999999999")]
    public async Task What_is_no_case_here_is_not_there_and_nothing_moves(string pick)
    {
        var file = await data.ConfirmedCaseAsync(client, ilse);
        foreach (var address in new[] { "/cases/reassign", "/cases/reassign/confirm" })
        {
            var page = await browser.PostAsync(
                address,
                ("Pick", $"{file.Number}:{file.Version}"),
                ("Pick", pick),
                ("ToId", $"{ana.Id}"),
                ("Why", "x")
            );
            Assert.That(page.Status, Is.EqualTo(HttpStatusCode.NotFound), address);
        }
        Assert.That(await WhoseAsync(), Is.All.EqualTo(ilse.Id));
        Assert.That(
            (await browser.OpenAsync($"/cases/reassign?from={Guid.NewGuid()}")).Status,
            Is.EqualTo(HttpStatusCode.NotFound)
        );
    }

    [Test]
    public async Task Ten_thousand_numbers_are_refused_with_a_sentence()
    {
        foreach (var address in new[] { "/cases/reassign", "/cases/reassign/confirm" })
        {
            var page = await browser.PostAsync(
                address,
                [.. Enumerable.Range(0, 10_000).Select(i => ("Pick", $"M-2026-{i}:1")), ("ToId", $"{ana.Id}"), ("Why", "x")]
            );
            Assert.That(page.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(page.Problems, Has.Some.StartsWith("At most 1000 cases move at once."));
        }
    }

    [Test]
    public async Task The_pages_take_as_many_queries_for_thirty_cases_as_for_one()
    {
        await data.ConfirmedCaseAsync(client, ilse);
        var (choiceOfOne, previewOfOne) = await CommandsAsync();
        for (var i = 0; i < 29; i++)
        {
            await data.CaseAsync(client, ilse);
        }

        var (choice, preview) = await CommandsAsync();

        Assert.Multiple(() =>
        {
            Assert.That(choice, Is.EqualTo(choiceOfOne).And.LessThanOrEqualTo(4));
            Assert.That(preview, Is.EqualTo(previewOfOne).And.LessThanOrEqualTo(4));
        });
    }

    private async Task<(int Choice, int Preview)> CommandsAsync()
    {
        var choice = await browser.OpenAsync($"/cases/reassign?from={ilse.Id}");
        var preview = await choice.Fill("New consultant", "Ana Ruiz").Fill("Why", "x").PressAsync("Show what moves");
        return (choice.Commands.Count, preview.Commands.Count);
    }

    private Task<Page> PreviewAsync(params Case[] files) =>
        browser.PostAsync("/cases/reassign", [.. files.Select(f => ("Pick", f.Number)), ("ToId", $"{ana.Id}"), ("Why", "Load")]);

    private static void Tick(Page list, Case file, bool on = true)
    {
        var box = list.Document.QuerySelector($"input[type=checkbox][value='{file.Number}']");
        ((AngleSharp.Html.Dom.IHtmlInputElement)box!).IsChecked = on;
    }

    private async Task<List<Guid>> WhoseAsync()
    {
        using var db = host.Database.Open();
        return await db.Cases.Select(c => c.ConsultantId).ToListAsync();
    }
}

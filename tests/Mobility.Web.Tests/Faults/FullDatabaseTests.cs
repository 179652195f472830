using System.Net;
using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Testing.Web;

namespace Mobility.Web.Tests.Faults;

/// <summary>SQLite itself says that the database is full; a change is durable before it is answered.</summary>
public sealed class FullDatabaseTests
{
    [Test]
    public async Task In_a_full_database_a_change_is_refused_in_a_sentence_and_what_was_typed_can_be_sent_again()
    {
        using var host = new WebHost();
        var data = new TestData(host);
        var consultant = await data.ConsultantAsync();
        var file = await data.CaseAsync(await data.ClientAsync(), consultant);
        using var browser = await host.BrowseAsync(consultant);
        await LetGrowAsync(host, pages: 1);

        // A few rows still find room in the pages there are.
        var page = await SendAsync(browser, file.Number, "Row 0");
        for (var i = 1; i < 30 && page.Status == HttpStatusCode.OK; i++)
        {
            page = await SendAsync(browser, file.Number, $"Row {i}");
        }

        Assert.Multiple(() =>
        {
            Assert.That(page.Status, Is.EqualTo(HttpStatusCode.InsufficientStorage));
            Assert.That(page.Heading, Is.EqualTo("Nothing more can be saved"));
            Assert.That(page.Text, Does.Contain("What you typed is kept on this page."));
        });
        Assert.That((await browser.OpenAsync($"/cases/{file.Number}")).Status, Is.EqualTo(HttpStatusCode.OK));
        var before = await TasksAsync(host);
        Assert.That(
            (await page.PressAsync("Send it again")).Status,
            Is.EqualTo(HttpStatusCode.InsufficientStorage),
            "still full"
        );

        await LetGrowAsync(host, pages: int.MaxValue);
        Assert.That((await page.PressAsync("Send it again")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await TasksAsync(host), Is.EqualTo(before + 1));
    }

    [Test]
    public async Task A_password_that_could_not_be_kept_is_not_written_into_the_page_that_says_so()
    {
        using var host = new WebHost();
        var data = new TestData(host);
        var consultant = await data.ConsultantAsync();
        var file = await data.CaseAsync(await data.ClientAsync(), consultant);
        using var browser = await host.BrowseAsync(consultant);
        var invited = await host.UseAsync<AccountService, IssuedInvitation>(s =>
            s.InviteAsync(
                new NewAccount
                {
                    Email = "ana@example.org",
                    DisplayName = "Ana Ruiz",
                    Kind = PersonKind.Consultant,
                },
                data.Change(),
                default
            )
        );
        const string Typed = "herons sleep on one leg";
        var form = (await browser.OpenAsync($"/invitation/{invited.Token}"))
            .Fill("Password", Typed)
            .Fill("The same password again", Typed);
        await LetGrowAsync(host, pages: 1);
        for (var i = 0; i < 30 && (await SendAsync(browser, file.Number, $"Row {i}")).Status == HttpStatusCode.OK; i++) { }

        var page = await form.PressAsync("Set password and go in");

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.InsufficientStorage));
        Assert.That(page.Document.DocumentElement.OuterHtml, Does.Not.Contain(Typed));
    }

    [Test]
    public async Task What_was_answered_as_saved_lies_on_the_disk()
    {
        using var host = new WebHost();

        // 2 is FULL: with NORMAL a power cut takes the last changes with it.
        Assert.That(await PragmaAsync(host, "synchronous"), Is.EqualTo("2"));
        Assert.That(await PragmaAsync(host, "journal_mode"), Is.EqualTo("wal"));
    }

    [Test]
    public async Task Whoever_waits_for_the_database_has_an_answer_within_ten_seconds()
    {
        using var host = new WebHost();

        Assert.That(await PragmaAsync(host, "busy_timeout"), Is.EqualTo("7000"));
        Assert.That(
            await host.UseAsync<MobilityDbContext, int>(db =>
                Task.FromResult(db.Database.GetDbConnection().CreateCommand().CommandTimeout)
            ),
            Is.LessThan(7),
            "or the provider would wait once more"
        );
    }

    private static async Task<Page> SendAsync(Browser browser, string number, string what) =>
        await (await browser.OpenAsync($"/cases/{number}/tasks/new"))
            .Fill("What is to be done", what)
            .Fill("Why now", new string('w', 500))
            .PressAsync("Make the task");

    // Idle connections are used again, the last one first.
    private static Task<string?> LetGrowAsync(WebHost host, int pages) => PragmaAsync(host, $"max_page_count = {pages}");

    private static Task<string?> PragmaAsync(WebHost host, string name) =>
        host.UseAsync<MobilityDbContext, string?>(async db =>
        {
            await db.Database.OpenConnectionAsync();
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"PRAGMA {name};";
            return (await command.ExecuteScalarAsync())?.ToString();
        });

    private static async Task<int> TasksAsync(WebHost host)
    {
        using var db = host.Database.Open();
        return await db.Tasks.CountAsync();
    }
}

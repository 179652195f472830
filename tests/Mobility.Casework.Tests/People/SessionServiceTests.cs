using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Audit;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Testing.Web;
using NodaTime;

namespace Mobility.Casework.Tests.People;

public sealed class SessionServiceTests
{
    private static readonly WebHost Host = new(
        settings: new Dictionary<string, string?>
        {
            ["Accounts:IdleTimeout"] = new AccountOptions().IdleTimeout.ToString(),
            ["Accounts:SessionLife"] = new AccountOptions().SessionLife.ToString(),
        }
    );

    private static readonly TestData Data = new(Host);

    [OneTimeTearDown]
    public void Stop() => Host.Dispose();

    [Test]
    public async Task A_session_knows_whose_it_is_as_they_are_now()
    {
        var ana = await Data.ConsultantAsync("Ana");
        var session = await StartAsync(ana);

        await Host.UseAsync<OwnAccount>(s =>
            s.AmendAsync(
                new OwnDetails("Ana Ruiz", "de", "Asia/Tokyo"),
                new OwnDetails(ana.DisplayName, ana.Language, ana.TimeZone),
                By(ana),
                CancellationToken.None
            )
        );

        var live = await FindAsync(session);
        Assert.That(
            (live!.AccountId, live.Kind, live.DisplayName, live.Language, live.TimeZone),
            Is.EqualTo((ana.Id, PersonKind.Consultant, "Ana Ruiz", "de", "Asia/Tokyo"))
        );
    }

    [Test]
    public async Task Unused_for_two_hours_it_is_over()
    {
        var session = await StartAsync(await Data.ConsultantAsync());

        Host.Clock.Advance(Duration.FromMinutes(119));
        Assert.That(await FindAsync(session), Is.Not.Null);
        Host.Clock.Advance(Duration.FromMinutes(119));
        Assert.That(await FindAsync(session), Is.Not.Null, "it was used in between");
        Host.Clock.Advance(Duration.FromHours(2));
        Assert.That(await FindAsync(session), Is.Null);
    }

    [Test]
    public async Task After_twelve_hours_it_is_over_however_much_it_is_used()
    {
        var session = await StartAsync(await Data.ConsultantAsync());
        for (var hour = 1; hour < 12; hour++)
        {
            Host.Clock.Advance(Duration.FromHours(1));
            Assert.That(await FindAsync(session), Is.Not.Null, $"after {hour} hours");
        }

        Host.Clock.Advance(Duration.FromHours(1));

        Assert.That(await FindAsync(session), Is.Null);
    }

    [Test]
    public async Task A_sign_in_waits_a_quarter_of_an_hour_for_its_second_factor()
    {
        var session = await StartAsync(await Data.ConsultantAsync(), SessionStage.FactorAwaited);

        Host.Clock.Advance(Duration.FromMinutes(15) - Duration.FromSeconds(1));
        Assert.That((await FindAsync(session))?.Stage, Is.EqualTo(SessionStage.FactorAwaited));
        Host.Clock.Advance(Duration.FromSeconds(1));
        Assert.That(await FindAsync(session), Is.Null);
    }

    [Test]
    public async Task Most_requests_are_one_read_and_one_in_five_minutes_writes()
    {
        var session = await StartAsync(await Data.ConsultantAsync());
        Host.Clock.Advance(Duration.FromMinutes(4));

        Host.Commands.Clear();
        await FindAsync(session);
        Assert.That(Host.Commands.Texts, Has.Count.EqualTo(1).And.All.StartsWith("SELECT"));

        Host.Clock.Advance(Duration.FromMinutes(1));
        Host.Commands.Clear();
        await FindAsync(session);
        await FindAsync(session);
        Assert.That(Host.Commands.Texts.Count(t => t.StartsWith("UPDATE", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task The_session_a_browser_had_dies_when_it_signs_in_anew()
    {
        var ana = await Data.ConsultantAsync();
        var planted = await StartAsync(ana, SessionStage.FactorAwaited);

        var session = await StartAsync(ana, replaces: planted.Id);

        Assert.That(await FindAsync(planted), Is.Null);
        Assert.That((await FindAsync(session))?.Stage, Is.EqualTo(SessionStage.Whole));
    }

    [Test]
    public async Task Only_ones_own_sessions_are_listed_and_can_be_ended()
    {
        var (ana, ben) = (await Data.ConsultantAsync("Ana"), await Data.ConsultantAsync("Ben"));
        var (hers, his) = (await StartAsync(ana), await StartAsync(ben));
        await StartAsync(ana, SessionStage.FactorAwaited);

        Assert.That((await OfAsync(ana)).Select(s => s.Id), Is.EqualTo([hers.Id]));
        Assert.That(() => EndAsync(ana, his), Throws.TypeOf<NotHereException>());
        Assert.That(await FindAsync(his), Is.Not.Null);

        await EndAsync(ana, hers);

        Assert.That(await FindAsync(hers), Is.Null);
        Assert.That(() => EndAsync(ana, hers), Throws.TypeOf<NotHereException>(), "it is over already");
        using var db = Host.Database.Open();
        Assert.That(
            await db.Changes.CountAsync(c => c.AboutAccountId == ana.Id && c.Kind == ChangeKind.SessionsEnded),
            Is.EqualTo(1)
        );
    }

    [Test]
    public async Task Signing_out_everywhere_ends_all_of_ones_own_and_no_other()
    {
        var (ana, ben) = (await Data.ConsultantAsync("Ana"), await Data.ConsultantAsync("Ben"));
        Session[] hers = [await StartAsync(ana), await StartAsync(ana)];
        var his = await StartAsync(ben);

        await Host.UseAsync<SessionService>(s => s.EndAllOwnAsync(By(ana), CancellationToken.None));

        Assert.That(await FindAsync(hers[0]), Is.Null);
        Assert.That(await FindAsync(hers[1]), Is.Null);
        Assert.That(await FindAsync(his), Is.Not.Null);
    }

    [Test]
    public async Task A_new_password_by_link_ends_every_session()
    {
        var ana = await Data.ConsultantAsync();
        var session = await StartAsync(ana);
        var link = await Host.UseAsync<AccountService, IssuedInvitation>(s =>
            s.NewLinkAsync(ana.Id, byMail: false, Data.Change(), CancellationToken.None)
        );
        Assert.That(await FindAsync(session), Is.Not.Null, "the link alone changes nothing");

        await Host.UseAsync<AccountService, Account?>(s =>
            s.AcceptAsync(link.Token, "herons sleep on one leg", Host.Clock.GetCurrentInstant(), CancellationToken.None)
        );

        Assert.That(await FindAsync(session), Is.Null);
    }

    [Test]
    public async Task A_sign_in_is_in_the_audit_with_its_network_and_device_and_a_half_one_is_not()
    {
        var ana = await Data.ConsultantAsync("Ana");
        await StartAsync(ana, SessionStage.FactorAwaited);

        await StartAsync(ana, visit: new Visit("192.0.2.…", "Firefox, Linux"));

        using var db = Host.Database.Open();
        var row = await db.AuditEvents.SingleAsync(e => e.AccountId == ana.Id);
        Assert.That(
            (row.Kind, row.AccountId, row.Name, row.Network, row.Device),
            Is.EqualTo((AuditKind.SignedIn, ana.Id, "Ana", "192.0.2.…", "Firefox, Linux"))
        );
    }

    private static Task<Session> StartAsync(
        Account account,
        SessionStage stage = SessionStage.Whole,
        Guid? replaces = null,
        Visit? visit = null
    ) =>
        Host.UseAsync<SessionService, Session>(s =>
            s.StartAsync(account, stage, visit ?? Visit.Unknown, replaces, Host.Clock.GetCurrentInstant(), CancellationToken.None)
        );

    private static Task<LiveSession?> FindAsync(Session session) =>
        Host.UseAsync<SessionService, LiveSession?>(s =>
            s.FindAsync(session.Id, Host.Clock.GetCurrentInstant(), CancellationToken.None)
        );

    private static Task<List<Session>> OfAsync(Account account) =>
        Host.UseAsync<SessionService, List<Session>>(s =>
            s.OfAsync(account.Id, Host.Clock.GetCurrentInstant(), CancellationToken.None)
        );

    private static Task EndAsync(Account who, Session session) =>
        Host.UseAsync<SessionService>(s => s.EndOwnAsync(session.Id, By(who), CancellationToken.None));

    private static ChangeContext By(Account account) => ChangeContext.By(account, Host.Clock.GetCurrentInstant());
}

using Mobility.Casework.Mail;
using Mobility.Casework.People;
using Mobility.Testing.Data;
using Mobility.Testing.Web;

namespace Mobility.Casework.Tests.People;

/// <summary>The services of people as the program puts them together, over a database of the test's own.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public abstract class PeopleTests : IDisposable
{
    protected PeopleTests() => Data = new TestData(Host);

    protected WebHost Host { get; } = new();

    protected TestData Data { get; }

    protected TestDatabase Database => Host.Database;

    public void Dispose()
    {
        Host.Dispose();
        GC.SuppressFinalize(this);
    }

    protected Task<Account?> VerifyAsync(string email, string password) =>
        Host.UseAsync<SignInCheck, Account?>(s =>
            s.VerifyAsync(email, password, Visit.Unknown, Host.Clock.GetCurrentInstant(), CancellationToken.None)
        );

    protected Task<Session> StartAsync(Account account) =>
        Host.UseAsync<SessionService, Session>(s =>
            s.StartAsync(
                account,
                SessionStage.Whole,
                Visit.Unknown,
                replaces: null,
                Host.Clock.GetCurrentInstant(),
                CancellationToken.None
            )
        );

    protected Task<LiveSession?> FindAsync(Session session) =>
        Host.UseAsync<SessionService, LiveSession?>(s =>
            s.FindAsync(session.Id, Host.Clock.GetCurrentInstant(), CancellationToken.None)
        );

    protected Task<Account?> AcceptAsync(string token, string password) =>
        Host.UseAsync<AccountService, Account?>(s =>
            s.AcceptAsync(token, password, Host.Clock.GetCurrentInstant(), CancellationToken.None)
        );

    /// <summary>What a mail says, as its reader will see it.</summary>
    protected Task<MailWords> WordsAsync(MailMessage mail) =>
        Host.UseAsync<MailSeal, MailWords>(s => s.OpenAsync(mail, CancellationToken.None));

    protected Task<Account?> FindInvitedAsync(string token) =>
        Host.UseAsync<AccountService, Account?>(s =>
            s.FindInvitedAsync(token, Host.Clock.GetCurrentInstant(), CancellationToken.None)
        );
}

using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Casework.Permits;
using Mobility.Casework.SocialSecurity;
using Mobility.Casework.Tasks;
using NodaTime;

namespace Mobility.Casework.Demo;

/// <summary>A case thought out, by hand or by chance, before its rows and its history are written.</summary>
internal sealed class DemoCase
{
    public required DemoRandom Random { get; init; }

    public required Case File { get; init; }

    public required Person Assignee { get; init; }

    public required Account Consultant { get; init; }

    public required DemoClient Client { get; init; }

    /// <summary>The number after the year; null to be given one in turn.</summary>
    public int? Serial { get; init; }

    public List<DemoMember> Family { get; } = [];

    public List<Account> Engaged { get; } = [];

    public List<Account> Accounts { get; } = [];

    public List<Passport> Passports { get; } = [];

    public List<Permit> Permits { get; } = [];

    public List<CoverageCertificate> Certificates { get; } = [];

    /// <summary>Time away from home, in order.</summary>
    public List<Away> Trips { get; } = [];

    /// <summary>From this day on the ledger has the person at home whenever not away; null when the trips say it all.</summary>
    public LocalDate? AtHomeSince { get; set; }

    public LocalDate? AtHomeUntil { get; set; }

    public List<DemoTask> Tasks { get; } = [];

    public List<DemoAmendment> Amendments { get; } = [];

    /// <summary>Why it is on hold or was cancelled.</summary>
    public string? Why { get; set; }

    public IEnumerable<Person> People => Family.Select(m => m.Person).Prepend(Assignee);
}

internal sealed record DemoMember(Person Person, CaseMember Row, LocalDate? JoinedOn, string? Why);

/// <summary>
/// A stay away from home, or, without a country, days on which nobody knows where the person was. Both dates are days there; without the
/// second it goes on. Where it is not confirmed, it stays the plan it was, though its day went by.
/// </summary>
internal sealed record Away(string? Country, LocalDate From, LocalDate? To, string? Purpose, bool Confirmed = true);

internal sealed record DemoTask(CaseTask Row, LocalDate CreatedOn, LocalDate? DoneOn);

internal sealed record DemoAmendment(LocalDate On, string Field, string Before, string After, string Why);

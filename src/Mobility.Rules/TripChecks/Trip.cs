using NodaTime;

namespace Mobility.Rules.TripChecks;

/// <summary>What a traveller does at a destination. The words are those of a rule file's lists of trades and of its examples.</summary>
public enum TripActivityKind
{
    /// <summary>Meetings inside the own group or with others, without work on anything.</summary>
    Meetings,

    /// <summary>Attending a conference.</summary>
    Conference,

    /// <summary>Being trained.</summary>
    TrainingReceived,

    /// <summary>Training others.</summary>
    TrainingGiven,

    /// <summary>Selling: negotiating or concluding contracts.</summary>
    Contracts,

    /// <summary>Directing a business there.</summary>
    Management,

    /// <summary>The traveller's usual work, done from there.</summary>
    UsualWork,

    /// <summary>Services for somebody there, beside those named below.</summary>
    Services,

    /// <summary>Assembling, installing, testing or repairing machines and plant.</summary>
    Installation,

    /// <summary>Building, construction and what belongs to it.</summary>
    Building,

    /// <summary>Transport and logistics.</summary>
    Transport,

    /// <summary>Catering and hotels.</summary>
    Catering,

    /// <summary>Cleaning.</summary>
    Cleaning,

    /// <summary>Slaughter and meat processing.</summary>
    Meat,

    /// <summary>Setting up and taking down trade fairs.</summary>
    Fairs,

    /// <summary>Guarding and security.</summary>
    Security,

    /// <summary>Farming and gardening.</summary>
    Farming,
}

/// <summary>For whom the work at a destination is done, or who there bears its cost.</summary>
public enum TripParty
{
    /// <summary>The traveller's employer alone: nobody there is served and nobody there is charged.</summary>
    OwnEmployer,

    /// <summary>A company of the same group there.</summary>
    GroupCompany,

    /// <summary>A client there, under a contract with the employer.</summary>
    Client,

    /// <summary>A branch or other establishment that the employer itself has there.</summary>
    Establishment,
}

/// <summary>Who acts as employer at the destination.</summary>
public enum EmployerRole
{
    /// <summary>The employer says what is done and how, and answers for the result.</summary>
    Directs,

    /// <summary>The company there says what is done and how.</summary>
    HostDirects,

    /// <summary>The traveller is hired out to the company there.</summary>
    HiresOut,
}

/// <summary>A paper that a traveller holds.</summary>
public enum TripDocumentKind
{
    /// <summary>An A1 or certificate of coverage; its country is the state whose social security applies.</summary>
    Coverage,

    /// <summary>The receipt of a posted-worker notice; its country is the state of work.</summary>
    PostingNotice,

    /// <summary>A permit that allows the work; its country is the state of work.</summary>
    WorkPermit,

    /// <summary>A residence permit or long-stay visa.</summary>
    ResidencePermit,

    /// <summary>A visa for short stays.</summary>
    Visa,
}

/// <summary>Something done at a destination.</summary>
/// <param name="Kind">What.</param>
/// <param name="Days">Days on which it is done, 1 or more; null when nobody said. Nothing is ever assumed instead.</param>
public sealed record TripActivity(TripActivityKind Kind, int? Days);

/// <summary>A paper that a traveller holds.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Country">ISO 3166 alpha-2 code, see <see cref="TripDocumentKind"/>; or <see cref="AnyCountry"/>.</param>
/// <param name="From">First day it covers (inclusive); null for since before all records.</param>
/// <param name="To">Last day it covers (inclusive); null for open.</param>
public sealed record TripDocument(TripDocumentKind Kind, string Country, LocalDate? From, LocalDate? To)
{
    /// <summary>Stands for the country that the paper has to be of, whichever that is: somebody holds the right one.</summary>
    public const string AnyCountry = "*";

    /// <summary>Whether it covers every day from one to another, both included.</summary>
    public bool Covers(LocalDate from, LocalDate to) => !(From > from) && !(To < to);
}

/// <summary>One stay of a trip. Several may lie in one country, and the last day of one may be the first of the next.</summary>
public sealed record TripLeg
{
    /// <summary>ISO 3166 alpha-2 code, upper case.</summary>
    public required string Country { get; init; }

    /// <summary>First day there (inclusive), by the calendar of that place.</summary>
    public required LocalDate From { get; init; }

    /// <summary>Last day there (inclusive), by the calendar of that place.</summary>
    public required LocalDate To { get; init; }

    /// <summary>What is done there, each kind once; empty when nobody said.</summary>
    public IReadOnlyList<TripActivity> Activities { get; init; } = [];

    /// <summary>Days from the first to the last, both included.</summary>
    public int Days => Period.DaysBetween(From, To) + 1;
}

/// <summary>A trip that is to be checked before it is booked.</summary>
public sealed record Trip
{
    /// <summary>The stays, in the order of travel; at least one.</summary>
    public required IReadOnlyList<TripLeg> Legs { get; init; }

    /// <summary>For whom the work is done; null when nobody said.</summary>
    public TripParty? For { get; init; }

    /// <summary>Who acts as employer there; null when nobody said.</summary>
    public EmployerRole? Role { get; init; }

    /// <summary>The papers held.</summary>
    public IReadOnlyList<TripDocument> Documents { get; init; } = [];

    /// <summary>Everything that is wrong with the trip as it is told; empty when it can be checked.</summary>
    public IReadOnlyList<TripProblem> Problems() => TripProblem.Of(this);
}

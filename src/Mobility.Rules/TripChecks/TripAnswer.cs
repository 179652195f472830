using NodaTime;

namespace Mobility.Rules.TripChecks;

/// <summary>The seven things that a trip is checked for, at each destination.</summary>
public enum TripSubject
{
    /// <summary>Whether the traveller may enter and do there what is planned.</summary>
    Immigration,

    /// <summary>Whether the trip makes the traveller resident for tax.</summary>
    TaxResidence,

    /// <summary>Whether the state of work may tax the pay (article 15 of the treaty), and payroll.</summary>
    Payroll,

    /// <summary>Which social security applies and what proves it.</summary>
    SocialSecurity,

    /// <summary>Whether the posting has to be notified.</summary>
    PostingNotice,

    /// <summary>Whether the work gives the employer a permanent establishment.</summary>
    PermanentEstablishment,

    /// <summary>Limits of days of short stays.</summary>
    DayLimits,
}

/// <summary>What a check says. Never shown as a bare colour: each has its word.</summary>
public enum TripOutcome
{
    /// <summary>Nothing stands against it.</summary>
    Green,

    /// <summary>It can go on, and something has to be watched or done.</summary>
    Amber,

    /// <summary>Something stands against it as it is planned.</summary>
    Red,

    /// <summary>A paper or a notice is asked for and is not there yet.</summary>
    Required,

    /// <summary>The subject asks nothing of this trip.</summary>
    NotRequired,

    /// <summary>The law weighs circumstances, or two readings are open: an adviser decides.</summary>
    ForAdviser,

    /// <summary>Facts are missing; they are listed under <see cref="TripResult.Asks"/>.</summary>
    Unknown,

    /// <summary>The rule book has no answer for this country and subject; nothing is guessed.</summary>
    NotCovered,
}

/// <summary>What a trip makes people do.</summary>
public enum TripTaskKind
{
    /// <summary>Ask for an A1 or certificate of coverage.</summary>
    RequestCoverage,

    /// <summary>Ask both authorities for an exception, because the trip is longer than a posting may be.</summary>
    RequestCoverageException,

    /// <summary>File the posted-worker notice.</summary>
    FilePostingNotice,

    /// <summary>Tell the host authority, with reasons, that the posting lasts longer.</summary>
    NotifyLongPosting,

    /// <summary>Ask the immigration adviser.</summary>
    AskImmigrationAdviser,

    /// <summary>Ask the tax adviser.</summary>
    AskTaxAdviser,

    /// <summary>Settle wage tax in the state of work before the work begins.</summary>
    SettlePayroll,
}

/// <summary>Something to do because of a trip.</summary>
public sealed record TripTask
{
    /// <summary>What.</summary>
    public required TripTaskKind Kind { get; init; }

    /// <summary>Subject that it comes from.</summary>
    public required TripSubject Subject { get; init; }

    /// <summary>Country in which or for which it is done, ISO 3166 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>The act in words.</summary>
    public required Explanation What { get; init; }

    /// <summary>Why, and why by that day.</summary>
    public required Explanation Why { get; init; }

    /// <summary>Last day on which it is in time (inclusive), by the calendar: weekends and holidays do not move it. Null where no rule gives one.</summary>
    public LocalDate? DueOn { get; init; }

    /// <summary>Whether that day is law. Otherwise it is a norm of good work, or there is none.</summary>
    public bool DueByLaw { get; init; }

    /// <summary>Id of the rule that asks for it; null when it follows from what is not known.</summary>
    public string? RuleId { get; init; }

    /// <summary>Stable name within the trip: the same task of the next check has the same key.</summary>
    public string Key => $"{Kind}|{Country}";
}

/// <summary>Something that nobody said and that would decide.</summary>
/// <param name="Field">Where it is told: a field of the trip, or of the traveller.</param>
/// <param name="What">The question.</param>
public sealed record TripAsk(TripAskField Field, Explanation What);

/// <summary>Where something that is asked for is told.</summary>
public enum TripAskField
{
    /// <summary>What is done, and on how many days.</summary>
    Activities,

    /// <summary>For whom.</summary>
    For,

    /// <summary>Who acts as employer.</summary>
    Role,

    /// <summary>The papers.</summary>
    Documents,

    /// <summary>What is known of the traveller: citizenship, homes, employer, earlier stays.</summary>
    Traveller,

    /// <summary>Facts that a rule of residence asks for.</summary>
    Facts,

    /// <summary>Something no field holds: an adviser is told of it.</summary>
    Elsewhere,
}

/// <summary>A rule that a result rests on.</summary>
/// <param name="RuleId">Its id.</param>
/// <param name="RuleVersion">Hash of its file.</param>
/// <param name="Label">Its name.</param>
/// <param name="ParametersUsed">Its values that were used, each with its source.</param>
/// <param name="Statements">What it says beside its values, each with its source.</param>
public sealed record TripRuleUsed(
    string RuleId,
    string RuleVersion,
    string Label,
    IReadOnlyList<ParameterUsed> ParametersUsed,
    IReadOnlyList<Statement> Statements
);

/// <summary>One of the seven results of a destination, with all that it used.</summary>
public sealed record TripResult
{
    /// <summary>What was asked.</summary>
    public required TripSubject Subject { get; init; }

    /// <summary>ISO 3166 alpha-2 code of the destination.</summary>
    public required string Country { get; init; }

    /// <summary>What the check says.</summary>
    public required TripOutcome Outcome { get; init; }

    /// <summary>The answer in a few words: "A1 needed".</summary>
    public required Explanation Summary { get; init; }

    /// <summary>Why, step by step.</summary>
    public required IReadOnlyList<Explanation> Reasons { get; init; }

    /// <summary>What was counted: "12 days planned, 9 used"; null when nothing was.</summary>
    public Explanation? Counted { get; init; }

    /// <summary>What would turn it green, or what keeps it so; empty when nothing needs doing.</summary>
    public IReadOnlyList<Explanation> ToGreen { get; init; } = [];

    /// <summary>What is not known and bears on the answer.</summary>
    public IReadOnlyList<TripAsk> Asks { get; init; } = [];

    /// <summary>What was taken for granted.</summary>
    public IReadOnlyList<Explanation> Assumptions { get; init; } = [];

    /// <summary>The rules it rests on, the one that decides first.</summary>
    public IReadOnlyList<TripRuleUsed> Rules { get; init; } = [];

    /// <summary>Findings of day and residence rules behind it, with the trip as a plan.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What has to be done.</summary>
    public IReadOnlyList<TripTask> Tasks { get; init; } = [];

    /// <summary>What was read, by name, as text: while none of it differs, the answer is the same.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>The day on which this was last checked. Later than nothing that it read.</summary>
    public required LocalDate CheckedOn { get; init; }

    /// <summary>Whether any value behind it was never compared with its source.</summary>
    public bool HasUnverified =>
        Rules.Any(rule => rule.ParametersUsed.Any(value => value.Status == ValueStatus.Unverified))
        || Findings.Any(finding => finding.ParametersUsed.Any(value => value.Status == ValueStatus.Unverified));
}

/// <summary>The results of one country.</summary>
/// <param name="Country">ISO 3166 alpha-2 code.</param>
/// <param name="From">First day there (inclusive).</param>
/// <param name="To">Last day there (inclusive).</param>
/// <param name="Days">Days there, each once.</param>
/// <param name="Results">The seven results, in the order of <see cref="TripSubject"/>.</param>
public sealed record TripDestination(string Country, LocalDate From, LocalDate To, int Days, IReadOnlyList<TripResult> Results)
{
    /// <summary>The result of a subject.</summary>
    public TripResult this[TripSubject subject] => Results[(int)subject];
}

/// <summary>What the rule book says about a trip. Round trips through <see cref="FindingJson.Options"/>.</summary>
/// <param name="AsOf">The day on which it was asked.</param>
/// <param name="Destinations">One for each country, in the order of travel.</param>
public sealed record TripAnswer(LocalDate AsOf, IReadOnlyList<TripDestination> Destinations)
{
    /// <summary>Every result.</summary>
    public IEnumerable<TripResult> Results => Destinations.SelectMany(destination => destination.Results);

    /// <summary>Every result whose inputs differ from those of an earlier check, of destinations that came or went as well.</summary>
    public IReadOnlyList<TripDifference> ChangesSince(TripAnswer earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return TripChecker.Differences(earlier, this);
    }

    /// <summary>Everything that has to be done, by due day, what has none last.</summary>
    public IReadOnlyList<TripTask> Tasks =>
        Results
            .SelectMany(result => result.Tasks)
            .DistinctBy(task => task.Key)
            .OrderBy(task => task.DueOn is null)
            .ThenBy(task => task.DueOn)
            .ThenBy(task => task.Key, StringComparer.Ordinal)
            .ToList();
}

/// <summary>How a result differs between two checks of a trip.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Country">ISO 3166 alpha-2 code of the destination.</param>
/// <param name="Before">The earlier result; null when the destination is new.</param>
/// <param name="After">The later one; null when the trip no longer goes there.</param>
/// <param name="Changed">Names of the inputs that differ.</param>
public sealed record TripDifference(
    TripSubject Subject,
    string Country,
    TripResult? Before,
    TripResult? After,
    IReadOnlyList<string> Changed
)
{
    /// <summary>Whether the answer differs, and not only what it read.</summary>
    public bool MovedAnswer =>
        Before is null || After is null || Before.Outcome != After.Outcome || Before.Summary != After.Summary;
}

/// <summary>A trip that was checked again.</summary>
/// <param name="Answer">The answer now. Results whose inputs are as they were are those of the earlier check, with its day.</param>
/// <param name="CheckedAgain">How many results were worked out anew.</param>
/// <param name="Differences">Every result whose inputs differ.</param>
public sealed record TripRecheck(TripAnswer Answer, int CheckedAgain, IReadOnlyList<TripDifference> Differences);

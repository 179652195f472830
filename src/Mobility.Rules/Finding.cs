using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace Mobility.Rules;

/// <summary>What a rule says. Never shown as a bare colour: each has its word.</summary>
public enum Outcome
{
    /// <summary>Inside the limit, also with every recorded plan and every unknown day.</summary>
    Within,

    /// <summary>Inside the limit, but at or over the first alert step (unknown days held against the person).</summary>
    Approaching,

    /// <summary>Inside the limit today; the recorded plans, with unknown days held against the person, pass it.</summary>
    BreachForecast,

    /// <summary>The limit is passed, or the test is met, on recorded facts alone.</summary>
    Breached,

    /// <summary>Recorded facts alone do not decide: whether the limit is passed hangs on what is listed under unknowns.</summary>
    Undetermined,

    /// <summary>The rule book has no answer for that day; nothing is guessed.</summary>
    NotCovered,

    /// <summary>The rule does not ask about this person (a citizen of the area, for example).</summary>
    NotApplicable,

    /// <summary>The test weighs facts and degree: what is known is listed, and an adviser decides.</summary>
    ForAdviser,

    /// <summary>The rule decides nothing by itself: it yields numbers for another rule.</summary>
    Computed,
}

/// <summary>How certain a counted day is.</summary>
public enum DayCertainty
{
    /// <summary>Recorded as having happened, on or before the day asked about.</summary>
    Actual,

    /// <summary>Nobody knows where the person was, or a plan whose day has gone by was never confirmed.</summary>
    Unknown,

    /// <summary>Still to come: planned, or a stay under way that goes on.</summary>
    Planned,
}

/// <summary>How a total is held against its limit.</summary>
public enum LimitSense
{
    /// <summary>The limit itself is still allowed; one more is too many (90 days of 90).</summary>
    MostAllowed,

    /// <summary>The limit itself already meets the test (183 days or more).</summary>
    MetAtOrAbove,
}

/// <summary>
/// What a rule says about one person on one day, with everything it used: enough to be shown, stored and explained years later
/// without the program that made it. Round trips through <see cref="FindingJson"/>.
/// </summary>
public sealed record Finding
{
    /// <summary>Id of the rule, for example <c>us/substantial-presence</c>.</summary>
    public required string RuleId { get; init; }

    /// <summary>Hash of the rule file that was used.</summary>
    public required string RuleVersion { get; init; }

    /// <summary>The rule's name as its file gives it.</summary>
    public required string RuleLabel { get; init; }

    /// <summary>ISO 3166 alpha-2 code, or a named area such as <c>schengen</c>.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>What the rule says.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Whether the rule's test is met (the limit passed) on <see cref="AsOf"/>; null when recorded facts do not decide.</summary>
    public bool? TestMet { get; init; }

    /// <summary>One sentence with the outcome, its number and its date.</summary>
    public required Explanation Summary { get; init; }

    /// <summary>The day asked about. Days after it are forecast.</summary>
    public required LocalDate AsOf { get; init; }

    /// <summary>The year tested: <c>2026</c>, <c>2026-27</c>; null for a rolling window.</summary>
    public string? Period { get; init; }

    /// <summary>First day of the year tested or of the window (inclusive).</summary>
    public LocalDate? WindowFrom { get; init; }

    /// <summary>Last day of the year tested or of the window (inclusive).</summary>
    public LocalDate? WindowTo { get; init; }

    /// <summary>The numbers; null when nothing was counted (not covered, not applicable).</summary>
    public DayFigures? Figures { get; init; }

    /// <summary>The totals the figures are made of, by year or by country, in the order they are added.</summary>
    public IReadOnlyList<PartCount> Parts { get; init; } = [];

    /// <summary>
    /// The results by name, as case files name them, in the rule's order: a value of JSON each, null where it is unknown or there is none. Empty for day
    /// rules, whose numbers are in <see cref="Figures"/>.
    /// </summary>
    public IReadOnlyList<FindingResult> Results { get; init; } = [];

    /// <summary>The steps that lead to the answer, in the order in which the rule takes them.</summary>
    public IReadOnlyList<Explanation> Steps { get; init; } = [];

    /// <summary>
    /// Names of the facts that would decide what is undetermined: any one of them with the right value, or, where no single one does, all of them
    /// together. Each is a <see cref="Residence.FactDefinition"/>.
    /// </summary>
    public IReadOnlyList<string> Asks { get; init; } = [];

    /// <summary>The arithmetic, a line each, for mono type: <c>118 + 126/3 + 84/6 = 174 &lt; 183</c>.</summary>
    public IReadOnlyList<string> Formula { get; init; } = [];

    /// <summary>Every day read, in runs of days that are alike, by date.</summary>
    public IReadOnlyList<DayRun> Days { get; init; } = [];

    /// <summary>The values used, each with its source.</summary>
    public IReadOnlyList<ParameterUsed> ParametersUsed { get; init; } = [];

    /// <summary>What is not known and bears on the answer.</summary>
    public IReadOnlyList<Explanation> Unknowns { get; init; } = [];

    /// <summary>What was taken for granted.</summary>
    public IReadOnlyList<Explanation> Assumptions { get; init; } = [];

    /// <summary>The next date on which the answer or its count changes; null if none can be told from what is recorded.</summary>
    public NextChange? NextChange { get; init; }

    /// <summary>Until when the person may stay; null when the rule was not asked (not covered, not applicable).</summary>
    public SafeExit? LatestSafeExit { get; init; }

    /// <summary>When and by what the limit is or will be passed; null if it is not.</summary>
    public Breach? Breach { get; init; }

    /// <summary>Alert steps reached on or before <see cref="AsOf"/>, then the limit itself if it is passed, or a forecast that it will be.</summary>
    public IReadOnlyList<AlertStep> AlertsReached { get; init; } = [];

    /// <summary>Whether the rule file was past its review day on <see cref="AsOf"/>.</summary>
    public bool ReviewDue { get; init; }
}

/// <summary>One result of a residence rule.</summary>
/// <param name="Name">Name of the result: <c>days_counted</c>.</param>
/// <param name="Value">Its value in JSON.</param>
public sealed record FindingResult(string Name, JsonElement Value)
{
    /// <summary>Whether there is a value.</summary>
    [JsonIgnore]
    public bool IsKnown => Value.ValueKind != JsonValueKind.Null;

    /// <summary>Compares the JSON.</summary>
    public bool Equals(FindingResult? other) =>
        other is not null && Name == other.Name && JsonElement.DeepEquals(Value, other.Value);

    public override int GetHashCode() => HashCode.Combine(Name, Value.ValueKind);
}

/// <summary>
/// The numbers of a day rule, in days of the rule (weighted where the rule weighs them). Used, unknown and planned are kept apart and
/// never overlap.
/// </summary>
public sealed record DayFigures
{
    /// <summary>Certain days, up to and including the day asked about.</summary>
    public required Fraction Used { get; init; }

    /// <summary>Days that may or may not count.</summary>
    public required Fraction Unknown { get; init; }

    /// <summary>Days after the day asked about that are planned inside the same period; 0 for a window that ends on that day.</summary>
    public required Fraction Planned { get; init; }

    /// <summary>The limit.</summary>
    public required Fraction Limit { get; init; }

    /// <summary>Whether reaching the limit is still allowed.</summary>
    public required LimitSense Sense { get; init; }

    /// <summary>
    /// Days that could still be spent without passing the limit, on recorded facts, if every unknown day counts. 0 or more. Plans are
    /// not taken off.
    /// </summary>
    public required long LeftLow { get; init; }

    /// <summary>The same if no unknown day counts.</summary>
    public required long LeftHigh { get; init; }

    /// <summary>Largest total from the day asked about to the end of the plans, unknown and planned days included.</summary>
    public required Fraction Forecast { get; init; }

    /// <summary>First day on which <see cref="Forecast"/> is reached.</summary>
    public LocalDate? ForecastOn { get; init; }
}

/// <summary>One addend of the figures.</summary>
/// <param name="Label">Name of the part: a year, or an ISO country code.</param>
/// <param name="From">First day (inclusive).</param>
/// <param name="To">Last day (inclusive).</param>
/// <param name="Used">Certain days, unweighted.</param>
/// <param name="Unknown">Unknown days, unweighted.</param>
/// <param name="Planned">Planned days, unweighted.</param>
/// <param name="Weight">What each day counts for.</param>
public sealed record PartCount(string Label, LocalDate From, LocalDate To, int Used, int Unknown, int Planned, Fraction Weight);

/// <summary>Days in a row that were read alike.</summary>
public sealed record DayRun
{
    /// <summary>First day (inclusive).</summary>
    public required LocalDate From { get; init; }

    /// <summary>Last day (inclusive).</summary>
    public required LocalDate To { get; init; }

    /// <summary>ISO code of the country; null where it is unknown.</summary>
    public string? Country { get; init; }

    /// <summary>How certain the days are.</summary>
    public required DayCertainty Certainty { get; init; }

    /// <summary>Whether the days count; a day that is left out says why in <see cref="Reason"/>.</summary>
    public required bool Counted { get; init; }

    /// <summary>What each day counts for; 0 when left out.</summary>
    public Fraction Weight { get; init; }

    /// <summary>Why the days count or are left out.</summary>
    public required Explanation Reason { get; init; }

    /// <summary>The caller's id of the stay that puts the person there; null for unknown days.</summary>
    public string? StayId { get; init; }

    /// <summary>Number of days.</summary>
    public int Length => NodaTime.Period.Between(From, To, PeriodUnits.Days).Days + 1;

    /// <summary>Each date from <see cref="From"/> to <see cref="To"/>.</summary>
    public IEnumerable<LocalDate> Dates()
    {
        for (var day = From; day <= To; day = day.PlusDays(1))
        {
            yield return day;
        }
    }
}

/// <summary>A value a finding or a deadline used.</summary>
/// <param name="Name">Name of the parameter in the rule file.</param>
/// <param name="Value">The value as the file writes it.</param>
/// <param name="Unit">What it is made of.</param>
/// <param name="InForceFrom">First day of that value (inclusive).</param>
/// <param name="Source">What proves it.</param>
/// <param name="Status">Whether it was compared with its source.</param>
public sealed record ParameterUsed(
    string Name,
    string Value,
    ParameterUnit Unit,
    LocalDate InForceFrom,
    Reference Source,
    ValueStatus Status
);

/// <summary>The next date on which the answer or its count changes.</summary>
/// <param name="On">The date if unknown days count.</param>
/// <param name="OnWithoutUnknown">The date if they do not; null when it then does not happen. Equal to <paramref name="On"/> where unknown
/// days make no difference.</param>
/// <param name="What">What changes.</param>
public sealed record NextChange(LocalDate On, LocalDate? OnWithoutUnknown, Explanation What);

/// <summary>How long an unbroken stay may last. Plans up to the entry are counted, plans after it are not.</summary>
/// <param name="Entering">The first day of the stay: the day asked about, or the arrival of the planned stay that passes the limit,
/// or else of the next planned stay.</param>
/// <param name="WithUnknown">Last day on which to leave if every unknown day counts; null when even the first day is too many.</param>
/// <param name="WithoutUnknown">The same if no unknown day counts.</param>
/// <param name="StayId">The caller's id of the planned stay meant; null when the stay is one that begins on the day asked about.</param>
public sealed record SafeExit(LocalDate Entering, LocalDate? WithUnknown, LocalDate? WithoutUnknown, string? StayId);

/// <summary>When a limit is passed.</summary>
/// <param name="On">First day above the limit (or on which the test is met) with unknown days held against the person.</param>
/// <param name="OnWithoutUnknown">The same on recorded facts and plans alone; null when they do not pass the limit.</param>
/// <param name="StayId">The caller's id of the stay under way on <paramref name="On"/>; null when it is an unknown day or the stay has no id.</param>
/// <param name="StayCountry">Country of that stay; null for an unknown day.</param>
/// <param name="StayArrive">Arrival of that stay; null for an unknown day.</param>
public sealed record Breach(LocalDate On, LocalDate? OnWithoutUnknown, string? StayId, string? StayCountry, LocalDate? StayArrive)
{
    /// <summary>The year whose test is met: <c>2027</c>, <c>2026-27</c>; null for a rolling window. It can lie after the year asked about.</summary>
    public string? Period { get; init; }
}

/// <summary>A step of the rule's alert ladder that has been reached.</summary>
/// <param name="Key">Stable name of the step within rule and person: <c>60@2026-05-27</c>, <c>150@2026</c>, <c>limit@2026</c>, <c>forecast@2026-27</c>. The same
/// crossing has the same key however often it is found.</param>
/// <param name="At">The step, in days; null for a forecast breach.</param>
/// <param name="On">The day the step was reached, unknown days held against the person; for a forecast the day it will be passed.</param>
/// <param name="Certain">Whether recorded facts alone reach it.</param>
public sealed record AlertStep(string Key, int? At, LocalDate On, bool Certain);

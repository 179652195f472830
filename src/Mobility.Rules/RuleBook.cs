using Mobility.Rules.Calendars;
using Mobility.Rules.Deadlines;
using Mobility.Rules.Deadlines.Questions;
using Mobility.Rules.Residence;
using Mobility.Rules.SocialSecurity;
using Mobility.Rules.TripChecks;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules;

/// <summary>Everything in a rules folder. Immutable; safe to share between threads.</summary>
public sealed class RuleBook
{
    private readonly Dictionary<string, Rule> _byId;

    private RuleBook(Files.BookReader reader)
    {
        Rules = reader.Rules;
        Problems = reader.Problems;
        Coverage = reader.Coverage;
        Countries = reader.Countries;
        Calendars = reader.Calendars;
        DayRules = Rules.OfType<DayRule>().ToList();
        ResidenceRules = Rules.OfType<ResidenceRule>().ToList();
        DateRules = Rules.OfType<DateRule>().ToList();
        Deadlines = new(Rules.OfType<DeadlineRule>().ToList());
        Agreements = new(Rules);
        _byId = Rules.ToDictionary(rule => rule.Id);
    }

    /// <summary>The closed list of kinds; a file with another kind is refused.</summary>
    public static IReadOnlyList<string> Kinds => Files.BookReader.Kinds;

    /// <summary>Every rule that could be read, by id.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>Every mistake in the folder, by file and line. A book with problems must not be served.</summary>
    public IReadOnlyList<RuleFileProblem> Problems { get; }

    /// <summary>What the book can be asked.</summary>
    public IReadOnlyList<Coverage> Coverage { get; }

    /// <summary>The countries the book knows.</summary>
    public Countries Countries { get; }

    /// <summary>The holiday calendars, and how time limits roll.</summary>
    public HolidayCalendars Calendars { get; }

    /// <summary>The rules that count days, by id.</summary>
    public IReadOnlyList<DayRule> DayRules { get; }

    /// <summary>The rules of residence, those that only compute for others included, by id.</summary>
    public IReadOnlyList<ResidenceRule> ResidenceRules { get; }

    /// <summary>The rules that answer questions about dates with values of their own, by id.</summary>
    public IReadOnlyList<DateRule> DateRules { get; }

    /// <summary>The deadline rules.</summary>
    public DeadlineRules Deadlines { get; }

    /// <summary>The agreements about social security.</summary>
    public Agreements Agreements { get; }

    /// <summary>
    /// Reads every rule, example, country and coverage line under <paramref name="folder"/>. Bad files throw nothing: each mistake is one of
    /// <see cref="Problems"/>, and so is a folder that is missing or cannot be read.
    /// </summary>
    public static RuleBook Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var reader = new Files.BookReader(folder);
        reader.Read();
        return new(reader);
    }

    /// <summary>
    /// How the treaty between two states measures the days of article 15(2)(a), one entry for each wording that is known, the oldest first. A pair that
    /// is not listed has the model's wording, marked as such. Empty where the book has no table of treaties.
    /// </summary>
    /// <param name="home">ISO 3166 alpha-2 code of the state of residence.</param>
    /// <param name="host">ISO 3166 alpha-2 code of the state of work.</param>
    public IReadOnlyList<TreatyClauseInForce> TreatyClauses(string home, string host) => Treaties?.Between(home, host) ?? [];

    /// <summary>The wording in force on a day; null before the first day for which a listed pair is known.</summary>
    /// <param name="home">ISO 3166 alpha-2 code of the state of residence.</param>
    /// <param name="host">ISO 3166 alpha-2 code of the state of work.</param>
    /// <param name="on">The day of work.</param>
    public TreatyClauseInForce? TreatyClauses(string home, string host, LocalDate on) =>
        TreatyClauses(home, host).FirstOrDefault(clause => clause.From <= on && !(clause.To < on));

    /// <summary>The first day of a country's tax year on a day; null where the book does not say.</summary>
    /// <param name="country">ISO 3166 alpha-2 code.</param>
    /// <param name="on">The day.</param>
    public AnnualDate? TaxYearStarts(string country, LocalDate on) => Treaties?.TaxYearStarts(country, on);

    /// <summary>
    /// Checks a trip that nobody has booked: immigration, tax residence, treaty and payroll, social security, posted-worker notice, permanent establishment and day
    /// limits, for each country. What is not known is asked for, and what the book has no rule for is not covered.
    /// </summary>
    /// <param name="question">The trip and its traveller.</param>
    /// <exception cref="ArgumentException">The trip cannot be as it is told; see <see cref="Trip.Problems"/>.</exception>
    public TripAnswer CheckTrip(TripQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return TripChecker.Check(this, question, earlier: null).Answer;
    }

    /// <summary>Checks a changed trip again: only the results whose inputs differ from those of the earlier check, and says how they differ.</summary>
    /// <param name="question">The trip as it is now.</param>
    /// <param name="earlier">What was said before.</param>
    /// <exception cref="ArgumentException">The trip cannot be as it is told; see <see cref="Trip.Problems"/>.</exception>
    public TripRecheck CheckTripAgain(TripQuestion question, TripAnswer earlier)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(earlier);
        return TripChecker.Check(this, question, earlier);
    }

    private TreatyClausesRule? Treaties => Rules.OfType<TreatyClausesRule>().FirstOrDefault();

    /// <summary>The rule with that id, or null.</summary>
    public Rule? Find(string ruleId) => _byId.GetValueOrDefault(ruleId);

    /// <summary>What a day rule says about a record on a day.</summary>
    /// <param name="ruleId">Id of a day rule.</param>
    /// <param name="record">What is recorded about the person.</param>
    /// <param name="asOf">The day asked about; later days are forecast.</param>
    /// <param name="lawOn">The day whose law decides, where it is not the law of the days tested.</param>
    /// <exception cref="ArgumentException">There is no day rule with that id.</exception>
    public Finding Evaluate(string ruleId, TravelRecord record, LocalDate asOf, LocalDate? lawOn = null) =>
        Find(ruleId) is DayRule rule
            ? rule.Evaluate(record, asOf, lawOn)
            : throw new ArgumentException($"There is no day rule '{ruleId}' in the rule book.", nameof(ruleId));

    /// <summary>What every day rule says that is touched by a change.</summary>
    /// <param name="record">What is recorded about the person.</param>
    /// <param name="asOf">The day asked about; later days are forecast.</param>
    /// <param name="touched">Rule ids and ISO country codes, mixed as the caller likes; null for every day rule.</param>
    /// <param name="factsOf">What else is known, by the jurisdiction of the rule; null for nothing.</param>
    public IReadOnlyList<Finding> EvaluateDayRules(
        TravelRecord record,
        LocalDate asOf,
        IEnumerable<string>? touched = null,
        Func<string, FactSet>? factsOf = null
    )
    {
        var names = touched?.ToHashSet();
        return DayRules
            .Where(rule => names is null || names.Any(name => name == rule.Id || rule.Watches(name)))
            .Select(rule =>
                factsOf is not null && rule is IResidenceRule reader
                    ? reader.Find(record, factsOf(rule.Jurisdiction), asOf)
                    : rule.Evaluate(record, asOf)
            )
            .ToList();
    }

    /// <summary>
    /// What every rule of residence says that is touched by a change and can be asked: not those that only compute for another rule
    /// (<see cref="ResidenceRule.IsComputation"/>), and not those that need a fact which nobody has given (<see cref="ResidenceRule.IsAsked"/>).
    /// </summary>
    /// <param name="record">What is recorded about the person.</param>
    /// <param name="facts">What else is known.</param>
    /// <param name="asOf">The day asked about; later days are forecast.</param>
    /// <param name="touched">Rule ids and ISO country codes, mixed as the caller likes; null for every rule.</param>
    public IReadOnlyList<Finding> EvaluateResidence(
        TravelRecord record,
        FactSet facts,
        LocalDate asOf,
        IEnumerable<string>? touched = null
    )
    {
        var names = touched?.ToHashSet();
        return ResidenceRules
            .Where(rule => rule.IsAsked(facts) && (names is null || names.Contains(rule.Id) || names.Contains(rule.Jurisdiction)))
            .Select(rule => rule.Find(record, facts, asOf))
            .ToList();
    }
}

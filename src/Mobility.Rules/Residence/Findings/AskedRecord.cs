using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.Residence.Findings;

/// <summary>
/// One rule asked about one record on different days. Up to the day asked about only recorded facts count; later days are asked with the plans. Days
/// nobody can place, and plans that nobody confirmed, are held to be days of presence or not, as the caller says. Every answer is the rule's own.
/// </summary>
internal sealed class AskedRecord
{
    private readonly ResidenceRule _rule;
    private readonly List<Stay> _recorded;
    private readonly List<Stay> _withPlans;
    private readonly HeldDays? _held;
    private readonly Dictionary<(LocalDate On, bool WithUnknown), ResidenceAnswer?> _answers = [];
    private readonly Dictionary<(LocalDate On, bool WithUnknown), DaySet> _counted = [];

    public AskedRecord(ResidenceRule rule, TravelRecord record, FactSet declared, LocalDate asOf)
    {
        _rule = rule;
        Record = record;
        AsOf = asOf;
        Facts = rule.Complete(OfRecord(record).With(declared));
        Place = rule.PlaceOf(Facts);
        Facts = WorkedDays.Add(Facts, record, Place, asOf);
        if (record.Stays.FirstOrDefault(stay => stay.Depart < stay.Arrive) is { } wrong)
        {
            throw new ArgumentException(
                $"A stay in {wrong.Country} ends on {wrong.Depart}, before it begins on {wrong.Arrive}.",
                nameof(record)
            );
        }

        if (record.UnknownSpans.FirstOrDefault(span => span.To < span.From) is { } backward)
        {
            throw new ArgumentException(
                $"Unknown days end on {backward.To}, before they begin on {backward.From}.",
                nameof(record)
            );
        }

        var read = record.Stays.Where(stay => rule.ReadsStaysIn(stay.Country, Place)).ToList();
        _recorded = read.Where(stay => !stay.Planned && stay.Arrive <= asOf).ToList();
        _withPlans =
        [
            .. _recorded,
            .. read.Where(stay => stay.Arrive > asOf),
            .. read.Where(stay => stay.Planned && stay.Arrive <= asOf && !(stay.Depart <= asOf))
                .Select(stay => stay with { Arrive = asOf.PlusDays(1) }),
        ];
        _held = FindHeld();
        Year = rule.AsksAbout == QuestionAbout.Year ? rule.YearAt(asOf, Facts) : null;
        LastPlanned = FindLastPlanned();
        CountsStays = Place is not null && rule.CountedDays(QuestionOn(asOf, withUnknown: false)) is not null;
    }

    public TravelRecord Record { get; }

    public LocalDate AsOf { get; }

    /// <summary>What is declared and what the record says.</summary>
    public FactSet Facts { get; private set; }

    /// <summary>The country whose days count; null when the rule counts none, or it is not said which.</summary>
    public string? Place { get; }

    /// <summary>The year that contains the day asked about; null for a rule that is not asked about a year.</summary>
    public NamedYear? Year { get; }

    /// <summary>Whether some days may or may not count.</summary>
    public bool HasUnknown => _held is not null;

    /// <summary>Last day on which plans or a stay under way put the person into the country; the day asked about when none do.</summary>
    public LocalDate LastPlanned { get; }

    /// <summary>Whether the rule counts stays at all.</summary>
    public bool CountsStays { get; }

    /// <summary>What the rule answers on a day; null when the book has no answer for that day.</summary>
    public ResidenceAnswer? Answer(LocalDate on, bool withUnknown)
    {
        withUnknown &= HasUnknown;
        if (!_answers.TryGetValue((on, withUnknown), out var answer))
        {
            answer = Ask(QuestionOn(on, withUnknown));
            _answers.Add((on, withUnknown), answer);
        }

        return answer;
    }

    /// <summary>What the rule answers when one unbroken stay takes the place of the plans from a day on.</summary>
    public ResidenceAnswer? AnswerIfStaying(LocalDate from, LocalDate? until, LocalDate on, bool withUnknown)
    {
        var stays = _withPlans.Where(stay => stay.Arrive < from || (!stay.Planned && stay.Arrive <= AsOf)).ToList();
        var goesOn = stays.FindIndex(stay => stay.Country == Place && !(stay.Depart < from));
        for (var i = goesOn; i >= 0 && i < stays.Count; i++)
        {
            // The stay under way is the one that lasts: no new one begins on its last day.
            stays[i] = stays[i].Country == Place && !(stays[i].Depart < from) ? stays[i] with { Depart = until } : stays[i];
        }

        if (goesOn < 0)
        {
            stays.Add(
                new()
                {
                    Country = Place!,
                    Arrive = from,
                    Depart = until,
                }
            );
        }

        return Ask(QuestionOn(on, withUnknown && HasUnknown) with { Stays = stays });
    }

    /// <summary>Whether the rule's test is met on a day; null when that is undetermined.</summary>
    public bool? Verdict(LocalDate on, bool withUnknown) => VerdictOf(Answer(on, withUnknown), on);

    /// <summary>The same when a fact has another value than the one that is known.</summary>
    public bool? VerdictIf(Fact fact, object? value, bool withUnknown) => VerdictIf([(fact, value)], withUnknown);

    /// <summary>The same for several facts.</summary>
    public bool? VerdictIf(IEnumerable<(Fact Fact, object? Value)> facts, bool withUnknown)
    {
        var question = QuestionOn(AsOf, withUnknown && HasUnknown);
        foreach (var (fact, value) in facts)
        {
            question = question with { Facts = question.Facts.With(fact, value) };
        }

        return VerdictOf(Ask(question), AsOf);
    }

    /// <summary>The facts that the rule asks for on the day asked about.</summary>
    public HashSet<Fact> FactsRead()
    {
        var reads = new HashSet<Fact>();
        var question = QuestionOn(AsOf, withUnknown: false);
        Ask(question with { Facts = question.Facts.NotingReads(reads) });
        return reads;
    }

    /// <summary>The days that count up to a day, as the rule counts them.</summary>
    public DaySet Counted(LocalDate on, bool withUnknown)
    {
        withUnknown &= HasUnknown;
        if (!_counted.TryGetValue((on, withUnknown), out var days))
        {
            days = CountsStays ? _rule.CountedDays(QuestionOn(on, withUnknown)) ?? DaySet.Empty : DaySet.Empty;
            _counted.Add((on, withUnknown), days);
        }

        return days;
    }

    /// <summary>The question of a day.</summary>
    public ResidenceQuestion QuestionOn(LocalDate on, bool withUnknown) =>
        new()
        {
            AsOf = on > AsOf ? on : AsOf,
            On = on,
            Year = _rule.AsksAbout == QuestionAbout.Year ? _rule.YearAt(on, Facts).Label : null,
            Stays = on > AsOf ? _withPlans : _recorded,
            Facts = Facts,
            Held = withUnknown ? _held : null,
        };

    /// <summary>Whether an answer of a day says that the test is met; null when that is undetermined.</summary>
    public bool? VerdictOf(ResidenceAnswer? answer, LocalDate on) =>
        answer is null
            ? null
            : _rule.KindSpec.Verdict.Read(answer, _rule.AsksAbout == QuestionAbout.Year ? _rule.YearAt(on, Facts).Label : null);

    private ResidenceAnswer? Ask(ResidenceQuestion question)
    {
        try
        {
            return _rule.Answer(question);
        }
        catch (QuestionException) when (question.On != AsOf)
        {
            // Beyond the days that the book covers nothing is known; of the day asked about the finding says why.
            return null;
        }
    }

    /// <summary>What the record itself says.</summary>
    public static FactSet OfRecord(TravelRecord record)
    {
        var facts = FactSet.None;
        if (record.Citizenships is { } citizenships)
        {
            facts = facts.With(Residence.Facts.Citizenships, citizenships);
        }

        if (record.HomeCountry is { } home)
        {
            facts = facts.With(Residence.Facts.HomeCountry, home);
        }

        return record.ResidencePermits.Count == 0
            ? facts
            : facts.With(
                Residence.Facts.ResidencePermits,
                record.ResidencePermits.Select(permit => new CountrySpan(permit.From, permit.To, permit.Country)).ToList()
            );
    }

    private HeldDays? FindHeld()
    {
        if (Place is null)
        {
            return null;
        }

        var today = DaySet.Number(AsOf);
        var unknown = new List<Run>();
        foreach (var span in Record.UnknownSpans)
        {
            if (span.From <= AsOf)
            {
                unknown.Add(new(DaySet.Number(span.From), span.To < AsOf ? DaySet.Number(span.To) : today));
            }
        }

        var days = DaySet.Of(unknown);
        var unconfirmed = Record.Stays.Where(stay => stay.Planned && stay.Arrive <= AsOf && stay.Country == Place).ToList();
        if (
            unconfirmed.Count > 0
            && _rule.CountedDays(QuestionOn(AsOf, withUnknown: false) with { Stays = unconfirmed }) is { } planned
        )
        {
            days = days.With(planned);
        }

        return days.Count == 0 ? null : new(Place, days);
    }

    private LocalDate FindLastPlanned()
    {
        var last = AsOf;
        foreach (var stay in _withPlans.Where(stay => stay.Country == Place))
        {
            var to = stay.Depart ?? (Year?.Year.To ?? AsOf).PlusYears(1);
            last = to > last ? to : last;
        }

        return last;
    }
}

using System.Collections.Frozen;
using Mobility.Rules.Residence;
using NodaTime;

namespace Mobility.Rules.Trips;

/// <summary>
/// At most so many days of presence in every window of so many days that ends on a day of stay: kind <c>rolling-window</c>. Limit and
/// window are those in force on the last day of the window.
/// </summary>
public sealed class RollingWindowRule : DayRule, IResidenceRule
{
    private readonly FrozenDictionary<string, LocalDate> _since;

    internal RollingWindowRule(
        RuleHead head,
        DayRuleSettings settings,
        Parameter allowedDays,
        Parameter windowDays,
        IReadOnlyList<Membership> members
    )
        : base(head, settings)
    {
        AllowedDays = allowedDays;
        WindowDays = windowDays;
        Members = members;
        _since = members.ToFrozenDictionary(member => member.Country, member => member.From);
    }

    /// <summary>Most days allowed in a window.</summary>
    public Parameter AllowedDays { get; }

    /// <summary>Length of the window in days; its last day is the day tested.</summary>
    public Parameter WindowDays { get; }

    /// <summary>The countries of the area, each counting from its own day.</summary>
    public IReadOnlyList<Membership> Members { get; }

    /// <inheritdoc/>
    public override Finding Evaluate(TravelRecord record, LocalDate asOf, LocalDate? lawOn = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        var values = new ValuesUsed(lawOn);
        var limit = values.Use(AllowedDays, asOf);
        var window = values.Use(WindowDays, asOf);
        if (DayFindings.NotAsked(this, asOf, lawOn, limit, window) is { } notAsked)
        {
            return notAsked;
        }

        return FreeCitizenship(record, lawOn ?? asOf) is { } free
            ? DayFindings.NotForCitizens(this, asOf, free, values)
            : new RollingWindowCount(this, record, asOf, values).Finding();
    }

    /// <inheritdoc/>
    public ResidenceAnswer Answer(ResidenceQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return new RollingWindowAnswer(this, question).Answer();
    }

    /// <inheritdoc/>
    public QuestionAbout AsksAbout => QuestionAbout.Day;

    /// <inheritdoc/>
    public IReadOnlyList<FactDefinition> Reads { get; } = [Facts.ResidencePermits.Definition];

    /// <inheritdoc/>
    public Finding Find(TravelRecord record, FactSet facts, LocalDate asOf)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(facts);
        return Evaluate(Read(record, facts), asOf);
    }

    /// <summary>The record with the permits that the facts name, where they name any.</summary>
    internal static TravelRecord Read(TravelRecord record, FactSet facts) =>
        facts.Has(Facts.ResidencePermits)
            ? record with
            {
                ResidencePermits = facts
                    .Get(Facts.ResidencePermits)
                    .Select(permit => new ResidencePermit(permit.Country, permit.From, permit.To))
                    .ToList(),
            }
            : record;

    internal override LocalDate? CountsSince(string country) => _since.TryGetValue(country, out var since) ? since : null;

    /// <summary>The membership that puts a counted country into the area.</summary>
    internal Membership MemberFor(string country) => Members.First(member => member.Country == country);
}

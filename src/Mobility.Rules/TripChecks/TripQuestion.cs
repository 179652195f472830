using Mobility.Rules.Residence;
using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Rules.TripChecks;

/// <summary>A trip, and what is known of the traveller. What is null is unknown, is asked for, and is never guessed.</summary>
public sealed record TripQuestion
{
    /// <summary>The trip.</summary>
    public required Trip Trip { get; init; }

    /// <summary>The day on which the question is asked. Later days are forecast.</summary>
    public required LocalDate AsOf { get; init; }

    /// <summary>
    /// Where the traveller was and plans to be, without this trip; with citizenships, permits and the home country, which is taken for the state of residence.
    /// </summary>
    public TravelRecord Record { get; init; } = TravelRecord.Empty;

    /// <summary>ISO 3166 alpha-2 code of the country in which the employer is established; null when unknown.</summary>
    public string? EmployerCountry { get; init; }

    /// <summary>ISO 3166 alpha-2 code of the state whose social security covers the traveller; null when nobody said: then it is taken to be the home country, and the answer says so.</summary>
    public string? InsuredIn { get; init; }

    /// <summary>What else is declared about the traveller, by jurisdiction (ISO 3166 alpha-2, or <c>treaty</c>).</summary>
    public IReadOnlyDictionary<string, FactSet> Facts { get; init; } = new Dictionary<string, FactSet>();

    internal FactSet FactsOf(string jurisdiction) => Facts.GetValueOrDefault(jurisdiction) ?? FactSet.None;
}

/// <summary>All stays of a trip in one country, and what the rules ask of them.</summary>
internal sealed record Destination(TripQuestion Question, string Country, IReadOnlyList<TripLeg> Legs)
{
    public Trip Trip => Question.Trip;

    public TravelRecord Record => Question.Record;

    public string? Home => Record.HomeCountry;

    public string? Employer => Question.EmployerCountry;

    /// <summary>The state whose social security covers the traveller, said or taken.</summary>
    public string? Insured => Question.InsuredIn ?? Home;

    public LocalDate From => Legs.Min(leg => leg.From);

    public LocalDate To => Legs.Max(leg => leg.To);

    /// <summary>The days there, each once.</summary>
    public DaySet Dates => DaySet.Of(Legs.Select(leg => new Run(DaySet.Number(leg.From), DaySet.Number(leg.To))));

    /// <summary>What is done there, in all stays; days are null where any of them was not said.</summary>
    public IReadOnlyList<TripActivity> Activities =>
        Legs.SelectMany(leg => leg.Activities)
            .GroupBy(activity => activity.Kind)
            .Select(same => new TripActivity(same.Key, same.Any(one => one.Days is null) ? null : same.Sum(one => one.Days)))
            .OrderBy(activity => activity.Kind)
            .ToList();

    /// <summary>Whether every stay there says what is done.</summary>
    public bool ActivitiesAreSaid => Legs.All(leg => leg.Activities.Count > 0);

    public bool OnlyAttends => ActivitiesAreSaid && Activities.All(activity => TripWords.IsAttending(activity.Kind));

    /// <summary>
    /// Days of work of some kinds: at least the longest of them, at most all of them together, and never more than the days there. The upper end is that of
    /// the stay where somebody did not say.
    /// </summary>
    public (int Least, int Most) WorkDays(Func<TripActivityKind, bool> kinds)
    {
        var (least, most) = (0, 0);
        foreach (var leg in Legs)
        {
            var done = leg.Activities.Where(activity => kinds(activity.Kind)).ToList();
            least += done.Select(activity => activity.Days ?? 1).DefaultIfEmpty().Max();
            most += Math.Min(leg.Days, leg.Activities.Count == 0 ? leg.Days : done.Sum(activity => activity.Days ?? leg.Days));
        }

        return (Math.Min(least, Dates.Count), Math.Min(most, Dates.Count));
    }

    /// <summary>The papers of a kind for a country.</summary>
    public IEnumerable<TripDocument> Papers(TripDocumentKind kind, string? country) =>
        Trip.Documents.Where(paper =>
            paper.Kind == kind && (paper.Country == country || paper.Country == TripDocument.AnyCountry)
        );

    /// <summary>The record with every stay of the whole trip as a plan, and with the permits among the papers.</summary>
    public TravelRecord RecordWithTrip =>
        Record with
        {
            Stays =
            [
                .. Record.Stays,
                .. Trip.Legs.Select(
                    (leg, index) =>
                        new Stay
                        {
                            Country = leg.Country,
                            Arrive = leg.From,
                            Depart = leg.To,
                            Planned = true,
                            Purpose = StayPurpose.Work,
                            Id = LegId(index),
                        }
                ),
            ],
            ResidencePermits =
            [
                .. Record.ResidencePermits,
                .. Trip
                    .Documents.Where(paper => paper.Kind == TripDocumentKind.ResidencePermit)
                    .Select(paper => new ResidencePermit(paper.Country, paper.From, paper.To)),
            ],
        };

    /// <summary>Id of a stay of the trip in the record and in findings.</summary>
    public static string LegId(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"trip-{index}");
}

using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Casework.Trips.Ledger;

/// <summary>A stretch of days that one trip or one declared day places in a country, after precedence is settled.</summary>
internal sealed record LedgerPiece(Stay Stay, Trip? Trip, DayDeclaration? Declaration);

/// <summary>
/// One person's whereabouts, worked out of trips and declared days. What is said of a single day goes before what a stay says of it, on that day
/// alone: before and after it the stay goes on. Only a stay with a stamp keeps its days; where somebody said otherwise both count, and the day
/// says so. A plan never goes before a fact, and a declared day is a fact. The travel record that the rules read and the days that people see
/// come out of the same pieces.
/// </summary>
public sealed class TravelLedger
{
    private readonly List<Trip> trips;
    private readonly List<LedgerPiece> pieces = [];
    private readonly List<(UnknownSpan Span, DayDeclaration? Declaration, Trip? Trip)> unknown = [];
    private readonly Dictionary<LocalDate, DayDeclaration> declared;

    private TravelLedger(List<Trip> trips, Dictionary<LocalDate, DayDeclaration> declared)
    {
        this.trips = trips;
        this.declared = declared;
    }

    /// <summary>The trips it is made of, by arrival.</summary>
    public IReadOnlyList<Trip> Trips => trips;

    /// <summary>The stays, by arrival. Declared days that follow each other, or continue a trip, are one stay.</summary>
    public IReadOnlyList<Stay> Stays { get; private set; } = [];

    /// <summary>Days of which it is known that the place is not.</summary>
    public IReadOnlyList<UnknownSpan> UnknownSpans => [.. unknown.Select(u => u.Span)];

    /// <summary>What was done on which day in which country, as far as somebody said.</summary>
    public IReadOnlyList<ActivityDay> Activities =>
        [
            .. declared
                .Values.OrderBy(d => d.Day)
                .Where(d => d.Activity is not null)
                .SelectMany(d => d.Shares.Select(s => new ActivityDay(d.Day, s.Country, d.Activity!.Value))),
        ];

    /// <summary>Stays without an end, not planned, in the order of arrival.</summary>
    public IEnumerable<Trip> OpenStays =>
        trips.Where(t =>
            t is { Depart: null, Country: not null, Status: TripStatus.Actual }
            && pieces.Any(p => p.Trip == t && p.Stay.Depart is null)
        );

    /// <summary>Makes the ledger of what stands: no removed row may be among it.</summary>
    /// <param name="trips">The person's trips, in any order.</param>
    /// <param name="declarations">The person's declared days; of several for one day the one said last counts.</param>
    public static TravelLedger Of(IEnumerable<Trip> trips, IEnumerable<DayDeclaration> declarations)
    {
        var days = new Dictionary<LocalDate, DayDeclaration>();
        foreach (var declaration in declarations.OrderBy(d => d.RecordedAt))
        {
            days[declaration.Day] = declaration;
        }
        var ledger = new TravelLedger([.. trips.OrderBy(t => t.Arrive)], days);
        ledger.Read();
        if (days.Count > 0)
        {
            ledger.LayDeclaredDays();
        }
        ledger.Stays = days.Count == 0 ? [.. ledger.pieces.Select(p => p.Stay)] : Joined(ledger.pieces);
        return ledger;
    }

    /// <summary>Every day from one date to another, both included, with all that is known about it.</summary>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day.</param>
    /// <param name="asOf">The person's today: later days are plans.</param>
    public IReadOnlyList<LedgerDay> Days(LocalDate from, LocalDate to, LocalDate asOf) =>
        new LedgerDays(pieces, unknown, trips, declared, asOf).Between(from, to);

    /// <summary>The last day on which somebody said that the person is in the country of a stay: when it was recorded, or a declared day there.</summary>
    public LocalDate LastSaid(Trip stay) => LastSaid(stay, declared);

    internal static LocalDate LastSaid(Trip stay, IReadOnlyDictionary<LocalDate, DayDeclaration> declared)
    {
        var recorded = LocalDate.Max(stay.RecordedAt.InUtc().Date, stay.Arrive);
        return declared.Values.Where(d => d.Shares.Any(s => s.Country == stay.Country)).Select(d => d.Day).Append(recorded).Max();
    }

    private void Read()
    {
        foreach (var trip in trips)
        {
            if (trip.Country is null)
            {
                unknown.Add((new UnknownSpan(trip.Arrive, trip.Depart ?? LocalDate.MaxIsoValue), null, trip));
            }
            else
            {
                pieces.Add(new LedgerPiece(StayOf(trip), trip, null));
            }
        }
        CloseWhatMustHaveEnded();
    }

    private static Stay StayOf(Trip trip) =>
        new()
        {
            Id = trip.Id.ToString("n"),
            Country = trip.Country!,
            Arrive = trip.Arrive,
            Depart = trip.Depart,
            Planned = trip.Status == TripStatus.Planned,
            Purpose = PurposeOf(trip.Purpose),
        };

    // A purpose is free text. Only where it is exactly a word of the rules does it mean anything to them.
    internal static StayPurpose PurposeOf(string? text) =>
        text is not null && text.All(char.IsAsciiLetter) && Enum.TryParse<StayPurpose>(text, ignoreCase: true, out var purpose)
            ? purpose
            : StayPurpose.Unstated;

    /// <summary>
    /// Somebody who is "still there" and was elsewhere later has left, on a day nobody wrote down. The stay is then certain on its first day
    /// alone, and every later day on which no other stay places the person is unknown: until a later stay that itself still lasts, or else
    /// to this day. To take the person for back again, or for gone for good, would be a guess.
    /// </summary>
    private void CloseWhatMustHaveEnded()
    {
        var facts = pieces.Where(p => !p.Stay.Planned).Select(p => p.Stay).ToList();
        for (var i = 0; i < pieces.Count; i++)
        {
            var stay = pieces[i].Stay;
            if (stay.Planned || stay.Depart is not null)
            {
                continue;
            }
            var later = facts.Where(s => s.Arrive > stay.Arrive && s.Country != stay.Country).ToList();
            if (later.Count == 0)
            {
                continue;
            }
            var until = later.Find(s => s.Depart is null)?.Arrive ?? LocalDate.MaxIsoValue;
            pieces[i] = pieces[i] with { Stay = stay with { Depart = stay.Arrive } };
            foreach (var span in DaysNobodyPlaced(stay.Arrive, until, facts.Where(s => s.Depart is not null)))
            {
                unknown.Add((span, null, pieces[i].Trip));
            }
        }
    }

    /// <summary>The days from one date to another, both included, that lie inside no stay. On its first and last day a stay shares the day.</summary>
    private static IEnumerable<UnknownSpan> DaysNobodyPlaced(LocalDate from, LocalDate to, IEnumerable<Stay> stays)
    {
        foreach (var stay in stays.Where(s => s.Depart > from && s.Arrive < to))
        {
            if (stay.Arrive >= from)
            {
                yield return new UnknownSpan(from, stay.Arrive);
            }
            from = LocalDate.Max(from, stay.Depart!.Value);
        }
        if (from <= to)
        {
            yield return new UnknownSpan(from, to);
        }
    }

    private void LayDeclaredDays()
    {
        var days = declared.Keys.Order().ToList();
        var cut = pieces.SelectMany(p => Around(p, days)).ToList();
        pieces.Clear();
        pieces.AddRange(cut);
        var spans = unknown
            .SelectMany(u =>
                Around(u.Span.From, u.Span.To, days, _ => true)
                    .Select(s => (new UnknownSpan(s.From, s.To!.Value), u.Declaration, u.Trip))
            )
            .ToList();
        unknown.Clear();
        unknown.AddRange(spans);
        var nights = new Dictionary<LocalDate, List<string>>();
        foreach (var stay in cut.Where(p => p.Stay is { Planned: false, ToMidnight: true, Depart: not null }).Select(p => p.Stay))
        {
            Night(stay.Depart!.Value, stay.Country);
        }
        foreach (var day in days)
        {
            Lay(declared[day], nights.GetValueOrDefault(day.PlusDays(-1)));
            if (declared[day].Shares is [.., var last])
            {
                Night(day, last.Country);
            }
        }

        void Night(LocalDate day, string country)
        {
            if (!nights.TryGetValue(day, out var countries))
            {
                nights[day] = countries = [];
            }
            countries.Add(country);
        }
    }

    /// <summary>Adds one declared day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="nightBefore">Where the person was when it began, as far as is known.</param>
    private void Lay(DayDeclaration day, List<string>? nightBefore)
    {
        var shares = day.Shares;
        if (shares.Count == 0)
        {
            unknown.Add((new UnknownSpan(day.Day, day.Day), day, null));
            return;
        }
        for (var i = 0; i < shares.Count; i++)
        {
            var country = shares[i].Country;
            var (first, last) = (i == 0, i == shares.Count - 1);
            var beganThere = nightBefore?.Contains(country) == true;
            Add(country, first && (last || beganThere), last);
            if (last && !first && beganThere)
            {
                // Out and back on one day: the stay before it ends with the day's beginning, and another begins.
                Add(country, true, false);
            }
        }

        void Add(string country, bool fromMidnight, bool toMidnight) =>
            pieces.Add(
                new LedgerPiece(
                    new Stay
                    {
                        Country = country,
                        Arrive = day.Day,
                        Depart = day.Day,
                        FromMidnight = fromMidnight,
                        ToMidnight = toMidnight,
                        Purpose = day.Activity == DayActivity.Transit ? StayPurpose.Transit : StayPurpose.Unstated,
                    },
                    null,
                    day
                )
            );
    }

    /// <summary>What is left of a trip beside the declared days. A stamp stands against a day that says another country.</summary>
    private IEnumerable<LedgerPiece> Around(LedgerPiece piece, List<LocalDate> days)
    {
        var stay = piece.Stay;
        var stamped = piece.Trip is { Evidence: TripEvidence.Stamped } && !stay.Planned;
        foreach (
            var (from, to) in Around(
                stay.Arrive,
                stay.Depart,
                days,
                day => !stamped || declared[day].Shares.Any(s => s.Country == stay.Country)
            )
        )
        {
            yield return from == stay.Arrive && to == stay.Depart
                ? piece
                : piece with
                {
                    Stay = stay with
                    {
                        Arrive = from,
                        Depart = to,
                        FromMidnight = from != stay.Arrive || stay.FromMidnight,
                        ToMidnight = to != stay.Depart || stay.ToMidnight,
                    },
                };
        }
    }

    private static IEnumerable<(LocalDate From, LocalDate? To)> Around(
        LocalDate from,
        LocalDate? to,
        List<LocalDate> days,
        Func<LocalDate, bool> gives
    )
    {
        var at = days.BinarySearch(from);
        for (var i = at < 0 ? ~at : at; i < days.Count && !(days[i] > to); i++)
        {
            if (!gives(days[i]))
            {
                continue;
            }
            if (days[i] > from)
            {
                yield return (from, days[i].PlusDays(-1));
            }
            from = days[i].PlusDays(1);
        }
        if (to is null || from <= to)
        {
            yield return (from, to);
        }
    }

    /// <summary>Joins what follows without a break, so that a trip of which every day was declared is the stay it was.</summary>
    private static IReadOnlyList<Stay> Joined(List<LedgerPiece> pieces)
    {
        var stays = new List<Stay>();
        foreach (
            var place in pieces
                .OrderBy(p => p.Stay.Arrive)
                .ThenBy(p => !p.Stay.FromMidnight)
                .GroupBy(p => (p.Stay.Country, p.Stay.Planned))
        )
        {
            var joined = new List<(Stay Stay, bool HasPurpose)>();
            foreach (var (stay, trip, _) in place)
            {
                // A day that was declared has no purpose of its own, but for passing through.
                var has = trip is not null || stay.Purpose != StayPurpose.Unstated;
                var before = stay.FromMidnight
                    ? joined.FindLastIndex(s =>
                        s.Stay.ToMidnight
                        && s.Stay.Depart?.PlusDays(1) == stay.Arrive
                        && (!has || !s.HasPurpose || s.Stay.Purpose == stay.Purpose)
                    )
                    : -1;
                if (before < 0)
                {
                    joined.Add((stay, has));
                    continue;
                }
                var (first, said) = joined[before];
                joined[before] = (
                    first with
                    {
                        Id = first.Id ?? stay.Id,
                        Depart = stay.Depart,
                        ToMidnight = stay.ToMidnight,
                        Purpose = said ? first.Purpose : stay.Purpose,
                    },
                    said || has
                );
            }
            stays.AddRange(joined.Select(s => s.Stay));
        }
        return [.. stays.OrderBy(s => s.Arrive)];
    }
}

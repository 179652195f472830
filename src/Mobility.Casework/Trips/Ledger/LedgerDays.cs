using Mobility.Rules.Trips;
using NodaTime;

namespace Mobility.Casework.Trips.Ledger;

/// <summary>Lays the pieces of a ledger out day by day.</summary>
internal sealed class LedgerDays(
    IReadOnlyList<LedgerPiece> pieces,
    IReadOnlyList<(UnknownSpan Span, DayDeclaration? Declaration, Trip? Trip)> unknown,
    IReadOnlyList<Trip> trips,
    IReadOnlyDictionary<LocalDate, DayDeclaration> declared,
    LocalDate asOf
)
{
    /// <summary>Said this long after the day, or of a stay of which nobody said so long that it goes on, it is worth less. A norm of the product.</summary>
    private const int StaleAfterDays = 31;

    public IReadOnlyList<LedgerDay> Between(LocalDate from, LocalDate to)
    {
        // A day more on both sides tells a day passed over at the date line.
        var (first, last) = (from.PlusDays(-1), to.PlusDays(1));
        var slots = new Slot[Period.DaysBetween(first, last) + 1];
        foreach (var piece in pieces)
        {
            var end = LocalDate.Min(piece.Stay.Depart ?? last, last);
            for (var day = LocalDate.Max(piece.Stay.Arrive, first); day <= end; day = day.PlusDays(1))
            {
                slots[Period.DaysBetween(first, day)].Add(MarkOf(piece.Stay, day), piece);
            }
        }
        foreach (var (span, _, _) in unknown)
        {
            var end = LocalDate.Min(LocalDate.Min(span.To, last), asOf);
            for (var day = LocalDate.Max(span.From, first); day <= end; day = day.PlusDays(1))
            {
                slots[Period.DaysBetween(first, day)].Add(Mark.Unknown, null);
            }
        }
        var days = slots.Select((slot, i) => DayOf(first.PlusDays(i), slot)).ToList();
        for (var i = 1; i < days.Count - 1; i++)
        {
            if (
                days[i].Knowledge == DayKnowledge.NoRecord
                && days[i - 1].Ended is { } left
                && days[i + 1] is { Knowledge: DayKnowledge.Known, Places: [var reached, ..] }
                && DateLine.LosesADay(left, reached.Country)
            )
            {
                days[i] = days[i] with { Knowledge = DayKnowledge.DateLine };
            }
        }
        return days.GetRange(1, days.Count - 2);
    }

    private Mark MarkOf(Stay stay, LocalDate day) =>
        day > asOf ? (stay.Depart is null ? Mark.GoesOn : Mark.Plan)
        : stay.Planned ? Mark.NotConfirmed
        : (day == stay.Arrive && !stay.FromMidnight) || (day == stay.Depart && !stay.ToMidnight) ? Mark.TravelDay
        : Mark.WholeDay;

    private LedgerDay DayOf(LocalDate date, Slot slot)
    {
        declared.TryGetValue(date, out var declaration);
        var knowledge = slot.Strongest switch
        {
            Mark.WholeDay or Mark.TravelDay => DayKnowledge.Known,
            Mark.Unknown => DayKnowledge.SaidUnknown,
            Mark.NotConfirmed => DayKnowledge.NotConfirmed,
            Mark.Plan or Mark.GoesOn => DayKnowledge.Planned,
            _ => date > asOf ? DayKnowledge.ToCome : DayKnowledge.NoRecord,
        };
        var there = slot.Pieces ?? [];
        if (knowledge is not (DayKnowledge.Known or DayKnowledge.SaidUnknown))
        {
            return new LedgerDay
            {
                Date = date,
                Knowledge = knowledge,
                Places = [.. InOrder(there, date).Select(c => new DayShare(c, null))],
                Trips = [.. there.Select(p => p.Trip).OfType<Trip>().Distinct()],
            };
        }
        if (knowledge == DayKnowledge.SaidUnknown)
        {
            var said = unknown.FirstOrDefault(u => u.Span.From <= date && u.Span.To >= date);
            return new LedgerDay
            {
                Date = date,
                Knowledge = knowledge,
                Declaration = said.Declaration,
                EnteredBy = said.Declaration?.ByName ?? said.Trip?.ByName,
                EnteredAt = said.Declaration?.RecordedAt ?? said.Trip?.RecordedAt,
                Trips = said.Trip is { } trip ? [trip] : [],
            };
        }
        return declaration is { Shares.Count: > 0 }
            ? DeclaredDay(date, declaration, there)
            : DayOfTrips(date, there, slot.Strongest == Mark.WholeDay);
    }

    private LedgerDay DeclaredDay(LocalDate date, DayDeclaration declaration, List<LedgerPiece> there)
    {
        var shares = declaration.Shares;
        var contradicting = there.Find(p => p.Trip is not null && shares.All(s => s.Country != p.Stay.Country))?.Trip;
        // A trip that says the same is evidence too, though the day no longer rests on it.
        var agreeing = trips
            .Where(t =>
                t.Status == TripStatus.Actual && t.Arrive <= date && !(t.Depart < date) && shares.Any(s => s.Country == t.Country)
            )
            .ToList();
        var evidence = agreeing.Select(t => t.Evidence).Append(declaration.Evidence).Max();
        var document = declaration.Document ?? agreeing.Select(t => t.Document).FirstOrDefault(d => d is not null);
        return new LedgerDay
        {
            Date = date,
            Knowledge = DayKnowledge.Known,
            Places = shares is [{ Percent: null } only] ? [only with { Percent = 100 }] : shares,
            Activity = declaration.Activity,
            Evidence = evidence,
            Document = document,
            Confidence =
                contradicting is not null ? DayConfidence.Low
                : evidence == TripEvidence.Stamped || document is not null ? DayConfidence.High
                : evidence > TripEvidence.Declared || IsFresh(declaration.RecordedAt, date) ? DayConfidence.Medium
                : DayConfidence.Low,
            EnteredBy = declaration.ByName,
            EnteredAt = declaration.RecordedAt,
            Declaration = declaration,
            Trips = agreeing,
            ContradictedBy = contradicting?.Country,
        };
    }

    private LedgerDay DayOfTrips(LocalDate date, List<LedgerPiece> there, bool whole)
    {
        var places = InOrder(there, date);
        var on = there.Select(p => p.Trip).OfType<Trip>().Distinct().ToList();
        var strongest = on.MaxBy(t => t.Evidence)!;
        var document = on.Select(t => t.Document).FirstOrDefault(d => d is not null);
        return new LedgerDay
        {
            Date = date,
            Knowledge = DayKnowledge.Known,
            Places = [.. places.Select(c => new DayShare(c, whole && places.Count == 1 ? 100 : null))],
            Activity = on is [var only] ? ActivityOf(only) : null,
            Evidence = strongest.Evidence,
            Document = document,
            Confidence = ConfidenceOf(strongest, document, date),
            EnteredBy = strongest.ByName,
            EnteredAt = strongest.RecordedAt,
            Trips = on,
        };
    }

    /// <summary>The purpose of a trip says what was done on its days only where it leaves no room: a trip for work has weekends.</summary>
    private static DayActivity? ActivityOf(Trip trip) =>
        TravelLedger.PurposeOf(trip.Purpose) switch
        {
            StayPurpose.Private => DayActivity.Personal,
            StayPurpose.Transit => DayActivity.Transit,
            _ => null,
        };

    // Many days ask the same of one stay.
    private readonly Dictionary<Trip, LocalDate> lastSaid = [];

    private LocalDate LastSaid(Trip trip)
    {
        if (!lastSaid.TryGetValue(trip, out var day))
        {
            lastSaid[trip] = day = TravelLedger.LastSaid(trip, declared);
        }
        return day;
    }

    private DayConfidence ConfidenceOf(Trip trip, string? document, LocalDate date)
    {
        if (trip.Depart is null && date > LastSaid(trip).PlusDays(StaleAfterDays))
        {
            return DayConfidence.Low;
        }
        return trip.Evidence == TripEvidence.Stamped || document is not null ? DayConfidence.High
            : trip.Evidence > TripEvidence.Declared || IsFresh(trip.RecordedAt, date) ? DayConfidence.Medium
            : DayConfidence.Low;
    }

    private static bool IsFresh(Instant said, LocalDate date) => said.InUtc().Date <= date.PlusDays(StaleAfterDays);

    /// <summary>The countries of a day in the order in which the person was there: left first, reached or slept in last.</summary>
    private static List<string> InOrder(IEnumerable<LedgerPiece> there, LocalDate date) =>
        [
            .. there
                .Select(p => p.Stay)
                .OrderBy(s =>
                    s.Depart == date && !s.ToMidnight && s.Arrive < date ? 0
                    : s.Arrive == date && s.Depart == date && !s.ToMidnight ? 1
                    : 2
                )
                .ThenBy(s => s.Arrive)
                .Select(s => s.Country)
                .Reverse()
                .Distinct()
                .Reverse(),
        ];

    /// <summary>What puts somebody somewhere on a day, from the weakest to the strongest: the strongest alone counts.</summary>
    private enum Mark
    {
        None,
        GoesOn,
        Plan,
        NotConfirmed,
        TravelDay,

        /// <summary>Stronger than a travel day: where else the person was that day nobody knows.</summary>
        Unknown,
        WholeDay,
    }

    private struct Slot
    {
        public Mark Strongest { get; private set; }

        public List<LedgerPiece>? Pieces { get; private set; }

        public void Add(Mark mark, LedgerPiece? piece)
        {
            if (mark < Strongest && (mark, Strongest) is not (Mark.TravelDay, Mark.WholeDay))
            {
                return;
            }
            if (mark > Strongest)
            {
                // A day begun in one country and spent in another is a split day all the same.
                Pieces = (Strongest, mark) is (Mark.TravelDay, Mark.WholeDay) ? Pieces : null;
                Strongest = mark;
            }
            if (piece is not null)
            {
                (Pieces ??= []).Add(piece);
            }
        }
    }
}

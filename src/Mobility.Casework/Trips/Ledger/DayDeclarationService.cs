using Microsoft.EntityFrameworkCore;
using Mobility.Casework.Assessments;
using Mobility.Casework.Data;
using Mobility.Casework.History;
using Mobility.Casework.People;
using Mobility.Rules;
using Mobility.Rules.Trips;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.Trips.Ledger;

/// <summary>What somebody says about one day.</summary>
public sealed record NewDay
{
    public required LocalDate Day { get; init; }

    /// <summary>The places in the order in which the person was there; empty when nobody knows.</summary>
    public required IReadOnlyList<DayShare> Places { get; init; }

    public DayActivity? Activity { get; init; }

    public TripEvidence Evidence { get; init; }

    public string? Document { get; init; }
}

/// <summary>
/// Keeps what people say about single days. Each save is reviewed in its transaction, as a trip is, and is one row of history with what the
/// days were before and after.
/// </summary>
public sealed class DayDeclarationService(MobilityDbContext db, CaseReview review, Countries countries)
{
    /// <summary>The longest stretch that is said at once: a year and a day.</summary>
    public const int MostDays = 366;

    /// <summary>
    /// Records days of the case's assignee, all or none. A day that is said already as it is now said stays as it is; one said otherwise is
    /// replaced. Gives back how many changed. Throws <see cref="RefusedException"/> for a day after <paramref name="today"/>, an unknown
    /// country, the same place twice, or parts that are more than the day.
    /// </summary>
    public Task<int> DeclareAsync(
        Guid caseId,
        IReadOnlyList<NewDay> days,
        LocalDate today,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(days);
        ArgumentNullException.ThrowIfNull(change);
        foreach (var day in days)
        {
            Check(day, today);
        }
        if (days.Count > MostDays)
        {
            throw new RefusedException(nameof(NewDay.Day), "TooManyDays", MostDays);
        }
        return db.InTransactionAsync(
            async token =>
            {
                var person = await PersonOfAsync(caseId, token);
                await db.HoldLedgerAsync(person, token);
                var said = await SaidAsync(person, [.. days.Select(d => d.Day)], token);
                var fields = new List<FieldChange>();
                foreach (var day in days.DistinctBy(d => d.Day).OrderBy(d => d.Day))
                {
                    var declaration = Row(person, day, change);
                    said.TryGetValue(day.Day, out var before);
                    if (before?.SaysSame(declaration) == true)
                    {
                        continue;
                    }
                    before?.RemovedAt = change.At;
                    db.DayDeclarations.Add(declaration);
                    fields.Add(new FieldChange(Iso(day.Day), before is null ? null : Describe(before), Describe(declaration)));
                }
                await EndAsync(caseId, person, ChangeKind.DaysDeclared, fields, change, token);
                return fields.Count;
            },
            cancellation
        );
    }

    /// <summary>
    /// Takes back what was said about a day: what the trips say of it holds again. Twice changes nothing. Throws <see cref="RefusedException"/> when
    /// it was said otherwise since <paramref name="seen"/>, which stays.
    /// </summary>
    public Task WithdrawAsync(Guid caseId, LocalDate day, Guid seen, ChangeContext change, CancellationToken cancellation) =>
        db.InTransactionAsync(
            async token =>
            {
                var person = await PersonOfAsync(caseId, token);
                await db.HoldLedgerAsync(person, token);
                if (!(await SaidAsync(person, [day], token)).TryGetValue(day, out var said))
                {
                    return;
                }
                if (said.Id != seen)
                {
                    throw new RefusedException(nameof(NewDay.Day), "DayWasChanged", said.ByName);
                }
                said.RemovedAt = change.At;
                var fields = new List<FieldChange> { new(Iso(day), Describe(said), null) };
                await EndAsync(caseId, person, ChangeKind.DaysWithdrawn, fields, change, token);
            },
            cancellation
        );

    private async Task EndAsync(
        Guid caseId,
        Guid person,
        ChangeKind kind,
        List<FieldChange> fields,
        ChangeContext change,
        CancellationToken cancellation
    )
    {
        if (fields.Count == 0)
        {
            return;
        }
        var (first, last) = (fields[0].Field, fields[^1].Field);
        db.AddHistory(change, kind, first == last ? first : $"{first} – {last}", caseId, person, fields);
        await db.SaveChangesAsync(cancellation);
        await review.RefreshAsync(caseId, change, cancellation);
    }

    private async Task<Guid> PersonOfAsync(Guid caseId, CancellationToken cancellation) =>
        await db.Cases.Where(c => c.Id == caseId).Select(c => (Guid?)c.AssigneeId).SingleOrDefaultAsync(cancellation)
        ?? throw new NotHereException();

    private async Task<Dictionary<LocalDate, DayDeclaration>> SaidAsync(
        Guid person,
        List<LocalDate> days,
        CancellationToken cancellation
    )
    {
        if (days.Count == 0)
        {
            return [];
        }
        var (first, last) = (days.Min(), days.Max());
        return (
            await db
                .DayDeclarations.Where(d => d.PersonId == person && d.RemovedAt == null && d.Day >= first && d.Day <= last)
                .ToListAsync(cancellation)
        ).ToDictionary(d => d.Day);
    }

    private void Check(NewDay day, LocalDate today)
    {
        if (day.Day > today)
        {
            throw new RefusedException(nameof(NewDay.Day), "DayToCome", day.Day);
        }
        if (day.Places.FirstOrDefault(p => !countries.IsCode(p.Country)) is { } unknown)
        {
            throw new RefusedException(nameof(NewDay.Places), "UnknownCountry", unknown.Country);
        }
        if (day.Places.Count > DayDeclaration.MostPlaces)
        {
            throw new RefusedException(nameof(NewDay.Places), "TooManyPlaces", DayDeclaration.MostPlaces);
        }
        if (day.Places.DistinctBy(p => p.Country).Count() < day.Places.Count)
        {
            throw new RefusedException(nameof(NewDay.Places), "PlaceTwice", day.Day);
        }
        if (day.Places.Any(p => p.Percent is < 1 or > 100) || day.Places.Sum(p => p.Percent ?? 0) > 100)
        {
            throw new RefusedException(nameof(NewDay.Places), "MoreThanTheDay", day.Day);
        }
    }

    private static DayDeclaration Row(Guid person, NewDay day, ChangeContext change) =>
        new()
        {
            PersonId = person,
            Day = day.Day,
            Shares = day.Places,
            Activity = day.Activity,
            Evidence = day.Evidence,
            Document = string.IsNullOrWhiteSpace(day.Document) ? null : day.Document.Trim(),
            ByAccountId = change.AccountId,
            ByName = change.ByName,
            RecordedAt = change.At,
        };

    private static string Describe(DayDeclaration day) =>
        string.Join(
            "; ",
            new[]
            {
                day.Places.Length == 0 ? "?" : day.Places,
                day.Activity?.ToString(),
                day.Evidence == TripEvidence.Declared ? null : day.Evidence.ToString(),
                day.Document,
            }.Where(part => part is not null)
        );

    private static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);
}

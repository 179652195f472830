using System.Globalization;
using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Casework.Tasks;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Demo;

/// <summary>What a consultant's day is to hold of one case besides its ordinary work.</summary>
[Flags]
internal enum Pressing
{
    None = 0,
    Overdue = 1,
    Today = 2,
    Waiting = 4,
}

/// <summary>Gives a case a handful of tasks: some done, some to come, and what presses.</summary>
internal sealed class DemoTasks(DemoLists lists, Countries countries, LocalDate today)
{
    public void Add(DemoCase made, Pressing pressing)
    {
        var stage = StageOf(made.File);
        var open = Deck(made, t => t.When == stage && t.WaitsFor is null);
        if (pressing.HasFlag(Pressing.Overdue))
        {
            AddOpen(made, open, today.PlusDays(-made.Random.Between(1, 9)));
        }
        if (pressing.HasFlag(Pressing.Today))
        {
            AddOpen(made, open, today);
        }
        if (
            pressing.HasFlag(Pressing.Waiting)
            && Deck(made, t => t.When == stage && t.WaitsFor is not null) is { Count: > 0 } waiting
        )
        {
            AddWaiting(made, waiting.Dequeue());
        }
        for (var more = made.Random.Between(1, 2); more > 0; more--)
        {
            AddOpen(made, open, today.PlusDays(made.Random.Between(1, 45)));
        }
        var past = stage == Stage.Alone ? open : Deck(made, t => t.When < stage && t.WaitsFor is null);
        for (var more = made.Random.Between(2, 4); more > 0 && past.Count > 0; more--)
        {
            AddDone(made, past.Dequeue());
        }
    }

    private Stage StageOf(Case file) =>
        CasePhases.On(file, today) switch
        {
            _ when file.Type
                    is AssignmentType.CrossBorderRemote
                        or AssignmentType.ImmigrationOnly
                        or AssignmentType.BusinessTraveller => Stage.Alone,
            CasePhase.PendingConfirmation => Stage.Request,
            CasePhase.PreDeparture => Stage.Before,
            CasePhase.OnAssignment when file.Start > today.PlusDays(-45) => Stage.Arrival,
            CasePhase.OnAssignment => Stage.During,
            _ => Stage.Return,
        };

    private Queue<TaskText> Deck(DemoCase made, Func<TaskText, bool> where)
    {
        var texts = lists
            .Tasks.Where(where)
            .Where(t => Doer(made, t) is not null && !(t.Abroad && made.File.Type == AssignmentType.DomesticRelocation))
            .ToArray();
        made.Random.Shuffle(texts);
        return new Queue<TaskText>(texts);
    }

    private void AddOpen(DemoCase made, Queue<TaskText> deck, LocalDate due)
    {
        // What presses is the consultant's own; the rest may be an adviser's.
        var text = deck.FirstOrDefault(t => due > today || t.Who == Demo.Doer.Consultant);
        if (text is null)
        {
            return;
        }
        while (deck.Dequeue() != text) { }
        var created = LocalDate.Min(due, today).PlusDays(-made.Random.Between(1, 20));
        made.Tasks.Add(new DemoTask(Row(made, text, due), LocalDate.Max(created, made.File.InitiatedOn), null));
    }

    private void AddWaiting(DemoCase made, TaskText text)
    {
        var since = LocalDate.Max(today.PlusDays(-made.Random.Between(1, 20)), made.File.InitiatedOn);
        var row = Row(made, text, due: null);
        row.WaitingFor = Fill(made, text.WaitsFor!);
        row.WaitingSince = since;
        made.Tasks.Add(new DemoTask(row, since, null));
    }

    private void AddDone(DemoCase made, TaskText text)
    {
        var (from, to) = Span(made.File, text.When);
        var last = LocalDate.Min(to, today.PlusDays(-1));
        var created = from.PlusDays(made.Random.Below(Math.Max(1, Period.DaysBetween(from, last))));
        var due = created.PlusDays(made.Random.Between(2, 20));
        var done = LocalDate.Min(due.PlusDays(made.Random.Between(-2, 2)), today.PlusDays(-1));
        var row = Row(made, text, due);
        row.State = made.Random.Chance(6) ? CaseTaskState.Dropped : CaseTaskState.Done;
        made.Tasks.Add(new DemoTask(row, LocalDate.Min(created, done), done));
    }

    private static (LocalDate From, LocalDate To) Span(Case file, Stage stage) =>
        stage switch
        {
            Stage.Before when file.ConfirmedOn is { } confirmed => (confirmed, file.Start),
            Stage.Arrival => (file.Start, file.Start.PlusDays(30)),
            Stage.During => (file.Start.PlusDays(30), file.End ?? file.Start.PlusDays(360)),
            _ => (file.InitiatedOn, file.ConfirmedOn ?? file.Start),
        };

    private CaseTask Row(DemoCase made, TaskText text, LocalDate? due) =>
        new()
        {
            Id = made.Random.NextId(),
            CaseId = made.File.Id,
            What = Fill(made, text.What),
            Why = text.Why is null ? null : Fill(made, text.Why),
            DueOn = due,
            AssignedToId = Doer(made, text)!.Id,
        };

    private static Account? Doer(DemoCase made, TaskText text) =>
        text.Who switch
        {
            Demo.Doer.Tax => made.Engaged.Find(a => a.Kind == PersonKind.TaxAdviser),
            Demo.Doer.Immigration => made.Engaged.Find(a => a.Kind == PersonKind.ImmigrationAdviser),
            // A text that names somebody nobody engaged is no task of this case.
            _ when Names(text, "{tax}") && made.Engaged.TrueForAll(a => a.Kind != PersonKind.TaxAdviser) => null,
            _ when Names(text, "{supplier}") && made.Engaged.TrueForAll(a => a.Kind != PersonKind.Supplier) => null,
            _ => made.Consultant,
        };

    private static bool Names(TaskText text, string whom) => text.WaitsFor?.Contains(whom, StringComparison.Ordinal) == true;

    private string Fill(DemoCase made, string text)
    {
        var file = made.File;
        return text.Replace("{name}", made.Assignee.CalledName ?? made.Assignee.FullName, StringComparison.Ordinal)
            .Replace("{home-city}", file.HomeCity, StringComparison.Ordinal)
            .Replace("{host-city}", file.HostCity, StringComparison.Ordinal)
            .Replace("{home-country}", countries.NameOf(file.HomeCountry, CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{host-country}", countries.NameOf(file.HostCountry, CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{client}", made.Client.Row.Name, StringComparison.Ordinal)
            .Replace("{host-entity}", HostName(made), StringComparison.Ordinal)
            .Replace("{tax}", NameOf(made, PersonKind.TaxAdviser), StringComparison.Ordinal)
            .Replace("{supplier}", NameOf(made, PersonKind.Supplier), StringComparison.Ordinal);
    }

    private static string HostName(DemoCase made) =>
        made.File.HostParty ?? made.Client.Entities.Single(e => e.Id == made.File.HostEntityId).Name;

    private static string? NameOf(DemoCase made, PersonKind kind) => made.Engaged.Find(a => a.Kind == kind)?.DisplayName;
}

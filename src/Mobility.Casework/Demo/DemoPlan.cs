using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.People;
using Mobility.Rules;
using NodaTime;

namespace Mobility.Casework.Demo;

/// <summary>Thinks up the whole programme. Nothing here reads a clock or a database: the same options give the same rows.</summary>
internal sealed class DemoPlan
{
    // Streams of chance: the organisation has 0, then the cast, then the cases by chance.
    private const int CastStream = 1;
    private const int CaseStream = 1000;

    /// <summary>Of a hundred cases that ended, so many were cancelled; among the first ones, as many as there are of the active ones.</summary>
    private const int CancelledPercent = 7;

    private readonly DemoOptions options;
    private readonly DemoLists lists = DemoLists.Read();
    private readonly DemoOrganisation organisation;
    private readonly DemoPeople people;
    private readonly CaseMaker maker;
    private readonly DemoTravel travel;
    private readonly DemoTasks tasks;
    private readonly CastReader cast;

    private DemoPlan(DemoOptions options, Countries countries)
    {
        this.options = options;
        var random = Stream(0);
        organisation = new DemoOrganisation(lists, countries, random);
        people = new DemoPeople(lists, countries, options.Today);
        foreach (var account in organisation.Accounts)
        {
            people.Reserve(account.DisplayName, account.Email);
        }
        maker = new CaseMaker(lists, organisation, people, countries, random, options.Today);
        travel = new DemoTravel(options.Today);
        tasks = new DemoTasks(lists, countries, options.Today);
        cast = new CastReader(lists, organisation, people, countries, options.Today);
    }

    public static DemoRows Make(DemoOptions options, Countries countries)
    {
        var plan = new DemoPlan(options, countries);
        var cases = plan.Cases().ToList();
        var rows = new DemoRows();
        rows.NumberSeries.AddRange(Number(cases));
        rows.Clients.AddRange(plan.organisation.Clients.Select(c => c.Row));
        rows.LegalEntities.AddRange(plan.organisation.Clients.SelectMany(c => c.Entities));
        rows.Firms.AddRange(plan.organisation.Firms);
        rows.Accounts.AddRange(plan.organisation.Accounts);
        var writer = new DemoWriter(rows, options.Today);
        foreach (var made in cases)
        {
            writer.Write(made);
            // Last, so that what it draws from chance changes nothing else.
            rows.Personal.Add(made);
        }
        rows.Advice = new DemoAdvice(plan.lists.Advice, rows, options);
        rows.Advice.AddFacts();
        return rows;
    }

    private IEnumerable<DemoCase> Cases()
    {
        var active = options.Full ? options.Cases : Math.Min(options.Cases, DemoOptions.ActiveCases);
        var told = lists.Cast.Cases.Take(active).Select((c, i) => cast.Read(c, Stream(CastStream + i))).ToList();
        foreach (var made in told)
        {
            yield return made;
        }
        var shares = Shares(active, told);
        for (var i = 0; i < active - told.Count; i++)
        {
            yield return Active(i, shares);
        }
        var cancelled = active * CancelledPercent / 100;
        for (var i = active; i < options.Cases; i++)
        {
            var consultant = organisation.Consultants[i % organisation.Consultants.Count];
            yield return maker.Ended(Stream(CaseStream + i), i, consultant, i < active + cancelled || i % 100 < CancelledPercent);
        }
    }

    /// <summary>How many cases by chance each consultant still gets; the first carries 42 of 480 with those of the cast.</summary>
    private int[] Shares(int active, List<DemoCase> told)
    {
        var consultants = organisation.Consultants;
        var shares = new int[consultants.Count];
        shares[0] = Math.Max(0, (active * 42 / DemoOptions.ActiveCases) - told.Count(c => c.Consultant == consultants[0]));
        var rest = active - told.Count - shares[0];
        for (var i = 0; rest > 0; i++, rest--)
        {
            shares[1 + (i % (shares.Length - 1))]++;
        }
        return shares;
    }

    private DemoCase Active(int index, int[] shares)
    {
        var at = index % shares.Length;
        while (shares[at] == 0)
        {
            at = (at + 1) % shares.Length;
        }
        var nth = --shares[at];
        var (standing, pressing) = Day(at, nth);
        var made = maker.Active(Stream(CaseStream + index), index, organisation.Consultants[at], standing);
        DemoPapers.Add(lists, made, options.Today);
        travel.Add(made);
        tasks.Add(made, pressing);
        if (made.File.ConfirmedOn is not null && index % 6 == 0)
        {
            made.Accounts.Add(people.Account(made.Random, made.Assignee, PersonKind.Assignee));
            if (made.Family.Find(m => m.Row.Relation != FamilyRelation.Child) is { } partner && index % 12 == 0)
            {
                made.Accounts.Add(people.Account(made.Random, partner.Person, PersonKind.FamilyMember));
            }
        }
        return made;
    }

    /// <summary>
    /// What the nth case of a consultant adds to the working day: 9 % on hold, 6 % late, a few things due today or waited for. The day of the
    /// first consultant is told by the cast.
    /// </summary>
    private static (Standing Standing, Pressing Pressing) Day(int consultant, int nth)
    {
        if (nth % 11 == 5)
        {
            return (Standing.OnHold, Pressing.None);
        }
        if (consultant == 0)
        {
            return (Standing.Ordinary, Pressing.None);
        }
        var pressing = (nth % 8 == 3 ? Pressing.Today : Pressing.None) | (nth % 5 == 1 ? Pressing.Waiting : Pressing.None);
        return nth % 16 == 7
            ? (Standing.Late, pressing | Pressing.Overdue)
            : (Standing.Ordinary, pressing | (nth % 19 == 0 ? Pressing.Overdue : Pressing.None));
    }

    /// <summary>Numbers the cases in the order in which they came in, year by year, and leaves the series where the next one goes on.</summary>
    private static IEnumerable<NumberSeries> Number(List<DemoCase> cases)
    {
        foreach (var year in cases.GroupBy(c => c.File.InitiatedOn.Year).OrderBy(g => g.Key))
        {
            var taken = year.Select(c => c.Serial).OfType<int>().ToHashSet();
            var next = 0;
            foreach (var made in year.OrderBy(c => c.File.InitiatedOn))
            {
                if (made.Serial is null)
                {
                    do
                    {
                        next++;
                    } while (taken.Contains(next));
                }
                made.File.Number = CaseNumbers.Format(year.Key, made.Serial ?? next);
                made.File.SearchText = CaseService.SearchTextOf(made.File, made.Assignee);
            }
            yield return new NumberSeries { Name = CaseNumbers.Series(year.Key), Last = taken.Append(next).Max() };
        }
    }

    private DemoRandom Stream(int number) => new(options.Seed, number, options.Today);
}

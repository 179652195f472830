using System.Text;
using System.Text.Json;
using Mobility.Rules.Residence;
using Mobility.Rules.TripChecks.Subjects;

namespace Mobility.Rules.TripChecks;

/// <summary>Checks a trip: seven subjects at each destination.</summary>
internal static class TripChecker
{
    private static readonly (TripSubject Subject, Func<RuleBook, Destination, TripResult> Check)[] Subjects =
    [
        (TripSubject.Immigration, ImmigrationCheck.Of),
        (TripSubject.TaxResidence, FindingCheck.Residence),
        (TripSubject.Payroll, PayrollCheck.Of),
        (TripSubject.SocialSecurity, SocialSecurityCheck.Of),
        (TripSubject.PostingNotice, PostingCheck.Of),
        (TripSubject.PermanentEstablishment, EstablishmentCheck.Of),
        (TripSubject.DayLimits, FindingCheck.DayLimits),
    ];

    public static TripRecheck Check(RuleBook book, TripQuestion question, TripAnswer? earlier)
    {
        if (question.Trip.Problems() is [var problem, ..])
        {
            throw new ArgumentException(problem.What.Render(System.Globalization.CultureInfo.InvariantCulture), nameof(question));
        }

        var again = 0;
        var destinations = new List<TripDestination>();
        foreach (var legs in question.Trip.Legs.GroupBy(leg => leg.Country))
        {
            var destination = new Destination(question, legs.Key, legs.ToList());
            var results = new List<TripResult>();
            foreach (var (subject, check) in Subjects)
            {
                var inputs = Inputs(book, destination, subject);
                var before = Find(earlier, subject, legs.Key);
                if (before is not null && Changed(before.Inputs, inputs).Count == 0)
                {
                    results.Add(before);
                    continue;
                }

                again++;
                results.Add(check(book, destination) with { Inputs = inputs });
            }

            destinations.Add(new(legs.Key, destination.From, destination.To, destination.Dates.Count, results));
        }

        var answer = new TripAnswer(question.AsOf, destinations);
        return new(answer, again, earlier is null ? [] : Differences(earlier, answer));
    }

    private static TripResult? Find(TripAnswer? answer, TripSubject subject, string country) =>
        answer?.Results.FirstOrDefault(result => result.Subject == subject && result.Country == country);

    public static List<TripDifference> Differences(TripAnswer before, TripAnswer after) =>
        after
            .Results.Select(result => (result.Subject, result.Country))
            .Concat(before.Results.Select(result => (result.Subject, result.Country)))
            .Distinct()
            .Select(key => (key, Before: Find(before, key.Subject, key.Country), After: Find(after, key.Subject, key.Country)))
            .Select(pair => new TripDifference(
                pair.key.Subject,
                pair.key.Country,
                pair.Before,
                pair.After,
                pair is { Before: { } earlier, After: { } later } ? Changed(earlier.Inputs, later.Inputs) : []
            ))
            .Where(difference => difference.Before is null || difference.After is null || difference.Changed.Count > 0)
            .ToList();

    private static List<string> Changed(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        before
            .Keys.Union(after.Keys)
            .Where(name => before.GetValueOrDefault(name) != after.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal)
            .ToList();

    /// <summary>Everything a subject reads, by name. The days of the whole trip are read where days are counted; elsewhere those of the destination are.</summary>
    private static Dictionary<string, string> Inputs(RuleBook book, Destination destination, TripSubject subject)
    {
        var question = destination.Question;
        var inputs = new Dictionary<string, string>
        {
            ["rules"] = Rules(book, subject),
            ["dates"] = string.Join(' ', destination.Legs.Select(leg => $"{IsoDate.Write(leg.From)}/{IsoDate.Write(leg.To)}")),
            ["home"] = destination.Home ?? "?",
        };
        void Add(string name, object? value) => inputs[name] = value?.ToString() ?? "?";
        if (subject is TripSubject.Immigration or TripSubject.DayLimits)
        {
            Add("citizenships", destination.Record.Citizenships is { } all ? string.Join(' ', all) : null);
        }

        if (subject is not (TripSubject.TaxResidence or TripSubject.DayLimits or TripSubject.SocialSecurity))
        {
            Add(
                "activities",
                string.Join(
                    ' ',
                    destination.Legs.Select(leg =>
                        string.Join(
                            ',',
                            leg.Activities.OrderBy(a => a.Kind).Select(a => $"{a.Kind}:{(a.Days is { } days ? days : "?")}")
                        )
                    )
                )
            );
        }

        if (subject is TripSubject.Payroll or TripSubject.PostingNotice or TripSubject.PermanentEstablishment)
        {
            Add("employer", destination.Employer);
            Add("for", destination.Trip.For);
            Add("role", destination.Trip.Role);
        }

        if (subject is TripSubject.SocialSecurity)
        {
            Add("insured-in", question.InsuredIn);
        }

        var papers = PapersOf(subject);
        if (papers.Length > 0)
        {
            Add(
                "papers",
                string.Join(
                    ' ',
                    destination
                        .Trip.Documents.Where(paper => papers.Contains(paper.Kind))
                        .Select(paper => $"{paper.Kind}:{paper.Country}:{Day(paper.From)}/{Day(paper.To)}")
                        .Order(StringComparer.Ordinal)
                )
            );
        }

        // Whether a day has gone by is read where tasks fall due; where days are counted, the day itself.
        if (subject is TripSubject.TaxResidence or TripSubject.DayLimits or TripSubject.Payroll)
        {
            Add("as-of", IsoDate.Write(question.AsOf));
            Add("stays", Mark(JsonSerializer.Serialize(destination.RecordWithTrip, FindingJson.Options)));
            Add("facts", Mark(question.FactsOf(subject == TripSubject.Payroll ? "treaty" : destination.Country).Written()));
        }
        else if (subject is TripSubject.SocialSecurity or TripSubject.PostingNotice)
        {
            Add("as-of", IsoDate.Write(question.AsOf));
        }

        if (subject is TripSubject.Immigration or TripSubject.PostingNotice or TripSubject.PermanentEstablishment)
        {
            Add(
                "stays",
                Mark(
                    JsonSerializer.Serialize(
                        destination.Record.Stays.Where(stay => stay.Country == destination.Country),
                        FindingJson.Options
                    )
                )
            );
        }

        return inputs;
    }

    private static string Day(NodaTime.LocalDate? day) => day is { } date ? IsoDate.Write(date) : "";

    private static TripDocumentKind[] PapersOf(TripSubject subject) =>
        subject switch
        {
            TripSubject.Immigration => [TripDocumentKind.WorkPermit, TripDocumentKind.ResidencePermit, TripDocumentKind.Visa],
            TripSubject.SocialSecurity => [TripDocumentKind.Coverage],
            TripSubject.PostingNotice => [TripDocumentKind.PostingNotice],
            _ => [],
        };

    /// <summary>The substance of the rules of a subject: another book is another input.</summary>
    private static string Rules(RuleBook book, TripSubject subject) =>
        Mark(
            string.Join(
                ' ',
                book.Rules.Where(rule =>
                        subject switch
                        {
                            TripSubject.Immigration => rule.Topic == "immigration",
                            TripSubject.TaxResidence => rule.Topic == "residence",
                            TripSubject.Payroll => rule.Topic == "payroll" || rule.Jurisdiction == "treaty",
                            TripSubject.SocialSecurity => rule.Topic is "social-security" or "agreements"
                                || rule.Jurisdiction == "social-security",
                            TripSubject.PostingNotice => rule.Topic == "posted-workers",
                            TripSubject.PermanentEstablishment => rule.Topic == "permanent-establishment",
                            _ => rule.Topic == "short-stay",
                        }
                    )
                    .Select(rule => rule.Substance)
            )
        );

    private static string Mark(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}

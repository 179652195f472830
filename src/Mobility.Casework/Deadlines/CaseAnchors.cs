using Mobility.Casework.Assessments;
using Mobility.Casework.Cases;
using Mobility.Casework.People;
using Mobility.Rules.Deadlines;

namespace Mobility.Casework.Deadlines;

/// <summary>The dates of a case that deadlines hang on, each known by the key of what it belongs to.</summary>
internal sealed class CaseAnchors
{
    private readonly Dictionary<string, Guid> owners = [];
    private readonly Dictionary<string, List<AnchorDate>> byCountry = [];

    public CaseAnchors(Case file, ReviewFacts facts)
    {
        CaseKey = KeyOf(file.Id);
        Add(file.HostCountry, new(Anchor.AssignmentStart, CaseKey, file.Start));
        // A one-way move has no last day; that is not the same as one nobody knows.
        if (file.End is { } end)
        {
            Add(file.HostCountry, new(Anchor.AssignmentEnd, CaseKey, end));
        }
        foreach (var person in ReviewFacts.PeopleOf(file).DistinctBy(p => p.Id))
        {
            foreach (var passport in facts.Passports[person.Id])
            {
                Add(file.HostCountry, person, new(Anchor.PassportExpiry, KeyOf(passport.Id), passport.ValidTo, person.FullName));
            }
            foreach (var certificate in facts.Certificates[person.Id])
            {
                var name = $"{certificate.Name}, {person.FullName}";
                Add(file.HostCountry, person, new(Anchor.A1Start, KeyOf(certificate.Id), certificate.ValidFrom, name));
                Add(file.HostCountry, person, new(Anchor.A1End, KeyOf(certificate.Id), certificate.ValidTo, name));
            }
            foreach (var permit in facts.PermitsOf(person.Id))
            {
                var name = $"{permit.Name}, {person.FullName}";
                Add(permit.Country, person, new(Anchor.PermitExpiry, KeyOf(permit.Id), permit.ValidTo, name));
            }
        }
    }

    /// <summary>The key of the case itself.</summary>
    public string CaseKey { get; }

    /// <summary>
    /// The dates by the country whose rules are asked about them: everything of the case under its host country, but a permit of another
    /// country under that one, whose rules say how it is renewed.
    /// </summary>
    public IReadOnlyDictionary<string, List<AnchorDate>> ByCountry => byCountry;

    /// <summary>The person a paper belongs to; null for the case as a whole.</summary>
    public Guid? OwnerOf(string key) => owners.TryGetValue(key, out var person) ? person : null;

    private static string KeyOf(Guid id) => id.ToString("n");

    private void Add(string country, Person person, AnchorDate anchor)
    {
        owners[anchor.SubjectKey] = person.Id;
        Add(country, anchor);
    }

    private void Add(string country, AnchorDate anchor)
    {
        if (!byCountry.TryGetValue(country, out var anchors))
        {
            byCountry[country] = anchors = [];
        }
        anchors.Add(anchor);
    }
}

using System.Globalization;
using System.Numerics;
using Mobility.Casework.Cases;
using Mobility.Casework.Data;
using Mobility.Casework.Keys;
using Mobility.Casework.People;
using Mobility.Casework.PersonalData;
using NodaTime;

namespace Mobility.Casework.Demo;

/// <summary>
/// Makes up what is sealed about people: passport and tax numbers, bank details, health notes. Every number says DEMO, and its country is ZZ
/// where one is part of it, so that none can be anybody's.
/// </summary>
internal sealed class DemoPersonal
{
    private static readonly string[] Notes =
    [
        "Asthma: a flat without carpets, away from main roads.",
        "Uses a wheelchair: step-free home, school and office.",
        "Nut allergy. School and airline have to know.",
        "Insulin: needs a cool bag and a letter for the flight.",
        "Expecting a child in the spring; no flights after the 36th week.",
        "Hears with aids; prefers writing to calls.",
        "Dyslexia: a school with learning support.",
    ];

    private readonly List<(Guid Id, Guid PersonId, PersonalField Field, string Of, string Text)> values = [];

    public void Add(DemoCase made)
    {
        foreach (var passport in made.Passports)
        {
            var person = made.People.First(p => p.Id == passport.PersonId);
            var issued = passport.ValidTo.PlusDays(1).PlusYears(-10);
            // A child's is not older than the child.
            passport.IssuedOn = person.ClearBirthDate is { } born ? LocalDate.Max(issued, born.PlusDays(21)) : issued;
            Add(made, person, PersonalField.PassportNumber, passport.Id.ToString(), $"DEMO{Digits(made, 5)}");
        }
        foreach (var person in made.People.Where(p => p.ClearBirthDate is not null))
        {
            Add(made, person, PersonalField.BirthDate, "", $"{person.ClearBirthDate:uuuu-MM-dd}");
            person.ClearBirthDate = null;
        }
        Add(made, made.Assignee, PersonalField.TaxNumber, made.File.HomeCountry, $"DEMO {Digits(made, 6)}");
        if (made.File.ConfirmedOn is not null)
        {
            if (made.File.HostCountry != made.File.HomeCountry && made.Random.Chance(60))
            {
                Add(made, made.Assignee, PersonalField.TaxNumber, made.File.HostCountry, $"DEMO {Digits(made, 6)}");
            }
            Add(made, made.Assignee, PersonalField.BankDetails, "", BankOf(made).ToString());
        }
        foreach (var person in made.People)
        {
            if (made.Random.Chance(5))
            {
                Add(made, person, PersonalField.HealthNote, "", made.Random.Pick(Notes));
            }
        }
    }

    public async Task InsertAsync(MobilityDbContext db, MasterKeys keys, CancellationToken cancellation)
    {
        var search = await SearchKey.GetAsync(db, keys, cancellation);
        var (sealedKeys, rows) = (new List<PersonKey>(), new List<PersonalValue>());
        foreach (var person in values.GroupBy(v => v.PersonId))
        {
            var (seal, key) = PersonSeal.New(keys, person.Key);
            sealedKeys.Add(key);
            rows.AddRange(
                person.Select(v => new PersonalValue
                {
                    Id = v.Id,
                    PersonId = v.PersonId,
                    Field = v.Field,
                    Of = v.Of,
                    Sealed = seal.Seal(v.Field, v.Of, v.Text),
                    SearchHash = PersonalSearch.Hash(search, v.Field, v.Text),
                })
            );
        }
        await db.BulkInsertAsync(sealedKeys, cancellation);
        await db.BulkInsertAsync(rows, cancellation);
    }

    private void Add(DemoCase made, Person person, PersonalField field, string of, string text) =>
        values.Add((made.Random.NextId(), person.Id, field, of, text));

    private static BankDetails BankOf(DemoCase made)
    {
        var account = $"DEMO{Digits(made, 12)}";
        // ISO 13616: the digits that make the whole leave 1 when divided by 97; Z is 35.
        var digits = string.Concat(account.Select(c => char.IsAsciiDigit(c) ? $"{c}" : $"{c - 'A' + 10}")) + "353500";
        var check = 98 - (int)(BigInteger.Parse(digits, CultureInfo.InvariantCulture) % 97);
        return new BankDetails(string.Create(CultureInfo.InvariantCulture, $"ZZ{check:00}{account}"), "Demo Bank", "EUR");
    }

    private static string Digits(DemoCase made, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + made.Random.Below(10))));
}

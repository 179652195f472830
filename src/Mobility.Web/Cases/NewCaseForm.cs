using System.Globalization;
using Mobility.Casework.Cases;
using Mobility.Rules;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Cases;

/// <summary>A new case as typed.</summary>
public sealed class NewCaseForm : TermsForm
{
    public const int MostMembers = 20;

    public Guid? ClientId { get; set; }

    public string? FullName { get; set; }

    public string? Email { get; set; }

    public string? Citizenships { get; set; }

    public LocalDate? BirthDate { get; set; }

    public List<MemberForm> Family { get; set; } = [];

    /// <summary>The case to open, or null when something was refused.</summary>
    public OpenCase? CheckAll(FormCheck check, Countries countries, LocalDate today)
    {
        check.Required(nameof(FullName), FullName, "Refused.FullName");
        check.AtMost(nameof(FullName), FullName, 200);
        check.Email(nameof(Email), Email);
        var citizenships = CheckCitizenships(check, countries, nameof(Citizenships), Citizenships);
        CheckBirth(check, nameof(BirthDate), BirthDate, today);
        var family = Family
            .Select((member, i) => member.Check(check, countries, $"Family[{i}].", today))
            .OfType<NewMember>()
            .ToList();
        check.Required(nameof(ClientId), ClientId, "Refused.Client");
        var terms = Check(check, countries);
        return terms is not null && ClientId is { } client
            ? new OpenCase
            {
                ClientId = client,
                Terms = terms,
                Assignee = new NewPerson
                {
                    FullName = FullName?.Trim() ?? "",
                    Email = Text(Email),
                    BirthDate = BirthDate,
                    Citizenships = citizenships,
                },
                Family = family,
            }
            : null;
    }

    internal static IReadOnlyList<string> CheckCitizenships(FormCheck check, Countries countries, string field, string? typed)
    {
        check.AtMost(field, typed, FormCheck.LongestCountries);
        if (!check.Fine(field))
        {
            return [];
        }
        var codes = CountryInput.ReadAll(countries, typed, CultureInfo.CurrentCulture, out var unknown);
        if (unknown.Count > 0)
        {
            check.Refuse(field, "Refused.UnknownCountry", string.Join(", ", unknown));
        }
        else if (codes.Count > NewPerson.MostCitizenships)
        {
            check.Refuse(field, "Refused.TooManyCountries", NewPerson.MostCitizenships);
        }
        return codes;
    }

    internal static void CheckBirth(FormCheck check, string field, LocalDate? date, LocalDate today)
    {
        if (date > today)
        {
            check.Refuse(field, "Refused.BornInFuture", today);
        }
    }
}

/// <summary>A member of the family as typed. A row with nothing in it is no member.</summary>
public sealed class MemberForm
{
    public string? FullName { get; set; }

    public FamilyRelation? Relation { get; set; }

    public string? Citizenships { get; set; }

    public LocalDate? BirthDate { get; set; }

    public string? Email { get; set; }

    public bool Accompanying { get; set; } = true;

    /// <summary>The member, or null when the row is empty or something was refused.</summary>
    public NewMember? Check(FormCheck check, Countries countries, string prefix, LocalDate today)
    {
        var empty = string.IsNullOrWhiteSpace(FullName + Citizenships + Email) && Relation is null && BirthDate is null;
        if (prefix.Length > 0 && empty && check.Fine(prefix + nameof(BirthDate)))
        {
            return null;
        }
        check.Required(prefix + nameof(FullName), FullName, "Refused.FullName");
        check.AtMost(prefix + nameof(FullName), FullName, 200);
        check.Required(prefix + nameof(Relation), Relation, "Refused.Relation");
        check.Email(prefix + nameof(Email), Email);
        var citizenships = NewCaseForm.CheckCitizenships(check, countries, prefix + nameof(Citizenships), Citizenships);
        NewCaseForm.CheckBirth(check, prefix + nameof(BirthDate), BirthDate, today);
        return Relation is { } relation && !string.IsNullOrWhiteSpace(FullName)
            ? new NewMember
            {
                Person = new NewPerson
                {
                    FullName = FullName.Trim(),
                    Email = string.IsNullOrWhiteSpace(Email) ? null : Email.Trim(),
                    BirthDate = BirthDate,
                    Citizenships = citizenships,
                },
                Relation = relation,
                Accompanying = Accompanying,
            }
            : null;
    }
}

using System.Globalization;
using Mobility.Casework.Cases;
using Mobility.Rules;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Cases;

/// <summary>The terms of a case as typed, at intake and when they are amended.</summary>
public class TermsForm
{
    public AssignmentType? Type { get; set; }

    public SecondmentAxis Axis { get; set; }

    public string? HomeCountry { get; set; }

    public string? HomeCity { get; set; }

    public string? HostCountry { get; set; }

    public string? HostCity { get; set; }

    public Guid? HomeEntityId { get; set; }

    public Guid? HostEntityId { get; set; }

    public string? HostParty { get; set; }

    public LocalDate? Start { get; set; }

    public LocalDate? End { get; set; }

    public string? PolicyName { get; set; }

    public Guid? ConsultantId { get; set; }

    /// <summary>The terms, or null when something was refused.</summary>
    public CaseTerms? Check(FormCheck check, Countries countries)
    {
        var culture = CultureInfo.CurrentCulture;
        check.Required(nameof(Type), Type, "Refused.Type");
        var home = Country(nameof(HomeCountry), HomeCountry);
        var host = Country(nameof(HostCountry), HostCountry);
        check.Required(nameof(Start), Start, "Refused.Start");
        if (Type is AssignmentType.LongTerm or AssignmentType.ShortTerm or AssignmentType.ExtendedBusinessTrip)
        {
            check.Required(nameof(End), End, "Refused.End");
        }
        if (End < Start)
        {
            // Mostly a year that was left as it was.
            var meant = End.Value.PlusYears(Start!.Value.Year - End.Value.Year);
            meant = meant < Start ? meant.PlusYears(1) : meant;
            check.Refuse(nameof(End), "Refused.EndBeforeStart", Start.Value, meant);
        }
        if (Axis == SecondmentAxis.External)
        {
            check.Required(nameof(HostParty), HostParty, "Refused.HostParty");
        }
        check.Required(nameof(ConsultantId), ConsultantId, "Refused.Consultant");
        check.AtMost(nameof(HomeCity), HomeCity, 100);
        check.AtMost(nameof(HostCity), HostCity, 100);
        check.AtMost(nameof(HostParty), HostParty, 200);
        check.AtMost(nameof(PolicyName), PolicyName, 200);
        return Type is { } type && home is not null && host is not null && Start is { } start && ConsultantId is { } consultant
            ? new CaseTerms
            {
                Type = type,
                Axis = Axis,
                HomeCountry = home,
                HomeCity = Text(HomeCity),
                HostCountry = host,
                HostCity = Text(HostCity),
                HomeEntityId = HomeEntityId,
                HostEntityId = Axis == SecondmentAxis.Internal ? HostEntityId : null,
                HostParty = Axis == SecondmentAxis.External ? Text(HostParty) : null,
                Start = start,
                End = End,
                PolicyName = Text(PolicyName),
                ConsultantId = consultant,
            }
            : null;

        string? Country(string field, string? typed)
        {
            if (!check.Required(field, typed, $"Refused.{field}"))
            {
                return null;
            }
            check.AtMost(field, typed, FormCheck.LongestCountry);
            if (!check.Fine(field))
            {
                return null;
            }
            var code = CountryInput.Read(countries, typed, culture);
            if (code is null)
            {
                check.Refuse(field, "Refused.UnknownCountry", typed!);
            }
            return code;
        }
    }

    /// <summary>Fills the form with the terms as they stand.</summary>
    public void Take(CaseTerms terms, ReaderFormat reader)
    {
        Type = terms.Type;
        Axis = terms.Axis;
        HomeCountry = reader.Country(terms.HomeCountry);
        HomeCity = terms.HomeCity;
        HostCountry = reader.Country(terms.HostCountry);
        HostCity = terms.HostCity;
        HomeEntityId = terms.HomeEntityId;
        HostEntityId = terms.HostEntityId;
        HostParty = terms.HostParty;
        Start = terms.Start;
        End = terms.End;
        PolicyName = terms.PolicyName;
        ConsultantId = terms.ConsultantId;
    }

    /// <summary>Null for what is empty or blank.</summary>
    protected static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}

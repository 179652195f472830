using System.Globalization;
using Mobility.Casework.Permits;
using Mobility.Casework.PersonalData;
using Mobility.Rules;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.Permits;

public enum PaperKind
{
    Passport,
    Permit,
    Certificate,
}

/// <summary>A paper as typed: a passport, a permit or a certificate of coverage.</summary>
public sealed class PaperForm
{
    public PaperKind Kind { get; set; }

    /// <summary>What a permit's name may have; a certificate's is shorter.</summary>
    public int LongestName => Kind == PaperKind.Permit ? 200 : 100;

    public Guid? PersonId { get; set; }

    public string? Country { get; set; }

    public string? Name { get; set; }

    /// <summary>Of a passport.</summary>
    public string? Number { get; set; }

    /// <summary>Of a passport.</summary>
    public LocalDate? IssuedOn { get; set; }

    public LocalDate? ValidFrom { get; set; }

    public LocalDate? ValidTo { get; set; }

    /// <summary>The country's code when everything is there; null when something was refused.</summary>
    public string? Check(FormCheck check, Countries countries)
    {
        check.Required(nameof(PersonId), PersonId, "Refused.Person");
        string? code = null;
        if (check.Required(nameof(Country), Country, "Refused.Country"))
        {
            check.AtMost(nameof(Country), Country, FormCheck.LongestCountry);
            code = CountryInput.Read(countries, Country, CultureInfo.CurrentCulture);
            if (code is null && check.Fine(nameof(Country)))
            {
                check.Refuse(nameof(Country), "Refused.UnknownCountry", Country!);
            }
        }
        if (Kind == PaperKind.Passport)
        {
            check.AtMost(nameof(Number), Number, PersonalText.LongestNumber);
        }
        else
        {
            check.Required(nameof(Name), Name, "Refused.Name");
            check.AtMost(nameof(Name), Name, LongestName);
            check.Required(nameof(ValidFrom), ValidFrom, "Refused.ValidFrom");
        }
        check.Required(nameof(ValidTo), ValidTo, "Refused.ValidTo");
        return code;
    }

    /// <summary>The passport that was typed, once <see cref="Check"/> found nothing to refuse.</summary>
    public NewPassport Passport(string country) =>
        new(country, ValidTo!.Value, IssuedOn, string.IsNullOrWhiteSpace(Number) ? null : Number.Trim());
}

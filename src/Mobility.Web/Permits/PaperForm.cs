using System.Globalization;
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

    public Guid? PersonId { get; set; }

    public string? Country { get; set; }

    public string? Name { get; set; }

    public LocalDate? ValidFrom { get; set; }

    public LocalDate? ValidTo { get; set; }

    /// <summary>The country's code when everything is there; null when something was refused.</summary>
    public string? Check(FormCheck check, Countries countries)
    {
        check.Required(nameof(PersonId), PersonId, "Refused.Person");
        string? code = null;
        if (check.Required(nameof(Country), Country, "Refused.Country"))
        {
            code = CountryInput.Read(countries, Country, CultureInfo.CurrentCulture);
            if (code is null)
            {
                check.Refuse(nameof(Country), "Refused.UnknownCountry", Country!);
            }
        }
        if (Kind != PaperKind.Passport)
        {
            check.Required(nameof(Name), Name, "Refused.Name");
            check.AtMost(nameof(Name), Name, Kind == PaperKind.Permit ? 200 : 100);
            check.Required(nameof(ValidFrom), ValidFrom, "Refused.ValidFrom");
        }
        check.Required(nameof(ValidTo), ValidTo, "Refused.ValidTo");
        return code;
    }
}

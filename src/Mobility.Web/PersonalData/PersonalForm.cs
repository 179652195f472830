using System.Globalization;
using Mobility.Casework.PersonalData;
using Mobility.Rules;
using Mobility.Web.Shared.Forms;
using NodaTime;

namespace Mobility.Web.PersonalData;

/// <summary>One value as typed. What is kept is never put back into the form.</summary>
public sealed class PersonalForm
{
    public PersonalField? Field { get; set; }

    /// <summary>The passport, or the country of a tax number that is there already.</summary>
    public string? Of { get; set; }

    /// <summary>What the change starts from; 0 where there was nothing.</summary>
    public long Version { get; set; }

    public LocalDate? Date { get; set; }

    public string? Country { get; set; }

    public string? Number { get; set; }

    public string? Account { get; set; }

    public string? Bank { get; set; }

    public string? Currency { get; set; }

    public string? Note { get; set; }

    /// <summary>Whether the value is to be taken away instead.</summary>
    public bool Remove { get; set; }

    /// <summary>The text to keep, or null when something was refused. Sets <see cref="Of"/> of a new tax number.</summary>
    public string? Check(FormCheck check, Countries countries)
    {
        switch (Field)
        {
            case PersonalField.BirthDate:
                return check.Required(nameof(Date), Date, "Refused.Date") ? $"{Date:uuuu-MM-dd}" : null;
            case PersonalField.TaxNumber when string.IsNullOrEmpty(Of):
                Of = CountryOf(check, countries);
                return check.Required(nameof(Number), Number, "Refused.Number") && Of is not null ? Number!.Trim() : null;
            case PersonalField.PassportNumber or PersonalField.TaxNumber:
                return check.Required(nameof(Number), Number, "Refused.Number") ? Number!.Trim() : null;
            case PersonalField.BankDetails:
                var complete =
                    check.Required(nameof(Account), Account, "Refused.Account")
                    & check.Required(nameof(Currency), Currency, "Refused.Currency");
                check.AtMost(nameof(Bank), Bank, 100);
                check.AtMost(nameof(Currency), Currency, 3);
                return complete ? Details().ToString() : null;
            default:
                return check.Required(nameof(Note), Note, "Refused.Note") ? Note!.Trim() : null;
        }
    }

    private BankDetails Details() =>
        new(OneLine(Account!), string.IsNullOrWhiteSpace(Bank) ? null : OneLine(Bank), Currency!.Trim().ToUpperInvariant());

    // Lines keep the three apart.
    private static string OneLine(string text) => text.Trim().ReplaceLineEndings(" ");

    private string? CountryOf(FormCheck check, Countries countries)
    {
        if (!check.Required(nameof(Country), Country, "Refused.Country"))
        {
            return null;
        }
        check.AtMost(nameof(Country), Country, FormCheck.LongestCountry);
        var code = CountryInput.Read(countries, Country, CultureInfo.CurrentCulture);
        if (code is null && check.Fine(nameof(Country)))
        {
            check.Refuse(nameof(Country), "Refused.UnknownCountry", Country!);
        }
        return code;
    }
}

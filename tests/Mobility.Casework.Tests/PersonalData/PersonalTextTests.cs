using Mobility.Casework.PersonalData;
using NodaTime;

namespace Mobility.Casework.Tests.PersonalData;

/// <summary>What personal values look like, masked and as typed.</summary>
public sealed class PersonalTextTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);

    [TestCase(PersonalField.PassportNumber, "AB 123-456", "•••• 456")]
    [TestCase(PersonalField.TaxNumber, "1234567", "•••• 567")]
    [TestCase(PersonalField.TaxNumber, "123456", "••••")]
    [TestCase(PersonalField.BirthDate, "1984-02-29", "••••")]
    [TestCase(PersonalField.HealthNote, "A wheelchair", "••••")]
    [TestCase(PersonalField.BankDetails, "GB82 WEST 1234 5698 7654 32\nWest Bank\nGBP", "•••• 432 GBP")]
    public void A_page_shows_the_end_of_a_number_and_nothing_of_the_rest(PersonalField field, string text, string masked) =>
        Assert.That(PersonalText.Masked(field, text), Is.EqualTo(masked));

    [TestCase("ab 12-34/56", "AB123456")]
    [TestCase("ＡＢ１２３", "AB123")]
    [TestCase("ñ 1.2", "Ñ12")]
    public void Numbers_are_compared_without_what_stands_between_the_signs(string typed, string normal) =>
        Assert.That(PersonalText.Normal(typed), Is.EqualTo(normal));

    // Examples of the IBAN registry and of ISO 13616, one with a digit changed, one of a country nobody has.
    [TestCase("GB82 WEST 1234 5698 7654 32", true)]
    [TestCase("DE89370400440532013000", true)]
    [TestCase("GB82 WEST 1234 5698 7654 33", false)]
    [TestCase("DE8937040044053201300", false)]
    [TestCase("0532013000", true)]
    public void An_account_that_looks_like_an_IBAN_must_be_one(string account, bool fits)
    {
        var text = new BankDetails(account, null, "EUR").ToString();

        Assert.That(
            () => PersonalText.Checked(PersonalField.BankDetails, text, Today),
            fits ? Is.EqualTo(text) : Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("NotAnIban")
        );
    }

    [TestCase(PersonalField.BirthDate, "2026-11-23", "BornInFuture")]
    [TestCase(PersonalField.PassportNumber, "--", "NotANumber")]
    [TestCase(PersonalField.PassportNumber, "none", "NotANumber")]
    [TestCase(PersonalField.TaxNumber, "12345678901234567890123456789012345678901", "TooLong")]
    [TestCase(PersonalField.BankDetails, "1234567\n\neur", "NotACurrency")]
    public void What_is_no_such_value_is_refused_without_being_repeated(PersonalField field, string text, string code) =>
        Assert.That(
            () => PersonalText.Checked(field, text, Today),
            Throws
                .TypeOf<RefusedException>()
                .With.Property("Code")
                .EqualTo(code)
                .And.Message.Not.Contains(text)
                .And.Property("Arguments")
                .Not.Contains(text)
        );
}

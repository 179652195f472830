using System.Globalization;
using System.Numerics;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Mobility.Casework.PersonalData;

/// <summary>Where reimbursements are paid to.</summary>
/// <param name="Account">IBAN or account number, as written.</param>
/// <param name="Bank">Name or code of the bank; null while unknown.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record BankDetails(string Account, string? Bank, string Currency)
{
    /// <summary>The text that is sealed: a line each.</summary>
    public override string ToString() => $"{Account}\n{Bank}\n{Currency}";

    public static BankDetails Read(string text) =>
        text.Split('\n') is [var account, var bank, var currency]
            ? new(account, bank.Length == 0 ? null : bank, currency)
            : throw new FormatException("These are no bank details.");
}

/// <summary>What personal values look like: what is refused, how they are compared, and what of them stands on a page unopened.</summary>
public static class PersonalText
{
    public const int LongestNumber = 40;

    public const int LongestNote = 1000;

    private const string Hidden = "••••";

    private const int ShownEnd = 3;

    /// <summary>
    /// The value as it is kept. Throws <see cref="RefusedException"/>, which names the field of the form and never the value.
    /// </summary>
    internal static string Checked(PersonalField field, string text, LocalDate today)
    {
        text = text.Trim();
        switch (field)
        {
            case PersonalField.BirthDate:
                if (DateOf(text) is not { } born || born > today)
                {
                    throw new RefusedException("Date", "BornInFuture", today);
                }
                return text;
            case PersonalField.PassportNumber:
            case PersonalField.TaxNumber:
                CheckNumber("Number", text);
                return text;
            case PersonalField.BankDetails:
                var details = BankDetails.Read(text);
                CheckNumber("Account", details.Account);
                if (LooksLikeIban(details.Account) && !IsIban(Normal(details.Account)))
                {
                    throw new RefusedException("Account", "NotAnIban");
                }
                if (details.Currency.Length != 3 || !details.Currency.All(char.IsAsciiLetterUpper))
                {
                    throw new RefusedException("Currency", "NotACurrency");
                }
                return text;
            default:
                return text.Length <= LongestNote ? text : throw new RefusedException("Note", "TooLong", LongestNote);
        }
    }

    /// <summary>One spelling of a number for comparing: letters large, digits plain, no blanks, dashes or other signs.</summary>
    public static string Normal(string number) =>
        string.Concat(number.Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit)).ToUpperInvariant();

    /// <summary>
    /// What a page shows before somebody asks to see the value: enough to tell two numbers apart. Nothing of a date or a note, and nothing of a
    /// number so short that its end is most of it.
    /// </summary>
    public static string Masked(PersonalField field, string text) =>
        field switch
        {
            PersonalField.PassportNumber or PersonalField.TaxNumber => MaskedNumber(text),
            PersonalField.BankDetails when BankDetails.Read(text) is var bank => $"{MaskedNumber(bank.Account)} {bank.Currency}",
            _ => Hidden,
        };

    /// <summary>The date in a value of <see cref="PersonalField.BirthDate"/>.</summary>
    public static LocalDate? DateOf(string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true } date ? date.Value : null;

    private static string MaskedNumber(string number) =>
        Normal(number) is { Length: > 2 * ShownEnd } normal ? $"{Hidden} {normal[^ShownEnd..]}" : Hidden;

    private static void CheckNumber(string field, string text)
    {
        if (text.Length > LongestNumber)
        {
            throw new RefusedException(field, "TooLong", LongestNumber);
        }
        var normal = Normal(text);
        if (normal.Length < 3 || !normal.Any(char.IsDigit) || text.Any(char.IsControl))
        {
            throw new RefusedException(field, "NotANumber");
        }
    }

    // Two letters of a country and two digits, as no account number of another kind begins.
    private static bool LooksLikeIban(string account) =>
        Normal(account) is [var a, var b, var c, var d, ..]
        && char.IsAsciiLetterUpper(a)
        && char.IsAsciiLetterUpper(b)
        && char.IsAsciiDigit(c)
        && char.IsAsciiDigit(d);

    /// <summary>ISO 13616: with the first four signs put last and letters as 10 to 35, the number leaves 1 when divided by 97.</summary>
    private static bool IsIban(string account)
    {
        if (account.Length is < 15 or > 34 || !account.All(char.IsAsciiLetterOrDigit))
        {
            return false;
        }
        var digits = string.Concat(
            (account[4..] + account[..4]).Select(c =>
                char.IsAsciiDigit(c) ? c.ToString() : (c - 'A' + 10).ToString(CultureInfo.InvariantCulture)
            )
        );
        return BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) % 97 == 1;
    }
}

using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using Mobility.Casework.People;

namespace Mobility.Web.Shared.Forms;

/// <summary>Collects what a form refuses, a sentence beside each field, from one subject's texts.</summary>
public sealed class FormCheck(ModelStateDictionary state, IStringLocalizer texts, ReaderFormat reader)
{
    /// <summary>Whether a field can be checked further: nothing has been refused about it yet.</summary>
    public bool Fine(string field) => state.GetFieldValidationState(field) != ModelValidationState.Invalid;

    public void Refuse(string field, string key, params object[] arguments) =>
        state.AddModelError(field, reader.Fill(texts, key, arguments));

    public bool Required(string field, object? value, string key)
    {
        if (!Fine(field))
        {
            return false;
        }
        if (value is null || value is string text && string.IsNullOrWhiteSpace(text))
        {
            Refuse(field, key);
            return false;
        }
        return true;
    }

    public void AtMost(string field, string? value, int length)
    {
        if (value?.Trim().Length > length && Fine(field))
        {
            state.AddModelError(field, reader.TooLong(length));
        }
    }

    /// <summary>A choice that is none is told, and not taken for another one.</summary>
    public void Known(string field, bool known)
    {
        if (!known && Fine(field))
        {
            state.AddModelError(field, reader.NotOfThese);
        }
    }

    /// <summary>A new password, typed twice. What it is worth is asked elsewhere.</summary>
    public void Passwords(string field, string? wanted, string fieldAgain, string? again)
    {
        AtMost(field, wanted, CommonPasswordValidator.Longest);
        AtMost(fieldAgain, again, CommonPasswordValidator.Longest);
        if (Fine(field) && Fine(fieldAgain) && wanted != again)
        {
            Refuse(fieldAgain, "Refused.PasswordsDiffer");
        }
    }

    /// <summary>The longest name of a country in any language, and a few of them with commas between.</summary>
    public const int LongestCountry = 100;

    public const int LongestCountries = 200;

    public const int LongestEmail = 254;

    /// <summary>An address somebody could write to, or none.</summary>
    public void Email(string field, string? value)
    {
        AtMost(field, value, LongestEmail);
        if (Fine(field) && !string.IsNullOrWhiteSpace(value) && !System.Net.Mail.MailAddress.TryCreate(value.Trim(), out _))
        {
            Refuse(field, "NotAnEmail");
        }
    }
}

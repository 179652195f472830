using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

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
            Refuse(field, "TooLong", length);
        }
    }

    /// <summary>An address somebody could write to, or none.</summary>
    public void Email(string field, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value) && !System.Net.Mail.MailAddress.TryCreate(value.Trim(), out _))
        {
            Refuse(field, "NotAnEmail");
        }
        AtMost(field, value, 254);
    }
}

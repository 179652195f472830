using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using Mobility.Casework;

namespace Mobility.Web.Shared;

public static class Texts
{
    /// <summary>
    /// The text for a number of things: <c>DaysLate.One</c> or <c>DaysLate.Many</c>, with the number as {0}. A language with more forms
    /// than two writes around them.
    /// </summary>
    public static string Counted(this IStringLocalizer texts, string key, int count, params ReadOnlySpan<object> more) =>
        texts[count == 1 ? key + ".One" : key + ".Many", [count, .. more]];

    /// <summary>The text of an enum's value: <c>Phase.OnAssignment</c>.</summary>
    public static string Of<TEnum>(this IStringLocalizer texts, string prefix, TEnum value)
        where TEnum : struct, Enum => texts[$"{prefix}.{value}"];

    /// <summary>Puts a service's refusal beside the field it is about, in words of the subject's or else the shared texts.</summary>
    public static void AddRefusal(
        this ModelStateDictionary state,
        RefusedException refusal,
        ReaderFormat reader,
        IStringLocalizer<SharedTexts> shared,
        IStringLocalizer? subject = null
    )
    {
        var key = "Refused." + refusal.Code;
        var texts = subject is not null && !subject[key].ResourceNotFound ? subject : shared;
        state.AddModelError(refusal.Field, reader.Fill(texts, key, refusal.Arguments));
    }
}

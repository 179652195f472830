using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Mobility.Web.Shared.Forms;

/// <summary>What is said beside a field whose value is none that it can have, in the reader's language; the value itself stands in the field.</summary>
public sealed class BindingMessages(IStringLocalizer<SharedTexts> texts) : IConfigureOptions<MvcOptions>
{
    public void Configure(MvcOptions options)
    {
        var messages = options.ModelBindingMessageProvider;
        messages.SetAttemptedValueIsInvalidAccessor((_, _) => texts["Binding.NotOfThese"]);
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => texts["Binding.NotOfThese"]);
        messages.SetUnknownValueIsInvalidAccessor(_ => texts["Binding.NotOfThese"]);
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => texts["Binding.NotOfThese"]);
        messages.SetValueIsInvalidAccessor(_ => texts["Binding.NotOfThese"]);
        messages.SetValueMustBeANumberAccessor(_ => texts["Binding.NotANumber"]);
        messages.SetNonPropertyValueMustBeANumberAccessor(() => texts["Binding.NotANumber"]);
        messages.SetValueMustNotBeNullAccessor(_ => texts["Binding.Missing"]);
        messages.SetMissingBindRequiredValueAccessor(_ => texts["Binding.Missing"]);
        messages.SetMissingKeyOrValueAccessor(() => texts["Binding.Missing"]);
        messages.SetMissingRequestBodyRequiredValueAccessor(() => texts["Binding.Missing"]);
    }
}

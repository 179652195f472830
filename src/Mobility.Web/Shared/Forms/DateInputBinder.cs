using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace Mobility.Web.Shared.Forms;

/// <summary>Binds <see cref="LocalDate"/> fields from what people type; what can't be read stays in the field beside the sentence why.</summary>
public sealed class DateInputBinder : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var name = bindingContext.ModelName;
        var value = bindingContext.ValueProvider.GetValue(name);
        if (value == ValueProviderResult.None)
        {
            return Task.CompletedTask;
        }
        bindingContext.ModelState.SetModelValue(name, value);
        var text = value.FirstValue;
        if (string.IsNullOrWhiteSpace(text))
        {
            if (bindingContext.ModelMetadata.IsNullableValueType)
            {
                bindingContext.Result = ModelBindingResult.Success(null);
            }
            return Task.CompletedTask;
        }
        var reading = DateInput.Read(text, CultureInfo.CurrentCulture);
        if (reading.Date is { } date)
        {
            bindingContext.Result = ModelBindingResult.Success(date);
            return Task.CompletedTask;
        }
        var services = bindingContext.HttpContext.RequestServices;
        var texts = services.GetRequiredService<IStringLocalizer<SharedTexts>>();
        bindingContext.ModelState.TryAddModelError(
            name,
            services.GetRequiredService<ReaderFormat>().Fill(texts, reading.Problem!, reading.Arguments)
        );
        return Task.CompletedTask;
    }
}

public sealed class DateInputBinderProvider : IModelBinderProvider
{
    private static readonly DateInputBinder Binder = new();

    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.UnderlyingOrModelType == typeof(LocalDate) ? Binder : null;
}

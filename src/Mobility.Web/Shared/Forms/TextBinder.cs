using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace Mobility.Web.Shared.Forms;

/// <summary>
/// Binds text. What nobody can type and no page can show is refused beside the field: control characters, halves of a character, and the
/// signs that turn the direction of what follows, with which one name can be made to look like another. Marks of direction inside a name
/// written from right to left stay.
/// </summary>
public sealed class TextBinder : IModelBinder
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
        // Of a field that is there twice, the first counts. A line break is one sign, as it is to the browser that counts what is typed.
        var text = value.FirstValue?.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (text is not null && !IsWritable(text))
        {
            var texts = bindingContext.HttpContext.RequestServices.GetRequiredService<IStringLocalizer<SharedTexts>>();
            bindingContext.ModelState.TryAddModelError(name, texts["Unwritable"]);
            return Task.CompletedTask;
        }
        bindingContext.Result = ModelBindingResult.Success(
            string.IsNullOrWhiteSpace(text) && bindingContext.ModelMetadata.ConvertEmptyStringToNull ? null : text
        );
        return Task.CompletedTask;
    }

    private static bool IsWritable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (
                char.IsSurrogate(c)
                || (char.IsControl(c) && c is not ('\t' or '\r' or '\n'))
                || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\ufffe' or '\uffff'
            )
            {
                return false;
            }
        }
        return true;
    }
}

public sealed class TextBinderProvider : IModelBinderProvider
{
    private static readonly TextBinder Binder = new();

    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        // A body is no form; it has binders of its own.
        context.Metadata.ModelType == typeof(string)
        && context.BindingInfo.BindingSource != BindingSource.Body
            ? Binder
            : null;
}

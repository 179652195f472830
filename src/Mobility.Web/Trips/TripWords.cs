using Microsoft.Extensions.Localization;
using Mobility.Rules.Trips;

namespace Mobility.Web.Trips;

/// <summary>Words of the travel pages that are not simply a text.</summary>
public static class TripWords
{
    /// <summary>A purpose as the rules know it in the reader's words, any other as it was typed.</summary>
    public static string Purpose(IStringLocalizer<TripTexts> texts, string purpose) =>
        Enum.TryParse<StayPurpose>(purpose, out var known) && Enum.IsDefined(known) && known.ToString() == purpose
            ? texts[$"Purpose.{known}"].Value
            : purpose;
}

using NodaTime;

namespace Mobility.Rules;

/// <summary>Where a value comes from, and the day on which somebody last compared it with that source.</summary>
/// <param name="Title">Name of the text, with the article: "Reg. (EU) 2016/399, Art. 6(1)".</param>
/// <param name="Url">Where to read it; null only for a norm of the programme, which is not law and has no text elsewhere.</param>
/// <param name="Checked">The day the value was last compared with the source.</param>
/// <param name="Text">The law's own words, short; null when they are not quoted.</param>
public sealed record Reference(string Title, string? Url, LocalDate Checked, string? Text = null);

/// <summary>How sure a value is.</summary>
public enum ValueStatus
{
    /// <summary>Compared with its source.</summary>
    Verified,

    /// <summary>Written down without the source having been read; every page says so.</summary>
    Unverified,
}

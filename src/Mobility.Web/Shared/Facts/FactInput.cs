using Mobility.Rules.Residence;

namespace Mobility.Web.Shared.Facts;

/// <summary>A field for one fact.</summary>
/// <param name="Fact">What is asked.</param>
/// <param name="Name">Name of the form field.</param>
/// <param name="Text">What was typed; null for nothing.</param>
public sealed record FactInput(FactDefinition Fact, string Name, string? Text)
{
    /// <summary>The most characters that are read as a fact.</summary>
    public const int Longest = 4000;

    /// <summary>Lines of the text area; 0 for a field of one line.</summary>
    public int Rows =>
        Fact switch
        {
            { IsOneItem: true } => 0,
            { Type: FactType.Span or FactType.Entry or FactType.CountByYear or FactType.CountByCountry } => Math.Clamp(
                (Text ?? "").Split('\n').Length + 1,
                2,
                8
            ),
            _ => 0,
        };
}

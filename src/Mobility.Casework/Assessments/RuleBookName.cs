using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Mobility.Rules;

namespace Mobility.Casework.Assessments;

/// <summary>
/// A short name for what decides in a rule book: another rule, or another value or list in one, gives another name; another label, source or
/// comment does not.
/// </summary>
internal static class RuleBookName
{
    private static readonly ConditionalWeakTable<RuleBook, string> Names = [];

    public static string Of(RuleBook book) => Names.GetValue(book, b => ShortHash.Of(Lines(b), 32));

    /// <summary>A line for each rule: its id, its shape, its substance.</summary>
    public static string Lines(RuleBook book) =>
        string.Join('\n', book.Rules.OrderBy(r => r.Id, StringComparer.Ordinal).Select(r => $"{r.Id} {r.Shape} {r.Substance}"));
}

/// <summary>A short name for a text.</summary>
internal static class ShortHash
{
    public static string Of(string text, int length = 12) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..length];
}

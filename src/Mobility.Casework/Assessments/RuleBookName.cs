using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Mobility.Rules;

namespace Mobility.Casework.Assessments;

/// <summary>A short name for the content of a rule book: another rule, or another version of one, gives another name.</summary>
internal static class RuleBookName
{
    private static readonly ConditionalWeakTable<RuleBook, string> Names = [];

    public static string Of(RuleBook book) =>
        Names.GetValue(
            book,
            b =>
            {
                var rules = b.Rules.OrderBy(r => r.Id, StringComparer.Ordinal).Select(r => $"{r.Id} {r.Version}");
                return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rules))))[..32];
            }
        );
}

using System.Text;
using Mobility.Casework.Data;

namespace Mobility.Casework.Trips.Import;

/// <summary>Headers, words and names as they are compared: lower case, no accents, no punctuation, no remarks in brackets.</summary>
internal static class HeaderText
{
    public static string Key(string header)
    {
        var words = new StringBuilder(header.Length);
        var depth = 0;
        foreach (var c in header)
        {
            depth += c is '(' or '[' ? 1 : 0;
            if (depth == 0)
            {
                words.Append(char.IsPunctuation(c) || char.IsSymbol(c) ? ' ' : c);
            }
            depth -= c is ')' or ']' && depth > 0 ? 1 : 0;
        }
        return SearchText.Of(words.ToString());
    }
}

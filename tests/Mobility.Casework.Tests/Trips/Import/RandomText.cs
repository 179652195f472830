using System.Text;

namespace Mobility.Casework.Tests.Trips.Import;

/// <summary>Short texts of the characters that break readers: separators, quotes, escapes, line breaks, letters of one to four octets.</summary>
internal static class RandomText
{
    private static readonly string[] Pieces =
    [
        "a",
        "Z",
        "7",
        " ",
        ",",
        ";",
        "\t",
        "|",
        "\"",
        "'",
        "\\",
        "\n",
        ":",
        "=",
        "-",
        "é",
        "ß",
        "Ł",
        "東",
        "🛫",
        "/",
        "(",
    ];

    public static string Make(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var i = random.Next(0, 60); i > 0; i--)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
        }
        return text.ToString();
    }
}

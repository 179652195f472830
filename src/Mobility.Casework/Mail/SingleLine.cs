using System.Text;

namespace Mobility.Casework.Mail;

/// <summary>Text that people typed, made fit for one header line: a line break in a case's title must neither add a header nor stop the mail.</summary>
internal static class SingleLine
{
    /// <summary>Every run of control characters and line separators becomes one space; the ends are trimmed.</summary>
    public static string Of(string text)
    {
        var line = new StringBuilder(text.Length);
        var inRun = false;
        foreach (var c in text)
        {
            var breaks = char.IsControl(c) || c is '\u2028' or '\u2029';
            if (!breaks)
            {
                line.Append(c);
            }
            else if (!inRun)
            {
                line.Append(' ');
            }

            inRun = breaks;
        }

        return line.ToString().Trim();
    }

    /// <summary>Cut to a length with an ellipsis, never inside a character.</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1;
        return text[..end] + "…";
    }
}

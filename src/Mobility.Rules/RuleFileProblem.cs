using System.Globalization;

namespace Mobility.Rules;

/// <summary>One mistake in a file of the rules folder, with the place where to mend it.</summary>
/// <param name="File">Path inside the rules folder, with forward slashes.</param>
/// <param name="Line">Line, counted from 1.</param>
/// <param name="Column">Column, counted from 1.</param>
/// <param name="Message">One sentence that says what is wrong and what is expected.</param>
public sealed record RuleFileProblem(string File, int Line, int Column, string Message)
{
    /// <summary><c>file:line:column: message</c>, as compilers print it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: {Message}");
}

namespace Mobility.Rules.Cases;

/// <summary>
/// Answers a file of cases, of residence or of dates (<see cref="CaseFormats"/>). A case that cannot be read or answered says why under its own name; the others are
/// still answered.
/// </summary>
public static class CaseFile
{
    /// <summary>Answers every case of a file and writes the results, one case a line.</summary>
    /// <param name="book">The rules.</param>
    /// <param name="json">The whole file.</param>
    /// <param name="output">Receives <c>mobility-results/1</c>.</param>
    /// <param name="problems">Receives what is wrong with the file as a whole, and what the program itself failed on.</param>
    /// <returns>Whether the file is in order and every case was answered.</returns>
    /// <exception cref="QuestionException">The file is of another format, or no cases are to be found in it; nothing was written.</exception>
    public static bool Answer(RuleBook book, string json, TextWriter output, TextWriter problems)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(problems);
        var file = CaseTexts.Split(json);
        if (file.Problem is { } problem)
        {
            problems.WriteLine($"{problem} The cases found in it are answered.");
        }

        var good = file.Problem is null;
        var ids = new HashSet<string>();
        output.Write("""{"format":"mobility-results/1","results":[""");
        for (var i = 0; i < file.Cases.Count; i++)
        {
            var answer = new CaseAnswer(
                file.Format,
                CaseTexts.Guess(file.Cases[i].Json, "id"),
                CaseTexts.Guess(file.Cases[i].Json, "rule")
            );
            answer.Find(book, file.Cases[i], number: i + 1, ids, problems);
            good &= answer.Error is null;
            output.Write(i == 0 ? "\n" : ",\n");
            output.Write(answer.Write());
        }

        output.Write("\n]}\n");
        return good;
    }
}

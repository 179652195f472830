using Mobility.Rules;
using Mobility.Rules.Residence;
using Mobility.Rules.Residence.Cases;

namespace Mobility.Web.Plumbing.Commands;

internal static class EvaluateCommand
{
    /// <summary>Answers the cases of a file on standard output. Exits 0 when every one was answered. Opens no database.</summary>
    public static int Run(string[] args)
    {
        var settings = Settings.Read([.. args.Where(IsSetting)]);
        if (args.Where(argument => !IsSetting(argument)).ToList() is not [var file])
        {
            throw new CommandRefusedException("Say which file to evaluate: evaluate FILE.");
        }

        var book = RuleBook.Load(settings.RulesFolder);
        if (book.Problems.Count > 0)
        {
            throw new CommandRefusedException(string.Join(Environment.NewLine, book.Problems));
        }

        try
        {
            using var output = new StringWriter();
            var good = CaseFile.Answer(book, File.ReadAllText(file), output);
            Console.Out.Write(output);
            return good ? 0 : 1;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or QuestionException)
        {
            throw new CommandRefusedException($"{file}: {error.Message}");
        }
    }

    private static bool IsSetting(string argument) => argument.StartsWith("--", StringComparison.Ordinal);
}

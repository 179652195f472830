using System.Text;
using Mobility.Rules;
using Mobility.Rules.Cases;
using Mobility.Rules.Residence;

namespace Mobility.Web.Plumbing.Commands;

internal static class EvaluateCommand
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

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
            using var answers = new StringWriter();
            var good = CaseFile.Answer(book, Read(file), answers, Console.Error);
            // JSON is UTF-8 whatever the terminal's own encoding is.
            using var output = new StreamWriter(Console.OpenStandardOutput(), Utf8);
            output.Write(answers);
            return good ? 0 : 1;
        }
        catch (DecoderFallbackException)
        {
            throw new CommandRefusedException($"{file}: The file is not text in UTF-8.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or QuestionException)
        {
            throw new CommandRefusedException($"{file}: {error.Message}");
        }
    }

    private static string Read(string file)
    {
        if (Directory.Exists(file))
        {
            throw new CommandRefusedException($"{file}: This is a folder. Say which file in it to evaluate.");
        }

        using var reader = new StreamReader(file, Utf8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    private static bool IsSetting(string argument) => argument.StartsWith("--", StringComparison.Ordinal);
}

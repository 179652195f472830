using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;

namespace Mobility.Rules.Residence.Cases;

/// <summary>
/// Answers a file of cases (<c>mobility-conformance/1</c>). A case that cannot be read or answered says why under its own name; the others are
/// still answered.
/// </summary>
public static class CaseFile
{
    /// <summary>The format this reader understands.</summary>
    public const string Format = "mobility-conformance/1";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers every case of a file and writes the results, one case a line.</summary>
    /// <param name="book">The rules.</param>
    /// <param name="json">The whole file.</param>
    /// <param name="output">Receives <c>mobility-results/1</c>.</param>
    /// <returns>Whether every case was answered.</returns>
    /// <exception cref="QuestionException">The file is of another format, or no cases are to be found in it; nothing was written.</exception>
    public static bool Answer(RuleBook book, string json, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(output);
        var texts = CaseTexts.Split(json);
        var good = true;
        output.Write("""{"format":"mobility-results/1","results":[""");
        var separator = "\n";
        foreach (var text in texts)
        {
            var line = AnswerOne(book, text, out var answered);
            good &= answered;
            output.Write(separator);
            output.Write(line);
            separator = ",\n";
        }

        output.Write("\n]}\n");
        return good;
    }

    private static string AnswerOne(RuleBook book, string text, out bool answered)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Plain))
        {
            json.WriteStartObject();
            var (id, ruleId) = (CaseTexts.Guess(text, "id"), CaseTexts.Guess(text, "rule"));
            try
            {
                var question = Read(text, out id, out ruleId);
                var rule =
                    book.Find(ruleId) as IResidenceRule ?? throw new QuestionException($"Unknown rule '{ruleId}' in 'rule'.");
                var answer = rule.Answer(question);
                WriteName(json, id, ruleId);
                json.WriteStartObject("result");
                foreach (var (name, value) in answer.Results)
                {
                    json.WritePropertyName(name);
                    ResultWriter.Write(json, value);
                }

                json.WriteEndObject();
                answered = true;
            }
            catch (Exception error) when (error is QuestionException or JsonException)
            {
                WriteName(json, id, ruleId);
                json.WriteString(
                    "error",
                    error is JsonException ? $"This case is not valid JSON: {error.Message}" : error.Message
                );
                answered = false;
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteName(Utf8JsonWriter json, string? id, string? ruleId)
    {
        json.WriteString("id", id);
        json.WriteString("rule", ruleId);
    }

    private static ResidenceQuestion Read(string text, out string id, out string ruleId)
    {
        using var document = JsonDocument.Parse(text);
        var map = JsonNodes.Read(document.RootElement, "").Map();
        (id, ruleId) = ("", "");
        id = map.Needed("id").Text();
        ruleId = map.Needed("rule").Text();
        foreach (var said in (string[])["title", "source", "source_url", "origin", "verified", "expect", "note", "tolerance"])
        {
            map.Optional(said);
        }

        var asOf = map.Needed("as_of").Date();
        var given = map.Needed("given").Map();
        map.Done();
        return QuestionReader.Read(given, asOf);
    }
}

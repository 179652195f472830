using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mobility.Rules.Cases;

/// <summary>What there is to say to one case, under its own name.</summary>
/// <param name="format">The format of the file.</param>
/// <param name="id">The case's id as far as the text shows it; null when it shows none.</param>
/// <param name="ruleId">The rule asked, likewise.</param>
internal sealed class CaseAnswer(string format, string? id, string? ruleId)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string? _id = id;
    private string? _ruleId = ruleId;
    private IReadOnlyList<KeyValuePair<string, object?>>? _results;

    /// <summary>Why there is no answer; null when there is one.</summary>
    public string? Error { get; private set; }

    /// <summary>Reads the case and asks its rule.</summary>
    /// <param name="book">The rules.</param>
    /// <param name="text">The case.</param>
    /// <param name="number">Its place in the file, from 1.</param>
    /// <param name="ids">The ids of the cases before; receives this one's.</param>
    /// <param name="problems">Receives what the program itself failed on.</param>
    public void Find(RuleBook book, CaseText text, int number, HashSet<string> ids, TextWriter problems)
    {
        try
        {
            _results = Ask(book, text.Json, ids);
        }
        catch (QuestionException error)
        {
            Error = _id is null ? $"Case {number} of the file: {error.Message}" : error.Message;
        }
        catch (JsonException error)
        {
            Error = $"This case is not valid JSON, {CaseTexts.Say(error, text.Line)}";
        }
        catch (Exception error)
        {
            // A mistake of the program's own must not take the other cases with it.
            problems.WriteLine($"Case {number} ('{_id}'): {error}");
            Error = $"The program failed on this case: {error.Message}";
        }
    }

    /// <summary>The answer as one line of JSON.</summary>
    public string Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Plain))
        {
            json.WriteStartObject();
            json.WriteString("id", _id);
            json.WriteString("rule", _ruleId);
            if (_results is null)
            {
                json.WriteString("error", Error);
            }
            else
            {
                json.WriteStartObject("result");
                foreach (var (name, value) in _results)
                {
                    json.WritePropertyName(name);
                    ResultWriter.Write(json, value);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private IReadOnlyList<KeyValuePair<string, object?>> Ask(RuleBook book, string json, HashSet<string> ids)
    {
        using var document = JsonDocument.Parse(json);
        var map = JsonNodes.Read(document.RootElement, "").Map();
        // What the text shows first may belong to something inside the case.
        (_id, _ruleId) = (null, null);
        _id = map.Needed("id").Text();
        _ruleId = map.Needed("rule").Text();
        if (!ids.Add(_id))
        {
            throw new QuestionException($"The id '{_id}' is that of an earlier case of the file.");
        }

        foreach (var said in (string[])["title", "source", "source_url", "origin", "verified", "expect", "note", "tolerance"])
        {
            map.Optional(said);
        }

        return CaseFormats.All[format](book, _ruleId, map);
    }
}

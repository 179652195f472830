using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace Mobility.Web.Shared;

/// <summary>
/// A table for a spreadsheet, written as its rows are read: however many there are, only some are ever in memory, and whoever reads slowly
/// slows the reading. A cell that a spreadsheet would take for a formula begins with an apostrophe.
/// </summary>
public sealed class CsvFile(string name, IReadOnlyList<string> columns, IAsyncEnumerable<IReadOnlyList<string?>> rows)
    : IActionResult
{
    private const int FlushedAt = 32 * 1024;

    // With a mark, or Excel takes it for the letters of one country.
    private static readonly UTF8Encoding WithMark = new(encoderShouldEmitUTF8Identifier: true);

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        var cancellation = context.HttpContext.RequestAborted;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        await using var writer = new StreamWriter(response.Body, WithMark, bufferSize: -1, leaveOpen: true);
        var text = new StringBuilder();
        Append(text, columns);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            Append(text, row);
            if (text.Length >= FlushedAt)
            {
                await writer.WriteAsync(text, cancellation);
                await writer.FlushAsync(cancellation);
                text.Clear();
            }
        }
        await writer.WriteAsync(text, cancellation);
    }

    private static void Append(StringBuilder text, IReadOnlyList<string?> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            text.Append(i == 0 ? "\"" : ",\"");
            if (cells[i] is { } cell)
            {
                text.Append(cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" : "")
                    .Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal));
            }
            text.Append('"');
        }
        text.Append("\r\n");
    }
}

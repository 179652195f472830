using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Mobility.Web.Shared;

namespace Mobility.Web.Tests.Shared;

public sealed class CsvFileTests
{
    [TestCase("=1+1", "'=1+1")]
    [TestCase("+44", "'+44")]
    [TestCase("-1", "'-1")]
    [TestCase("@SUM(A1)", "'@SUM(A1)")]
    [TestCase("\t=1", "'\t=1")]
    [TestCase("\r=1", "'\r=1")]
    [TestCase("a\"b", "a\"\"b")]
    [TestCase("two\nlines, and a comma", "two\nlines, and a comma")]
    [TestCase("Óbuda 日本", "Óbuda 日本")]
    [TestCase(null, "")]
    public async Task A_cell_stays_what_it_is_and_never_becomes_a_formula(string? cell, string written)
    {
        using var body = new MemoryStream();

        await WriteAsync(body, Rows([cell, "x"]));

        Assert.That(Encoding.UTF8.GetString(body.ToArray()), Is.EqualTo($"\uFEFF\"A\",\"B\"\r\n\"{written}\",\"x\"\r\n"));
    }

    [Test]
    public async Task Of_a_million_rows_only_some_are_ever_held()
    {
        var read = 0;
        using var body = new Written();

        await WriteAsync(body, CountedAsync());

        Assert.That(read, Is.EqualTo(1_000_000));
        // Each row is 27 bytes: what was read and not yet written is never more than some thousands.
        Assert.That(body.MostRowsAhead(), Is.LessThan(5_000));
        return;

        async IAsyncEnumerable<IReadOnlyList<string?>> CountedAsync()
        {
            await Task.CompletedTask;
            for (; read < 1_000_000; read++)
            {
                body.RowsRead = read;
                yield return ["0123456789", "0123456789"];
            }
        }
    }

    private static Task WriteAsync(Stream body, IAsyncEnumerable<IReadOnlyList<string?>> rows)
    {
        var http = new DefaultHttpContext { Response = { Body = body } };
        return new CsvFile("a.csv", ["A", "B"], rows).ExecuteResultAsync(
            new ActionContext(http, new RouteData(), new ActionDescriptor())
        );
    }

    private static async IAsyncEnumerable<IReadOnlyList<string?>> Rows(params IReadOnlyList<string?>[] rows)
    {
        await Task.CompletedTask;
        foreach (var row in rows)
        {
            yield return row;
        }
    }

    /// <summary>Takes everything, keeps nothing, and knows how far the reading was ahead of it.</summary>
    private sealed class Written : Stream
    {
        private const int RowLength = 27;
        private long bytes;
        private long most;

        public int RowsRead { get; set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => bytes;

        public override long Position
        {
            get => bytes;
            set => throw new NotSupportedException();
        }

        public long MostRowsAhead() => most;

        public override void Write(byte[] buffer, int offset, int count)
        {
            most = Math.Max(most, RowsRead - (bytes / RowLength));
            bytes += count;
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

namespace Mobility.Web.Shared.Forms;

/// <summary>
/// A form with the sign of no number (NUL) in one field is refused by the server as a whole, and everything typed is lost. It is read as
/// the next sign that nobody can type, and so refused beside its field: <see cref="TextBinder"/>.
/// </summary>
public sealed class NulInForms(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var type = context.Request.ContentType;
        if (type?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
        {
            context.Request.Body = new Body(context.Request.Body);
        }
        return next(context);
    }

    /// <summary>%00 is passed on as %01: one byte differs, whatever pieces the body comes in.</summary>
    private sealed class Body(Stream inner) : Stream
    {
        // How much of %00 has gone by.
        private int seen;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await inner.ReadAsync(buffer, cancellationToken);
            Change(buffer.Span[..count]);
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            Change(buffer.AsSpan(offset, read));
            return read;
        }

        private void Change(Span<byte> bytes)
        {
            foreach (ref var b in bytes)
            {
                if (seen == 2 && b == '0')
                {
                    b = (byte)'1';
                }
                seen =
                    b == '%' ? 1
                    : seen == 1 && b == '0' ? 2
                    : 0;
            }
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

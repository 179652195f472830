using System.Text;
using System.Text.Unicode;

namespace Mobility.Casework.Trips.Import;

/// <summary>A file's bytes without byte order mark, in an encoding whose ASCII part is ASCII, and the name of the encoding it came in.</summary>
internal sealed record FileBytes(ReadOnlyMemory<byte> Bytes, Encoding Encoding, string EncodingName)
{
    private const int ProbeLength = 4096;

    /// <summary>Reads at most <paramref name="maxBytes"/>; null when there is more.</summary>
    public static async Task<byte[]?> ReadAllAsync(Stream stream, long maxBytes, CancellationToken cancellation)
    {
        if (stream.CanSeek && stream.Length - stream.Position > maxBytes)
        {
            return null;
        }
        using var buffer = new MemoryStream();
        var block = new byte[81_920];
        int read;
        while ((read = await stream.ReadAsync(block, cancellation)) > 0)
        {
            if (buffer.Length + read > maxBytes)
            {
                return null;
            }
            buffer.Write(block, 0, read);
        }
        return buffer.ToArray();
    }

    /// <summary>
    /// Finds the encoding by byte order mark, by the zero bytes of UTF-16, or by whether the bytes are UTF-8; otherwise it is
    /// Windows-1252, which ISO-8859-1 text is too. Null when a byte order mark promises what the bytes do not keep.
    /// </summary>
    public static FileBytes? Decode(ReadOnlyMemory<byte> file, out string promised)
    {
        promised = "UTF-8";
        var bytes = file.Span;
        if (bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF]))
        {
            return Utf8.IsValid(bytes[3..]) ? new FileBytes(file[3..], Encoding.UTF8, "UTF-8") : null;
        }
        if (bytes.StartsWith<byte>([0xFF, 0xFE, 0, 0]) || bytes.StartsWith<byte>([0, 0, 0xFE, 0xFF]))
        {
            promised = "UTF-32";
            return Transcoded(file[4..], new UTF32Encoding(bytes[0] == 0, false, true), "UTF-32");
        }
        var bigEndian = bytes.StartsWith<byte>([0xFE, 0xFF]);
        if (bigEndian || bytes.StartsWith<byte>([0xFF, 0xFE]))
        {
            promised = "UTF-16";
            return Transcoded(file[2..], new UnicodeEncoding(bigEndian, false, true), "UTF-16");
        }
        if (ZeroBytesOfUtf16(bytes) is { } zerosFirst)
        {
            promised = "UTF-16";
            return Transcoded(file, new UnicodeEncoding(zerosFirst, false, true), "UTF-16");
        }
        if (Utf8.IsValid(bytes) || Utf8.IsValid(Unfolded(bytes)))
        {
            return new FileBytes(file, Encoding.UTF8, "UTF-8");
        }
        return new FileBytes(file, Windows1252, "Windows-1252");
    }

    public bool IsFallback => ReferenceEquals(Encoding, Windows1252);

    /// <summary>The same text as UTF-8.</summary>
    public ReadOnlyMemory<byte> AsUtf8() => IsFallback ? Encoding.Convert(Windows1252, Encoding.UTF8, Bytes.ToArray()) : Bytes;

    private static readonly Encoding Windows1252 =
        CodePagesEncodingProvider.Instance.GetEncoding(1252) ?? throw new NotSupportedException("Windows-1252 is part of .NET.");

    private static FileBytes? Transcoded(ReadOnlyMemory<byte> file, Encoding from, string name)
    {
        try
        {
            return new FileBytes(Encoding.Convert(from, Encoding.UTF8, file.ToArray()), Encoding.UTF8, name);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Western text in UTF-16 without a mark has a zero in nearly every second byte: true when it is the first of each pair.</summary>
    private static bool? ZeroBytesOfUtf16(ReadOnlySpan<byte> bytes)
    {
        var probe = bytes[..Math.Min(bytes.Length, ProbeLength)];
        int even = 0,
            odd = 0;
        for (var i = 0; i < probe.Length; i++)
        {
            if (probe[i] == 0)
            {
                _ = i % 2 == 0 ? even++ : odd++;
            }
        }
        var many = probe.Length / 2 * 7 / 10;
        return probe.Length < 4 || bytes.Length % 2 != 0 ? null
            : odd > many && even == 0 ? false
            : even > many && odd == 0 ? true
            : null;
    }

    /// <summary>Calendar programs may fold a line inside a character; only unfolded is such a file valid UTF-8.</summary>
    private static byte[] Unfolded(ReadOnlySpan<byte> bytes)
    {
        if (!FileKind.IsCalendar(bytes))
        {
            return [0xFF];
        }
        var unfolded = new byte[bytes.Length];
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var fold = bytes[i..];
            if (fold is [(byte)'\r', (byte)'\n', (byte)' ' or (byte)'\t', ..])
            {
                i += 2;
            }
            else if (fold is [(byte)'\n', (byte)' ' or (byte)'\t', ..])
            {
                i++;
            }
            else
            {
                unfolded[length++] = bytes[i];
            }
        }
        return unfolded[..length];
    }
}

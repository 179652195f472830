using System.Text;

namespace Mobility.Testing.Data;

/// <summary>Looks at an embedded database as whoever steals the disk would: at the bytes.</summary>
public static class RawFile
{
    /// <summary>Whether the bytes are anywhere in the file or its log.</summary>
    public static bool Contain(string database, byte[] wanted) =>
        new[] { database, database + "-wal" }
            .Where(File.Exists)
            .Any(file =>
            {
                using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var memory = new MemoryStream();
                stream.CopyTo(memory);
                return memory.GetBuffer().AsSpan(0, (int)memory.Length).IndexOf(wanted) >= 0;
            });

    /// <summary>Whether the text is anywhere in the file or its log, in the encodings a database might have used.</summary>
    public static bool Contain(string database, string wanted) =>
        new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode }.Any(e => Contain(database, e.GetBytes(wanted)));
}

using System.Buffers.Binary;
using System.Text;

namespace Mobility.Testing.Data;

/// <summary>Looks at an embedded database as whoever steals the disk would: at the bytes.</summary>
public static class RawFile
{
    /// <summary>Whether the bytes are anywhere in the file or its log.</summary>
    public static bool Contain(string database, byte[] wanted) =>
        new[] { database, database + "-wal" }.Where(File.Exists).Any(file => Bytes(file).AsSpan().IndexOf(wanted) >= 0);

    /// <summary>Whether the text is anywhere in the file or its log, in the encodings a database might have used.</summary>
    public static bool Contain(string database, string wanted) =>
        new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode }.Any(e => Contain(database, e.GetBytes(wanted)));

    /// <summary>
    /// How many transactions have come to their end in the log since it was begun anew: each flushed the disk once. By the format of the log,
    /// https://www.sqlite.org/fileformat2.html#the_write_ahead_log.
    /// </summary>
    public static int Commits(string database)
    {
        var log = Bytes(database + "-wal");
        var page = BinaryPrimitives.ReadInt32BigEndian(log.AsSpan(8));
        var salts = log.AsSpan(16, 8);
        var commits = 0;
        for (var at = 32; at + 24 + page <= log.Length && log.AsSpan(at + 8, 8).SequenceEqual(salts); at += 24 + page)
        {
            // The last page of a transaction says how long the database is after it; the others say nothing.
            commits += BinaryPrimitives.ReadInt32BigEndian(log.AsSpan(at + 4)) == 0 ? 0 : 1;
        }
        return commits;
    }

    private static byte[] Bytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}

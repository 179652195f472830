using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Mobility.Casework.Backups;

/// <summary>
/// The one file of a backup: a zip archive that any tool opens, with <c>manifest.json</c> and the files it names. The archive's comment, its
/// last bytes, holds the SHA-256 of the manifest and then that of every byte before itself: a byte that changed anywhere is found, and the
/// manifest's own sums tell in which part. The sums find damage; they are no seal against somebody who changes the file on purpose.
/// </summary>
public sealed class BackupFile : IDisposable
{
    /// <summary>The name of the database inside.</summary>
    public const string Database = "mobility.db";

    private const string ManifestName = "manifest.json";
    private const string BeforeManifestSum = "Mobility backup. SHA-256 of manifest.json: ";
    private const string BeforeFileSum = ", of the file up to here: ";
    private const int SumLength = 2 * SHA256.HashSizeInBytes;
    private static readonly int CommentLength = BeforeManifestSum.Length + SumLength + BeforeFileSum.Length + SumLength;

    // A manifest has a line for each table.
    private const int LargestManifest = 1 << 20;

    private readonly string at;
    private readonly FileStream bytes;
    private readonly ZipArchive zip;

    private BackupFile(string path, FileStream stream, ZipArchive archive, BackupManifest manifest)
    {
        at = path;
        bytes = stream;
        zip = archive;
        Manifest = manifest;
    }

    public BackupManifest Manifest { get; }

    /// <summary>
    /// Packs <paramref name="database"/> into <paramref name="output"/>, an empty file open for reading and writing, and returns when all of it
    /// is on the disk.
    /// </summary>
    internal static BackupManifest Write(
        FileStream output,
        string database,
        Func<BackedUpFile, BackupManifest> describe,
        IProgress<BackupProgress>? progress,
        CancellationToken cancellation
    )
    {
        BackupManifest manifest;
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var source = File.OpenRead(database))
            {
                using var packed = archive.CreateEntry(Database, CompressionLevel.Fastest).Open();
                var steps = new PercentSteps(progress, BackupStep.Packing, source.Length);
                var sum = Copy(source, packed, source.Length, steps, cancellation);
                manifest = describe(new BackedUpFile(Database, source.Length, sum));
            }
            var json = manifest.ToJson();
            using (var packed = archive.CreateEntry(ManifestName).Open())
            {
                packed.Write(json);
            }
            archive.Comment = BeforeManifestSum + Hex(SHA256.HashData(json)) + BeforeFileSum + new string('0', SumLength);
        }
        output.Position = 0;
        var summed = output.Length - SumLength;
        var whole = Copy(output, Stream.Null, summed, new(progress, BackupStep.Checking, summed), cancellation);
        output.Position = summed;
        output.Write(Encoding.ASCII.GetBytes(whole));
        output.Flush(flushToDisk: true);
        return manifest;
    }

    /// <summary>Opens a backup once every byte of it is checked. Throws <see cref="BackupRefusedException"/>, which names what is broken.</summary>
    public static BackupFile Open(string path, IProgress<BackupProgress>? progress, CancellationToken cancellation)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var (manifestSum, wholeSum) = Sums(path, stream);
            stream.Position = 0;
            var summed = stream.Length - SumLength;
            if (Copy(stream, Stream.Null, summed, new(progress, BackupStep.Checking, summed), cancellation) != wholeSum)
            {
                throw new BackupRefusedException($"{path} is damaged: {Damage(stream, manifestSum, cancellation)}.");
            }
            var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var manifest = BackupManifest.FromJson(ManifestOf(archive, manifestSum));
            return manifest.Format == BackupManifest.ThisFormat
                ? new BackupFile(path, stream, archive, manifest)
                : throw new BackupRefusedException(
                    $"{path} is a backup in a layout that this program does not know ({manifest.Format}). Restore it with the newer program."
                );
        }
        catch (Exception e)
        {
            stream?.Dispose();
            throw e switch
            {
                BackupRefusedException or OperationCanceledException => e,
                FileNotFoundException or DirectoryNotFoundException => new BackupRefusedException($"{path} is not there.", e),
                UnauthorizedAccessException => new BackupRefusedException(
                    $"{path} cannot be read: it is a folder, or not for this user.",
                    e
                ),
                _ => new BackupRefusedException($"{path} cannot be read: {e.Message}", e),
            };
        }
    }

    /// <summary>Writes one file of the backup into <paramref name="target"/> and to the disk.</summary>
    internal void Unpack(string name, FileStream target, IProgress<BackupProgress>? progress, CancellationToken cancellation)
    {
        if (Manifest.Files.FirstOrDefault(f => f.Name == name) is not { } file || zip.GetEntry(name) is not { } entry)
        {
            throw new BackupRefusedException($"{at} has no {name} in it. It was not made by \"backup\".");
        }
        var steps = new PercentSteps(progress, BackupStep.Unpacking, file.Bytes);
        using (var packed = entry.Open())
        {
            if (Copy(packed, target, long.MaxValue, steps, cancellation) != file.Sha256)
            {
                throw new BackupRefusedException($"{at} is damaged: {name} in it.");
            }
        }
        target.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        zip.Dispose();
        bytes.Dispose();
    }

    private static (string Manifest, string Whole) Sums(string path, FileStream stream)
    {
        Span<byte> begin = stackalloc byte[4];
        var isArchive =
            stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == 4 && begin.SequenceEqual("PK\x03\x04"u8);
        if (stream.Length >= CommentLength)
        {
            var end = new byte[CommentLength];
            stream.Position = stream.Length - CommentLength;
            stream.ReadExactly(end);
            var comment = Encoding.ASCII.GetString(end);
            var manifest = comment.Substring(BeforeManifestSum.Length, SumLength);
            var whole = comment[^SumLength..];
            if (comment == BeforeManifestSum + manifest + BeforeFileSum + whole)
            {
                return (manifest, whole);
            }
        }
        throw new BackupRefusedException(
            isArchive
                ? $"{path} is damaged or cut short: its end, which holds the checksums, is not there."
                : $"{path} is not a backup of Mobility."
        );
    }

    /// <summary>Which parts no longer are what they were.</summary>
    private static string Damage(FileStream stream, string manifestSum, CancellationToken cancellation)
    {
        var part = ManifestName;
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var manifest = BackupManifest.FromJson(ManifestOf(archive, manifestSum));
            foreach (var file in manifest.Files)
            {
                part = file.Name;
                using var packed = archive.GetEntry(part)!.Open();
                if (Copy(packed, Stream.Null, long.MaxValue, null, cancellation) != file.Sha256)
                {
                    return $"{part} in it";
                }
            }
            return "the packing around its files, or a checksum; the files themselves come out whole";
        }
        // A reader of damaged bytes may throw anything.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return $"{part} in it, or the packing around it";
        }
    }

    private static byte[] ManifestOf(ZipArchive archive, string sum)
    {
        using var packed = (archive.GetEntry(ManifestName) ?? throw new InvalidDataException("It has no manifest.")).Open();
        var json = new byte[LargestManifest];
        var length = packed.ReadAtLeast(json, json.Length, throwOnEndOfStream: false);
        return Hex(SHA256.HashData(json.AsSpan(0, length))) == sum
            ? json[..length]
            : throw new InvalidDataException("Its manifest is not the one it was made with.");
    }

    /// <summary>Copies up to <paramref name="length"/> bytes and returns their sum.</summary>
    private static string Copy(Stream from, Stream to, long length, PercentSteps? steps, CancellationToken cancellation)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 17];
        var done = 0L;
        while (done < length && from.Read(buffer, 0, (int)Math.Min(buffer.Length, length - done)) is > 0 and var read)
        {
            cancellation.ThrowIfCancellationRequested();
            sum.AppendData(buffer, 0, read);
            to.Write(buffer, 0, read);
            done += read;
            steps?.Report(done);
        }
        return Hex(sum.GetHashAndReset());
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

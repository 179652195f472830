using System.Buffers.Binary;
using NodaTime;

namespace Mobility.Casework.Demo;

/// <summary>
/// A stream of choices: the same for the same seed and number on every machine and every version of .NET (SplitMix64). Each case draws from
/// a stream of its own, so that one more choice in one case changes nothing in another.
/// </summary>
internal sealed class DemoRandom
{
    private readonly long milliseconds;
    private ulong state;
    private int ids;

    public DemoRandom(int seed, int stream, LocalDate today)
    {
        state = ((ulong)(uint)seed << 32) | (uint)stream;
        milliseconds = today.AtMidnight().InUtc().ToInstant().ToUnixTimeMilliseconds() + stream;
        Next();
    }

    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    public void Shuffle<T>(T[] items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>
    /// A key of the shape every other row has (version 7). Keys rise from stream to stream and within one, which makes the insert quick.
    /// </summary>
    public Guid NextId()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, milliseconds << 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | (ids++ & 0x0fff)));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (Next() & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000);
        return new Guid(bytes, bigEndian: true);
    }

    private ulong Next()
    {
        state += 0x9e37_79b9_7f4a_7c15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xbf58_476d_1ce4_e5b9;
        z = (z ^ (z >> 27)) * 0x94d0_49bb_1331_11eb;
        return z ^ (z >> 31);
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace DistributedLock.Postgres;

/// <summary>The advisory lock keys of one resource: 64-bit numbers in the one key space that a database has.</summary>
/// <remarks>
/// <para>
/// A lock's key is the first 8 bytes of the SHA-256 of the full key, big-endian. A key that is the invariant text of a 64-bit number is that number
/// (<see cref="LockKey.FromInt64"/>, and its equal text: equal keys must be one lock).
/// </para>
/// <para>
/// The intents of waiters and writers take the next bytes of the hash. A semaphore's keys come from a hash of the hash, so that they share nothing with the lock.
/// </para>
/// </remarks>
internal sealed class AdvisoryKeys
{
    // Odd, so that no two slots of a semaphore meet; the golden ratio, so that those of two semaphores don't follow each other.
    private const long SlotStride = unchecked((long)0x9E3779B97F4A7C15);

    // What undoes a multiplication by it: Newton's iteration doubles the right bits, of which an odd number is three by itself.
    private static readonly long InverseOfStride = Enumerable.Range(0, 5).Aggregate(SlotStride, static (inverse, _) => unchecked(inverse * (2 - (SlotStride * inverse))));

    private readonly long _base;

    public AdvisoryKeys(LockResource resource)
    {
        var hash = LockKeyHash.Sha256(resource.Key);
        if (resource.IsSemaphore)
        {
            hash = SHA256.HashData([.. hash, .. "permits"u8]);
        }

        _base = BinaryPrimitives.ReadInt64BigEndian(hash);
        Waiters = BinaryPrimitives.ReadInt64BigEndian(hash.AsSpan(8));
        Writers = BinaryPrimitives.ReadInt64BigEndian(hash.AsSpan(16));
        Lock = !resource.IsSemaphore && NumberOf(resource.Key) is { } number ? number : _base;
    }

    /// <summary>Held exclusively or shared by the holders.</summary>
    public long Lock { get; }

    /// <summary>Held shared by every process that waits.</summary>
    public long Waiters { get; }

    /// <summary>Held shared by every process in which a writer waits.</summary>
    public long Writers { get; }

    /// <summary>Held exclusively by the holder of one slot of a semaphore.</summary>
    public long Slot(int slot) => unchecked(_base + (slot * SlotStride));

    /// <summary>Whether a number is that of one of the slots that a semaphore can have, whatever its permits are.</summary>
    public bool IsSlot(long number) => unchecked((number - _base) * InverseOfStride) is >= 0 and <= int.MaxValue;

    private static long? NumberOf(string key) =>
        key.Length <= 20
        && long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == key
            ? number
            : null;
}

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace DistributedLock.Postgres;

/// <summary>What stands for a resource in the lease table.</summary>
internal readonly struct LeaseKeys
{
    // Well below what a row may have in its page, and longer than keys are.
    private static readonly LockKeyAlphabet Alphabet = new(500, CanStore);

    public LeaseKeys(LockResource resource)
    {
        var hash = LockKeyHash.Sha256(resource.Key);
        Id = resource.IsSemaphore ? SHA256.HashData([.. hash, .. "permits"u8]) : hash;
        Name = Alphabet.Fit(resource.Key);
    }

    /// <summary>The row: a hash, because keys are of any length, and of characters that a text cannot have.</summary>
    public byte[] Id { get; }

    /// <summary>The key, for those who look at the table; what stands for it where it cannot be kept.</summary>
    public string Name { get; }

    /// <summary>What notifications call it.</summary>
    public long Signal => BinaryPrimitives.ReadInt64BigEndian(Id.AsSpan(8));

    public string Payload => Signal.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether PostgreSQL can have the character in a text, and our encoding of it. A pair of surrogates could be cut.</summary>
    public static bool CanStore(char character) => character != '\0' && !char.IsSurrogate(character);
}

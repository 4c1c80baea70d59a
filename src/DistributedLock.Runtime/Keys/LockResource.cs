namespace DistributedLock;

/// <summary>What a lock is taken on in a store: a key in one of the two key spaces, that of locks or that of semaphores. Immutable and thread-safe.</summary>
/// <param name="key">The key with the provider's prefix.</param>
/// <param name="isSemaphore">Whether this is the semaphore of that key, which shares nothing with the lock of the same key.</param>
public readonly struct LockResource(string key, bool isSemaphore) : IEquatable<LockResource>
{
    /// <summary>The key with the provider's prefix: any text, as long as it likes. The store makes a name of it that it can keep.</summary>
    public string Key { get; } = key;

    /// <summary>Whether this is a semaphore.</summary>
    public bool IsSemaphore { get; } = isSemaphore;

    /// <inheritdoc/>
    public bool Equals(LockResource other) => IsSemaphore == other.IsSemaphore && string.Equals(Key, other.Key, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LockResource other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Key ?? "") ^ (IsSemaphore ? 1 : 0);

    /// <summary>Whether two resources are the same.</summary>
    public static bool operator ==(LockResource left, LockResource right) => left.Equals(right);

    /// <summary>Whether two resources differ.</summary>
    public static bool operator !=(LockResource left, LockResource right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => IsSemaphore ? $"semaphore {Key}" : Key;
}

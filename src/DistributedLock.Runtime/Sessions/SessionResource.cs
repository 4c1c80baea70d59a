namespace DistributedLock.Sessions;

/// <summary>What a session lock is taken on: a key in one of the two key spaces, that of locks or that of semaphores. Immutable and thread-safe.</summary>
/// <param name="key">The key with the provider's prefix.</param>
/// <param name="isSemaphore">Whether this is the semaphore of that key, which shares nothing with the lock of the same key.</param>
public readonly struct SessionResource(string key, bool isSemaphore) : IEquatable<SessionResource>
{
    /// <summary>The key with the provider's prefix: any text, as long as it likes. The store makes a name of it that it can keep.</summary>
    public string Key { get; } = key;

    /// <summary>Whether this is a semaphore.</summary>
    public bool IsSemaphore { get; } = isSemaphore;

    /// <inheritdoc/>
    public bool Equals(SessionResource other) => IsSemaphore == other.IsSemaphore && string.Equals(Key, other.Key, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SessionResource other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Key ?? "") ^ (IsSemaphore ? 1 : 0);

    /// <summary>Whether two resources are the same.</summary>
    public static bool operator ==(SessionResource left, SessionResource right) => left.Equals(right);

    /// <summary>Whether two resources differ.</summary>
    public static bool operator !=(SessionResource left, SessionResource right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => IsSemaphore ? $"semaphore {Key}" : Key;
}

namespace DistributedLock;

/// <summary>What a locked method without a value tells its caller: whether the body ran. The default value says that it did not.</summary>
public readonly struct LockResult : IEquatable<LockResult>
{
    private LockResult(bool ran) => Ran = ran;

    /// <summary>The body ran under the lock.</summary>
    public static LockResult Completed => new(true);

    /// <summary>The body did not run: the lock was held elsewhere.</summary>
    public static LockResult Skipped => default;

    /// <summary>Whether the body ran under the lock.</summary>
    public bool Ran { get; }

    /// <inheritdoc/>
    public bool Equals(LockResult other) => Ran == other.Ran;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LockResult other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Ran.GetHashCode();

    /// <summary>Whether two results say the same.</summary>
    public static bool operator ==(LockResult left, LockResult right) => left.Equals(right);

    /// <summary>Whether two results differ.</summary>
    public static bool operator !=(LockResult left, LockResult right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => Ran ? "Completed" : "Skipped";
}

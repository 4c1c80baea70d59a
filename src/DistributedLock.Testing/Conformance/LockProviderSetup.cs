namespace DistributedLock.Testing;

/// <summary>How a conformance case wants a provider to be made. What is <see langword="null"/> is the backend's to choose.</summary>
public sealed record LockProviderSetup
{
    /// <summary>Put before every key. Only given to backends with <see cref="LockCapabilities.KeyPrefix"/>.</summary>
    public string? KeyPrefix { get; init; }

    /// <summary>
    /// Whether holds may be ended by force: <see cref="DistributedLockOptions.AllowForceRelease"/>. Only set for backends with <see cref="LockCapabilities.ForceRelease"/>.
    /// </summary>
    public bool AllowForceRelease { get; init; }

    /// <summary>The clock of every deadline. Only given to backends with <see cref="LockCapabilities.TimeSource"/>.</summary>
    public TimeProvider? TimeProvider { get; init; }
}

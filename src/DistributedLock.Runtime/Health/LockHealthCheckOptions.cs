using DistributedLock.Health;

namespace DistributedLock;

/// <summary>How a health check looks at lock providers.</summary>
public sealed class LockHealthCheckOptions
{
    /// <summary>
    /// The lock that is taken and freed, below the provider's <c>KeyPrefix</c>: one that the application does not use for anything else. Default
    /// <c>distributedlock-health</c>.
    /// </summary>
    public LockKey Key { get; set; } = LockProviderHealth.DefaultKey;

    /// <summary>
    /// How long the health is degraded after a lock was lost that nobody gave up: its lease could not be renewed, its session ended, or the store had forgotten it.
    /// Zero for not at all. Default one minute.
    /// </summary>
    public TimeSpan LossWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <exception cref="ArgumentException">An option cannot work.</exception>
    internal void Validate()
    {
        if (Key.IsDefault)
        {
            throw new ArgumentException("Key is default(LockKey): expected the name of the probe lock, such as \"distributedlock-health\".", nameof(Key));
        }

        if (LossWindow < TimeSpan.Zero)
        {
            throw new ArgumentException($"LossWindow is {LossWindow}: expected zero or more, such as one minute.", nameof(LossWindow));
        }
    }
}

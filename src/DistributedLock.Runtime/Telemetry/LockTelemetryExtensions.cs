using DistributedLock.Telemetry;

namespace DistributedLock;

/// <summary>Telemetry for providers that are not registered with a container; what <c>AddDistributedLock</c> registers has it already.</summary>
public static class LockTelemetryExtensions
{
    /// <summary>Puts metrics, traces, log messages and observers around a provider. While nobody listens, that costs a few nanoseconds and no memory.</summary>
    /// <param name="provider">The provider; it is disposed with the one that is returned.</param>
    /// <param name="options">What is told to whom; <see langword="null"/> for the defaults.</param>
    /// <returns>The provider to use from now on.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="provider"/> is <see langword="null"/>.</exception>
    public static IDistributedLockProvider WithTelemetry(this IDistributedLockProvider provider, LockTelemetryOptions? options = null) =>
        new ObservedLockProvider(provider ?? throw new ArgumentNullException(nameof(provider)), options ?? new LockTelemetryOptions(), []);
}

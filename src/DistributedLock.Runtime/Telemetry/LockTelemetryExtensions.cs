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
    /// <exception cref="ArgumentException">The provider has telemetry already: each lock would be counted twice.</exception>
    public static IDistributedLockProvider WithTelemetry(this IDistributedLockProvider provider, LockTelemetryOptions? options = null)
    {
        if (provider is null)
        {
            throw new ArgumentNullException(nameof(provider));
        }

        if (provider.As<ObservedLockProvider>() is not null)
        {
            throw new ArgumentException(
                "The provider has telemetry already, as every provider that AddDistributedLock registers: expected one without. Use ConfigureTelemetry(...) of its registration.",
                nameof(provider));
        }

        options ??= new LockTelemetryOptions();
        ILockObserver[] observers = [.. options.Observers];
        return new ObservedLockProvider(provider, options, observers.Length == 0 ? null : () => observers);
    }
}

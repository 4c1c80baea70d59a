using DistributedLock.FailFast;

namespace DistributedLock;

/// <summary>Failing fast for providers that are not registered with a container; what <c>AddDistributedLock</c> registers does it already.</summary>
public static class LockFailFastExtensions
{
    /// <summary>
    /// Lets acquisitions fail at once, with a <see cref="LockCircuitOpenException"/>, while the store has been down for a while. Telemetry goes around it:
    /// <c>provider.WithFailFast().WithTelemetry()</c>.
    /// </summary>
    /// <param name="provider">The provider; it is disposed with the one that is returned.</param>
    /// <param name="options">When that is; <see langword="null"/> for the defaults.</param>
    /// <returns>The provider to use from now on; the given one where the options say that nothing fails fast.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="provider"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">An option is out of its range, or the provider fails fast already.</exception>
    public static IDistributedLockProvider WithFailFast(this IDistributedLockProvider provider, LockFailFastOptions? options = null)
    {
        if (provider is null)
        {
            throw new ArgumentNullException(nameof(provider));
        }

        if (provider.As<FailFastLockProvider>() is not null)
        {
            throw new ArgumentException(
                "The provider fails fast already, as every provider that AddDistributedLock registers: expected one that does not. Use ConfigureFailFast(...) of its registration.",
                nameof(provider));
        }

        options = options?.Copy() ?? new LockFailFastOptions();
        options.Validate();
        return options.IsEnabled ? new FailFastLockProvider(provider, options) : provider;
    }
}

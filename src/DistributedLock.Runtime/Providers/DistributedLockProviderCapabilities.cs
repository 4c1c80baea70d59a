namespace DistributedLock;

/// <summary>What a provider can do beside taking locks.</summary>
public static class DistributedLockProviderCapabilities
{
    /// <summary>
    /// The provider as something it may also be, such as <see cref="IDistributedLockInspector"/> or its own type; looks through what stands around it, as the
    /// container's registrations do.
    /// </summary>
    /// <typeparam name="T">What is looked for.</typeparam>
    /// <param name="provider">The provider.</param>
    /// <returns><see langword="null"/> when it is no such thing.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="provider"/> is <see langword="null"/>.</exception>
    public static T? As<T>(this IDistributedLockProvider provider)
        where T : class => (provider ?? throw new ArgumentNullException(nameof(provider))) is DelegatingLockProvider layer
            ? layer.FindCapability<T>()
            : provider as T;
}

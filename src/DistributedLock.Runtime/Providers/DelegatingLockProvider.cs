using Microsoft.Extensions.Logging;

namespace DistributedLock;

/// <summary>
/// A provider that does something around another one, which it owns. What it does not override is passed on. A capability that only the inner provider has, such
/// as <see cref="IDistributedLockInspector"/>, is found by <see cref="DistributedLockProviderCapabilities.As{T}"/>. Thread-safe where the inner one is.
/// </summary>
public abstract class DelegatingLockProvider : IDistributedLockProvider, ILockProviderInfo, IAsyncDisposable, IDisposable
{
    /// <summary>Puts this provider around another one.</summary>
    /// <param name="inner">The other one; it is disposed with this one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is <see langword="null"/>.</exception>
    protected DelegatingLockProvider(IDistributedLockProvider inner) => Inner = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc/>
    public virtual string Name => LockProviderDefaults.NameOf(Inner);

    /// <inheritdoc/>
    public virtual TimeProvider TimeProvider => LockProviderDefaults.ClockOf(Inner);

    /// <inheritdoc/>
    public virtual ILogger Logger => LockProviderDefaults.LoggerOf(Inner);

    /// <summary>The provider inside.</summary>
    protected internal IDistributedLockProvider Inner { get; }

    /// <inheritdoc/>
    public virtual ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) =>
        Inner.TryAcquireAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) =>
        Inner.TryAcquire(request, cancellationToken);

    /// <summary>
    /// This provider, or what is inside, as something it may also be: what <see cref="DistributedLockProviderCapabilities.As{T}"/> answers. A layer that has to stand around a
    /// capability as well, as an audit around force-releases, overrides it.
    /// </summary>
    /// <typeparam name="T">What is looked for.</typeparam>
    /// <returns><see langword="null"/> when neither this one nor what is inside is such a thing.</returns>
    protected internal virtual T? FindCapability<T>()
        where T : class => this as T ?? Inner.As<T>();

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Inner is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            (Inner as IDisposable)?.Dispose();
        }
    }

    /// <summary>Disposes the inner provider; blocks while it does, where that one can only be disposed asynchronously.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Called by <see cref="Dispose()"/>.</summary>
    /// <param name="disposing">Always <see langword="true"/>: there is no finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (Inner is IDisposable synchronous)
        {
            synchronous.Dispose();
        }
        else if (Inner is IAsyncDisposable asynchronous)
        {
            // On the thread pool, so that no synchronization context of the caller stands in the way.
            Task.Run(() => asynchronous.DisposeAsync().AsTask()).GetAwaiter().GetResult();
        }
    }
}

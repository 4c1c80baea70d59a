namespace DistributedLock.Sessions;

/// <summary>The base of a store whose operations never wait, such as one of files: the asynchronous forms are the synchronous ones.</summary>
public abstract class SynchronousSessionStore : ISessionStore
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract TimeSpan PollInterval { get; }

    /// <inheritdoc/>
    public abstract SessionHold? TryAcquire(SessionAttempt attempt, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SessionHold?> TryAcquireAsync(SessionAttempt attempt, CancellationToken cancellationToken) =>
        new(TryAcquire(attempt, cancellationToken));

    /// <inheritdoc/>
    public abstract ISessionIntent Register(
        LockResource resource, SessionIntentKind kind, Action? onWake, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ISessionIntent> RegisterAsync(
        LockResource resource, SessionIntentKind kind, Action? onWake, CancellationToken cancellationToken) =>
        new(Register(resource, kind, onWake, cancellationToken));

    /// <inheritdoc/>
    public abstract void Notify(LockResource resource);

    /// <inheritdoc/>
    public ValueTask NotifyAsync(LockResource resource)
    {
        Notify(resource);
        return default;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    /// <summary>Frees what the store uses. May be called more than once.</summary>
    protected abstract void Dispose(bool disposing);
}

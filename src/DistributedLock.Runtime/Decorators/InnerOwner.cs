namespace DistributedLock.Decorators;

/// <summary>
/// Has the container dispose a service that it did not create itself: resolved as a transient service, it belongs to the scope in which the service was
/// created, and goes with it.
/// </summary>
internal sealed class InnerOwner : IDisposable, IAsyncDisposable
{
    private object? _owned;

    public void Own(object service) => _owned = service;

    public void Dispose()
    {
        switch (Interlocked.Exchange(ref _owned, null))
        {
            case IDisposable disposable:
                disposable.Dispose();
                break;
            case IAsyncDisposable asynchronous:
                // As the container does for what it creates itself.
                throw new InvalidOperationException($"'{asynchronous.GetType()}' is only IAsyncDisposable: dispose the container or scope with DisposeAsync.");
        }
    }

    public ValueTask DisposeAsync()
    {
        switch (Interlocked.Exchange(ref _owned, null))
        {
            case IAsyncDisposable asynchronous:
                return asynchronous.DisposeAsync();
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }

        return default;
    }
}

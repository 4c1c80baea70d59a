public sealed class Reports(__provider__ locks) : IAsyncDisposable, IDisposable
{
    private IDistributedLockHandle? _handle;

    public __task__ Open()
    {
        _handle = __acquire__;
    }

    public void Dispose() => _handle?.Dispose();

    public ValueTask DisposeAsync() => _handle?.DisposeAsync() ?? default;
}

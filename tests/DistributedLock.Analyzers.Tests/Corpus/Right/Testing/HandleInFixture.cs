public sealed class LockFixture : IAsyncDisposable
{
    private IDistributedLockHandle? _handle;

    public InMemoryLockProvider Locks { get; } = new();

    public async ValueTask InitializeAsync() => _handle = await Locks.AcquireAsync("fixture");

    public async ValueTask DisposeAsync()
    {
        if (_handle is { } handle)
        {
            await handle.DisposeAsync();
        }

        await Locks.DisposeAsync();
    }
}

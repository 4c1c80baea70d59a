public sealed class Host(IDistributedLockProvider locks) : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _resources = new();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _resources.Push(await locks.AcquireAsync("host", cancellationToken: cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        while (_resources.TryPop(out var resource))
        {
            await resource.DisposeAsync();
        }
    }
}

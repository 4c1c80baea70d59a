public sealed class Gate(IDistributedLockProvider locks) : IDisposable
{
    private readonly SemaphoreSlim _local = new(1);

    public async Task PassAsync(CancellationToken cancellationToken)
    {
        await _local.WaitAsync(cancellationToken);
        try
        {
            await using var handle = await locks.AcquireAsync("gate", cancellationToken: cancellationToken);
            await Task.Delay(1, cancellationToken);
        }
        finally
        {
            _local.Release();
        }
    }

    public void Dispose() => _local.Dispose();
}

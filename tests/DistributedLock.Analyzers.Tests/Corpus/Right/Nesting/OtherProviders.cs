public class Mirror(InMemoryLockProvider local, IDistributedLockProvider remote)
{
    public async Task CopyAsync(CancellationToken cancellationToken)
    {
        await using var here = await local.AcquireAsync("mirror", cancellationToken: cancellationToken);
        await using var there = await remote.AcquireAsync("mirror", cancellationToken: cancellationToken);
        await Task.Delay(1, cancellationToken);
    }
}

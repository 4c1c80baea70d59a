public class Reports(IDistributedLockProvider locks)
{
    public async Task WriteAsync(bool isShared, CancellationToken cancellationToken)
    {
        await using var handle = isShared ? await locks.AcquireAsync("report", cancellationToken: cancellationToken) : null;
        await Task.Delay(1, cancellationToken);
    }
}

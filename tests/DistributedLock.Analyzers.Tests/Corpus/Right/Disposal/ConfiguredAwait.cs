public class Reports(IDistributedLockProvider locks)
{
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var handle = await locks.AcquireAsync("report", cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (handle.ConfigureAwait(false))
        {
            await Task.Delay(1, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var handle = await locks.AcquireAsync("reading", cancellationToken: cancellationToken).ConfigureAwait(false);
        await using var _ = handle.ConfigureAwait(false);
        await Task.Delay(1, cancellationToken).ConfigureAwait(false);
    }
}

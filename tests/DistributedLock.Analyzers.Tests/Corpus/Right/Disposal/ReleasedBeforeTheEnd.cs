public class Reports(IDistributedLockProvider locks)
{
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await using (await locks.AcquireAsync("report", cancellationToken: cancellationToken))
        {
            await Task.Delay(1, cancellationToken);
        }

        await Task.Delay(100, cancellationToken);
    }
}

public class Reports(IDistributedLockProvider locks)
{
    public async Task WriteAsync(bool isShared, CancellationToken cancellationToken)
    {
        IDistributedLockHandle? handle = null;
        try
        {
            if (isShared)
            {
                handle = await locks.AcquireAsync("report", cancellationToken: cancellationToken);
            }

            await Task.Delay(1, cancellationToken);
        }
        finally
        {
            if (handle != null)
            {
                await handle.DisposeAsync();
            }
        }
    }
}

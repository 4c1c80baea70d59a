public class Reports(IDistributedLockProvider locks)
{
    public async Task WriteAsync()
    {
        var handle = await locks.AcquireAsync("report");
        try
        {
            await Task.Delay(1, handle.LostToken);
        }
        finally
        {
            await handle.DisposeAsync();
        }
    }
}

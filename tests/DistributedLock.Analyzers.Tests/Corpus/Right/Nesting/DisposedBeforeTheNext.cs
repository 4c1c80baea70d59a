public class Reports(IDistributedLockProvider locks)
{
    public async Task WriteAsync()
    {
        var handle = await locks.AcquireAsync("report");
        try
        {
            await Task.Delay(1);
        }
        finally
        {
            await handle.DisposeAsync();
        }

        await using var again = await locks.AcquireAsync("report");
        await Task.Delay(1);
    }
}

public class Reports(IDistributedLockProvider locks)
{
    public async Task WriteAsync(bool isLong)
    {
        if (isLong)
        {
            await using var handle = await locks.AcquireAsync("report", TimeSpan.FromMinutes(1));
            await Task.Delay(100);
        }
        else
        {
            await using var handle = await locks.AcquireAsync("report");
            await Task.Delay(1);
        }
    }
}

public class Reports(IDistributedLockProvider locks)
{
    public async Task WriteAsync()
    {
        using var handle = await {|DLK0106:locks.AcquireAsync("report")|};
        await Task.Delay(1);
    }
}

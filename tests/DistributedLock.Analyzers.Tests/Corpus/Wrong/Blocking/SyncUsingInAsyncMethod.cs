public class Reports(IDistributedLockProvider locks)
{
    public async Task WriteAsync()
    {
        {|DLK0106:using|} var handle = await locks.AcquireAsync("report");
        await Task.Delay(1);
    }
}

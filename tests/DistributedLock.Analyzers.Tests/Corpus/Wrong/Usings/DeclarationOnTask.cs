public class Reports(IDistributedLockProvider locks)
{
    public async Task WriteAsync()
    {
        using var handle = {|DLK0104:locks.AcquireAsync("report").AsTask()|};
        await Task.Delay(1);
    }
}

public class Reports(IDistributedLockProvider locks)
{
    public async Task WriteAsync(int kind)
    {
        await using var handle = kind switch
        {
            0 => await locks.AcquireAsync("daily"),
            1 => await locks.AcquireAsync("monthly"),
            _ => null,
        };
        await Task.Delay(kind);
    }
}

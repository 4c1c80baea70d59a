public class Reports(IDistributedLockProvider locks)
{
    public async Task<long?> WriteAsync()
    {
        await using var handle = await locks.TryAcquireAsync("report");
        return handle?.FencingToken;
    }
}
